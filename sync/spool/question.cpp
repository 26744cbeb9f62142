#include "sync/spool/question.hpp"

#include <chrono>

namespace lontar::spool {

namespace {

constexpr std::chrono::hours between_questions{24};
constexpr std::chrono::hours silence{7 * 24};

/// A clock that was set back must not silence it.
bool is_past(Timestamp then, std::chrono::hours span, Timestamp now) {
    return std::chrono::abs(now - then) >= span;
}

bool is_doubtful(const storage::QuestionState& state, Timestamp now) {
    if (state.asked_at && !is_past(*state.asked_at, between_questions, now)) {
        return false;
    }
    return state.differs || state.lacks_lines || is_past(state.heard_at, silence, now);
}

}  // namespace

bool asks_along(const storage::QuestionState& state, const Occasion& occasion, Timestamp now) {
    const bool is_new_program = state.app && *state.app != occasion.app;
    return occasion.is_hello || is_new_program || asks_alone(state, occasion, now);
}

bool asks_alone(const storage::QuestionState& state, const Occasion& occasion, Timestamp now) {
    if (state.is_on_the_way) {
        return false;
    }
    return occasion.is_wished || occasion.is_for_stick || is_doubtful(state, now);
}

}  // namespace lontar::spool
