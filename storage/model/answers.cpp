#include "storage/base/text.hpp"
#include "storage/model/answer_text.hpp"
#include "storage/model/characters.hpp"
#include "storage/model/choices.hpp"
#include "storage/model/form.hpp"
#include "storage/model/nik.hpp"
#include "storage/model/number_text.hpp"

namespace lontar::model {

namespace {

/// The stored form of a tidy answer, or nothing when it cannot be read: then it stays as typed and
/// the check says why.
std::optional<std::string> stored_form(const Field& field, const std::string& tidy) {
    switch (field.kind) {
        case FieldKind::text:
        case FieldKind::name:
            return tidy;
        case FieldKind::nik:
        case FieldKind::kk:
        case FieldKind::region: {
            std::string cleaned = cleaned_digits(tidy);
            const bool usable = is_all_digits(cleaned) && !is_number_cell(tidy);
            return usable ? std::optional(std::move(cleaned)) : std::nullopt;
        }
        case FieldKind::date: {
            const auto date = read_date(tidy);
            return date ? std::optional(date->iso()) : std::nullopt;
        }
        case FieldKind::sex:
        case FieldKind::choice:
            return find_choice(field.choices, tidy);
        case FieldKind::phone:
            return read_phone(tidy);
        case FieldKind::hours:
            return read_hours(tidy);
        case FieldKind::money:
            return read_money(tidy);
        case FieldKind::number:
            return read_ward(tidy);
    }
    return std::nullopt;
}

}  // namespace

std::optional<std::string> tidy_answer(std::string_view typed) {
    auto tidy = tidy_text(typed);
    if (!tidy || tidy->empty()) {
        return std::nullopt;
    }
    std::string_view rest = *tidy;
    if (is_dash(take_character(rest)) && rest.empty()) {
        return std::nullopt;
    }
    return tidy;
}

std::optional<std::string> normalise_answer(const Field& field, std::string_view typed) {
    auto tidy = tidy_answer(typed);
    if (!tidy) {
        return std::nullopt;
    }
    auto stored = stored_form(field, *tidy);
    // Village software writes 0 where a family card is missing; kept, it would make strangers one
    // family.
    if (field.kind == FieldKind::kk && stored == "0") {
        return std::nullopt;
    }
    return stored ? stored : tidy;
}

}  // namespace lontar::model
