#include "sync/wire/record.hpp"

#include "storage/model/entry.hpp"
#include "sync/wire/members.hpp"

namespace lontar::wire {

std::string record_line(const Record& record) {
    Json json;
    json.set("t", "record")
        .set("id", record.id.hex())
        .set("line", record.line)
        .set("code", record.code);
    if (record.file) {
        json.set("file", Json::List{record.file->epoch.hex(), record.file->seq});
    }
    if (!record.detail.is_null()) {
        json.set("detail", record.detail);
    }
    if (record.past) {
        json.set("past", true);
    }
    return json.dump();
}

std::optional<Record> read_record(const Json& json) {
    Members members(json);
    Record record;
    record.id = members.id<RegistrationId>("id");
    record.line = members.text("line", model::max_entry_bytes);
    record.code = members.text("code", max_word_bytes);
    if (const Json* file = json.find("file")) {
        record.file = read_upto(*file);
        if (!record.file || record.file->seq < 1) {
            members.spoil("file");
        }
    }
    if (const Json* detail = json.find("detail")) {
        record.detail = *detail;
        if (detail->object() == nullptr) {
            members.spoil("detail");
        }
    }
    record.past = members.flag("past");
    const auto entry = model::parse_told_line(record.line);
    if (!entry || (entry->type != model::EntryType::unknown && entry->id != record.id)) {
        members.spoil("line");
    }
    return members.whole() ? std::optional(std::move(record)) : std::nullopt;
}

bool is_of_later_version(const Record& record) {
    const auto entry = model::parse_told_line(record.line);
    return entry && entry->type == model::EntryType::unknown;
}

}  // namespace lontar::wire
