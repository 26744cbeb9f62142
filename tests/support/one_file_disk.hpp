#pragma once
/// A disk that holds one file in memory and takes every writing without doing it.
#include <string>
#include <utility>

#include "storage/base/durable_file.hpp"

namespace lontar::support {

/// For readers of files when the test wants many contents fast, and for a disk that lies.
class OneFileDisk final : public Disk {
public:
    /// `name` without folder; files of other names do not exist.
    explicit OneFileDisk(std::string name) : name_(std::move(name)) {}
    void set(Bytes content) { content_ = std::move(content); }

    Result<Bytes> read(const Path& path, std::uint64_t max_bytes) override {
        if (!exists(path)) {
            return fail(ErrorKind::not_found, "D-05", "test: read");
        }
        if (content_.size() > max_bytes) {
            return fail(ErrorKind::invalid_input, "D-04", "test: read");
        }
        return content_;
    }
    Result<std::unique_ptr<PartFile>> begin(const Path& /*path*/) override {
        class Nothing final : public PartFile {
            Status write(ByteView /*bytes*/) override { return done(); }
            Status rewrite(std::uint64_t /*offset*/, ByteView /*bytes*/) override { return done(); }
            Status finish() override { return done(); }
        };
        return std::unique_ptr<PartFile>(std::make_unique<Nothing>());
    }
    Result<std::vector<FileEntry>> list(const Path& /*folder*/) override {
        return std::vector<FileEntry>{{name_, content_.size()}};
    }
    Status remove(const Path& /*path*/) override { return done(); }
    Status move(const Path& /*from*/, const Path& /*to*/) override { return done(); }
    Status make_folder(const Path& /*path*/) override { return done(); }
    bool exists(const Path& path) override { return path.filename() == name_; }
    Result<std::uint64_t> free_bytes(const Path& /*path*/) override { return std::uint64_t{0}; }

private:
    std::string name_;
    Bytes content_;
};

}  // namespace lontar::support
