#pragma once
/// How the checks of a file from outside end: with a value, or with the one check it did not pass.
#include <cassert>
#include <utility>
#include <variant>

#include "storage/base/result.hpp"

namespace lontar::wire {

/// `fault` is for the program, `error` for the person who reads a code over the phone.
template <typename Fault>
struct Unpassed {
    Fault fault;
    Error error;
};

/// Members as those of Result, and `fault` beside `error`.
template <typename T, typename Fault>
class [[nodiscard]] Checked {
public:
    Checked(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    Checked(Unpassed<Fault> unpassed) : state_(std::in_place_index<1>, std::move(unpassed)) {}

    [[nodiscard]] bool has_value() const { return state_.index() == 0; }
    explicit operator bool() const { return has_value(); }

    T& operator*() & { return checked(); }
    const T& operator*() const& { return checked(); }
    T&& operator*() && { return std::move(checked()); }
    T* operator->() { return &checked(); }
    const T* operator->() const { return &checked(); }

    [[nodiscard]] Fault fault() const { return unpassed().fault; }
    [[nodiscard]] const Error& error() const { return unpassed().error; }

private:
    T& checked() {
        assert(has_value());
        return *std::get_if<0>(&state_);
    }
    const T& checked() const {
        assert(has_value());
        return *std::get_if<0>(&state_);
    }
    const Unpassed<Fault>& unpassed() const {
        assert(!has_value());
        return *std::get_if<1>(&state_);
    }
    std::variant<T, Unpassed<Fault>> state_;
};

}  // namespace lontar::wire
