#pragma once
/// The machine's disk below the system calls: recorded, so that a test can see what a power cut
/// would leave, and made to fail at any call. Works for everything linked into the test program,
/// the database engine too. Link lontar_test_recorded_disk. One thread, one RecordedDisk at a time.
#include <cerrno>
#include <cstdint>
#include <deque>
#include <map>
#include <set>
#include <string>

#include "storage/base/bytes.hpp"
#include "storage/base/path.hpp"
#include "support/disk_image.hpp"

#ifdef _WIN32
#define EDQUOT 122  // which its C library does not know
#endif

namespace lontar::support {

/// Watches all files below one folder from its making on; folders themselves are always durable.
/// What is there already counts as durable. While it lives no sync reaches the machine's disk: what
/// tests write is thrown away, and a real sync takes milliseconds. A part of it is a folder by its
/// path from the top ("laptop/spool"); "" is all of it.
class RecordedDisk {
public:
    explicit RecordedDisk(Path folder);
    RecordedDisk(const RecordedDisk&) = delete;
    RecordedDisk& operator=(const RecordedDisk&) = delete;
    RecordedDisk(RecordedDisk&&) = delete;
    RecordedDisk& operator=(RecordedDisk&&) = delete;
    ~RecordedDisk();

    /// Acts so far: each write, truncation, creation, renaming, removal and sync is one.
    [[nodiscard]] std::size_t acts() const;
    /// One word an act ("write", "sync", ...) with the file's name, for messages.
    [[nodiscard]] std::string describe(std::size_t act) const;

    /// Fills the empty folder `target` with what may be left when power goes after the first `acts`
    /// acts. The same seed leaves the same.
    void after_power_cut(std::size_t acts, Unsynced unsynced, std::uint64_t seed,
                         const Path& target) const;

    /// The act below `part` with this number (1 is the next) fails with errno `number`; with
    /// `stays` all later ones too.
    void fail_at(std::size_t act, int number, bool stays, std::string part = {});
    /// True: every call is interrupted by a signal once and then writes half of what is asked.
    void interrupt(bool on);
    [[nodiscard]] bool has_failed() const { return failed_; }
    void heal();
    /// Power goes where `part` lies, of which no file is open: what may be left of it is there and
    /// durable afterwards. The same seed leaves the same.
    void cut_power(const std::string& part, Unsynced unsynced, std::uint64_t seed);
    /// `part` was changed by other calls than a program's: what is there now is durable.
    void look_again(const std::string& part);

    class Hooks;

private:
    friend class Hooks;
    Path folder_;
    std::deque<DiskAct> acts_;                      // whose places stay
    DiskImage image_;                               // what is durable
    std::map<std::string, std::uint64_t> names_;    // as the process sees them: name to file
    std::map<std::uint64_t, Bytes> first_content_;  // of files that were there at the start
    std::map<std::string, std::uint64_t> first_names_;
    struct Open {
        std::uint64_t file = 0;  // 0: a folder
        std::string name;        // when it was opened
    };
    std::map<int, Open> descriptors_;
    std::set<int> interrupted_;  // descriptors whose last call was interrupted
    std::uint64_t next_file_ = 1;
    std::string failing_part_;
    std::size_t fail_at_ = 0;
    std::size_t tried_ = 0;
    int failure_ = 0;
    bool failure_stays_ = false;
    bool failed_ = false;
    bool interrupting_ = false;
};

}  // namespace lontar::support
