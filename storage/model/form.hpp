#pragma once
/// The form as data: which fields a registration has, and the checks over them. Keys are also the
/// headers of the CSV and the names inside `f{…}` on the wire. Fields stand in form.cpp, the stored
/// form of an answer in answers.cpp, the checks in checks.cpp.
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/choice.hpp"
#include "storage/model/finding.hpp"
#include "storage/model/today.hpp"

namespace lontar::model {

/// Answers by field key; an unanswered field is absent, never empty. Fields this version does not
/// know are kept.
using Answers = std::map<std::string, std::string, std::less<>>;

/// Key of the field that holds the village a person is registered in.
inline constexpr std::string_view village_field = "kode_desa";

enum class FieldKind {
    text,
    name,
    nik,
    kk,
    date,
    sex,
    phone,
    region,
    choice,
    hours,
    money,
    number
};

struct Field {
    std::string_view key;  ///< `nik`
    FieldKind kind;
    bool required;                    ///< for a complete registration
    int max_characters;               ///< code points
    std::span<const Choice> choices;  ///< for `choice` and `sex`
    std::string_view
        section;  ///< `identitas`, `keluarga`, `alamat`, `pekerjaan`, `ahli_waris`, `pemberitahuan`
};

/// In the order in which they are asked. Title and help of a field stand in the texts as
/// `field.<key>`, `field.<key>.help`, its choices as `choice.<key>.<code>`.
std::span<const Field> form_fields();
const Field* find_field(std::string_view key);

/// What a person typed, brought to the stored form: NFC, trimmed, dates as YYYY-MM-DD (also from
/// DD-MM-YYYY, DD/MM/YYYY), digits cleaned, choices from code or word, names kept as written.
/// Nothing: an empty answer.
std::optional<std::string> normalise_answer(const Field& field, std::string_view typed);
/// normalise_answer over all; empty ones are dropped.
Answers normalise(const Answers& typed);

struct CheckContext {
    Today today;
    std::string village;  ///< 10 digits: the village of this register
};

/// All checks of one field (`key`), or of the whole when `key` is empty: errors first. Pure.
std::vector<Finding> check(const Answers& answers, const CheckContext& context,
                           std::string_view key = {});

/// Whether somebody born on `born` is of an age that is covered (17 to 64) on some day that today
/// can be.
bool can_be_covered(Date born, const Today& today);

/// Answers that follow from others and may be filled in: birth date and sex from a NIK, village
/// from the register.
Answers implied_answers(const Answers& answers, const CheckContext& context);

}  // namespace lontar::model
