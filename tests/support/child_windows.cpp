#include <cstdlib>

#include <catch2/catch_test_macros.hpp>

#include "storage/base/windows.hpp"
#include "support/child.hpp"

namespace lontar::support {

namespace {

[[noreturn]] void no_fork() {
    SKIP("Windows cannot fork a process; what this shows is shown on Linux");
    std::abort();  // SKIP does not say that it never returns
}

}  // namespace

int in_child(const std::function<int()>& /*act*/) {
    no_fork();
}

Child::Child(const std::function<void()>& /*act*/) {
    no_fork();
}

void Child::kill() {}

// Tells the system too, which is whom the program asks.
Environment::Environment(std::string name, const std::string& value) : name_(std::move(name)) {
    ::_wputenv_s(windows::wide(name_).c_str(), windows::wide(value).c_str());
}

Environment::~Environment() {
    ::_wputenv_s(windows::wide(name_).c_str(), L"");
}

}  // namespace lontar::support
