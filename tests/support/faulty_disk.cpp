#include "support/faulty_disk.hpp"

#include <utility>

#include "support/temp_folder.hpp"

namespace lontar::support {

/// Keeps what was written, so that a power cut can leave the piece that the real part would take
/// away with it.
class FaultyDisk::Part final : public PartFile {
public:
    Part(FaultyDisk& disk, std::unique_ptr<PartFile> real, Path path)
        : disk_(disk), real_(std::move(real)), path_(std::move(path)) {}
    Part(const Part&) = delete;
    Part& operator=(const Part&) = delete;
    Part(Part&&) = delete;
    Part& operator=(Part&&) = delete;

    ~Part() override {
        real_.reset();
        const bool power_is_gone =
            disk_.fault_ && disk_.fault_->power && disk_.acts_ >= disk_.fault_->act;
        if (power_is_gone && !finished_) {
            Path part = path_;
            part += ".part";
            put_bytes(part, ByteView(content_).first(content_.size() / 2));
        }
    }

    Status write(ByteView bytes) override {
        if (failure_) {
            return *failure_;
        }
        const Act act = disk_.next("write " + to_utf8(path_.filename()));
        if (act == Act::skip) {
            return broken();
        }
        content_.insert(content_.end(), bytes.begin(), bytes.end());
        auto status = real_->write(bytes);
        return act == Act::pass ? status : broken();
    }

    Status rewrite(std::uint64_t offset, ByteView bytes) override {
        if (failure_) {
            return *failure_;
        }
        const Act act = disk_.next("rewrite " + to_utf8(path_.filename()));
        if (act == Act::skip) {
            return broken();
        }
        auto status = real_->rewrite(offset, bytes);
        return act == Act::pass ? status : broken();
    }

    Status finish() override {
        if (failure_) {
            return *failure_;
        }
        const Act act = disk_.next("finish " + to_utf8(path_.filename()));
        if (act == Act::skip) {
            return disk_.error();
        }
        auto status = real_->finish();
        finished_ = status.has_value();
        return act == Act::pass ? status : broken();
    }

private:
    /// A part that failed once stays failed, as the real one does.
    Status broken() {
        failure_ = disk_.error();
        return *failure_;
    }

    FaultyDisk& disk_;
    std::unique_ptr<PartFile> real_;
    Path path_;
    Bytes content_;
    bool finished_ = false;
    std::optional<Error> failure_;
};

void FaultyDisk::fail_at(std::uint64_t act, Error error) {
    fault_ = Fault{acts_ + act, false, false, false, std::move(error)};
}

void FaultyDisk::fail_from(std::uint64_t act, Error error) {
    fault_ = Fault{acts_ + act, true, false, false, std::move(error)};
}

void FaultyDisk::cut_power_at(std::uint64_t act, bool kept) {
    fault_ = Fault{acts_ + act, true, true, kept,
                   fail(ErrorKind::storage_failed, "D-02", "power is gone")};
}

void FaultyDisk::heal() {
    fault_.reset();
    acts_ = 0;
    log_.clear();
}

FaultyDisk::Act FaultyDisk::next(std::string what) {
    ++acts_;
    log_.push_back(std::move(what));
    if (!fault_ || acts_ < fault_->act || (acts_ > fault_->act && !fault_->stays)) {
        return Act::pass;
    }
    return acts_ == fault_->act && fault_->kept ? Act::do_then_fail : Act::skip;
}

Result<Bytes> FaultyDisk::read(const Path& path, std::uint64_t max_bytes) {
    if (next("read " + to_utf8(path.filename())) != Act::pass) {
        return error();
    }
    return real_.read(path, max_bytes);
}

Result<std::unique_ptr<PartFile>> FaultyDisk::begin(const Path& path) {
    const Act act = next("begin " + to_utf8(path.filename()));
    if (act == Act::skip) {
        return error();
    }
    auto part = real_.begin(path);
    if (!part) {
        return part;
    }
    auto watched = std::make_unique<Part>(*this, *std::move(part), path);
    if (act == Act::do_then_fail) {
        return error();
    }
    return std::unique_ptr<PartFile>(std::move(watched));
}

Result<std::vector<FileEntry>> FaultyDisk::list(const Path& folder) {
    if (next("list " + to_utf8(folder.filename())) != Act::pass) {
        return error();
    }
    return real_.list(folder);
}

Status FaultyDisk::remove(const Path& path) {
    const Act act = next("remove " + to_utf8(path.filename()));
    if (act == Act::skip) {
        return error();
    }
    auto status = real_.remove(path);
    return act == Act::pass ? status : Status(error());
}

Status FaultyDisk::move(const Path& from, const Path& to) {
    const Act act = next("move " + to_utf8(to.filename()));
    if (act == Act::skip) {
        return error();
    }
    auto status = real_.move(from, to);
    return act == Act::pass ? status : Status(error());
}

Status FaultyDisk::make_folder(const Path& path) {
    const Act act = next("make_folder " + to_utf8(path.filename()));
    if (act == Act::skip) {
        return error();
    }
    auto status = real_.make_folder(path);
    return act == Act::pass ? status : Status(error());
}

bool FaultyDisk::exists(const Path& path) {
    return real_.exists(path);
}

Result<std::uint64_t> FaultyDisk::free_bytes(const Path& path) {
    if (next("free_bytes") != Act::pass) {
        return error();
    }
    return real_.free_bytes(path);
}

}  // namespace lontar::support
