#include <windows.h>
// Those that need the types of windows.h.
#include <string_view>

#include "client/platform/screen_terminal.hpp"

namespace lontar::client {

namespace {

void say_to_terminal(std::wstring_view sequence) {
    DWORD written = 0;
    WriteConsoleW(GetStdHandle(STD_OUTPUT_HANDLE), sequence.data(),
                  static_cast<DWORD>(sequence.size()), &written, nullptr);
}

class WindowsScreenTerminal final : public ScreenTerminal {
public:
    WindowsScreenTerminal() {
        has_mode_ = GetConsoleMode(GetStdHandle(STD_INPUT_HANDLE), &mode_before_) != 0;
        if (has_mode_) {
            SetConsoleMode(GetStdHandle(STD_INPUT_HANDLE),
                           mode_before_ & ~static_cast<DWORD>(ENABLE_PROCESSED_INPUT));
        }
    }
    WindowsScreenTerminal(const WindowsScreenTerminal&) = delete;
    WindowsScreenTerminal& operator=(const WindowsScreenTerminal&) = delete;
    WindowsScreenTerminal(WindowsScreenTerminal&&) = delete;
    WindowsScreenTerminal& operator=(WindowsScreenTerminal&&) = delete;
    ~WindowsScreenTerminal() override {
        if (took_over_) {
            say_to_terminal(L"\x1b[?2004l");
        }
        if (has_mode_) {
            SetConsoleMode(GetStdHandle(STD_INPUT_HANDLE), mode_before_);
        }
    }

    /// The brackets come in because the library asked for the input of a virtual terminal. The
    /// system restores a console whose program died.
    void take_over() override {
        took_over_ = true;
        say_to_terminal(L"\x1b[?2004h");
    }

private:
    DWORD mode_before_ = 0;
    bool has_mode_ = false;
    bool took_over_ = false;
};

}  // namespace

bool pause_was_asked() {
    return false;  // this system pauses no program by a key
}

std::unique_ptr<ScreenTerminal> screen_terminal() {
    return std::make_unique<WindowsScreenTerminal>();
}

}  // namespace lontar::client
