#pragma once
/// A registration that was changed on two laptops: what each side has.
#include <optional>
#include <string>
#include <vector>

#include "storage/register/registrations.hpp"

namespace lontar::client {

/// The province's answers, when the newest verdict is a conflict and tells them (a large record is
/// left out).
std::optional<model::Answers> province_answers(const storage::Registration& registration);

struct Difference {
    std::string field;
    std::string here, there;  ///< stored form; empty: not answered
};
/// Fields in which two people's answers differ, in the order of the form.
std::vector<Difference> differences(const model::Answers& here, const model::Answers& there);
/// Fields in which the two sides differ; none without province_answers.
std::vector<Difference> differences(const storage::Registration& registration);

}  // namespace lontar::client
