#include "client/form/form.hpp"

#include <algorithm>
#include <utility>

#include "client/form/returned.hpp"
#include "storage/model/entry.hpp"
#include "storage/model/nik.hpp"
#include "storage/model/reasons.hpp"
#include "storage/register/drafts.hpp"
#include "storage/register/registrations.hpp"
#include "storage/register/saving.hpp"

namespace lontar::client {

namespace {

std::string day_first(const std::string& stored) {
    const auto date = Date::parse_iso(stored);
    return date ? stored.substr(8, 2) + "-" + stored.substr(5, 2) + "-" + stored.substr(0, 4)
                : stored;
}

}  // namespace

Form Form::new_person(const model::CheckContext& context) {
    Form form(context);
    form.fill_in();
    form.check();
    return form;
}

Form Form::correction(const model::CheckContext& context, const storage::Registration& before) {
    Form form(context);
    form.of_ = before.id;
    form.base_ = before.rev;
    if (before.verdict.code == "conflict") {
        form.in_conflict_ = true;
        if (const auto theirs = Rev::from_hex(before.verdict.detail.text_at("rev").value_or(""))) {
            form.base_ = *theirs;
        }
    }
    if (before.standing == model::Standing::needs_correction) {
        form.asked_field_ = field_named_by(before.verdict);
    }
    form.may_be_said_again_ =
        before.is_held_merge() || (before.standing == model::Standing::needs_correction &&
                                   returned_for(before.verdict, model::nik_was_double));
    form.before_ = before.fields;
    form.answers_ = before.fields;
    form.kept_ = before.fields;
    for (const auto& [key, value] : before.fields) {
        form.own_.insert(key);
    }
    form.check();
    return form;
}

Form Form::resume(const model::CheckContext& context, const storage::Draft& draft,
                  const std::optional<storage::Registration>& before) {
    Form form = before ? correction(context, *before) : new_person(context);
    form.answers_ = draft.answers;
    form.kept_ = draft.answers;
    form.draft_id_ = draft.id;
    form.filled_in_.clear();
    for (const auto& [key, value] : draft.answers) {
        form.own_.insert(key);
    }
    const auto all = form.fields();
    const auto stood = std::find_if(all.begin(), all.end(), [&](const model::Field& field) {
        return field.key == draft.cursor;
    });
    if (stood != all.end()) {
        form.focus_ = static_cast<std::size_t>(stood - all.begin());
    }
    for (std::size_t at = 0; at < form.focus_; ++at) {
        form.visited_.emplace(all[at].key);
    }
    if (!before) {
        form.fill_in();
    }
    form.check();
    return form;
}

bool Form::focus_on(std::size_t position) {
    if (position >= fields().size()) {
        return false;
    }
    leave();
    focus_ = position;
    return true;
}

bool Form::focus_on(std::string_view key) {
    const auto all = fields();
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const model::Field& field) { return field.key == key; });
    return found != all.end() && focus_on(static_cast<std::size_t>(found - all.begin()));
}

std::string Form::text(std::string_view key) const {
    if (typed_ && key == field().key) {
        return *typed_;
    }
    const auto answer = answers_.find(key);
    if (answer == answers_.end()) {
        return {};
    }
    const model::Field* found = model::find_field(key);
    return found != nullptr && found->kind == model::FieldKind::date ? day_first(answer->second)
                                                                     : answer->second;
}

void Form::type(std::string_view text) {
    typed_ = std::string(text);
}

void Form::leave() {
    visited_.emplace(field().key);
    if (!typed_) {
        check();
        return;
    }
    const std::string text = *std::exchange(typed_, std::nullopt);
    take(field(), text);
}

bool Form::answer(std::string_view key, std::string_view text) {
    const model::Field* found = model::find_field(key);
    if (found == nullptr) {
        return false;
    }
    if (key == field().key) {
        typed_.reset();
    }
    visited_.emplace(key);
    take(*found, text);
    return true;
}

void Form::take(const model::Field& field, std::string_view text) {
    const std::string key(field.key);
    const auto before = answers_.find(key);
    auto stored = model::normalise_answer(field, text);
    const bool same = before == answers_.end() ? !stored : stored == before->second;
    if (!same) {
        // Only an answer that changed is the officer's own: walking over a filled-in field leaves
        // it filled in.
        filled_in_.erase(key);
        own_.insert(key);
        if (stored) {
            answers_.insert_or_assign(key, *std::move(stored));
        } else {
            answers_.erase(key);
        }
        different_people_ = false;
        // In a correction nothing changes behind the officer's back, unless a new NIK says it.
        if (!is_correction() || key == "nik") {
            fill_in();
        }
    }
    check();
}

void Form::fill_in() {
    for (const std::string& key : filled_in_) {
        answers_.erase(key);
    }
    filled_in_.clear();
    for (const auto& [key, value] : model::implied_answers(answers_, context_)) {
        // Emptied on purpose is an answer of the officer too.
        if (!own_.contains(key)) {
            answers_.emplace(key, value);
            filled_in_.insert(key);
        }
    }
}

void Form::check() {
    findings_ = model::check(answers_, context_);
}

std::vector<std::string> Form::changes() const {
    return model::changed_fields(before_, answers_);
}

std::optional<std::string> Form::suggested_nik() const {
    const auto nik = answers_.find("nik");
    return nik == answers_.end() ? std::nullopt : model::Nik::parse(nik->second).suggestion;
}

std::vector<model::Finding> Form::findings_of(std::string_view key) const {
    std::vector<model::Finding> out;
    std::copy_if(findings_.begin(), findings_.end(), std::back_inserter(out),
                 [&](const model::Finding& finding) {
                     const bool is_missing =
                         finding.severity == model::Severity::error && !answers_.contains(key);
                     return finding.field == key && (!is_missing || tried_ || was_visited(key));
                 });
    return out;
}

std::optional<std::size_t> Form::first_error() const {
    const auto all = fields();
    for (std::size_t at = 0; at < all.size(); ++at) {
        const bool is_wrong =
            std::any_of(findings_.begin(), findings_.end(), [&](const model::Finding& finding) {
                return finding.severity == model::Severity::error && finding.field == all[at].key;
            });
        if (is_wrong) {
            return at;
        }
    }
    return std::nullopt;
}

bool Form::asks_reason() const {
    return is_correction() || !model::warning_codes(findings_).empty();
}

std::vector<std::string_view> Form::reasons() const {
    const auto list = is_correction() ? model::correction_reasons() : model::warning_reasons();
    std::vector<std::string_view> out;
    std::copy_if(list.begin(), list.end(), std::back_inserter(out), [&](std::string_view code) {
        if (code == "pilihan_konflik") {
            return in_conflict_;
        }
        if (code == "orang_berbeda") {
            return different_people_;  // says nothing about a missing heir
        }
        return !model::is_given_by_program(code);
    });
    return out;
}

bool Form::choose_reason(std::string_view code) {
    const auto list = reasons();
    if (std::find(list.begin(), list.end(), code) == list.end()) {
        return false;
    }
    reason_ = std::string(code);
    return true;
}

std::string_view Form::field_still_asked() const {
    const auto changed = changes();
    return std::ranges::find(changed, asked_field_) == changed.end() ? asked_field_
                                                                     : std::string_view();
}

void Form::say_different_people() {
    different_people_ = true;
    if (!reason_) {
        reason_ = is_correction() ? std::nullopt : std::optional<std::string>("orang_berbeda");
    }
}

storage::SaveOptions Form::save_options(const OfficerId& by) const {
    return {.by = by,
            .why = reason_,
            .different_people = different_people_,
            .say_again = may_be_said_again_,
            .draft = draft_id_ == 0 ? std::nullopt : std::optional(draft_id_)};
}

bool Form::draft_is_due() const {
    if (answers_ == kept_) {
        return false;
    }
    // A form in which only the program wrote is not worth a draft.
    return draft_id_ != 0 || is_correction() || answers_.size() > filled_in_.size();
}

storage::Draft Form::draft() const {
    return {.id = draft_id_,
            .answers = answers_,
            .of = of_,
            .cursor = std::string(field().key),
            .saved_at = {}};
}

void Form::draft_was_kept(std::int64_t id) {
    draft_id_ = id;
    kept_ = answers_;
}

}  // namespace lontar::client
