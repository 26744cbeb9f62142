#include "storage/register/registrations.hpp"

#include "storage/embedded_sql.hpp"
#include "storage/model/number_text.hpp"
#include "storage/register/facts.hpp"
#include "storage/register/register.hpp"
#include "storage/sealed/hash.hpp"
#include "storage/sqlite/query.hpp"

namespace lontar::storage {

namespace {

constexpr std::size_t nik_digits = 16;

Verdict verdict_of(std::string_view code, std::string_view detail, std::optional<std::int64_t> at) {
    Verdict verdict;
    verdict.code = code;
    if (auto json = parse_json(detail)) {
        verdict.detail = *std::move(json);
    }
    if (at) {
        verdict.at = Timestamp{*at};
    }
    return verdict;
}

Result<RevisionInfo> revision_of(const sqlite::Statement& row) {
    auto entry = model::parse_told_line(row.text(2));
    if (!entry) {
        return fail(ErrorKind::corrupt, "R-06", "read revision " + std::to_string(row.integer(1)));
    }
    RevisionInfo info;
    info.rev = Rev::from_bytes(row.blob(0)).value_or(Rev{});
    info.content = sealed::sha256(as_bytes(row.text(2)));
    info.base = entry->base;
    info.number = row.integer(1);
    info.at = entry->at;
    info.uncertain = entry->uncertain;
    info.by = entry->by;
    info.why = std::move(entry->why);
    info.into = entry->into;
    info.warn = std::move(entry->warn);
    info.type = entry->type;
    info.fields = std::move(entry->fields);
    info.epoch = Epoch::from_bytes(row.blob(3));
    info.seq = row.optional_integer(4);
    info.verdict = verdict_of(row.text(5), row.text(6), row.optional_integer(7));
    const bool is_put_together = entry->type_name == model::merged_type;
    info.told = is_put_together || row.integer(10) != 0;
    info.taken_back = row.integer(8) == 0 && !info.told;
    if (is_put_together) {
        info.at = info.verdict.at.value_or(info.at);  // it is of no time of its own
    }
    return info;
}

/// A province of 0.1 said no more than the village.
void say_own(Verdict& verdict, std::string_view village) {
    if (verdict.code == "duplicate" && verdict.detail.text_at("village") == village) {
        verdict.detail.set("own", true);
    }
}

struct Heading {
    std::int64_t newest = 0;
    bool withdrawn = false;
    std::int64_t facts = 0;
    std::int64_t answered = 0;
    bool to_check = false;
};

Result<Heading> find_heading(Register& village_register, const RegistrationId& id) {
    auto heading = sqlite::first_row(
        village_register.database(), queries::find_registration,
        [&](sqlite::Statement& query) { query.bind(":registration_id", id.view()); },
        [](const sqlite::Statement& row) {
            return Heading{row.integer(0), row.integer(3) != 0, row.integer(4), row.integer(5),
                           row.integer(6) != 0};
        });
    if (!heading) {
        return std::move(heading).error();
    }
    if (!heading->has_value()) {
        return fail(ErrorKind::not_found, "R-12", "find registration " + id.hex());
    }
    return **heading;
}

/// The one id a query gives. not_found "R-12", conflict "R-13" when there are several.
template <typename Bind>
Result<RegistrationId> only_one(Register& village_register, std::string_view sql,
                                const Bind& bind) {
    std::vector<RegistrationId> found;
    auto read =
        sqlite::each_row(village_register.database(), sql, bind, [&](const sqlite::Statement& row) {
            found.push_back(RegistrationId::from_bytes(row.blob(0)).value_or(RegistrationId{}));
            return done();
        });
    if (!read) {
        return std::move(read).error();
    }
    if (found.empty()) {
        return fail(ErrorKind::not_found, "R-12", "find a registration");
    }
    if (found.size() > 1) {
        return fail(ErrorKind::conflict, "R-13", "find a registration: several fit");
    }
    return found.front();
}

}  // namespace

Result<Registration> find_registration(Register& village_register, const RegistrationId& id) {
    const auto heading = find_heading(village_register, id);
    if (!heading) {
        return heading.error();
    }
    const auto facts = facts_of(heading->facts);
    Registration registration;
    registration.id = id;
    registration.standing = model::standing_of(facts);
    registration.withdrawn = heading->withdrawn;
    registration.to_check = heading->to_check;
    auto read = sqlite::each_row(
        village_register.database(), queries::list_revisions,
        [&](sqlite::Statement& query) { query.bind(":registration_id", id.view()); },
        [&](const sqlite::Statement& row) -> Status {
            auto info = revision_of(row);
            if (!info) {
                return std::move(info).error();
            }
            say_own(info->verdict, village_register.village());
            if (info->number == heading->newest) {
                registration.rev = info->rev;
                registration.into = info->into;
                registration.can_reopen = heading->withdrawn && row.integer(9) == 0;
            }
            // What stands beside a line of ours speaks for nobody.
            if (info->type == model::EntryType::registration && info->number <= heading->newest &&
                row.integer(11) == 0) {
                registration.fields = info->fields;
            }
            if (info->number == heading->answered) {
                registration.verdict = info->verdict;
            }
            registration.revisions.push_back(*std::move(info));
            return done();
        });
    if (!read) {
        return std::move(read).error();
    }
    registration.verdict.code = told_answer(facts, registration.verdict.code);
    return registration;
}

Result<RegistrationId> find_person(Register& village_register, std::string_view typed) {
    const std::string id_or_nik = model::cleaned_digits(typed);
    if (id_or_nik.size() == nik_digits) {
        auto by_nik = only_one(village_register, queries::find_by_nik,
                               [&](sqlite::Statement& query) { query.bind(":nik", id_or_nik); });
        // Sixteen digits may also begin an id.
        if (by_nik || by_nik.error().kind != ErrorKind::not_found) {
            return by_nik;
        }
    }
    const std::string lowest = std::string(id_or_nik).append(2 * RegistrationId::size, '0');
    const std::string highest = std::string(id_or_nik).append(2 * RegistrationId::size, 'f');
    const auto first =
        RegistrationId::from_hex(std::string_view(lowest).substr(0, 2 * RegistrationId::size));
    const auto last =
        RegistrationId::from_hex(std::string_view(highest).substr(0, 2 * RegistrationId::size));
    if (id_or_nik.empty() || id_or_nik.size() > 2 * RegistrationId::size || !first || !last) {
        return fail(ErrorKind::not_found, "R-12", "find a registration: neither id nor NIK");
    }
    return only_one(village_register, queries::find_by_id_range, [&](sqlite::Statement& query) {
        query.bind(":lowest", first->view()).bind(":highest", last->view());
    });
}

}  // namespace lontar::storage
