#include <cstdlib>

#include <catch2/catch_test_macros.hpp>

#include "support/child.hpp"

namespace lontar::support {

namespace {

[[noreturn]] void no_fork() {
    SKIP("Windows cannot fork a process; what this shows is shown on Linux");
}

}  // namespace

int in_child(const std::function<int()>& /*act*/) {
    no_fork();
}

Child::Child(const std::function<void()>& /*act*/) {
    no_fork();
}

void Child::kill() {}

// Both are needed: the program asks the system, the C library keeps a copy of its own.
Environment::Environment(std::string name, const std::string& value) : name_(std::move(name)) {
    ::_putenv_s(name_.c_str(), value.c_str());
}

Environment::~Environment() {
    ::_putenv_s(name_.c_str(), "");
}

}  // namespace lontar::support
