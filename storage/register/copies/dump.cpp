#include "storage/register/copies/dump.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "storage/base/json.hpp"
#include "storage/base/json_text.hpp"
#include "storage/embedded_sql.hpp"
#include "storage/register/database_file.hpp"
#include "storage/register/register.hpp"
#include "storage/sqlite/query.hpp"

namespace lontar::storage {

namespace {

using enum ColumnKind;

constexpr std::array setting_columns{DumpColumn{"name", text}, DumpColumn{"value", text}};
constexpr std::array officer_columns{DumpColumn{"officer_id", id}, DumpColumn{"name", text},
                                     DumpColumn{"role", text}, DumpColumn{"active", integer},
                                     DumpColumn{"added_at", integer}};
constexpr std::array epoch_columns{
    DumpColumn{"number", integer},    DumpColumn{"epoch", id},
    DumpColumn{"device_id", id},      DumpColumn{"why", text},
    DumpColumn{"began_at", integer},  DumpColumn{"gen", integer},
    DumpColumn{"ack", integer},       DumpColumn{"have_upto", integer},
    DumpColumn{"have_missing", text}, DumpColumn{"hello_problem", text}};
constexpr std::array import_columns{DumpColumn{"number", integer},   DumpColumn{"import_id", id},
                                    DumpColumn{"at", integer},       DumpColumn{"officer_id", id},
                                    DumpColumn{"file_name", text},   DumpColumn{"people", integer},
                                    DumpColumn{"undone_at", integer}};
constexpr std::array batch_columns{
    DumpColumn{"batch_id", integer},   DumpColumn{"epoch", id},
    DumpColumn{"seq", integer},        DumpColumn{"file", id},
    DumpColumn{"size", integer},       DumpColumn{"entries", integer},
    DumpColumn{"sealed_at", integer},  DumpColumn{"handed_over_at", integer},
    DumpColumn{"road", text},          DumpColumn{"received_at", integer},
    DumpColumn{"receipt", text},       DumpColumn{"bytes", bytes},
    DumpColumn{"app", text},           DumpColumn{"asks", integer},
    DumpColumn{"told_epoch", integer}, DumpColumn{"told_gen", integer},
    DumpColumn{"told_n", integer}};
constexpr std::array noted_file_columns{
    DumpColumn{"epoch", id},         DumpColumn{"seq", integer},
    DumpColumn{"mark", id},          DumpColumn{"told_epoch", integer},
    DumpColumn{"told_gen", integer}, DumpColumn{"told_n", integer},
    DumpColumn{"filled", integer}};
constexpr std::array registration_columns{
    DumpColumn{"registration_id", id}, DumpColumn{"newest", integer},
    DumpColumn{"name", text},          DumpColumn{"search", text},
    DumpColumn{"nik", text},           DumpColumn{"birth_date", text},
    DumpColumn{"changed_at", integer}, DumpColumn{"withdrawn", integer},
    DumpColumn{"import_id", id},       DumpColumn{"to_check", integer}};
constexpr std::array revision_columns{DumpColumn{"number", integer},
                                      DumpColumn{"rev", id},
                                      DumpColumn{"registration_id", id},
                                      DumpColumn{"base", id},
                                      DumpColumn{"type", text},
                                      DumpColumn{"at", integer},
                                      DumpColumn{"line", text},
                                      DumpColumn{"travels", integer},
                                      DumpColumn{"batch_id", integer},
                                      DumpColumn{"verdict_code", text},
                                      DumpColumn{"verdict_detail", text},
                                      DumpColumn{"verdict_at", integer},
                                      DumpColumn{"verdict_epoch", integer},
                                      DumpColumn{"verdict_gen", integer},
                                      DumpColumn{"verdict_n", integer},
                                      DumpColumn{"came_epoch", id},
                                      DumpColumn{"came_seq", integer},
                                      DumpColumn{"beside", integer}};
constexpr std::array sealing_columns{DumpColumn{"batch_id", integer}, DumpColumn{"line", integer},
                                     DumpColumn{"number", integer}};
constexpr std::array reply_columns{DumpColumn{"epoch", id},     DumpColumn{"gen", integer},
                                   DumpColumn{"n", integer},    DumpColumn{"file", id},
                                   DumpColumn{"time", integer}, DumpColumn{"applied_at", integer},
                                   DumpColumn{"notices", text}, DumpColumn{"sum_files", integer},
                                   DumpColumn{"sum_mix", id},   DumpColumn{"kept", bytes},
                                   DumpColumn{"kept_by", text}};
constexpr std::array draft_columns{DumpColumn{"draft_id", integer},
                                   DumpColumn{"registration_id", id}, DumpColumn{"answers", text},
                                   DumpColumn{"cursor", text}, DumpColumn{"saved_at", integer}};
constexpr std::array audit_columns{DumpColumn{"number", integer}, DumpColumn{"at", integer},
                                   DumpColumn{"officer_id", id},  DumpColumn{"action", text},
                                   DumpColumn{"object", text},    DumpColumn{"content", id},
                                   DumpColumn{"hash", id}};

const std::array tables{
    DumpTable{"setting", queries::dump_setting, queries::restore_setting, setting_columns},
    DumpTable{"officer", queries::dump_officer, queries::restore_officer, officer_columns},
    DumpTable{"epoch", queries::dump_epoch, queries::restore_epoch, epoch_columns},
    DumpTable{"import", queries::dump_import, queries::restore_import, import_columns},
    DumpTable{"batch", queries::dump_batch, queries::restore_batch, batch_columns},
    DumpTable{"registration", queries::dump_registration, queries::restore_registration,
              registration_columns},
    DumpTable{"revision", queries::dump_revision, queries::restore_revision, revision_columns},
    DumpTable{"sealing", queries::dump_sealing, queries::restore_sealing, sealing_columns},
    DumpTable{"reply", queries::dump_reply, queries::restore_reply, reply_columns},
    DumpTable{"noted_file", queries::dump_noted_file, queries::restore_noted_file,
              noted_file_columns},
    DumpTable{"draft", queries::dump_draft, queries::restore_draft, draft_columns},
    DumpTable{"audit", queries::dump_audit, queries::restore_audit, audit_columns},
};

/// Writes the rows of a table as `Json::dump` would, members in byte order, without building a
/// value for each: of a backup's time that would be half.
class RowWriter {
public:
    explicit RowWriter(const DumpTable& table) {
        std::string name;
        append_json_text(name, table.name);
        members_.push_back({"t", name, -1, text});
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            const auto& column = table.columns[i];
            members_.push_back({column.name, {}, static_cast<int>(i), column.kind});
        }
        std::sort(members_.begin(), members_.end(),
                  [](const Member& a, const Member& b) { return a.name < b.name; });
    }

    /// The row's line, LF included; lives until the next one.
    std::string_view line_of(const sqlite::Statement& row) {
        line_.clear();
        for (const Member& member : members_) {
            if (member.column >= 0 && row.is_null(member.column)) {
                continue;
            }
            line_ += line_.empty() ? '{' : ',';
            append_json_text(line_, member.name);
            line_ += ':';
            append_value(member, row);
        }
        line_ += "}\n";
        return line_;
    }

private:
    struct Member {
        std::string_view name;
        std::string constant;  ///< JSON; column below zero
        int column = 0;
        ColumnKind kind;
    };

    void append_value(const Member& member, const sqlite::Statement& row) {
        if (member.column < 0) {
            line_ += member.constant;
            return;
        }
        switch (member.kind) {
            case integer:
                line_ += std::to_string(row.integer(member.column));
                break;
            case text:
                append_json_text(line_, row.text(member.column));
                break;
            case id:
                append_json_text(line_, to_hex(row.blob(member.column)));
                break;
            case bytes:
                append_json_text(line_, sealed::to_base64(row.blob(member.column)));
                break;
        }
    }

    std::vector<Member> members_;
    std::string line_;
};

Error unreadable(std::string_view what) {
    return fail(ErrorKind::invalid_input, "B-11", "dump a register: " + std::string(what));
}

}  // namespace

Result<DumpHead> read_dump_head(std::string_view text) {
    const auto line = parse_json(text, {.max_bytes = max_dump_line});
    const auto not_one = [] { return fail(ErrorKind::corrupt, "B-02", "read the head of a dump"); };
    if (!line || line->text_at("t") != dump_head) {
        return not_one();
    }
    const auto schema = line->integer_at("schema");
    if (schema && *schema > schema_version()) {
        return fail(ErrorKind::too_new, "B-04",
                    "read a register of schema " + std::to_string(*schema));
    }
    auto village = line->text_at("village");
    const auto registrations = line->integer_at("registrations");
    const auto revisions = line->integer_at("revisions");
    if (!schema || *schema < 1 || !village || !registrations || !revisions) {
        return not_one();
    }
    return DumpHead{*std::move(village), *schema, *registrations, *revisions};
}

std::span<const DumpTable> dump_tables() {
    return tables;
}

Result<RegisterSizes> find_sizes(Register& village_register) {
    auto sizes = sqlite::first_row(village_register.database(), queries::count_everything,
                                   sqlite::bind_nothing, [](const sqlite::Statement& row) {
                                       return RegisterSizes{row.integer(0), row.integer(1)};
                                   });
    if (!sizes) {
        return std::move(sizes).error();
    }
    return sizes->value_or(RegisterSizes{});
}

Status dump_register(Register& village_register,
                     const std::function<Status(std::string_view)>& sink) {
    const auto sizes = find_sizes(village_register);
    if (!sizes) {
        return sizes.error();
    }
    Json head;
    head.set("t", dump_head)
        .set("schema", schema_version())
        .set("village", village_register.village());
    head.set("registrations", sizes->registrations).set("revisions", sizes->revisions);
    const std::string first = head.dump();
    if (auto back = read_dump_head(first); !back) {
        return unreadable(back.error().context);
    }
    if (auto written = sink(first + "\n"); !written) {
        return written;
    }
    std::int64_t rows = 0;
    for (const DumpTable& table : tables) {
        RowWriter writer(table);
        auto dumped = sqlite::each_row(village_register.database(), table.dump,
                                       sqlite::bind_nothing, [&](const sqlite::Statement& row) {
                                           ++rows;
                                           const auto line = writer.line_of(row);
                                           return line.size() <= max_dump_line
                                                      ? sink(line)
                                                      : Status(unreadable("a line too long"));
                                       });
        if (!dumped) {
            return dumped;
        }
    }
    Json end;
    end.set("t", dump_end).set("rows", rows);
    return sink(end.dump() + "\n");
}

}  // namespace lontar::storage
