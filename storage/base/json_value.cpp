#include <cassert>
#include <utility>

#include "storage/base/json.hpp"
#include "storage/base/json_text.hpp"

namespace lontar {

namespace {

/// `indent` below zero: one line.
class Writer {
public:
    explicit Writer(int indent) : indent_(indent) {}

    void write(const Json& value, int depth) {
        if (const auto* flag = value.boolean()) {
            out_.append(*flag ? "true" : "false");
        } else if (const auto* number = value.integer()) {
            out_.append(std::to_string(*number));
        } else if (const auto* text = value.text()) {
            append_json_text(out_, *text);
        } else if (const auto* list = value.list()) {
            write_list(*list, depth);
        } else if (const auto* object = value.object()) {
            write_object(*object, depth);
        } else {
            out_.append("null");
        }
    }
    std::string take() { return std::move(out_); }

private:
    void write_list(const Json::List& list, int depth) {
        out_.push_back('[');
        bool first = true;
        for (const Json& item : list) {
            separate(first, depth + 1);
            write(item, depth + 1);
        }
        end(first, depth, ']');
    }
    void write_object(const Json::Object& object, int depth) {
        out_.push_back('{');
        bool first = true;
        for (const auto& [name, member] : object) {
            separate(first, depth + 1);
            append_json_text(out_, name);
            out_.append(indent_ < 0 ? ":" : ": ");
            write(member, depth + 1);
        }
        end(first, depth, '}');
    }
    void separate(bool& first, int depth) {
        if (!first) {
            out_.push_back(',');
        }
        first = false;
        new_line(depth);
    }
    void end(bool empty, int depth, char bracket) {
        if (!empty) {
            new_line(depth);
        }
        out_.push_back(bracket);
    }
    void new_line(int depth) {
        if (indent_ >= 0) {
            out_.push_back('\n');
            out_.append(static_cast<std::size_t>(indent_) * static_cast<std::size_t>(depth), ' ');
        }
    }

    std::string out_;
    int indent_;
};

std::string written(const Json& value, int indent) {
    Writer writer(indent);
    writer.write(value, 0);
    return writer.take();
}

}  // namespace

const Json* Json::find(std::string_view name) const {
    const Object* members = object();
    if (members == nullptr) {
        return nullptr;
    }
    const auto found = members->find(name);
    return found == members->end() ? nullptr : &found->second;
}

std::optional<std::string> Json::text_at(std::string_view name) const {
    const Json* member = find(name);
    const std::string* value = member == nullptr ? nullptr : member->text();
    return value == nullptr ? std::nullopt : std::optional(*value);
}

std::optional<std::int64_t> Json::integer_at(std::string_view name) const {
    const Json* member = find(name);
    const std::int64_t* value = member == nullptr ? nullptr : member->integer();
    return value == nullptr ? std::nullopt : std::optional(*value);
}

bool Json::boolean_at(std::string_view name, bool otherwise) const {
    const Json* member = find(name);
    const bool* value = member == nullptr ? nullptr : member->boolean();
    return value == nullptr ? otherwise : *value;
}

Json& Json::set(std::string_view name, Json value) {
    if (is_null()) {
        value_ = Object{};
    }
    assert(object() != nullptr);
    if (Object* members = object()) {
        members->insert_or_assign(std::string(name), std::move(value));
    }
    return *this;
}

Json& Json::set_if(std::string_view name, const std::optional<std::string>& value) {
    return value ? set(name, Json(*value)) : *this;
}

std::string Json::dump() const {
    return written(*this, -1);
}

std::string Json::pretty() const {
    return written(*this, 2);
}

}  // namespace lontar
