#include "client/form/returned.hpp"

#include <algorithm>
#include <array>

#include "client/form/conflict.hpp"
#include "client/text/terms.hpp"
#include "storage/model/reasons.hpp"
#include "storage/model/standing.hpp"
#include "storage/register/registrations.hpp"

namespace lontar::client {

namespace {

struct FieldOfReason {
    std::string_view reason;
    std::string_view field;
};
constexpr auto fields_of_reasons = std::to_array<FieldOfReason>({
    {"NIK_TIDAK_PADAN", "nik"},
    {model::nik_was_double, "nik"},
    {"NAMA_BEDA", "nama"},
    {"TGL_LAHIR_BEDA", "tanggal_lahir"},
    {"USIA", "tanggal_lahir"},
    {"BUKAN_PENDUDUK", "alamat"},
});

}  // namespace

std::string_view field_named_by(const storage::Verdict& verdict) {
    if (verdict.code == "duplicate" && verdict.detail.boolean_at("own")) {
        return "nik";  // two people of one village: a slip, unless they are one
    }
    const Json* reasons = verdict.detail.find("reasons");
    if (reasons == nullptr || reasons->list() == nullptr) {
        return {};
    }
    for (const Json& reason : *reasons->list()) {
        const std::string* code = reason.text();
        const auto* const place =
            std::ranges::find(fields_of_reasons, code != nullptr ? *code : std::string_view(),
                              &FieldOfReason::reason);
        if (place != fields_of_reasons.end()) {
            return place->field;
        }
    }
    return {};
}

bool returned_for(const storage::Verdict& verdict, std::string_view reason) {
    const Json* reasons = verdict.detail.find("reasons");
    return reasons != nullptr && reasons->list() != nullptr &&
           std::ranges::any_of(*reasons->list(), [&](const Json& each) {
               return each.text() != nullptr && *each.text() == reason;
           });
}

Returned::Returned(const storage::Registration& registration)
    : words_(registration.standing == model::Standing::needs_correction
                 ? verdict_text(registration.verdict)
                 : std::string()),
      field_(field_named_by(registration.verdict)),
      theirs_(province_answers(registration).value_or(model::Answers{})) {}

std::optional<std::string> Returned::answer(std::string_view key, std::string_view ours) const {
    const auto theirs = theirs_.find(key);
    return theirs == theirs_.end() || theirs->second == ours ? std::nullopt
                                                             : std::optional(theirs->second);
}

}  // namespace lontar::client
