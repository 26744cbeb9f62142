#pragma once
/// A program that is started, listened to, typed at and killed.
#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace lontar::flow {

/// Exit code of a program ended by SIGKILL or at a crash point.
inline constexpr int killed = 137;

struct Start {
    std::vector<std::string> words;        ///< the program and its arguments
    std::vector<std::string> environment;  ///< `NAME=value`, beside what this process has
    bool on_terminal = false;              ///< else no input, and output into a pipe
    std::string error_file;  ///< where standard error goes, appended; empty: as output
};

class Program {
public:
    /// Ends the test when the program cannot be started.
    explicit Program(const Start& start);
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;
    Program(Program&&) = delete;
    Program& operator=(Program&&) = delete;
    ~Program();

    /// Everything it said so far, CR removed.
    [[nodiscard]] const std::string& said() const { return said_; }
    /// Waits for more words, `limit` at most. False when it has ended or closed its output.
    bool listen(std::chrono::microseconds limit);
    /// A line at its terminal.
    void type(std::string_view line) const;
    void kill() const;
    /// Listens to its end. The exit code, 128 + n after a signal.
    int wait();

private:
    int process_ = -1;
    int words_ = -1;
    bool waited_ = false;
    int code_ = 0;
    std::string said_;
};

}  // namespace lontar::flow
