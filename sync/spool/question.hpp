#pragma once
/// When a laptop asks what the province holds. Pure.
#include <string>

#include "storage/base/timestamp.hpp"
#include "storage/register/question.hpp"

namespace lontar::spool {

/// What makes it ask besides what the register knows.
struct Occasion {
    bool is_hello = false;      ///< of an epoch that goes on from another one, or of a new laptop
                                ///< that was promised the village's register
    bool is_wished = false;     ///< the uploader saw a province that knows less than we do
    bool is_for_stick = false;  ///< a stick leaves with nothing on it
    std::string app;            ///< program and version
};

/// With a batch that is made for its entries or its hello.
bool asks_along(const storage::QuestionState& state, const Occasion& occasion, Timestamp now);
/// With a batch of its own. Never while a question is on its way, and when the sums differ or
/// nobody was heard for a week at most once a day: an unanswered laptop fills no folder.
bool asks_alone(const storage::QuestionState& state, const Occasion& occasion, Timestamp now);

}  // namespace lontar::spool
