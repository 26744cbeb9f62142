#pragma once
/// The terminal or the pipes a person or a script talks through.
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/result.hpp"
#include "storage/sealed/secret.hpp"

namespace lontar::client {

class Console {
public:
    Console() = default;
    Console(const Console&) = delete;
    Console& operator=(const Console&) = delete;
    Console(Console&&) = delete;
    Console& operator=(Console&&) = delete;
    virtual ~Console() = default;

    /// Text for standard output / standard error, UTF-8, already drawable where it comes from
    /// outside. On a terminal that lacks signs or letters, as `shown_on` says.
    virtual void out(std::string_view text) = 0;
    virtual void err(std::string_view text) = 0;
    /// False when something given to `out` could not be written (full disk, closed pipe).
    virtual bool flush() = 0;

    /// The next line of standard input without its line end; nothing at the end, after Ctrl-C, or
    /// when it is longer than 64 KiB.
    virtual std::optional<std::string> read_line() = 0;
    /// Everything that is left of standard input. invalid_input "P-06" above `max_bytes`.
    virtual Result<std::string> read_all(std::size_t max_bytes) = 0;
    /// A line typed on the terminal without being shown. cancelled "P-05" after Ctrl-C or at the
    /// end; invalid_input "P-03" when standard input is no terminal.
    virtual Result<sealed::Secret> read_secret() = 0;

    [[nodiscard]] virtual bool input_is_terminal() const = 0;
    [[nodiscard]] virtual bool output_is_terminal() const = 0;
    /// A terminal on which a program can draw anywhere; a dumb one shows line after line.
    [[nodiscard]] virtual bool can_show_screens() const = 0;
    /// Columns of the terminal; 80 when unknown.
    [[nodiscard]] virtual int columns() const = 0;
    /// Wipes what stands on the terminal, what scrolled away too. Nothing when output is no
    /// terminal or a dumb one.
    virtual void clear() = 0;
    /// From now on the system's request to pause (Ctrl-Z) prints `words` on standard error and
    /// nothing stops: a stopped program would keep the register locked, and open, for as long as
    /// nobody thinks of it. Only the first 400 bytes are printed.
    virtual void refuse_to_pause(std::string_view words) = 0;
    /// Ctrl-C, a closed terminal or the system's request to end came since the start.
    [[nodiscard]] virtual bool interrupted() const = 0;
};

/// The words after the program's name, UTF-8 on every system.
std::vector<std::string> arguments_of_process(int count, char** words);

/// The process's own. Made once by `main`: sets the console to UTF-8, turns SIGINT, SIGTERM and
/// SIGHUP into a flag (a second one ends the program), ignores SIGPIPE. In the background of a
/// terminal reading fails instead of stopping the program.
std::unique_ptr<Console> system_console();

/// The window or connection this program was started in is gone; nobody can read or type any more.
bool terminal_is_closed();

}  // namespace lontar::client
