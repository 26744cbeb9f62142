#pragma once
/// What the POSIX files of this folder share: descriptors that close themselves, and errno as an
/// Error.
#include <string_view>

#include "storage/base/path.hpp"
#include "storage/base/result.hpp"

namespace lontar::posix {

class Descriptor {
public:
    Descriptor() = default;
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(Descriptor&& other) noexcept : number_(other.release()) {}
    Descriptor& operator=(Descriptor&& other) noexcept;
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor();

    [[nodiscard]] int number() const { return number_; }
    [[nodiscard]] bool is_open() const { return number_ >= 0; }
    /// False with errno set when the system could not keep what was written.
    bool close();

private:
    int release();
    int number_ = -1;
};

/// open(2), repeated when a signal interrupts it, always close-on-exec; what it makes is for its
/// owner only. Look at errno when it is not open.
Descriptor open_file(const Path& path, int flags);

/// errno `number` after trying to `act` on `path`, as the errors of storage/base/durable_file.hpp.
Error error_of(int number, std::string_view act, const Path& path);

/// Takes the exclusive lock of an open file without waiting; false with errno EWOULDBLOCK when
/// another has it.
bool try_lock(const Descriptor& file);

/// True when `path` still names the file that is open (nobody unlinked or replaced it).
bool is_same_file(const Descriptor& file, const Path& path);

}  // namespace lontar::posix
