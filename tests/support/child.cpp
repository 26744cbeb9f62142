#include "support/child.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>

#include <sys/wait.h>
#include <unistd.h>

namespace lontar::support {

namespace {

int forked() {
    std::fflush(nullptr);
    const int process = ::fork();
    if (process < 0) {
        std::perror("test support: fork");
        std::abort();
    }
    return process;
}

int outcome_of(int process) {
    int state = 0;
    while (::waitpid(process, &state, 0) < 0 && errno == EINTR) {
    }
    return WIFSIGNALED(state) ? 128 + WTERMSIG(state) : WEXITSTATUS(state);
}

}  // namespace

int in_child(const std::function<int()>& act) {
    const int process = forked();
    if (process == 0) {
        ::_exit(act());
    }
    return outcome_of(process);
}

Child::Child(const std::function<void()>& act) {
    std::array<int, 2> ready{};
    if (::pipe(ready.data()) != 0) {
        std::perror("test support: pipe");
        std::abort();
    }
    process_ = forked();
    if (process_ == 0) {
        ::close(ready[0]);
        act();
        ::close(ready[1]);
        while (true) {
            ::pause();
        }
    }
    ::close(ready[1]);
    char byte = 0;
    while (::read(ready[0], &byte, 1) < 0 && errno == EINTR) {
    }
    ::close(ready[0]);
}

void Child::kill() {
    if (process_ > 0) {
        ::kill(process_, SIGKILL);
        outcome_of(process_);
        process_ = -1;
    }
}

// Tests have one thread.
// NOLINTBEGIN(concurrency-mt-unsafe)
Environment::Environment(std::string name, const std::string& value) : name_(std::move(name)) {
    ::setenv(name_.c_str(), value.c_str(), 1);
}

Environment::~Environment() {
    ::unsetenv(name_.c_str());
}
// NOLINTEND(concurrency-mt-unsafe)

}  // namespace lontar::support
