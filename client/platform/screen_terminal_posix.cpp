#include <array>
#include <csignal>
#include <cstdio>
#include <string_view>
#include <utility>

#include <termios.h>
#include <unistd.h>

#include "client/platform/screen_terminal.hpp"

namespace lontar::client {

namespace {

constexpr std::string_view ask_for_brackets = "\x1b[?2004h";
constexpr std::string_view no_brackets = "\x1b[?2004l";
/// No brackets, the usual screen, lines that wrap, a cursor, no colours.
constexpr std::string_view usual_terminal = "\x1b[?2004l\x1b[?1049l\x1b[?7h\x1b[?25h\x1b[0m\r\n";
constexpr std::array deadly{SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGQUIT};

// For the handler, which may allocate nothing and lock nothing.
termios terminal_before{};
volatile std::sig_atomic_t has_terminal_before = 0;
volatile std::sig_atomic_t pause_seen = 0;

void on_pause(int) {
    pause_seen = 1;
}

/// Without it a crash would leave a screen on which nothing that is typed is seen.
void on_death(int signal) {
    if (has_terminal_before != 0) {
        tcsetattr(STDIN_FILENO, TCSANOW, &terminal_before);
    }
    // There is nobody left to tell that it failed.
    [[maybe_unused]] const ssize_t written =
        ::write(STDOUT_FILENO, usual_terminal.data(), usual_terminal.size());
    // SA_RESETHAND: the second time the system ends the program.
    raise(signal);
}

void say_to_terminal(std::string_view sequence) {
    std::fwrite(sequence.data(), 1, sequence.size(), stdout);
    std::fflush(stdout);
}

class PosixScreenTerminal final : public ScreenTerminal {
public:
    PosixScreenTerminal() {
        // Started in the background nothing is open yet, and the library could not read.
        std::signal(SIGTTIN, SIG_DFL);
        std::signal(SIGTTOU, SIG_DFL);
        has_terminal_before = tcgetattr(STDIN_FILENO, &terminal_before) == 0 ? 1 : 0;
        termios keys = terminal_before;
        keys.c_cc[VINTR] = keys.c_cc[VQUIT] = _POSIX_VDISABLE;
        keys.c_iflag &= ~static_cast<tcflag_t>(IXON);
        // Ctrl-Z is a signal, since the library drops its byte; what was typed before it stays.
        keys.c_lflag |= NOFLSH;
        if (has_terminal_before != 0) {
            tcsetattr(STDIN_FILENO, TCSANOW, &keys);
        }
    }
    PosixScreenTerminal(const PosixScreenTerminal&) = delete;
    PosixScreenTerminal& operator=(const PosixScreenTerminal&) = delete;
    PosixScreenTerminal(PosixScreenTerminal&&) = delete;
    PosixScreenTerminal& operator=(PosixScreenTerminal&&) = delete;
    ~PosixScreenTerminal() override {
        if (took_over_) {
            say_to_terminal(no_brackets);
            for (const int signal : deadly) {
                std::signal(signal, SIG_DFL);
            }
        }
        if (has_terminal_before != 0) {
            tcsetattr(STDIN_FILENO, TCSANOW, &terminal_before);
        }
    }

    void take_over() override {
        took_over_ = true;
        struct sigaction action {};
        action.sa_handler = on_death;
        action.sa_flags = static_cast<int>(SA_RESETHAND | SA_NODEFER);
        sigemptyset(&action.sa_mask);
        for (const int signal : deadly) {
            sigaction(signal, &action, nullptr);
        }
        std::signal(SIGTSTP, on_pause);
        say_to_terminal(ask_for_brackets);
    }

private:
    bool took_over_ = false;
};

}  // namespace

bool pause_was_asked() {
    return std::exchange(pause_seen, 0) != 0;
}

std::unique_ptr<ScreenTerminal> screen_terminal() {
    return std::make_unique<PosixScreenTerminal>();
}

}  // namespace lontar::client
