#pragma once
/// Reads the members of one JSON object that came from outside: the first one that is absent, of
/// another type or out of range spoils the whole, so that a caller asks once at the end.
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/ids.hpp"
#include "storage/base/json.hpp"
#include "storage/base/timestamp.hpp"
#include "storage/model/limits.hpp"

namespace lontar::wire {

/// Numbers above it never occur: seqs, counts, UTC seconds.
inline constexpr std::int64_t max_number = std::int64_t{1} << 53U;
/// Of a short text: a status, a role, the name of a program.
inline constexpr std::size_t max_word_bytes = 64;
/// Of an officer or a village.
inline constexpr std::size_t max_name_bytes = model::max_name_bytes;
inline constexpr std::size_t village_digits = 10;
/// Objects in lists in an object, and one to spare: every line but an entry or one of a reply.
inline constexpr int max_line_depth = 4;

class Members {
public:
    /// `json` outlives this.
    explicit Members(const Json& json) : json_(json), whole_(json.object() != nullptr) {}

    /// False as soon as one member was not as asked for. `why` names it.
    [[nodiscard]] bool whole() const { return whole_; }
    [[nodiscard]] const std::string& why() const { return why_; }
    void spoil(std::string_view name) {
        if (whole_) {
            why_ = name;
        }
        whole_ = false;
    }
    [[nodiscard]] bool has(std::string_view name) const { return json_.find(name) != nullptr; }

    std::int64_t integer(std::string_view name, std::int64_t least,
                         std::int64_t most = max_number) {
        const auto value = json_.integer_at(name);
        if (!value || *value < least || *value > most) {
            spoil(name);
            return least;
        }
        return *value;
    }
    Timestamp moment(std::string_view name) { return {integer(name, 0)}; }
    /// Valid UTF-8 (the JSON reader saw to it), 1..`max_bytes` bytes.
    std::string text(std::string_view name, std::size_t max_bytes) {
        auto value = json_.text_at(name);
        if (!value || value->empty() || value->size() > max_bytes) {
            spoil(name);
            return {};
        }
        return *std::move(value);
    }
    std::optional<std::string> text_if(std::string_view name, std::size_t max_bytes) {
        return has(name) ? std::optional(text(name, max_bytes)) : std::nullopt;
    }
    /// Absent is false.
    bool flag(std::string_view name) {
        const Json* value = json_.find(name);
        if (value == nullptr) {
            return false;
        }
        if (value->boolean() == nullptr) {
            spoil(name);
            return false;
        }
        return *value->boolean();
    }
    /// An id or hash: lower-case hex of exactly its size.
    template <typename T>
    T id(std::string_view name) {
        const auto value = T::from_hex(json_.text_at(name).value_or(std::string()));
        if (!value) {
            spoil(name);
            return {};
        }
        return *value;
    }
    template <typename T>
    std::optional<T> id_if(std::string_view name) {
        return has(name) ? std::optional(id<T>(name)) : std::nullopt;
    }
    /// What `T::parse` reads from a text.
    template <typename T>
    T parsed(std::string_view name) {
        const auto value = T::parse(json_.text_at(name).value_or(std::string()));
        if (!value) {
            spoil(name);
            return {};
        }
        return *value;
    }
    /// Between `least` and `most` elements; an empty list when spoiled.
    const Json::List& list(std::string_view name, std::size_t least, std::size_t most) {
        static const Json::List none;
        const Json* value = json_.find(name);
        if (value == nullptr || value->list() == nullptr || value->list()->size() < least ||
            value->list()->size() > most) {
            spoil(name);
            return none;
        }
        return *value->list();
    }

private:
    const Json& json_;
    bool whole_;
    std::string why_ = "object";
};

/// Lines that each end with LF, without it. Nothing when the last has no LF, one is empty or there
/// are more than `most`.
std::optional<std::vector<std::string_view>> split_lines(std::string_view text, std::size_t most);

/// `text` is exactly `count` ASCII digits.
bool is_digits(std::string_view text, std::size_t count);

}  // namespace lontar::wire
