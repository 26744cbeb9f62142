#pragma once
/// A disk that fails when the test says so.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "storage/base/durable_file.hpp"

namespace lontar::support {

/// Passes every act to another disk and counts it; the acts are read, begin, write (also rewrite),
/// finish, list, remove, make_folder and free_bytes. `exists` is not one: it cannot fail.
class FaultyDisk final : public Disk {
public:
    explicit FaultyDisk(Disk& real) : real_(real) {}

    /// The act with this number (1 is the next one) fails with `error`, once, and does not reach
    /// the disk.
    void fail_at(std::uint64_t act, Error error);
    /// Every act from this number on fails: a full or a dead disk.
    void fail_from(std::uint64_t act, Error error);
    /// Power goes during the act with this number: nothing of it is kept (a file not finished keeps
    /// its old content, its part stays as a piece), or, with `kept`, all of it is though nobody
    /// hears of it. Every later act fails.
    void cut_power_at(std::uint64_t act, bool kept);
    /// Everything works again (power is back, the stick was emptied); counting starts anew.
    void heal();

    /// Acts since the start or the last `heal`.
    [[nodiscard]] std::uint64_t acts() const { return acts_; }
    /// What was done, e.g. "finish a.age", for a message of a failing test.
    [[nodiscard]] const std::vector<std::string>& log() const { return log_; }

    Result<Bytes> read(const Path& path, std::uint64_t max_bytes) override;
    Result<std::unique_ptr<PartFile>> begin(const Path& path) override;
    Result<std::vector<FileEntry>> list(const Path& folder) override;
    Status remove(const Path& path) override;
    Status move(const Path& from, const Path& to) override;
    Status make_folder(const Path& path) override;
    bool exists(const Path& path) override;
    Result<std::uint64_t> free_bytes(const Path& path) override;

private:
    class Part;
    struct Fault {
        std::uint64_t act = 0;
        bool stays = false;
        bool power = false;
        bool kept = false;
        Error error;
    };
    enum class Act { pass, skip, do_then_fail };
    /// Counts an act and says what becomes of it.
    Act next(std::string what);
    [[nodiscard]] Error error() const { return fault_->error; }

    Disk& real_;
    std::uint64_t acts_ = 0;
    std::optional<Fault> fault_;
    std::vector<std::string> log_;
};

}  // namespace lontar::support
