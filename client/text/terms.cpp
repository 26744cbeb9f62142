#include "client/text/terms.hpp"

#include <charconv>

#include "client/text/words.hpp"
#include "storage/base/text.hpp"
#include "storage/model/region.hpp"
#include "storage/model/standing.hpp"
#include "storage/register/officers.hpp"
#include "storage/register/registrations.hpp"

namespace lontar::client {

namespace {

std::string joined(std::string_view a, std::string_view b, std::string_view c = {}) {
    std::string key(a);
    key.append(b).append(c);
    return key;
}

std::string day_first(std::string_view stored) {
    const auto date = Date::parse_iso(stored);
    if (!date) {
        return drawable(stored);
    }
    return std::string(stored.substr(8, 2)) + "-" + std::string(stored.substr(5, 2)) + "-" +
           std::string(stored.substr(0, 4));
}

std::string rupiah(std::string_view stored) {
    std::int64_t amount = 0;
    const auto [end, trouble] =
        std::from_chars(stored.data(), stored.data() + stored.size(), amount);
    if (trouble != std::errc{} || end != stored.data() + stored.size()) {
        return drawable(stored);
    }
    return "Rp" + number_text(amount);
}

/// Words of a closed list; an unknown code of a newer province is shown as itself.
std::string listed(std::string_view family, std::string_view code) {
    const std::string key = joined(family, code);
    return has_words(key) ? std::string(say(key)) : drawable(code);
}

std::string reasons_of(const Json& detail) {
    std::string words;
    const Json* reasons = detail.find("reasons");
    if (reasons == nullptr || reasons->list() == nullptr) {
        return words;
    }
    for (const Json& reason : *reasons->list()) {
        if (const std::string* code = reason.text()) {
            words += (words.empty() ? "" : "; ") + reason_text(*code);
        }
    }
    return words;
}

bool is_own(const storage::Verdict& verdict) {
    return verdict.code == "duplicate" && verdict.detail.boolean_at("own");
}

/// First reason of a return that has a next step of its own.
std::string advice_of_return(const Json& detail) {
    const Json* reasons = detail.find("reasons");
    if (reasons == nullptr || reasons->list() == nullptr) {
        return {};
    }
    for (const Json& reason : *reasons->list()) {
        const std::string key =
            joined("advice.needs_correction.", reason.text() != nullptr ? *reason.text() : "");
        if (has_words(key)) {
            return std::string(say(key));
        }
    }
    return {};
}

std::string duplicate_of(const Json& detail) {
    const std::string village = detail.text_at("village").value_or("");
    const std::string title = model::region_title(village);
    const std::string date = detail.text_at("date").value_or("");
    return say("verdict.duplicate.where",
               {{"village", title.empty() ? drawable(village) : title}, {"date", day_first(date)}});
}

}  // namespace

std::string date_text(Date date) {
    return day_first(date.iso());
}

std::string moment_text(Timestamp moment) {
    constexpr std::size_t date_columns = 10;
    return date_text(Date::in_wita(moment)) + wita_text(moment).substr(date_columns);
}

std::string role_text(std::string_view role) {
    return listed("role.", role);
}

std::string officer_state_text(const storage::OfficerHere& officer) {
    if (!officer.officer.active) {
        return std::string(say("officer.removed"));
    }
    return std::string(say(officer.has_passphrase ? "officer.active" : "officer.no_passphrase"));
}

std::string field_title(std::string_view key) {
    return listed("field.", key);
}

std::string answer_text(std::string_view key, std::string_view stored) {
    const model::Field* field = model::find_field(key);
    if (field == nullptr) {
        return drawable(stored);
    }
    switch (field->kind) {
        case model::FieldKind::date:
            return day_first(stored);
        case model::FieldKind::money:
            return rupiah(stored);
        case model::FieldKind::region: {
            const std::string title = model::region_title(stored);
            return title.empty() ? drawable(stored) : title;
        }
        case model::FieldKind::choice:
        case model::FieldKind::sex: {
            const std::string words = joined("choice.", key, joined(".", stored));
            return has_words(words) ? std::string(say(words)) : drawable(stored);
        }
        default:
            return drawable(stored);
    }
}

std::string masked_answer_text(std::string_view key, std::string_view stored) {
    const model::Field* field = model::find_field(key);
    const bool secret = field != nullptr && (field->kind == model::FieldKind::nik ||
                                             field->kind == model::FieldKind::kk);
    return secret ? masked_nik(stored) : answer_text(key, stored);
}

std::string finding_text(const model::Finding& finding) {
    return listed("finding.", finding.code);
}

std::string finding_with_field(const model::Finding& finding) {
    if (finding.field.empty()) {
        return finding_text(finding);
    }
    const std::string title = field_title(finding.field);
    std::string words = finding_text(finding);
    return ascii_lower(words).starts_with(ascii_lower(title)) ? words : title + ": " + words;
}

std::string reason_text(std::string_view code) {
    return listed("reason.", code);
}

std::string standing_text(model::Standing standing) {
    return listed("standing.", model::name_of(standing));
}

std::string standing_text(model::Standing standing, bool withdrawn) {
    const bool travels =
        standing == model::Standing::waiting || standing == model::Standing::on_the_way;
    return withdrawn && travels
               ? std::string(say("standing.withdrawn." + std::string(model::name_of(standing))))
               : standing_text(standing);
}

std::string verdict_text(const storage::Verdict& verdict) {
    if (verdict.code.empty()) {
        return std::string(say("verdict.none"));
    }
    std::string words = listed("verdict.", verdict.code);
    if (verdict.code == "needs_correction") {
        const std::string reasons = reasons_of(verdict.detail);
        const std::string note = verdict.detail.text_at("note").value_or("");
        return words + (reasons.empty() ? "" : ": " + reasons) +
               (note.empty() ? "" : " (" + drawable(note) + ")");
    }
    if (verdict.code == "duplicate") {
        return is_own(verdict)
                   ? say("verdict.duplicate.own",
                         {{"date", day_first(verdict.detail.text_at("date").value_or(""))}})
                   : words + ": " + duplicate_of(verdict.detail);
    }
    if (verdict.code == "held" || verdict.code == "refused") {
        const std::string reason = verdict.detail.text_at("reason").value_or("");
        return reason.empty() ? words : words + ": " + listed("verdict.reason.", reason);
    }
    return words;
}

std::string act_text(const storage::RevisionInfo& revision) {
    switch (revision.type) {
        case model::EntryType::withdrawal:
            return std::string(say("show.withdrawn"));
        case model::EntryType::registration:
        case model::EntryType::unknown:  // the register keeps none
            break;
    }
    return std::string(say(revision.base ? "show.corrected" : "show.first"));
}

std::string verdict_advice(const storage::Verdict& verdict) {
    if (is_own(verdict)) {
        return std::string(say("advice.duplicate.own"));
    }
    if (auto advice = advice_of_return(verdict.detail); !advice.empty()) {
        return advice;
    }
    const std::string reason = verdict.detail.text_at("reason").value_or("");
    const std::string exact = joined("advice.", verdict.code, joined(".", reason));
    if (!reason.empty() && has_words(exact)) {
        return std::string(say(exact));
    }
    const std::string key = joined("advice.", verdict.code);
    return has_words(key) ? std::string(say(key)) : std::string();
}

std::string notice_text(const model::Notice& notice) {
    const std::string key = joined("notice.", notice.code);
    return !notice.code.empty() && has_words(key) ? say(key, {{"about", drawable(notice.about)}})
                                                  : drawable(notice.text);
}

}  // namespace lontar::client
