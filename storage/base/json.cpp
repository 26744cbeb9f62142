#include "storage/base/json.hpp"

#include <limits>

#include <nlohmann/json.hpp>

namespace lontar {

namespace {

Error refusal(std::string_view why) {
    return fail(ErrorKind::invalid_input, "P-10", "read JSON: " + std::string(why));
}

/// Builds a Json from the parser's events. Returning false stops the parser; `why` then says the
/// reason. The reasons never quote the text: it may hold a person's data.
class Builder {
public:
    using number_integer_t = nlohmann::json::number_integer_t;
    using number_unsigned_t = nlohmann::json::number_unsigned_t;
    using number_float_t = nlohmann::json::number_float_t;
    using string_t = nlohmann::json::string_t;
    using binary_t = nlohmann::json::binary_t;

    explicit Builder(int max_depth) : max_depth_(max_depth) {}

    bool null() { return add(Json()); }
    bool boolean(bool value) { return add(Json(value)); }
    bool number_integer(number_integer_t value) { return add(Json(std::int64_t{value})); }
    bool number_unsigned(number_unsigned_t value) {
        if (value > static_cast<number_unsigned_t>(std::numeric_limits<std::int64_t>::max())) {
            return stop("an integer outside 64 bits");
        }
        return add(Json(static_cast<std::int64_t>(value)));
    }
    // The parser also sends integers outside 64 bits here.
    bool number_float(number_float_t, const string_t&) {
        return stop("a number that is no 64-bit integer");
    }
    bool string(string_t& value) { return add(Json(std::move(value))); }
    bool binary(binary_t&) { return stop("binary"); }
    bool start_object(std::size_t) { return open(Json(Json::Object{})); }
    bool start_array(std::size_t) { return open(Json(Json::List{})); }
    bool end_object() { return close(); }
    bool end_array() { return close(); }
    bool key(string_t& name) {
        if (open_.back().object()->contains(name)) {
            return stop("a name twice in one object");
        }
        names_.back() = std::move(name);
        return true;
    }
    bool parse_error(std::size_t position, const std::string&, const nlohmann::json::exception&) {
        return stop("broken at byte " + std::to_string(position));
    }

    const std::string& why() const { return why_; }
    Json take() { return std::move(root_); }

private:
    bool stop(std::string why) {
        why_ = std::move(why);
        return false;
    }
    bool open(Json container) {
        if (static_cast<int>(open_.size()) >= max_depth_) {
            return stop("deeper than " + std::to_string(max_depth_));
        }
        open_.push_back(std::move(container));
        names_.emplace_back();
        return true;
    }
    bool close() {
        Json finished = std::move(open_.back());
        open_.pop_back();
        names_.pop_back();
        return add(std::move(finished));
    }
    bool add(Json value) {
        if (open_.empty()) {
            root_ = std::move(value);
        } else if (Json::List* list = open_.back().list()) {
            list->push_back(std::move(value));
        } else {
            open_.back().object()->emplace(std::move(names_.back()), std::move(value));
        }
        return true;
    }

    int max_depth_;
    Json root_;
    std::vector<Json> open_;          // containers being read, outermost first
    std::vector<std::string> names_;  // beside each: the member name whose value comes next
    std::string why_;
};

}  // namespace

Result<Json> parse_json(std::string_view text, const JsonLimits& limits) {
    if (text.size() > limits.max_bytes) {
        return refusal("longer than " + std::to_string(limits.max_bytes) + " bytes");
    }
    // The parser takes a NUL for the end of the text and would not look at what follows.
    if (text.find('\0') != std::string_view::npos) {
        return refusal("a NUL byte");
    }
    // The parser skips a byte order mark; then one value would have two texts.
    if (text.starts_with("\xEF\xBB\xBF")) {
        return refusal("a byte order mark");
    }
    Builder builder(limits.max_depth);
    if (!nlohmann::json::sax_parse(text.begin(), text.end(), &builder)) {
        return refusal(builder.why());
    }
    return builder.take();
}

}  // namespace lontar
