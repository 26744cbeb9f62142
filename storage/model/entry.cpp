#include "storage/model/entry.hpp"

#include "storage/base/json.hpp"
#include "storage/model/reasons.hpp"

namespace lontar::model {

namespace {

Json fields_json(const Answers& fields) {
    Json::Object object;
    for (const auto& [key, value] : fields) {
        object.emplace(key, value);
    }
    return object;
}

/// Reads the members of one line; the first that is not as it must be makes the whole line
/// unreadable.
class LineReader {
public:
    explicit LineReader(const Json& line) : line_(line) {}

    [[nodiscard]] bool is_good() const { return good_; }

    std::string text(std::string_view name) {
        auto value = optional_text(name);
        good_ = good_ && value.has_value();
        return value.value_or("");
    }
    std::optional<std::string> optional_text(std::string_view name) {
        const Json* member = line_.find(name);
        if (member == nullptr) {
            return std::nullopt;
        }
        good_ = good_ && member->text() != nullptr;
        return line_.text_at(name);
    }
    template <typename Identity>
    Identity identity(std::string_view name) {
        return parsed<Identity>(text(name));
    }
    std::optional<Rev> optional_rev(std::string_view name) {
        const auto value = optional_text(name);
        return value ? std::optional(parsed<Rev>(*value)) : std::nullopt;
    }
    std::optional<RegistrationId> optional_registration(std::string_view name) {
        const auto value = optional_text(name);
        return value ? std::optional(parsed<RegistrationId>(*value)) : std::nullopt;
    }
    std::int64_t integer(std::string_view name) {
        const auto value = line_.integer_at(name);
        good_ = good_ && value.has_value();
        return value.value_or(0);
    }
    bool flag(std::string_view name) {
        const Json* member = line_.find(name);
        good_ = good_ && (member == nullptr || member->boolean() != nullptr);
        return line_.boolean_at(name);
    }
    std::vector<std::string> texts(std::string_view name) {
        std::vector<std::string> values;
        const Json* member = line_.find(name);
        if (member == nullptr) {
            return values;
        }
        const Json::List* list = member->list();
        good_ = good_ && list != nullptr;
        for (const Json& item : list != nullptr ? *list : Json::List{}) {
            good_ = good_ && item.text() != nullptr;
            values.push_back(item.text() != nullptr ? *item.text() : "");
        }
        return values;
    }
    Answers answers(std::string_view name) {
        Answers values;
        const Json* member = line_.find(name);
        const Json::Object* object = member != nullptr ? member->object() : nullptr;
        good_ = good_ && object != nullptr;
        for (const auto& [key, value] : object != nullptr ? *object : Json::Object{}) {
            good_ = good_ && value.text() != nullptr && !value.text()->empty() && !has_nul(key) &&
                    !has_nul(*value.text());
            values.emplace(key, value.text() != nullptr ? *value.text() : "");
        }
        return values;
    }

private:
    /// Databases and programs on the way would take it for the end of the text.
    static bool has_nul(std::string_view text) { return text.find('\0') != std::string_view::npos; }
    template <typename Identity>
    Identity parsed(std::string_view hex) {
        const auto identity = Identity::from_hex(hex);
        good_ = good_ && identity.has_value();
        return identity.value_or(Identity{});
    }

    const Json& line_;
    bool good_ = true;
};

Error unreadable() {
    return fail(ErrorKind::invalid_input, "S-20", "reading the line of an entry");
}

}  // namespace

Result<std::string> entry_line(const Entry& entry) {
    Json line;
    line.set("t", entry.type_name).set("id", entry.id.hex()).set("at", entry.at.seconds);
    line.set("by", entry.by.hex()).set_if("why", entry.why);
    if (entry.base) {
        line.set("base", entry.base->hex());
    }
    if (entry.into) {
        line.set("into", entry.into->hex());
    }
    if (entry.uncertain) {
        line.set("uncertain", true);
    }
    if (!entry.warn.empty()) {
        line.set("warn", Json::List(entry.warn.begin(), entry.warn.end()));
    }
    if (entry.type == EntryType::registration) {
        line.set("f", fields_json(entry.fields));
    }
    std::string text = line.dump();
    if (text.size() > max_entry_bytes) {
        return fail(ErrorKind::invalid_input, "R-20",
                    "writing an entry of " + std::to_string(text.size()) + " bytes");
    }
    // What the province could not read it would refuse, when the person has gone.
    const auto back = parse_entry(text);
    return back ? Result<std::string>(std::move(text)) : back.error();
}

Result<Entry> parse_entry(std::string_view line) {
    const auto json =
        parse_json(line, {.max_bytes = max_entry_bytes, .max_depth = max_entry_depth});
    if (!json || json->object() == nullptr) {
        return unreadable();
    }
    Entry entry;
    LineReader reader(*json);
    entry.type_name = reader.text("t");
    if (entry.type_name != "registration" && entry.type_name != "withdrawal") {
        // Of a newer program: its bytes are kept, only what it is called is understood.
        entry.type = EntryType::unknown;
        if (!reader.is_good()) {
            return unreadable();
        }
        return entry;
    }
    entry.id = reader.identity<RegistrationId>("id");
    entry.base = reader.optional_rev("base");
    entry.at = {reader.integer("at")};
    entry.uncertain = reader.flag("uncertain");
    entry.by = reader.identity<OfficerId>("by");
    entry.why = reader.optional_text("why");
    entry.warn = reader.texts("warn");
    if (entry.type_name == "registration") {
        entry.fields = reader.answers("f");
    } else {
        entry.type = EntryType::withdrawal;
        if (!entry.base || !entry.why) {
            return unreadable();
        }
        if (entry.why == merged_into_other) {
            entry.into = reader.optional_registration("into");
            if (!entry.into || entry.into == entry.id) {
                return unreadable();
            }
        }
    }
    if (!reader.is_good()) {
        return unreadable();
    }
    return entry;
}

Result<Entry> parse_told_line(std::string_view line) {
    auto entry = parse_entry(line);
    if (!entry || entry->type_name != merged_type) {
        return entry;
    }
    const auto json =
        parse_json(line, {.max_bytes = max_entry_bytes, .max_depth = max_entry_depth});
    if (!json) {
        return unreadable();
    }
    LineReader reader(*json);
    entry->id = reader.identity<RegistrationId>("id");
    entry->fields = reader.answers("f");
    entry->type = reader.flag("withdrawn") ? EntryType::withdrawal : EntryType::registration;
    return reader.is_good() ? entry : Result<Entry>(unreadable());
}

}  // namespace lontar::model
