#pragma once
/// The one JSON reader and writer. A small value type keeps the parser library out of every other
/// file and cannot throw.
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "storage/base/result.hpp"

namespace lontar {

/// null, boolean, 64-bit integer, text, list or object. No fractions: amounts are whole rupiah,
/// times whole seconds. Object members are kept in byte order of their names, so that writing is
/// the same on every machine.
class Json {
public:
    using List = std::vector<Json>;
    using Object = std::map<std::string, Json, std::less<>>;

    Json() = default;
    Json(std::nullptr_t) {}
    Json(bool value) : value_(value) {}
    Json(std::int64_t value) : value_(value) {}
    Json(int value) : value_(std::int64_t{value}) {}
    Json(std::string value) : value_(std::move(value)) {}
    Json(std::string_view value) : value_(std::string(value)) {}
    Json(const char* value) : value_(std::string(value)) {}
    Json(List value) : value_(std::move(value)) {}
    Json(Object value) : value_(std::move(value)) {}

    [[nodiscard]] bool is_null() const { return std::holds_alternative<std::monostate>(value_); }
    [[nodiscard]] const bool* boolean() const { return std::get_if<bool>(&value_); }
    [[nodiscard]] const std::int64_t* integer() const { return std::get_if<std::int64_t>(&value_); }
    [[nodiscard]] const std::string* text() const { return std::get_if<std::string>(&value_); }
    [[nodiscard]] const List* list() const { return std::get_if<List>(&value_); }
    [[nodiscard]] const Object* object() const { return std::get_if<Object>(&value_); }
    [[nodiscard]] List* list() { return std::get_if<List>(&value_); }
    [[nodiscard]] Object* object() { return std::get_if<Object>(&value_); }

    /// Member of an object; null pointer when this is no object or has no such member.
    [[nodiscard]] const Json* find(std::string_view name) const;
    /// Member as text / integer / boolean; nothing when absent or of another type.
    [[nodiscard]] std::optional<std::string> text_at(std::string_view name) const;
    [[nodiscard]] std::optional<std::int64_t> integer_at(std::string_view name) const;
    [[nodiscard]] bool boolean_at(std::string_view name, bool otherwise = false) const;
    /// Sets a member; makes this an object when it is null.
    Json& set(std::string_view name, Json value);
    /// Sets a member only when there is something to say: NULL is omitted on the wire.
    Json& set_if(std::string_view name, const std::optional<std::string>& value);

    /// One line without spaces, members in byte order, only the escapes JSON demands, UTF-8 as it
    /// is.
    [[nodiscard]] std::string dump() const;
    /// Indented by two spaces, for people.
    [[nodiscard]] std::string pretty() const;

    bool operator==(const Json&) const = default;

private:
    std::variant<std::monostate, bool, std::int64_t, std::string, List, Object> value_;
};

struct JsonLimits {
    std::size_t max_bytes = std::size_t{1} << 20U;
    int max_depth = 32;
};

/// Reads one JSON value that fills the whole text.
/// invalid_input ("P-10"): not JSON, not UTF-8, a fraction or an integer outside 64 bits, a name
/// twice in one object, deeper or longer than the limits.
Result<Json> parse_json(std::string_view text, const JsonLimits& limits = {});

}  // namespace lontar
