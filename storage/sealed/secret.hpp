#pragma once
/// Memory for keys: not swapped where the system allows it, wiped when freed.
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "storage/base/bytes.hpp"

namespace lontar::sealed {

/// Owned secret bytes (sodium_malloc). Move-only; copy on purpose with `copy_of`.
class Secret {
public:
    Secret() = default;
    explicit Secret(std::size_t size);
    static Secret copy_of(ByteView bytes);
    static Secret copy_of(std::string_view text);
    /// Leaves the other one empty.
    Secret(Secret&& other) noexcept;
    Secret& operator=(Secret&& other) noexcept;
    Secret(const Secret&) = delete;
    Secret& operator=(const Secret&) = delete;
    ~Secret() = default;

    [[nodiscard]] std::span<std::uint8_t> bytes() { return {data_.get(), size_}; }
    [[nodiscard]] ByteView view() const { return {data_.get(), size_}; }
    [[nodiscard]] std::string_view text() const { return as_text(view()); }
    [[nodiscard]] bool empty() const { return size_ == 0; }
    [[nodiscard]] std::size_t size() const { return size_; }

private:
    struct Free {
        void operator()(std::uint8_t* data) const;
    };
    std::unique_ptr<std::uint8_t[], Free> data_;
    std::size_t size_ = 0;
};

/// Overwrites memory that held a secret or personal data; the compiler does not drop it.
void wipe(std::span<std::uint8_t> bytes);
/// As above, and leaves the text empty.
void wipe(std::string& text);

/// Key bytes for one step of work, on the stack: a Secret costs several system calls. Wiped at the
/// end.
template <std::size_t N>
class Scratch {
public:
    Scratch() = default;
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    /// Copies; the other one is wiped at its own end.
    Scratch(Scratch&&) noexcept = default;
    Scratch& operator=(Scratch&&) = delete;
    ~Scratch() { wipe(bytes_); }

    [[nodiscard]] std::span<std::uint8_t> bytes() { return bytes_; }
    [[nodiscard]] ByteView view() const { return bytes_; }

private:
    std::array<std::uint8_t, N> bytes_{};
};

}  // namespace lontar::sealed
