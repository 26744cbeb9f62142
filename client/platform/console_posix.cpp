#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <utility>

#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "client/platform/console.hpp"
#include "client/platform/terminal_look.hpp"
#include "storage/base/os.hpp"

namespace lontar::client {

namespace {

constexpr std::size_t max_line_bytes = 64 * 1024;
constexpr std::size_t whole_screen_bytes = 64 * 1024;

// A signal handler may touch nothing else.
volatile std::sig_atomic_t interrupt_seen = 0;
volatile std::sig_atomic_t hangup_seen = 0;

void on_interrupt(int signal) {
    interrupt_seen = 1;
    hangup_seen = signal == SIGHUP ? 1 : hangup_seen;
    // Whoever asks twice does not want to wait for the orderly end.
    std::signal(signal, SIG_DFL);
}

// Prepared, since a handler may look for nothing.
std::array<char, 402> pause_words{};
volatile std::sig_atomic_t pause_words_size = 0;

void on_pause(int) {
    const int error = errno;
    [[maybe_unused]] const ssize_t written =
        ::write(STDERR_FILENO, pause_words.data(), static_cast<std::size_t>(pause_words_size));
    errno = error;
}

void catch_interrupts() {
    struct sigaction action {};
    action.sa_handler = on_interrupt;
    sigemptyset(&action.sa_mask);
    // No SA_RESTART: a waiting read must return.
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
        sigaction(signal, &action, nullptr);
    }
    for (const int signal : {SIGPIPE, SIGTTIN, SIGTTOU}) {
        std::signal(signal, SIG_IGN);
    }
}

/// Echo off while alive.
class HiddenTyping {
public:
    HiddenTyping() {
        if (tcgetattr(STDIN_FILENO, &before_) != 0) {
            return;
        }
        termios hidden = before_;
        hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        hidden.c_lflag |= ICANON | ECHONL;
        changed_ = tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden) == 0;
    }
    HiddenTyping(const HiddenTyping&) = delete;
    HiddenTyping& operator=(const HiddenTyping&) = delete;
    HiddenTyping(HiddenTyping&&) = delete;
    HiddenTyping& operator=(HiddenTyping&&) = delete;
    ~HiddenTyping() {
        if (changed_) {
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
        }
    }

private:
    termios before_{};
    bool changed_ = false;
};

class PosixConsole final : public Console {
public:
    PosixConsole() {
        catch_interrupts();
        // A terminal's own buffer is 1 KiB and goes out at every line: on a slow machine a screen
        // would be seen half drawn.
        static std::array<char, whole_screen_bytes> screen;
        if (::isatty(STDOUT_FILENO) == 1) {
            std::setvbuf(stdout, screen.data(), _IOFBF, screen.size());
        }
    }
    ~PosixConsole() override { sealed::wipe(pending_); }
    PosixConsole(const PosixConsole&) = delete;
    PosixConsole& operator=(const PosixConsole&) = delete;
    PosixConsole(PosixConsole&&) = delete;
    PosixConsole& operator=(PosixConsole&&) = delete;

    void out(std::string_view given) override {
        const std::string text = output_is_terminal() ? shown_on(look_, given) : std::string(given);
        whole_ = std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && whole_;
        if (output_is_terminal()) {
            whole_ = std::fflush(stdout) == 0 && whole_;
        }
    }
    void err(std::string_view given) override {
        std::fflush(stdout);
        const std::string text =
            ::isatty(STDERR_FILENO) == 1 ? shown_on(look_, given) : std::string(given);
        std::fwrite(text.data(), 1, text.size(), stderr);
    }
    bool flush() override {
        whole_ = std::fflush(stdout) == 0 && whole_;
        return whole_;
    }

    std::optional<std::string> read_line() override {
        std::fflush(stdout);
        for (;;) {
            const std::size_t end = pending_.find('\n');
            if (end != std::string::npos) {
                std::string line = pending_.substr(0, end);
                pending_.erase(0, end + 1);
                if (line.ends_with('\r')) {
                    line.pop_back();
                }
                return line;
            }
            if (pending_.size() > max_line_bytes) {
                return std::nullopt;
            }
            if (!read_more()) {
                if (pending_.empty() || interrupted()) {
                    return std::nullopt;
                }
                return std::exchange(pending_, {});
            }
        }
    }

    Result<std::string> read_all(std::size_t max_bytes) override {
        while (pending_.size() <= max_bytes && read_more()) {
        }
        if (interrupted()) {
            return fail(ErrorKind::cancelled, "P-05", "read standard input");
        }
        if (pending_.size() > max_bytes) {
            return fail(ErrorKind::invalid_input, "P-06", "read standard input");
        }
        return std::exchange(pending_, {});
    }

    Result<sealed::Secret> read_secret() override {
        if (!input_is_terminal()) {
            return fail(ErrorKind::invalid_input, "P-03",
                        "ask for a passphrase without a terminal");
        }
        std::fflush(stdout);
        const HiddenTyping hidden;
        std::string line;
        std::array<char, 256> piece{};
        bool ended = false;
        while (!ended && line.size() <= max_line_bytes) {
            const ssize_t got = ::read(STDIN_FILENO, piece.data(), piece.size());
            if (got <= 0) {
                break;
            }
            line.append(piece.data(), static_cast<std::size_t>(got));
            ended = line.ends_with('\n');
        }
        sealed::wipe(std::span(reinterpret_cast<std::uint8_t*>(piece.data()), piece.size()));
        while (line.ends_with('\n') || line.ends_with('\r')) {
            line.pop_back();
        }
        sealed::Secret secret = sealed::Secret::copy_of(line);
        sealed::wipe(line);
        if (!ended) {
            return fail(ErrorKind::cancelled, "P-05", "ask for a passphrase");
        }
        return secret;
    }

    [[nodiscard]] bool input_is_terminal() const override { return ::isatty(STDIN_FILENO) == 1; }
    [[nodiscard]] bool output_is_terminal() const override { return ::isatty(STDOUT_FILENO) == 1; }

    [[nodiscard]] bool can_show_screens() const override {
        return output_is_terminal() && look_.screens;
    }

    [[nodiscard]] int columns() const override {
        winsize size{};
        if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
            return size.ws_col;
        }
        return 80;
    }

    void clear() override {
        if (can_show_screens()) {
            out("\x1b[H\x1b[2J\x1b[3J");
        }
    }

    void refuse_to_pause(std::string_view words) override {
        pause_words_size = 0;
        const std::string line = "\n" + std::string(words.substr(0, pause_words.size() - 2)) + "\n";
        std::ranges::copy(line, pause_words.begin());
        pause_words_size = static_cast<std::sig_atomic_t>(line.size());
        // Its SA_RESTART: whoever waits for a line goes on waiting.
        std::signal(SIGTSTP, on_pause);
    }

    [[nodiscard]] bool interrupted() const override { return interrupt_seen != 0; }

private:
    /// False at the end of input, after an interrupt, or when reading fails.
    bool read_more() {
        std::array<char, 4096> piece{};
        for (;;) {
            const ssize_t got = ::read(STDIN_FILENO, piece.data(), piece.size());
            if (got > 0) {
                pending_.append(piece.data(), static_cast<std::size_t>(got));
                return true;
            }
            if (got == 0 || errno != EINTR || interrupted()) {
                return false;
            }
        }
    }

    std::string pending_;
    bool whole_ = true;
    TerminalLook look_ = terminal_look();
};

}  // namespace

std::vector<std::string> arguments_of_process(int count, char** words) {
    return {words + (count > 0 ? 1 : 0), words + count};
}

bool terminal_is_closed() {
    return hangup_seen != 0;
}

TerminalLook terminal_look() {
    std::string locale;
    for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
        if (locale.empty()) {
            locale = environment(name).value_or("");
        }
    }
    return look_of(environment("TERM").value_or(""), locale,
                   !environment("NO_COLOR").value_or("").empty());
}

std::unique_ptr<Console> system_console() {
    return std::make_unique<PosixConsole>();
}

}  // namespace lontar::client
