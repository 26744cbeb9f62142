#pragma once
/// The machine's disk below the system calls: recorded, so that a test can see what a power cut
/// would leave, and made to fail at any call. Works for everything linked into the test program,
/// the database engine too. Link lontar_test_recorded_disk. One thread, one RecordedDisk at a time.
#include <cerrno>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "storage/base/bytes.hpp"
#include "storage/base/path.hpp"
#include "support/disk_image.hpp"

#ifdef _WIN32
#define EDQUOT 122  // which its C library does not know
#endif

namespace lontar::support {

/// Watches all files directly in one folder from its making on. What is there already counts as
/// durable. While it lives no sync reaches the machine's disk: what tests write is thrown away, and
/// a real sync takes milliseconds.
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

    /// The act with this number (1 is the next) fails with errno `number`; with `stays` all later
    /// ones too.
    void fail_at(std::size_t act, int number, bool stays);
    /// True: every call is interrupted by a signal once and then writes half of what is asked.
    void interrupt(bool on);
    [[nodiscard]] bool has_failed() const { return failed_; }
    void heal();

    class Hooks;

private:
    friend class Hooks;
    Path folder_;
    std::vector<DiskAct> acts_;
    std::map<std::string, std::uint64_t> names_;    // as the process sees them: name to file
    std::map<std::uint64_t, Bytes> first_content_;  // of files that were there at the start
    std::map<std::string, std::uint64_t> first_names_;
    std::map<int, std::uint64_t> descriptors_;  // open files of this folder; 0 is the folder itself
    std::set<int> interrupted_;                 // descriptors whose last call was interrupted
    std::uint64_t next_file_ = 1;
    std::size_t fail_at_ = 0;
    std::size_t tried_ = 0;
    int failure_ = 0;
    bool failure_stays_ = false;
    bool failed_ = false;
    bool interrupting_ = false;
};

}  // namespace lontar::support
