#include "sync/server/admin/commands.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <utility>

#include "storage/base/text.hpp"
#include "storage/model/csv.hpp"
#include "storage/model/form.hpp"
#include "storage/model/region.hpp"
#include "sync/server/admin/caller.hpp"
#include "sync/server/admin/passphrase.hpp"
#include "sync/server/admin/receive.hpp"
#include "sync/server/admin/serve.hpp"
#include "sync/server/backup.hpp"
#include "sync/server/https/log.hpp"

namespace lontar::server {

namespace {

void say(const std::string& text) {
    std::fputs((text + "\n").c_str(), stdout);
}

/// One call to the province, here or in the running server.
Result<Json> ask(const World& world, const Path& data, const Json& request) {
    auto caller = find_caller(world, data);
    if (!caller) {
        return std::move(caller).error();
    }
    return (*caller)->call(request);
}

std::string text(const Json& row, std::string_view name) {
    return row.text_at(name).value_or("");
}

const Json::List& list(const Json& answer, std::string_view name) {
    static const Json::List nothing;
    const Json* found = answer.find(name);
    return found != nullptr && found->list() != nullptr ? *found->list() : nothing;
}

std::string day_of(const Json& row, std::string_view name) {
    const auto at = row.integer_at(name);
    return at ? wita_text(Timestamp{*at}) : "-";
}

Result<Json> seats_of(const std::vector<std::string>& seats) {
    Json object{Json::Object{}};
    for (const std::string& each : seats) {
        const auto equals = each.find('=');
        std::int64_t count = -1;
        if (equals != std::string::npos) {
            std::from_chars(each.data() + equals + 1, each.data() + each.size(), count);
        }
        if (count < 0) {
            return fail(ErrorKind::invalid_input, "V-08", "invite: seats are written SG=29");
        }
        object.set(each.substr(0, equals), count);
    }
    return object;
}

struct Endpoint {
    std::string address;
    std::uint16_t port = 0;
};

/// `address:port`, IPv6 as `[::1]:8443`.
Result<Endpoint> endpoint_of(const std::string& listen) {
    const auto colon = listen.rfind(':');
    std::string address = listen.substr(0, colon);
    if (address.size() > 2 && address.front() == '[' && address.back() == ']') {
        address = address.substr(1, address.size() - 2);
    }
    std::uint16_t port = 0;
    const char* end = listen.data() + listen.size();
    const auto read = colon == std::string::npos
                          ? std::from_chars_result{nullptr, std::errc::invalid_argument}
                          : std::from_chars(listen.data() + colon + 1, end, port);
    if (read.ec != std::errc() || read.ptr != end || address.empty()) {
        return fail(ErrorKind::invalid_input, "V-08", "serve: listen is written ADDRESS:PORT");
    }
    return Endpoint{std::move(address), port};
}

std::vector<std::string> csv_header() {
    std::vector<std::string> names{"id",  "status",   "desa",    "nama_desa",
                                   "rev", "diterima", "berubah", "dikembalikan"};
    for (const model::Field& field : model::form_fields()) {
        names.emplace_back(field.key);
    }
    return names;
}

std::vector<std::string> csv_cells(const Json& row) {
    const std::string village = text(row, "village");
    std::vector<std::string> cells{text(row, "id"),
                                   text(row, "state"),
                                   village,
                                   model::region_title(village),
                                   text(row, "rev"),
                                   utc_text(Timestamp{row.integer_at("registered_at").value_or(0)}),
                                   utc_text(Timestamp{row.integer_at("changed_at").value_or(0)}),
                                   text(row, "returned")};
    const Json* fields = row.find("fields");
    for (const model::Field& field : model::form_fields()) {
        cells.push_back(fields != nullptr ? text(*fields, field.key) : "");
    }
    return cells;
}

}  // namespace

Status run_init(const World& world, const Path& data, const InitOptions& options) {
    const auto passphrase = ask_passphrase(world.disk, options.passphrase_file, true);
    if (!passphrase) {
        return passphrase.error();
    }
    if (auto made = world.disk.make_folder(data); !made) {
        return made;
    }
    auto lock = lock_province(data);
    if (!lock) {
        return std::move(lock).error();
    }
    const auto made = create_province(world, data, options.secrets,
                                      {options.name, options.servers, std::nullopt}, *passphrase);
    if (!made) {
        return made.error();
    }
    say("The province is set up.");
    say("");
    say("Root words (on every invitation letter): " + made->root_words);
    say("");
    say("The offline secrets are in " + drawable(to_utf8(options.secrets)) + ".");
    say("Carry that folder away from this machine, twice, and keep its passphrase elsewhere: "
        "without it the keys");
    say("cannot be renewed and backups cannot be opened. The server never reads it.");
    return done();
}

Status run_serve(const World& world, const Path& data, const ServeOptions& options) {
    const auto endpoint = endpoint_of(options.listen);
    if (!endpoint) {
        return endpoint.error();
    }
    Log log(world.clock);
    if (options.log_file) {
        if (auto opened = log.open(*options.log_file); !opened) {
            return opened;
        }
    }
    return serve(world, data, {endpoint->address, endpoint->port, {}}, log);
}

Status run_invite(const World& world, const Path& data, const InviteOptions& options) {
    auto seats = seats_of(options.seats);
    if (!seats) {
        return std::move(seats).error();
    }
    std::vector<std::string> villages;
    if (options.kabupaten.empty()) {
        villages.push_back(options.village);
    } else {
        for (const model::Region& each : model::search_villages("", SIZE_MAX)) {
            if (options.kabupaten.size() == 4 && each.code.starts_with(options.kabupaten)) {
                villages.emplace_back(each.code);
            }
        }
        if (villages.empty()) {
            return fail(ErrorKind::invalid_input, "V-05", "invite: no such kabupaten");
        }
    }
    auto caller = find_caller(world, data);
    if (!caller) {
        return std::move(caller).error();
    }
    if (auto made = world.disk.make_folder(options.out); !made) {
        return made;
    }
    for (const std::string& village : villages) {
        const auto made = (*caller)->call(Json()
                                              .set("call", "invite")
                                              .set("village", village)
                                              .set_if("name", options.name)
                                              .set("uses", options.laptops)
                                              .set("seats", *seats)
                                              .set("with_register", options.with_register));
        if (!made) {
            return made.error();
        }
        const Path file = options.out / to_path(village + ".lontar-activation");
        if (auto written = world.disk.write(file, as_bytes(text(*made, "text"))); !written) {
            return written;
        }
        say(drawable(to_utf8(file)) + "  " + drawable(text(*made, "name")));
        if (options.with_register) {
            say("code, to be told by phone or letter, never sent with the file: " +
                text(*made, "code"));
        }
    }
    return done();
}

Status run_receive(const World& world, const Path& data, const Path& place) {
    auto caller = find_caller(world, data);
    if (!caller) {
        return std::move(caller).error();
    }
    const auto outcome = receive(world.disk, **caller, place);
    if (!outcome) {
        return outcome.error();
    }
    say("files " + std::to_string(outcome->files) + ", replies written " +
        std::to_string(outcome->replies));
    for (const auto& [name, count] : outcome->outcomes) {
        say("  " + drawable(name) + ": " + std::to_string(count));
    }
    if (outcome->failed > 0) {
        return fail(ErrorKind::refused, "V-18",
                    "receive: " + std::to_string(outcome->failed) +
                        " files were not taken; they are still on the stick");
    }
    return done();
}

Status run_device(const World& world, const Path& data, const std::string& call,
                  const std::string& device) {
    const auto answer = ask(world, data, Json().set("call", call).set("device", device));
    if (!answer) {
        return answer.error();
    }
    std::string line = call + " " + text(*answer, "device");
    if (const auto batches = answer->integer_at("batches")) {
        line += ": batches applied: " + std::to_string(*batches);
    }
    if (call == "revoke" && !answer->boolean_at("changed")) {
        line += ": was revoked already";
    }
    say(line);
    return done();
}

Status run_return(const World& world, const Path& data, const ReturnOptions& options) {
    const Json::List reasons(options.reasons.begin(), options.reasons.end());
    const auto answer = ask(world, data,
                            Json()
                                .set("call", "return")
                                .set("id", options.id)
                                .set("reasons", reasons)
                                .set_if("note", options.note));
    if (!answer) {
        return answer.error();
    }
    say("return " + text(*answer, "id") +
        ": replies written: " + std::to_string(answer->integer_at("told").value_or(0)));
    return done();
}

Status run_report(const World& world, const Path& data, bool json) {
    const auto answer = ask(world, data, Json().set("call", "report"));
    if (!answer) {
        return answer.error();
    }
    if (json) {
        say(answer->pretty());
        return done();
    }
    for (const auto& [name, value] : *answer->object()) {
        if (value.integer() != nullptr) {
            say(name + ": " + std::to_string(*value.integer()));
        }
    }
    for (const Json& village : list(*answer, "by_village")) {
        say(text(village, "village") + "  living " +
            std::to_string(village.integer_at("live").value_or(0)) + "  duplicates " +
            std::to_string(village.integer_at("duplicates").value_or(0)) + "  last contact " +
            day_of(village, "seen_at") + "  " + drawable(text(village, "name")));
    }
    return done();
}

Status run_export(const World& world, const Path& data, const ExportOptions& options) {
    auto caller = find_caller(world, data);
    if (!caller) {
        return std::move(caller).error();
    }
    auto part = world.disk.begin(options.csv);
    if (!part) {
        return std::move(part).error();
    }
    // A spreadsheet takes UTF-8 for what it is only with the mark in front.
    std::string out =
        options.raw ? "# raw: for programs, not for spreadsheets\r\n" : "\xEF\xBB\xBF";
    out += model::csv_line(csv_header());
    std::int64_t count = 0;
    for (std::string after;;) {
        const auto page = (*caller)->call(Json()
                                              .set("call", "registrations")
                                              .set("after", after)
                                              .set("what", options.raw ? "raw" : "spreadsheet"));
        if (!page) {
            return page.error();
        }
        for (const Json& row : list(*page, "rows")) {
            std::vector<std::string> cells = csv_cells(row);
            if (!options.raw) {
                std::transform(
                    cells.begin(), cells.end(), cells.begin(),
                    [](const std::string& cell) { return model::spreadsheet_cell(cell); });
            }
            out += model::csv_line(cells);
            after = text(row, "id");
            ++count;
        }
        if (auto written = (*part)->write(as_bytes(out)); !written) {
            return written;
        }
        out.clear();
        if (list(*page, "rows").empty()) {
            break;
        }
    }
    if (auto finished = (*part)->finish(); !finished) {
        return finished;
    }
    say(drawable(to_utf8(options.csv)) + ": registrations " + std::to_string(count));
    return done();
}

Status run_revisions(const World& world, const Path& data) {
    auto caller = find_caller(world, data);
    if (!caller) {
        return std::move(caller).error();
    }
    for (Json next = Json().set("call", "revisions");;) {
        const auto page = (*caller)->call(next);
        if (!page) {
            return page.error();
        }
        const Json::List& rows = list(*page, "rows");
        if (rows.empty()) {
            return done();
        }
        for (const Json& row : rows) {
            say(text(row, "id") + " " + text(row, "rev") + " " + text(row, "content"));
        }
        next.set("id", text(rows.back(), "id")).set("rev", text(rows.back(), "rev"));
    }
}

Status run_pending(const World& world, const Path& data, bool json) {
    const auto answer = ask(world, data, Json().set("call", "pending"));
    if (!answer) {
        return answer.error();
    }
    if (json) {
        say(answer->pretty());
        return done();
    }
    for (const Json& each : list(*answer, "pending")) {
        say(text(each, "device") + "  " + drawable(text(each, "village")) + "  " +
            text(each, "refused") + "  since " + day_of(each, "first_at") + "  last " +
            day_of(each, "last_at"));
    }
    return done();
}

Status run_devices(const World& world, const Path& data, bool json) {
    const auto answer = ask(world, data, Json().set("call", "devices"));
    if (!answer) {
        return answer.error();
    }
    if (json) {
        say(answer->pretty());
        return done();
    }
    for (const Json& each : list(*answer, "devices")) {
        say(text(each, "device") + "  " + text(each, "village") + "  " + text(each, "state") +
            "  since " + day_of(each, "registered_at") + "  last " + day_of(each, "seen_at"));
    }
    return done();
}

Status run_keys(const World& world, const Path& data) {
    const auto answer = ask(world, data, Json().set("call", "keys"));
    if (!answer) {
        return answer.error();
    }
    say("province: " + drawable(text(*answer, "name")));
    say("root words: " + text(*answer, "words"));
    std::fputs(text(*answer, "manifest").c_str(), stdout);
    return done();
}

Status run_verify(const World& world, const Path& data) {
    const auto answer = ask(world, data, Json().set("call", "verify"));
    if (!answer) {
        return answer.error();
    }
    say("sound: revisions " + std::to_string(answer->integer_at("revisions").value_or(0)) +
        ", batches " + std::to_string(answer->integer_at("batches").value_or(0)) +
        ", audit chain whole");
    return done();
}

Status run_backup(const World& world, const Path& data, const Path& file) {
    std::error_code ignored;
    const Path whole = std::filesystem::absolute(file, ignored);
    const auto answer = ask(world, data, Json().set("call", "backup").set("path", to_utf8(whole)));
    if (!answer) {
        return answer.error();
    }
    say(drawable(to_utf8(whole)) + ": registrations " +
        std::to_string(answer->integer_at("registrations").value_or(0)) + ", bytes " +
        std::to_string(answer->integer_at("bytes").value_or(0)) + ", copy and head checked");
    return done();
}

Status run_restore(const World& world, const Path& data, const RestoreOptions& options) {
    const auto passphrase = ask_passphrase(world.disk, options.passphrase_file, false);
    if (!passphrase) {
        return passphrase.error();
    }
    if (auto made = world.disk.make_folder(data); !made) {
        return made;
    }
    auto lock = lock_province(data);
    if (!lock) {
        return std::move(lock).error();
    }
    if (auto restored = restore_backup(world, options.file, data, options.secrets, *passphrase);
        !restored) {
        return restored;
    }
    say("The province is restored. What the laptops know and this backup did not, they send again "
        "by themselves.");
    return done();
}

}  // namespace lontar::server
