#include "sync/server/admin/passphrase.hpp"

#include <algorithm>
#include <cstdio>
#include <string>
#include <utility>

#include <termios.h>
#include <unistd.h>

#include "storage/base/text.hpp"

namespace lontar::server {

namespace {

constexpr std::uint64_t max_file_bytes = 4096;

sealed::Secret first_line(std::string_view text) {
    return sealed::Secret::copy_of(text.substr(0, text.find_first_of("\r\n")));
}

/// Shows nothing of what is typed while alive.
class SilentTerminal {
public:
    SilentTerminal() {
        ::tcgetattr(STDIN_FILENO, &before_);
        termios silent = before_;
        silent.c_lflag &= static_cast<tcflag_t>(~static_cast<tcflag_t>(ECHO));
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    }
    SilentTerminal(const SilentTerminal&) = delete;
    SilentTerminal& operator=(const SilentTerminal&) = delete;
    SilentTerminal(SilentTerminal&&) = delete;
    SilentTerminal& operator=(SilentTerminal&&) = delete;
    ~SilentTerminal() {
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
        std::fputs("\n", stderr);
    }

private:
    termios before_{};
};

sealed::Secret type(const char* prompt) {
    std::fputs(prompt, stderr);
    const SilentTerminal silent;
    std::string line;
    for (int c = std::getchar(); c != EOF && c != '\n'; c = std::getchar()) {
        line += static_cast<char>(c);
    }
    sealed::Secret secret = first_line(line);
    sealed::wipe(line);
    return secret;
}

}  // namespace

Result<sealed::Secret> ask_passphrase(Disk& disk, const std::optional<Path>& file, bool is_new) {
    if (file) {
        auto bytes = disk.read(*file, max_file_bytes);
        if (!bytes) {
            return std::move(bytes).error();
        }
        auto text = text_of_editor(as_text(*bytes));
        sealed::wipe(*bytes);
        if (!text) {
            return fail(ErrorKind::invalid_input, "P-20",
                        "read the passphrase file: save it as UTF-8");
        }
        sealed::Secret secret = first_line(*text);
        sealed::wipe(*text);
        return secret;
    }
    if (::isatty(STDIN_FILENO) == 0) {
        return fail(ErrorKind::invalid_input, "P-03",
                    "ask the passphrase: no terminal; use --passphrase-file");
    }
    sealed::Secret first = type("Passphrase of the province's offline secrets: ");
    if (is_new) {
        const sealed::Secret second = type("The same again: ");
        if (!std::equal(first.view().begin(), first.view().end(), second.view().begin(),
                        second.view().end())) {
            return fail(ErrorKind::invalid_input, "K-01", "ask the passphrase: the two differ");
        }
    }
    return first;
}

}  // namespace lontar::server
