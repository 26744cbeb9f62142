#include "sync/server/admin/calls.hpp"

#include <array>
#include <string_view>
#include <utility>

#include "storage/sealed/hash.hpp"
#include "storage/sqlite/query.hpp"
#include "sync/server/admin/call_parts.hpp"
#include "sync/server/audit.hpp"
#include "sync/server/backup.hpp"
#include "sync/server/ingest.hpp"
#include "sync/server/invitation.hpp"
#include "sync/server/province_sql.hpp"
#include "sync/wire/reply.hpp"

namespace lontar::server {

namespace {

constexpr std::int64_t carried_replies = 64;
// As text they take four bytes for three: whoever asks reads the answer, however large they are.
static_assert(std::size_t{carried_replies} * (wire::max_reply_file_bytes / 3 + 2) * 4 <
              call_limits.max_bytes);

/// `file` (base64), come by stick → `status`, `outcome`, `media`, `body` (base64).
Result<Json> ingest(Province& province, const Json& request) {
    auto file = sealed::from_base64(request.text_at("file").value_or(""));
    if (!file) {
        return calls::wrong("ingest: no file");
    }
    auto checked = check_outside(*std::move(file), std::nullopt);
    auto* refused = std::get_if<Answer>(&checked);
    const Answer answer =
        refused != nullptr ? std::move(*refused)
                           : Ingest(province).take(std::get<wire::ProvenBatch>(checked), Road::usb);
    return Json()
        .set("status", answer.status)
        .set("outcome", answer.outcome)
        .set("media", answer.media_type)
        .set("body", sealed::to_base64(answer.body));
}

/// `village`, `offset` → `replies` (base64 each; empty: no more).
Result<Json> replies(Province& province, const Json& request) {
    auto rows = sqlite::all_rows(
        province.database(), queries::replies_to_carry,
        [&](auto& s) {
            s.bind(":village", request.text_at("village").value_or(""))
                .bind(":limit", carried_replies);
            s.bind(":offset", request.integer_at("offset").value_or(0));
        },
        [](const auto& row) { return Json(sealed::to_base64(row.blob(0))); });
    if (!rows) {
        return std::move(rows).error();
    }
    return Json().set("replies", *std::move(rows));
}

/// → `name`, `manifest`, `words`.
Result<Json> keys(Province& province, const Json& /*request*/) {
    return Json()
        .set("name", province.name())
        .set("manifest", province.manifest().text())
        .set("words", sealed::fingerprint_words(province.manifest().root));
}

/// → {} when pages, structure, every revision, every file and the audit chain are sound. corrupt
/// "V-15", "R-06".
Result<Json> verify(Province& province, const Json& /*request*/) {
    sqlite::Database& database = province.database();
    if (auto sound = database.check_integrity(); !sound) {
        return std::move(sound).error();
    }
    std::int64_t wrong_rows = 0;
    const auto lines =
        sqlite::all_rows(database, queries::all_lines, sqlite::bind_nothing, [&](const auto& row) {
            wrong_rows += sealed::rev_of(row.text(2)) == sqlite::id_of<Rev>(row, 1) ? 0 : 1;
            return 0;
        });
    if (!lines) {
        return lines.error();
    }
    const auto batches =
        sqlite::all_rows(database, queries::all_files, sqlite::bind_nothing, [&](const auto& row) {
            wrong_rows += sealed::sha256(row.blob(2)) == sqlite::id_of<Hash>(row, 1) ? 0 : 1;
            return 0;
        });
    if (!batches) {
        return batches.error();
    }
    if (wrong_rows != 0) {
        return fail(ErrorKind::corrupt, "V-15",
                    "verify: rows whose hash differs: " + std::to_string(wrong_rows));
    }
    if (auto chain = check_audit(database); !chain) {
        return std::move(chain).error();
    }
    return Json()
        .set("revisions", static_cast<std::int64_t>(lines->size()))
        .set("batches", static_cast<std::int64_t>(batches->size()));
}

/// `path` (absolute) → `bytes`, `registrations`.
Result<Json> backup(Province& province, const Json& request) {
    const auto path = request.text_at("path");
    if (!path || !to_path(*path).is_absolute()) {
        return calls::wrong("backup: no file");
    }
    const auto made = create_backup(province, to_path(*path));
    if (!made) {
        return made.error();
    }
    return Json()
        .set("bytes", static_cast<std::int64_t>(made->bytes))
        .set("registrations", made->registrations);
}

using Call = Result<Json> (*)(Province&, const Json&);
constexpr std::array table{std::pair<std::string_view, Call>{"ingest", ingest},
                           std::pair<std::string_view, Call>{"replies", replies},
                           std::pair<std::string_view, Call>{"invite", invite},
                           std::pair<std::string_view, Call>{"accept", calls::accept},
                           std::pair<std::string_view, Call>{"revoke", calls::revoke},
                           std::pair<std::string_view, Call>{"release", calls::release},
                           std::pair<std::string_view, Call>{"confirm", calls::confirm},
                           std::pair<std::string_view, Call>{"return", calls::send_back},
                           std::pair<std::string_view, Call>{"report", calls::report},
                           std::pair<std::string_view, Call>{"registrations", calls::registrations},
                           std::pair<std::string_view, Call>{"revisions", calls::revisions},
                           std::pair<std::string_view, Call>{"pending", calls::pending},
                           std::pair<std::string_view, Call>{"devices", calls::devices},
                           std::pair<std::string_view, Call>{"keys", keys},
                           std::pair<std::string_view, Call>{"verify", verify},
                           std::pair<std::string_view, Call>{"backup", backup}};

}  // namespace

Result<Json> answer_call(Province& province, const Json& request) {
    if (auto open = province.ready(); !open) {
        return std::move(open).error();
    }
    const auto name = request.text_at("call").value_or("");
    for (const auto& [each, call] : table) {
        if (each == name) {
            return call(province, request);
        }
    }
    return calls::wrong("no such call");
}

}  // namespace lontar::server
