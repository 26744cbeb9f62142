#include "client/entry/entry_form.hpp"

#include <algorithm>
#include <utility>

#include "client/text/words.hpp"
#include "storage/base/text.hpp"
#include "storage/base/timestamp.hpp"
#include "storage/model/region.hpp"

namespace lontar::client {

namespace {

std::string money_text(std::string_view digits) {
    std::string text;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i > 0 && (digits.size() - i) % 3 == 0) {
            text += '.';
        }
        text += digits[i];
    }
    return "Rp " + text;
}

bool is_digits(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

EntryForm::EntryForm(model::CheckContext context) : context_(std::move(context)) {
    answers_.emplace("kode_desa", context_.village);
    answers_.emplace("pemberitahuan_tanggal", context_.today.iso());
    original_ = answers_;
    recheck();
}

EntryForm::EntryForm(model::CheckContext context, const storage::Registration& registration)
    : context_(std::move(context)),
      answers_(registration.fields),
      original_(registration.fields),
      of_(registration.id) {
    recheck();
}

EntryForm::EntryForm(model::CheckContext context, const storage::Draft& draft,
                     const std::optional<storage::Registration>& registration)
    : context_(std::move(context)), answers_(draft.answers), of_(draft.of), draft_id_(draft.id) {
    if (registration) {
        original_ = registration->fields;
    }
    recheck();
}

std::string_view EntryForm::value(std::string_view key) const {
    const auto found = answers_.find(key);
    return found == answers_.end() ? std::string_view{} : std::string_view(found->second);
}

bool EntryForm::leave_field(std::string_view key, std::string_view typed) {
    const model::Field* field = model::find_field(key);
    if (field == nullptr) {
        return false;
    }
    const model::Answers before = answers_;
    const auto answer = model::normalise_answer(*field, typed);
    if (value(key) != (answer ? std::string_view(*answer) : std::string_view{})) {
        filled_in_.erase(std::string(key));
    }
    if (answer) {
        answers_.insert_or_assign(std::string(key), *answer);
    } else {
        answers_.erase(std::string(key));
    }
    // What the program itself filled in follows a corrected NIK; what a person typed stays and is
    // compared by the checks.
    for (const auto& [implied_key, implied] : model::implied_answers(answers_, context_)) {
        const bool ours = filled_in_.contains(implied_key);
        if (implied_key != key && (ours || !answers_.contains(implied_key))) {
            answers_.insert_or_assign(implied_key, implied);
            filled_in_.insert_or_assign(implied_key, implied);
        }
    }
    if (answers_ == before) {
        return false;
    }
    recheck();
    return true;
}

std::vector<model::Finding> EntryForm::findings_of(std::string_view key) const {
    std::vector<model::Finding> found;
    std::ranges::copy_if(findings_, std::back_inserter(found),
                         [&](const model::Finding& finding) { return finding.field == key; });
    return found;
}

std::vector<model::Finding> EntryForm::findings() const {
    return findings_;
}

std::optional<std::string> EntryForm::first_error() const {
    for (const model::Field& field : model::form_fields()) {
        if (model::has_errors(findings_of(field.key))) {
            return std::string(field.key);
        }
    }
    return std::nullopt;
}

bool EntryForm::is_untouched() const {
    return !of_ && draft_id_ == 0 && answers_ == original_;
}

bool EntryForm::differs() const {
    return answers_ != original_;
}

storage::Draft EntryForm::draft(std::string_view cursor) const {
    storage::Draft draft;
    draft.id = draft_id_;
    draft.answers = answers_;
    draft.of = of_;
    draft.cursor = std::string(cursor);
    return draft;
}

void EntryForm::recheck() {
    findings_ = model::check(answers_, context_);
}

std::string shown_answer(const model::Field& field, std::string_view value) {
    if (value.empty()) {
        return {};
    }
    switch (field.kind) {
        case model::FieldKind::date:
            if (Date::parse_iso(value)) {
                return std::string(value.substr(8, 2)) + "-" + std::string(value.substr(5, 2)) +
                       "-" + std::string(value.substr(0, 4));
            }
            break;
        case model::FieldKind::sex:
        case model::FieldKind::choice:
            if (std::ranges::any_of(field.choices, [&](const model::Choice& choice) {
                    return choice.code == value;
                })) {
                return std::string(
                    say("choice." + std::string(field.key) + "." + std::string(value)));
            }
            break;
        case model::FieldKind::money:
            if (is_digits(value)) {
                return money_text(value);
            }
            break;
        case model::FieldKind::region:
            if (model::find_region(value)) {
                return model::region_title(value);
            }
            break;
        default:
            break;
    }
    return drawable(value);
}

}  // namespace lontar::client
