#pragma once
/// The single calls, by what they are about, and what they share. Each takes the members its
/// comment names and is one transaction; an error leaves the province as it was.
#include <string>
#include <string_view>

#include "storage/base/json.hpp"
#include "storage/base/result.hpp"
#include "storage/sqlite/query.hpp"
#include "sync/server/province.hpp"

namespace lontar::server::calls {

// --- devices (calls_of_devices.cpp)

/// `device` (digits), `with_register`? → `device`, `village`. With the register also one that was
/// accepted before.
Result<Json> accept(Province& province, const Json& request);
/// `device` (digits) → `device`, `changed`.
Result<Json> revoke(Province& province, const Json& request);
/// `device` (digits) → `device`, `batches`.
Result<Json> release(Province& province, const Json& request);
/// After a restore: records leave again, first to whoever asked meanwhile → `changed`, `answered`.
Result<Json> confirm(Province& province, const Json& request);
/// → `pending`: `device village refused first_at last_at`.
Result<Json> pending(Province& province, const Json& request);
/// → `devices`: `device village state registered_at seen_at with_register`.
Result<Json> devices(Province& province, const Json& request);

// --- registrations (calls_of_registrations.cpp)

/// `id` (digits), `reasons` (codes), `note`? → `id`, `told` (number of replies written).
/// not_found "V-07"; conflict "V-16": it is withdrawn; invalid_input "V-08": with what stands of an
/// earlier return the note is longer than `wire::max_notice_bytes`.
Result<Json> send_back(Province& province, const Json& request);
/// → the counters of `report`, `by_village`.
Result<Json> report(Province& province, const Json& request);
/// `after` (id; empty: from the first, and noted as an export) → `rows`: `id village state rev
/// fields returned registered_at changed_at`. A page holds at most 500.
Result<Json> registrations(Province& province, const Json& request);
/// `id`, `rev` (where the last page ended) → `rows`: `id rev content` (SHA-256 of the line)
/// `state`.
Result<Json> revisions(Province& province, const Json& request);

// --- shared

/// invalid_input "V-08".
inline Error wrong(std::string_view what) {
    return fail(ErrorKind::invalid_input, "V-08", std::string(what));
}

/// The one id that begins with these hex digits (at least 6). `code` and `what` name it in errors:
/// not_found, and conflict when several do.
template <typename Identity>
Result<Identity> find_one(sqlite::Database& database, std::string_view sql, std::string_view digits,
                          std::string_view code, std::string_view what) {
    const auto missing = [&] {
        return fail(ErrorKind::not_found, code, "no such " + std::string(what));
    };
    if (digits.size() < 6 || digits.size() > 2 * Identity::size) {
        return missing();
    }
    const auto padded = [&](char fill) {
        std::string text(digits);
        text.resize(2 * Identity::size, fill);
        return Identity::from_hex(text);
    };
    const auto low = padded('0');
    const auto high = padded('f');
    if (!low || !high) {
        return missing();
    }
    const auto rows = sqlite::all_rows(
        database, sql, [&](auto& s) { s.bind(":low", low->view()).bind(":high", high->view()); },
        [](const auto& row) { return sqlite::id_of<Identity>(row, 0); });
    if (!rows) {
        return rows.error();
    }
    if (rows->empty()) {
        return missing();
    }
    if (rows->size() > 1) {
        return fail(ErrorKind::conflict, code,
                    "several " + std::string(what) + "s begin with these digits");
    }
    return rows->front();
}

}  // namespace lontar::server::calls
