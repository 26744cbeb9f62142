#include "storage/base/windows.hpp"

#include <utility>

#include "storage/base/file_error.hpp"

namespace lontar::windows {

namespace {

constexpr DWORD disk_quota_exceeded =
    1295;                              // ERROR_DISK_QUOTA_EXCEEDED, which mingw's headers lack
constexpr DWORD no_such_device = 433;  // ERROR_NO_SUCH_DEVICE, likewise: a stick pulled out

}  // namespace

Handle& Handle::operator=(Handle&& other) noexcept {
    if (this != &other) {
        close();
        handle_ = other.release();
    }
    return *this;
}

Handle::~Handle() {
    close();
}

HANDLE Handle::release() {
    return std::exchange(handle_, INVALID_HANDLE_VALUE);
}

bool Handle::close() {
    return !is_open() || ::CloseHandle(release()) != 0;
}

Error error_of(DWORD number, std::string_view act, const Path& path) {
    // The number alone: the system's sentence comes in the code page and language of the laptop.
    std::string context = file_context(act, path, "Windows error " + std::to_string(number));
    switch (number) {
        case ERROR_DISK_FULL:
        case ERROR_HANDLE_DISK_FULL:
        case disk_quota_exceeded:
        case ERROR_FILE_TOO_LARGE:
            return fail(ErrorKind::storage_full, "D-01", std::move(context));
        case ERROR_FILE_NOT_FOUND:
        case ERROR_PATH_NOT_FOUND:
        case ERROR_INVALID_DRIVE:
        case ERROR_BAD_NETPATH:
            return fail(ErrorKind::not_found, "D-05", std::move(context));
        case directory_not_supported:
            return fail(ErrorKind::not_found, "D-07", std::move(context));
        case ERROR_DIRECTORY:
            return fail(ErrorKind::not_found, "D-08", std::move(context));
        case ERROR_INVALID_NAME:
        case ERROR_BAD_PATHNAME:
        case ERROR_FILENAME_EXCED_RANGE:
            return fail(ErrorKind::not_found, "D-09", std::move(context));
        case ERROR_NOT_READY:
        case ERROR_DEV_NOT_EXIST:
        case ERROR_NO_MEDIA_IN_DRIVE:
        case ERROR_MEDIA_CHANGED:
        case ERROR_WRONG_DISK:
        case ERROR_UNRECOGNIZED_VOLUME:
        case ERROR_UNRECOGNIZED_MEDIA:
        case ERROR_DEVICE_NOT_CONNECTED:
        case no_such_device:
            return fail(ErrorKind::storage_failed, "D-10", std::move(context));
        case ERROR_SHARING_VIOLATION:
        case ERROR_LOCK_VIOLATION:
        case ERROR_BUSY:
            return fail(ErrorKind::locked, "D-03", std::move(context));
        case ERROR_ACCESS_DENIED:
        case ERROR_WRITE_PROTECT:
        case ERROR_PRIVILEGE_NOT_HELD:
            return fail(ErrorKind::storage_failed, "D-06", std::move(context));
        default:
            return fail(ErrorKind::storage_failed, "D-02", std::move(context));
    }
}

std::string narrow(std::wstring_view text) {
    if (text.empty()) {
        return {};
    }
    const auto units = static_cast<int>(text.size());
    const int bytes =
        ::WideCharToMultiByte(CP_UTF8, 0, text.data(), units, nullptr, 0, nullptr, nullptr);
    std::string utf8(static_cast<std::size_t>(bytes), '\0');
    ::WideCharToMultiByte(CP_UTF8, 0, text.data(), units, utf8.data(), bytes, nullptr, nullptr);
    return utf8;
}

std::wstring wide(std::string_view utf8) {
    if (utf8.empty()) {
        return {};
    }
    const auto bytes = static_cast<int>(utf8.size());
    const int units = ::MultiByteToWideChar(CP_UTF8, 0, utf8.data(), bytes, nullptr, 0);
    std::wstring text(static_cast<std::size_t>(units), L'\0');
    ::MultiByteToWideChar(CP_UTF8, 0, utf8.data(), bytes, text.data(), units);
    return text;
}

}  // namespace lontar::windows
