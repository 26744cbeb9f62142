#include <array>

#include "storage/base/file_error.hpp"
#include "storage/base/os.hpp"
#include "storage/base/windows.hpp"

namespace lontar {

namespace {

class WindowsLock final : public FileLock {
public:
    explicit WindowsLock(windows::Handle file) : file_(std::move(file)) {}

private:
    windows::Handle file_;
};

}  // namespace

Result<std::unique_ptr<FileLock>> lock_file(const Path& path) {
    windows::Handle file(::CreateFileW(
        for_system(path).c_str(), GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE,
        nullptr, OPEN_ALWAYS, FILE_ATTRIBUTE_NORMAL | FILE_FLAG_OPEN_REPARSE_POINT, nullptr));
    if (!file.is_open()) {
        return windows::error_of(::GetLastError(), "open", path);
    }
    // A byte far behind the end: reading the file (a backup, a scanner) stays possible for
    // everyone.
    OVERLAPPED place{};
    place.OffsetHigh = 0x40000000;
    if (::LockFileEx(file.raw(), LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0,
                     &place) == 0) {
        const DWORD error = ::GetLastError();
        if (error == ERROR_LOCK_VIOLATION || error == ERROR_IO_PENDING) {
            return fail(ErrorKind::locked, "P-02",
                        file_context("lock", path, "held by another process"));
        }
        return windows::error_of(error, "lock", path);
    }
    return std::unique_ptr<FileLock>(std::make_unique<WindowsLock>(std::move(file)));
}

std::string machine_name_secret() {
    std::array<wchar_t, 64> value{};
    auto bytes = static_cast<DWORD>(value.size() * sizeof(wchar_t));
    // The 64-bit view, so that every build of the program reads the same place.
    if (::RegGetValueW(HKEY_LOCAL_MACHINE, L"SOFTWARE\\Microsoft\\Cryptography", L"MachineGuid",
                       RRF_RT_REG_SZ | RRF_SUBKEY_WOW6464KEY, nullptr, value.data(),
                       &bytes) != ERROR_SUCCESS) {
        return {};
    }
    return windows::narrow(value.data());
}

void harden_process() {
    // No window of the system's, neither for a fault nor for a card reader without a card.
    ::SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX);
    // No error report and no crash dump, which would keep a picture of the memory.
    ::SetUnhandledExceptionFilter([](EXCEPTION_POINTERS*) -> LONG {
        ::TerminateProcess(::GetCurrentProcess(), 3);
        return EXCEPTION_EXECUTE_HANDLER;
    });
    // A library that somebody put beside the program on a stick is not loaded later.
    ::SetDefaultDllDirectories(LOAD_LIBRARY_SEARCH_SYSTEM32);
}

std::uint64_t physical_memory_bytes() {
    MEMORYSTATUSEX memory{};
    memory.dwLength = sizeof(memory);
    return ::GlobalMemoryStatusEx(&memory) != 0 ? memory.ullTotalPhys : 0;
}

std::optional<std::string> environment(const std::string& name) {
    const std::wstring wide_name = windows::wide(name);
    std::wstring value(256, L'\0');
    while (true) {
        ::SetLastError(ERROR_SUCCESS);
        const DWORD units = ::GetEnvironmentVariableW(wide_name.c_str(), value.data(),
                                                      static_cast<DWORD>(value.size()));
        if (units == 0 && ::GetLastError() == ERROR_ENVVAR_NOT_FOUND) {
            return std::nullopt;
        }
        if (units < value.size()) {
            value.resize(units);
            return windows::narrow(value);
        }
        value.resize(units);
    }
}

}  // namespace lontar
