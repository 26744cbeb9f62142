#include "storage/base/path.hpp"
#include "storage/base/windows.hpp"

namespace lontar {

// Not the conversions of std::filesystem, which throw at a name that is no text.
std::string to_utf8(const Path& path) {
    return windows::narrow(path.native());
}

Path to_path(std::string_view utf8) {
    return {windows::wide(utf8)};
}

Path for_system(const Path& path) {
    // The limit of 260 is that of a file; 248 holds for a folder, and the engine adds an ending.
    constexpr DWORD longest_plain = 200;
    // A setting of the laptop could lift the limit too, but it is off unless an administrator says
    // so.
    constexpr std::wstring_view verbatim = L"\\\\?\\";
    constexpr std::wstring_view share = L"\\\\";
    if (path.empty() || path.native().starts_with(verbatim)) {
        return path;
    }
    std::wstring whole(longest_plain, L'\0');
    while (true) {
        // Makes it absolute and turns slashes, which a verbatim path does not know.
        const DWORD units = ::GetFullPathNameW(path.c_str(), static_cast<DWORD>(whole.size()),
                                               whole.data(), nullptr);
        if (units == 0) {
            return path;
        }
        if (units < whole.size()) {
            whole.resize(units);
            break;
        }
        whole.resize(units);
    }
    if (whole.size() < longest_plain || whole.starts_with(L"\\\\.\\")) {
        return path;
    }
    return whole.starts_with(share) ? Path(std::wstring(verbatim) + L"UNC" + whole.substr(1))
                                    : Path(std::wstring(verbatim) + whole);
}

}  // namespace lontar
