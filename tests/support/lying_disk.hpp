#pragma once
/// A stick that claims more room than it has.
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "storage/base/durable_file.hpp"

namespace lontar::support {

/// Shows other bytes than were written in files of one name; everything else is the system's disk.
class LyingDisk final : public Disk {
public:
    explicit LyingDisk(std::string name) : name_(std::move(name)) {}
    Result<Bytes> read(const Path& path, std::uint64_t max_bytes) override {
        auto bytes = system_disk().read(path, max_bytes);
        if (bytes && to_utf8(path.filename()) == name_ && !bytes->empty()) {
            bytes->back() ^= 1U;
        }
        return bytes;
    }
    Result<std::unique_ptr<PartFile>> begin(const Path& path) override {
        return system_disk().begin(path);
    }
    Result<std::vector<FileEntry>> list(const Path& folder) override {
        return system_disk().list(folder);
    }
    Status remove(const Path& path) override { return system_disk().remove(path); }
    Status move(const Path& from, const Path& to) override { return system_disk().move(from, to); }
    Status make_folder(const Path& path) override { return system_disk().make_folder(path); }
    bool exists(const Path& path) override { return system_disk().exists(path); }
    Result<std::uint64_t> free_bytes(const Path& path) override {
        return system_disk().free_bytes(path);
    }

private:
    std::string name_;
};

}  // namespace lontar::support
