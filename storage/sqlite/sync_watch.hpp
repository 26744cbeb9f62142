#pragma once
/// The engine's view of the disk, watched: counts syncs, and lets nothing be written after one
/// failed.
#include <cstdint>
#include <string>

#include <sqlite3.h>

namespace lontar::sqlite {

/// A VFS of SQLite for one connection, in front of the system's. Lives longer than the connection.
/// Knows no shared memory, so that WAL works with EXCLUSIVE locking only and a -shm file cannot
/// come into being.
class SyncWatch {
public:
    /// Null `name` when the engine has no VFS or no memory.
    SyncWatch();
    ~SyncWatch();
    SyncWatch(const SyncWatch&) = delete;
    SyncWatch& operator=(const SyncWatch&) = delete;
    SyncWatch(SyncWatch&&) = delete;
    SyncWatch& operator=(SyncWatch&&) = delete;

    /// For sqlite3_open_v2.
    [[nodiscard]] const char* name() const { return registered_ ? name_.c_str() : nullptr; }
    [[nodiscard]] std::uint64_t syncs() const { return syncs_; }

    /// One sync of `file`; the first failure stays.
    int sync(sqlite3_file* file, int flags);
    /// A system that failed to sync may report the next sync as done although the earlier bytes are
    /// gone (Linux marks the pages clean), so nothing more may be promised.
    [[nodiscard]] bool may_write() const { return !sync_failed_; }

private:
    std::string name_;
    sqlite3_vfs vfs_{};
    bool registered_ = false;
    bool sync_failed_ = false;
    std::uint64_t syncs_ = 0;
};

}  // namespace lontar::sqlite
