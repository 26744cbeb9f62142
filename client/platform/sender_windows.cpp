// lontar-kirim.exe: what the scheduled task of Windows starts. It runs `lontar sync` beside it,
// with a locked register and without a window, since one that opens every half hour would frighten
// people. Its exit code is that of the program; 1 when it cannot be started.
#include <array>
#include <string>

#include <windows.h>

namespace {

/// Path of the program that stands beside this one; empty when the system does not tell.
std::wstring program() {
    std::array<wchar_t, 32768> own{};
    const DWORD units = GetModuleFileNameW(nullptr, own.data(), static_cast<DWORD>(own.size()));
    const std::wstring path(own.data(), units < own.size() ? units : 0);
    const auto end = path.rfind(L'\\');
    return end == std::wstring::npos ? std::wstring() : path.substr(0, end + 1) + L"lontar.exe";
}

}  // namespace

int WINAPI wWinMain(HINSTANCE, HINSTANCE, PWSTR, int) {
    const std::wstring path = program();
    std::wstring line = L"\"" + path + L"\" sync --locked";
    STARTUPINFOW start{};
    start.cb = sizeof(start);
    PROCESS_INFORMATION process{};
    if (path.empty() || CreateProcessW(path.c_str(), line.data(), nullptr, nullptr, FALSE,
                                       CREATE_NO_WINDOW, nullptr, nullptr, &start, &process) == 0) {
        return 1;
    }
    CloseHandle(process.hThread);
    WaitForSingleObject(process.hProcess, INFINITE);
    DWORD code = 1;
    GetExitCodeProcess(process.hProcess, &code);
    CloseHandle(process.hProcess);
    return static_cast<int>(code);
}
