#pragma once
/// What the Windows files of this folder share: handles that close themselves, and system errors as
/// an Error.
#include <string>
#include <string_view>

#include <windows.h>

#include "storage/base/path.hpp"
#include "storage/base/result.hpp"

namespace lontar::windows {

class Handle {
public:
    Handle() = default;
    explicit Handle(HANDLE handle) : handle_(handle) {}
    Handle(Handle&& other) noexcept : handle_(other.release()) {}
    Handle& operator=(Handle&& other) noexcept;
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;
    ~Handle();

    [[nodiscard]] HANDLE raw() const { return handle_; }
    [[nodiscard]] bool is_open() const { return handle_ != INVALID_HANDLE_VALUE; }
    /// False, with GetLastError set, when the system could not close it.
    bool close();

private:
    HANDLE release();
    HANDLE handle_ = INVALID_HANDLE_VALUE;
};

/// ERROR_DIRECTORY_NOT_SUPPORTED: the act is none for a folder.
inline constexpr DWORD directory_not_supported = 336;

/// GetLastError `number` after trying to `act` on `path`, as the errors of
/// storage/base/durable_file.hpp.
Error error_of(DWORD number, std::string_view act, const Path& path);

/// Repeats `act` (true: done) while a virus scanner or an indexer holds the file: those let go
/// within seconds. False, with GetLastError set, after 10 s or at any other error; after 2 s where
/// access is denied, which can mean the same (a removed file that a scanner still looks at) or that
/// there is no permission.
template <typename Act>
bool patiently(Act act) {
    constexpr DWORD first_wait_ms = 25;
    constexpr DWORD longest_ms = 10'000;
    constexpr DWORD longest_denied_ms = 2'000;
    DWORD waited_ms = 0;
    for (DWORD wait_ms = first_wait_ms;; wait_ms += first_wait_ms) {
        if (act()) {
            return true;
        }
        const DWORD error = ::GetLastError();
        const bool denied = error == ERROR_ACCESS_DENIED;
        const bool held =
            denied || error == ERROR_SHARING_VIOLATION || error == ERROR_LOCK_VIOLATION;
        if (!held || waited_ms >= (denied ? longest_denied_ms : longest_ms)) {
            ::SetLastError(error);
            return false;
        }
        ::Sleep(wait_ms);
        waited_ms += wait_ms;
    }
}

/// UTF-8 of a UTF-16 text, and back.
std::string narrow(std::wstring_view text);
std::wstring wide(std::string_view utf8);

}  // namespace lontar::windows
