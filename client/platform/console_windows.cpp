#include <windows.h>
// Those that need the types of windows.h.
#include <algorithm>
#include <array>
#include <atomic>
#include <cstdio>
#include <utility>

#include <fcntl.h>
#include <io.h>
#include <shellapi.h>

#include "client/platform/console.hpp"
#include "client/platform/terminal_look.hpp"
#include "storage/base/os.hpp"

namespace lontar::client {

namespace {

constexpr std::size_t max_line_bytes = 64 * 1024;
constexpr std::size_t whole_screen_bytes = 64 * 1024;

std::atomic<bool> interrupt_seen{false};
std::atomic<bool> close_seen{false};

/// Called in a thread of the system's.
BOOL WINAPI on_interrupt(DWORD event) {
    const bool again = interrupt_seen.exchange(true);
    if (event == CTRL_CLOSE_EVENT || event == CTRL_LOGOFF_EVENT || event == CTRL_SHUTDOWN_EVENT) {
        close_seen = true;
        // The program is ended when this returns, or some seconds later: until then `main` may
        // leave in order, which ends this thread too.
        Sleep(INFINITE);
    }
    // The second one is not handled, so that the system ends the program.
    return again ? FALSE : TRUE;
}

HANDLE input() {
    return GetStdHandle(STD_INPUT_HANDLE);
}

/// A window, not a pipe, a file or NUL (which the runtime's isatty takes for one).
bool is_console(DWORD which) {
    DWORD mode = 0;
    return GetConsoleMode(GetStdHandle(which), &mode) != 0;
}

std::wstring utf16_of(std::string_view utf8) {
    const int length = static_cast<int>(utf8.size());
    const int units = MultiByteToWideChar(CP_UTF8, 0, utf8.data(), length, nullptr, 0);
    std::wstring text(static_cast<std::size_t>(units), L'\0');
    MultiByteToWideChar(CP_UTF8, 0, utf8.data(), length, text.data(), units);
    return text;
}

/// Letters, not bytes: those of one letter could fall into two writes and show as two marks.
bool write_console(DWORD which, std::string_view utf8) {
    constexpr std::size_t most_units = 8000;
    const std::wstring text = utf16_of(utf8);
    std::wstring_view rest = text;
    while (!rest.empty()) {
        std::size_t part = std::min(rest.size(), most_units);
        if (part < rest.size() && rest[part] >= 0xDC00 && rest[part] <= 0xDFFF) {
            --part;  // not between the halves of a pair
        }
        DWORD written = 0;
        if (WriteConsoleW(GetStdHandle(which), rest.data(), static_cast<DWORD>(part), &written,
                          nullptr) == 0 ||
            written == 0) {
            return false;
        }
        rest.remove_prefix(written);
    }
    return true;
}

std::string utf8_of(std::wstring_view wide) {
    const int length = static_cast<int>(wide.size());
    const int bytes =
        WideCharToMultiByte(CP_UTF8, 0, wide.data(), length, nullptr, 0, nullptr, nullptr);
    std::string text(static_cast<std::size_t>(bytes), '\0');
    WideCharToMultiByte(CP_UTF8, 0, wide.data(), length, text.data(), bytes, nullptr, nullptr);
    return text;
}

/// Echo off while alive.
class HiddenTyping {
public:
    HiddenTyping() {
        GetConsoleMode(input(), &before_);
        SetConsoleMode(input(), (before_ & ~static_cast<DWORD>(ENABLE_ECHO_INPUT)) |
                                    ENABLE_LINE_INPUT | ENABLE_PROCESSED_INPUT);
    }
    HiddenTyping(const HiddenTyping&) = delete;
    HiddenTyping& operator=(const HiddenTyping&) = delete;
    HiddenTyping(HiddenTyping&&) = delete;
    HiddenTyping& operator=(HiddenTyping&&) = delete;
    ~HiddenTyping() { SetConsoleMode(input(), before_); }

private:
    DWORD before_ = 0;
};

class WindowsConsole final : public Console {
public:
    WindowsConsole() {
        // Bytes as they are: a list in a file and a sheet from a pipe are the same on every system.
        _setmode(_fileno(stdin), _O_BINARY);
        _setmode(_fileno(stdout), _O_BINARY);
        _setmode(_fileno(stderr), _O_BINARY);
        SetConsoleOutputCP(CP_UTF8);
        SetConsoleCP(CP_UTF8);
        DWORD mode = 0;
        const HANDLE screen = GetStdHandle(STD_OUTPUT_HANDLE);
        if (GetConsoleMode(screen, &mode) != 0) {
            SetConsoleMode(screen, mode | ENABLE_VIRTUAL_TERMINAL_PROCESSING);
            // The runtime keeps nothing back for a console: a screen would be seen half drawn.
            static std::array<char, whole_screen_bytes> buffer;
            std::setvbuf(stdout, buffer.data(), _IOFBF, buffer.size());
        }
        SetConsoleCtrlHandler(on_interrupt, TRUE);
    }

    void out(std::string_view text) override {
        // The full-screen program writes by the runtime; both stay in their order.
        if (output_is_terminal()) {
            std::fflush(stdout);
        }
        whole_ = (output_is_terminal()
                      ? write_console(STD_OUTPUT_HANDLE, text)
                      : std::fwrite(text.data(), 1, text.size(), stdout) == text.size()) &&
                 whole_;
    }
    void err(std::string_view text) override {
        std::fflush(stdout);
        if (is_console(STD_ERROR_HANDLE)) {
            write_console(STD_ERROR_HANDLE, text);
        } else {
            std::fwrite(text.data(), 1, text.size(), stderr);
        }
    }
    bool flush() override {
        whole_ = std::fflush(stdout) == 0 && whole_;
        return whole_;
    }

    std::optional<std::string> read_line() override {
        std::fflush(stdout);
        if (input_is_terminal()) {
            return read_console_line();
        }
        std::string line;
        for (int c = std::getchar(); c != EOF; c = std::getchar()) {
            if (c == '\n') {
                return without_return(std::move(line));
            }
            line += static_cast<char>(c);
            if (line.size() > max_line_bytes) {
                return std::nullopt;
            }
        }
        return line.empty() ? std::nullopt : std::optional(without_return(std::move(line)));
    }

    Result<std::string> read_all(std::size_t max_bytes) override {
        std::string all;
        for (int c = std::getchar(); c != EOF; c = std::getchar()) {
            all += static_cast<char>(c);
            if (all.size() > max_bytes) {
                return fail(ErrorKind::invalid_input, "P-06", "read standard input");
            }
        }
        return all;
    }

    Result<sealed::Secret> read_secret() override {
        if (!input_is_terminal()) {
            return fail(ErrorKind::invalid_input, "P-03",
                        "ask for a passphrase without a terminal");
        }
        std::fflush(stdout);
        const HiddenTyping hidden;
        auto line = read_console_line();
        out("\n");
        if (!line) {
            return fail(ErrorKind::cancelled, "P-05", "ask for a passphrase");
        }
        sealed::Secret secret = sealed::Secret::copy_of(*line);
        sealed::wipe(*line);
        return secret;
    }

    [[nodiscard]] bool input_is_terminal() const override { return is_console(STD_INPUT_HANDLE); }
    [[nodiscard]] bool output_is_terminal() const override { return is_console(STD_OUTPUT_HANDLE); }

    [[nodiscard]] bool can_show_screens() const override {
        return output_is_terminal() && terminal_look().screens;
    }

    [[nodiscard]] int columns() const override {
        CONSOLE_SCREEN_BUFFER_INFO info{};
        if (GetConsoleScreenBufferInfo(GetStdHandle(STD_OUTPUT_HANDLE), &info) != 0) {
            return info.srWindow.Right - info.srWindow.Left + 1;
        }
        return 80;
    }

    void clear() override {
        if (can_show_screens()) {
            out("\x1b[H\x1b[2J\x1b[3J");
        }
    }

    /// This system pauses no program by a key.
    void refuse_to_pause(std::string_view) override {}

    [[nodiscard]] bool interrupted() const override { return interrupt_seen; }

private:
    static std::string without_return(std::string line) {
        if (line.ends_with('\r')) {
            line.pop_back();
        }
        return line;
    }

    /// ReadConsoleW: the byte functions of the runtime lose letters outside the code page.
    static std::optional<std::string> read_console_line() {
        std::wstring wide;
        for (;;) {
            wchar_t piece[512];
            DWORD got = 0;
            if (ReadConsoleW(input(), piece, 512, &got, nullptr) == 0 || got == 0 ||
                interrupt_seen) {
                return std::nullopt;
            }
            wide.append(piece, got);
            SecureZeroMemory(piece, sizeof piece);
            if (wide.ends_with(L'\n')) {
                break;
            }
            if (wide.size() > max_line_bytes) {
                return std::nullopt;
            }
        }
        while (wide.ends_with(L'\n') || wide.ends_with(L'\r')) {
            wide.pop_back();
        }
        std::string line = utf8_of(wide);
        SecureZeroMemory(wide.data(), wide.size() * sizeof(wchar_t));
        return line;
    }

    bool whole_ = true;
};

}  // namespace

std::vector<std::string> arguments_of_process(int, char**) {
    // The bytes given to main are in the code page and have lost letters.
    int count = 0;
    wchar_t** words = CommandLineToArgvW(GetCommandLineW(), &count);
    std::vector<std::string> arguments;
    for (int at = 1; words != nullptr && at < count; ++at) {
        arguments.push_back(utf8_of(words[at]));
    }
    LocalFree(words);
    return arguments;
}

bool terminal_is_closed() {
    return close_seen;
}

TerminalLook terminal_look() {
    return look_of(environment("TERM").value_or(""), "UTF-8",
                   !environment("NO_COLOR").value_or("").empty());
}

std::unique_ptr<Console> system_console() {
    return std::make_unique<WindowsConsole>();
}

}  // namespace lontar::client
