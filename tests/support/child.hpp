#pragma once
/// Another process of the test.
#include <functional>
#include <string>

namespace lontar::support {

/// Runs `act` in a forked process and waits. Its value (0..125), 137 after a crash point or
/// SIGKILL, 128 + n after another signal n.
int in_child(const std::function<int()>& act);

/// A forked process that lives until it is killed or the object goes.
class Child {
public:
    /// Returns when `act` has returned in the process. The process then waits; what `act` shall
    /// hold it must leave behind in variables of the caller.
    explicit Child(const std::function<void()>& act);
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;
    Child(Child&&) = delete;
    Child& operator=(Child&&) = delete;
    ~Child() { kill(); }
    /// SIGKILL, and waits for the end.
    void kill();

private:
    int process_ = -1;
};

/// Sets an environment variable as long as the object lives.
class Environment {
public:
    Environment(std::string name, const std::string& value);
    Environment(const Environment&) = delete;
    Environment& operator=(const Environment&) = delete;
    Environment(Environment&&) = delete;
    Environment& operator=(Environment&&) = delete;
    ~Environment();

private:
    std::string name_;
};

}  // namespace lontar::support
