#pragma once
/// One person being typed in: answers, focus, findings, what a NIK fills in, and when a draft is
/// due. Pure state: no terminal, no register; screens, `--plain` and commands drive the same one.
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "storage/model/finding.hpp"
#include "storage/model/form.hpp"
#include "storage/register/drafts.hpp"
#include "storage/register/registrations.hpp"
#include "storage/register/saving.hpp"

namespace lontar::client {

class Form {
public:
    static Form new_person(const model::CheckContext& context);
    /// A correction begins with the newest answers. After a conflict it is based on the province's
    /// revision, which it then replaces.
    static Form correction(const model::CheckContext& context, const storage::Registration& before);
    /// A draft goes on where the officer stood. `before`: the registration it corrects.
    static Form resume(const model::CheckContext& context, const storage::Draft& draft,
                       const std::optional<storage::Registration>& before);

    // --- focus
    // NOLINTNEXTLINE(readability-convert-member-functions-to-static): asked of a form
    [[nodiscard]] std::span<const model::Field> fields() const { return model::form_fields(); }
    [[nodiscard]] std::size_t focus() const { return focus_; }
    [[nodiscard]] const model::Field& field() const { return fields()[focus_]; }
    /// Leaves the focused field first. False when there is no such field.
    bool focus_on(std::size_t position);
    bool focus_on(std::string_view key);
    bool next() { return focus_on(focus_ + 1); }
    bool previous() { return focus_ > 0 && focus_on(focus_ - 1); }

    // --- answers
    /// Text to edit in a field's box: what was typed, else the answer (dates day first).
    [[nodiscard]] std::string text(std::string_view key) const;
    /// What stands in the box of the focused field now.
    void type(std::string_view text);
    /// The focused field is left: its text becomes an answer in the stored form and what follows
    /// from a NIK is filled in, unless the officer answered that field.
    void leave();
    /// `type` and `leave` for any field, without moving the focus. False when there is no such
    /// field.
    bool answer(std::string_view key, std::string_view text);
    [[nodiscard]] const model::Answers& answers() const { return answers_; }
    [[nodiscard]] bool was_visited(std::string_view key) const { return visited_.contains(key); }
    /// Answered by the program, from the NIK or the village, not by the officer.
    [[nodiscard]] bool was_filled_in(std::string_view key) const {
        return filled_in_.contains(key);
    }
    /// Fields whose answers differ from the registration under correction (from nothing for a new
    /// person).
    [[nodiscard]] std::vector<std::string> changes() const;
    /// A NIK in which letters were read as digits: only an offer.
    [[nodiscard]] std::optional<std::string> suggested_nik() const;

    // --- findings
    [[nodiscard]] const std::vector<model::Finding>& findings() const { return findings_; }
    /// Those of one field, for its place on the screen: a missing answer only once it was visited
    /// or saving was tried.
    [[nodiscard]] std::vector<model::Finding> findings_of(std::string_view key) const;
    [[nodiscard]] bool has_errors() const { return model::has_errors(findings_); }
    /// First field with an error; nothing when there is none.
    [[nodiscard]] std::optional<std::size_t> first_error() const;
    void saving_was_tried() { tried_ = true; }

    // --- what saving asks for
    [[nodiscard]] bool is_correction() const { return of_.has_value(); }
    [[nodiscard]] const std::optional<RegistrationId>& of() const { return of_; }
    /// Revision the correction is based on; only for a correction.
    [[nodiscard]] const Rev& base() const { return base_; }
    /// A correction always, a new person when a warning stands.
    [[nodiscard]] bool asks_reason() const;
    /// Codes to choose from (reason.<code>).
    [[nodiscard]] std::vector<std::string_view> reasons() const;
    /// False when the code is not one of `reasons`.
    bool choose_reason(std::string_view code);
    [[nodiscard]] const std::optional<std::string>& reason() const { return reason_; }
    /// The officer looked at the similar people and says: not the same person.
    void say_different_people();
    /// The field that the province asked about and that still has the answer it asked about; empty
    /// when there is none, or the officer said that it is right.
    [[nodiscard]] std::string_view field_still_asked() const;
    void say_field_is_right() { asked_field_ = {}; }
    /// Saving it with the same answers says something too: the province asks whether this person is
    /// somebody of their own.
    [[nodiscard]] bool may_be_said_again() const { return may_be_said_again_; }
    [[nodiscard]] storage::SaveOptions save_options(const OfficerId& by) const;

    // --- draft
    /// Something was answered since the draft was kept last.
    [[nodiscard]] bool draft_is_due() const;
    [[nodiscard]] storage::Draft draft() const;
    void draft_was_kept(std::int64_t id);
    /// 0: none is kept.
    [[nodiscard]] std::int64_t draft_id() const { return draft_id_; }

private:
    explicit Form(model::CheckContext context) : context_(std::move(context)) {}
    void take(const model::Field& field, std::string_view text);
    void fill_in();
    void check();

    model::CheckContext context_;
    model::Answers before_;
    model::Answers answers_;
    model::Answers kept_;
    std::optional<std::string> typed_;
    std::set<std::string, std::less<>> visited_, own_, filled_in_;
    std::vector<model::Finding> findings_;
    std::size_t focus_ = 0;
    std::optional<RegistrationId> of_;
    Rev base_;
    bool in_conflict_ = false;
    std::string_view asked_field_;
    bool may_be_said_again_ = false;
    std::optional<std::string> reason_;
    bool different_people_ = false;
    bool tried_ = false;
    std::int64_t draft_id_ = 0;
};

}  // namespace lontar::client
