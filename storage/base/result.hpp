#pragma once
/// How a function tells that it did not do its work: a value with a kind that decides the reaction.
#include <cassert>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace lontar {

/// One enumerator per different reaction of the caller.
enum class ErrorKind : std::uint8_t {
    invalid_input,     ///< the person or the other program must send something else
    not_found,         ///< the named thing does not exist
    conflict,          ///< it exists with other content
    corrupt,           ///< bytes that were ours are damaged or were never ours
    storage_full,      ///< no room; nothing was changed
    storage_failed,    ///< the disk or the engine failed; treat the act as not done
    unreachable,       ///< no answer, or an answer that is not from the province
    refused,           ///< the other side answered: no
    locked,            ///< another program or person holds it
    wrong_passphrase,  ///< this secret opens nothing here
    too_new,           ///< written by a newer version of the program
    cancelled,         ///< the person stopped it
};

/// What went wrong. `code` is the short code an official can read over the phone ("K-02"): one
/// letter for the area (K keyring, R register, S sealed file, A activation, L link, C courier,
/// I import, B backup, D disk, P program use, V server), two digits, closed list in
/// `client/text`. `context` is the attempted action and its object in English, for a maintainer;
/// it never holds personal data.
struct Error {
    ErrorKind kind = ErrorKind::storage_failed;
    std::string code;
    std::string context;
};

/// True where the same act may succeed later without anybody changing anything. The only place
/// that decides it.
constexpr bool is_retryable(ErrorKind kind) {
    return kind == ErrorKind::unreachable || kind == ErrorKind::locked ||
           kind == ErrorKind::storage_full || kind == ErrorKind::storage_failed;
}

/// English word of a kind, for logs and tests ("wrong_passphrase").
std::string_view name_of(ErrorKind kind);

[[nodiscard]] inline Error fail(ErrorKind kind, std::string_view code, std::string context) {
    return Error{kind, std::string(code), std::move(context)};
}

/// A value or an Error. Member names follow std::expected, so that a later move is a rename.
template <typename T>
class [[nodiscard]] Result {
public:
    using value_type = T;
    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

    [[nodiscard]] bool has_value() const { return state_.index() == 0; }
    explicit operator bool() const { return has_value(); }

    T& operator*() & { return checked(); }
    const T& operator*() const& { return checked(); }
    T&& operator*() && { return std::move(checked()); }
    T* operator->() { return &checked(); }
    const T* operator->() const { return &checked(); }

    [[nodiscard]] const Error& error() const& {
        assert(!has_value());
        return *std::get_if<1>(&state_);
    }
    [[nodiscard]] Error&& error() && {
        assert(!has_value());
        return std::move(*std::get_if<1>(&state_));
    }
    T value_or(T fallback) && { return has_value() ? std::move(checked()) : std::move(fallback); }

private:
    T& checked() {
        assert(has_value());
        return *std::get_if<0>(&state_);
    }
    const T& checked() const {
        assert(has_value());
        return *std::get_if<0>(&state_);
    }
    std::variant<T, Error> state_;
};

/// Done, or an Error.
class [[nodiscard]] Status {
public:
    Status() = default;
    Status(Error error) : error_(std::move(error)), failed_(true) {}

    [[nodiscard]] bool has_value() const { return !failed_; }
    explicit operator bool() const { return has_value(); }
    [[nodiscard]] const Error& error() const& {
        assert(failed_);
        return error_;
    }
    [[nodiscard]] Error&& error() && {
        assert(failed_);
        return std::move(error_);
    }

private:
    Error error_;
    bool failed_ = false;
};

/// Reads as a sentence where a Status is returned: `return done();`
inline Status done() {
    return {};
}

}  // namespace lontar
