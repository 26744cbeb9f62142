#include "program.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

namespace lontar::flow {

namespace {

[[noreturn]] void give_up(const char* what) {
    std::perror(what);
    std::abort();
}

void use_pipe(const Start& start, int output) {
    const int nothing = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    ::dup2(nothing, STDIN_FILENO);
    ::dup2(output, STDOUT_FILENO);
    const int errors = start.error_file.empty()
                           ? output
                           : ::open(start.error_file.c_str(),
                                    O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, S_IRUSR | S_IWUSR);
    ::dup2(errors, STDERR_FILENO);
}

[[noreturn]] void become(const Start& start) {
    std::vector<char*> words;
    words.reserve(start.words.size() + 1);
    for (const std::string& word : start.words) {
        words.push_back(const_cast<char*>(word.c_str()));
    }
    words.push_back(nullptr);
    for (const std::string& setting : start.environment) {
        // NOLINTNEXTLINE(concurrency-mt-unsafe): after fork there is one thread
        ::putenv(const_cast<char*>(setting.c_str()));
    }
    ::execv(words.front(), words.data());
    ::_exit(126);
}

}  // namespace

Program::Program(const Start& start) {
    std::fflush(nullptr);
    if (start.on_terminal) {
        winsize size{.ws_row = 50, .ws_col = 200, .ws_xpixel = 0, .ws_ypixel = 0};
        process_ = ::forkpty(&words_, nullptr, nullptr, &size);
        if (process_ == 0) {
            become(start);
        }
    } else {
        std::array<int, 2> ends{};
        if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
            give_up("pipe");
        }
        process_ = ::fork();
        if (process_ == 0) {
            use_pipe(start, ends[1]);
            become(start);
        }
        ::close(ends[1]);
        words_ = ends[0];
    }
    if (process_ < 0) {
        give_up("fork");
    }
}

Program::~Program() {
    if (!waited_) {
        kill();
        wait();
    }
    ::close(words_);
}

bool Program::listen(std::chrono::microseconds limit) {
    pollfd waiting{.fd = words_, .events = POLLIN, .revents = 0};
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(limit);
    const std::chrono::nanoseconds rest = limit - seconds;
    const timespec time{.tv_sec = seconds.count(), .tv_nsec = rest.count()};
    const int ready = ::ppoll(&waiting, 1, &time, nullptr);
    if (ready <= 0) {
        return ready == 0 || errno == EINTR;
    }
    std::array<char, 65536> some{};
    const ssize_t bytes = ::read(words_, some.data(), some.size());
    // A terminal whose program has ended answers with an error.
    if (bytes <= 0) {
        return bytes < 0 && errno == EINTR;
    }
    for (const char letter : std::string_view(some.data(), static_cast<std::size_t>(bytes))) {
        if (letter != '\r') {
            said_ += letter;
        }
    }
    return true;
}

void Program::type(std::string_view line) const {
    const std::string whole = std::string(line) + "\n";
    if (::write(words_, whole.data(), whole.size()) != std::ssize(whole)) {
        give_up("typing");
    }
}

void Program::kill() const {
    if (!waited_) {
        ::kill(process_, SIGKILL);
    }
}

int Program::wait() {
    if (waited_) {
        return code_;
    }
    while (listen(std::chrono::seconds(60))) {
    }
    int state = 0;
    while (::waitpid(process_, &state, 0) < 0 && errno == EINTR) {
    }
    waited_ = true;
    code_ = WIFSIGNALED(state) ? 128 + WTERMSIG(state) : WEXITSTATUS(state);
    return code_;
}

}  // namespace lontar::flow
