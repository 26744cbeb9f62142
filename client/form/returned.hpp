#pragma once
/// What the province said of a registration, for the form in which it is corrected.
#include <optional>
#include <string>
#include <string_view>

#include "storage/register/registrations.hpp"

namespace lontar::client {

/// Key of the first field that the reasons of a verdict name; empty when they name none.
std::string_view field_named_by(const storage::Verdict& verdict);
/// It is among the reasons of a verdict.
bool returned_for(const storage::Verdict& verdict, std::string_view reason);

class Returned {
public:
    /// Of a new person: nothing was said.
    Returned() = default;
    explicit Returned(const storage::Registration& registration);

    /// The verdict with its reasons and note, drawable; empty unless the person must be corrected.
    [[nodiscard]] const std::string& words() const { return words_; }
    /// Key of the field in which the province found something; empty when it named none.
    [[nodiscard]] std::string_view field() const { return field_; }
    /// After a conflict: what the province has in this field where it is not `ours`, in the stored
    /// form. An answer that is empty there is not offered.
    [[nodiscard]] std::optional<std::string> answer(std::string_view key,
                                                    std::string_view ours) const;

private:
    std::string words_;
    std::string_view field_;
    model::Answers theirs_;
};

}  // namespace lontar::client
