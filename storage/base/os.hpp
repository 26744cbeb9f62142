#pragma once
/// What only the operating system knows or does. Everything platform-dependent of storage is here.
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "storage/base/path.hpp"
#include "storage/base/result.hpp"

namespace lontar {

/// Held while alive; the system frees it when the process ends, however it ends.
class FileLock {
public:
    FileLock() = default;
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;
    FileLock(FileLock&&) = delete;
    FileLock& operator=(FileLock&&) = delete;
    virtual ~FileLock() = default;
};

/// Takes an exclusive lock on `path` (made when absent) without waiting. locked ("P-02"): another
/// process holds it.
Result<std::unique_ptr<FileLock>> lock_file(const Path& path);

/// Something stable of this machine (machine-id, MachineGuid), unhashed; empty when the system has
/// none.
std::string machine_name_secret();

/// No core dumps, not readable by other processes of the user (PR_SET_DUMPABLE, RLIMIT_CORE 0; on
/// Windows no crash dumps).
void harden_process();

/// Bytes of memory the machine has.
std::uint64_t physical_memory_bytes();

/// Environment variable as UTF-8.
std::optional<std::string> environment(const std::string& name);

}  // namespace lontar
