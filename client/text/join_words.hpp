#pragma once
/// What joining a backup comes to, the same on the screen and as a command.
#include <string>
#include <vector>

namespace lontar::storage {
struct JoinOutcome;
}

namespace lontar::client {

/// Who is here, who comes, and what to know beside it. `is_done`: it was joined.
std::vector<std::string> join_words(const storage::JoinOutcome& outcome, bool is_done);
/// One line for each person whom both sides see otherwise; drawable.
std::vector<std::string> differing_words(const storage::JoinOutcome& outcome);

}  // namespace lontar::client
