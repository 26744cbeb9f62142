#include "storage/base/part_file.hpp"

#include <optional>
#include <utility>

#include "storage/base/crash_point.hpp"
#include "storage/base/file_calls.hpp"
#include "storage/base/file_error.hpp"

namespace lontar {

namespace {

class SystemPartFile final : public PartFile {
public:
    SystemPartFile(file_calls::File file, Path part, Path path)
        : file_(std::move(file)), part_(std::move(part)), path_(std::move(path)) {}
    SystemPartFile(const SystemPartFile&) = delete;
    SystemPartFile& operator=(const SystemPartFile&) = delete;
    SystemPartFile(SystemPartFile&&) = delete;
    SystemPartFile& operator=(SystemPartFile&&) = delete;

    ~SystemPartFile() override {
        if (!renamed_) {
            // Where it can be, removed while it is held, so that no other process' part of this
            // name is hit.
            static_cast<void>(let_go_before_move());
            file_calls::try_remove(part_);
        }
    }

    Status write(ByteView bytes) override {
        auto status = guarded(write_at(written_, bytes));
        if (status) {
            written_ += bytes.size();
        }
        return status;
    }

    Status rewrite(std::uint64_t offset, ByteView bytes) override {
        if (offset > written_ || bytes.size() > written_ - offset) {
            return guarded(fail(ErrorKind::storage_failed, "D-02",
                                file_context("rewrite", part_, "outside what was written")));
        }
        return guarded(write_at(offset, bytes));
    }

    Status finish() override { return guarded(publish()); }

private:
    /// The first failure is final: after a failed sync the system may report the next one as done
    /// although the bytes are gone.
    Status guarded(const Status& status) {
        if (!failure_ && !status) {
            failure_ = status.error();
        }
        return failure_ ? Status(*failure_) : status;
    }

    Status write_at(std::uint64_t offset, ByteView bytes) {
        while (!bytes.empty()) {
            const auto count = file_calls::write_some(file_, offset, bytes, part_);
            if (!count) {
                return count.error();
            }
            if (*count == 0) {
                return fail(ErrorKind::storage_full, "D-01",
                            file_context("write", part_, "the system takes nothing"));
            }
            offset += *count;
            bytes = bytes.subspan(*count);
        }
        return done();
    }

    Status publish() {
        if (failure_) {
            return *failure_;
        }
        if (renamed_) {
            return fail(ErrorKind::storage_failed, "D-02",
                        file_context("finish", path_, "finished already"));
        }
        if (auto synced = file_calls::sync(file_, part_); !synced) {
            return synced;
        }
        if (auto closed = let_go_before_move(); !closed) {
            return closed;
        }
        crash_point("part-written");
        if (auto renamed = file_calls::rename(part_, path_); !renamed) {
            return renamed;
        }
        renamed_ = true;
        crash_point("renamed");
        if (auto closed = file_calls::close(file_, path_); !closed) {
            return closed;
        }
        return file_calls::sync_folder(file_calls::folder_of(path_));
    }

    Status let_go_before_move() {
        return file_calls::open_files_move ? done() : file_calls::close(file_, part_);
    }

    file_calls::File file_;
    Path part_;
    Path path_;
    std::uint64_t written_ = 0;
    bool renamed_ = false;
    std::optional<Error> failure_;
};

/// A left-over of a crash is removed, a part that is being written is not.
Result<file_calls::File> create_part(const Path& part) {
    constexpr int most_tries = 16;  // each more than the second needs another process to interfere
    for (int tried = 0; tried < most_tries; ++tried) {
        auto fresh = file_calls::create_held(part);
        if (!fresh) {
            return std::move(fresh).error();
        }
        if (*fresh) {
            return **std::move(fresh);
        }
        if (auto removed = file_calls::remove_left_over(part); !removed) {
            return std::move(removed).error();
        }
    }
    return fail(ErrorKind::locked, "D-03",
                file_context("create", part, "others keep taking the name"));
}

}  // namespace

Result<std::unique_ptr<PartFile>> begin_part(const Path& path) {
    // Told now, not when all is written and only the name is missing.
    const auto kind = file_calls::look_at(path);
    if (kind && *kind == file_calls::PathKind::folder) {
        return fail(ErrorKind::not_found, "D-07", file_context("create", path, "a folder"));
    }
    Path part = path;
    part += ".part";
    auto file = create_part(part);
    if (!file) {
        return std::move(file).error();
    }
    return std::unique_ptr<PartFile>(
        std::make_unique<SystemPartFile>(*std::move(file), std::move(part), path));
}

}  // namespace lontar
