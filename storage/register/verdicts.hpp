#pragma once
/// What the province said of files and lines, and which of two words holds. Inside the caller's
/// transaction.
#include <compare>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>

#include "storage/base/ids.hpp"
#include "storage/base/json.hpp"
#include "storage/base/result.hpp"
#include "storage/base/timestamp.hpp"

namespace lontar::sqlite {
class Statement;
}

namespace lontar::storage {

class Register;

/// Where a word of the province stands among its words: the later one holds. Replies to an epoch
/// that was left are not applied, so a word of a later epoch is the later.
struct ReplyNumber {
    std::int64_t epoch = 0;  ///< number of the epoch in this register
    std::int64_t gen = 0;
    std::int64_t n = 0;
    auto operator<=>(const ReplyNumber&) const = default;
};
/// Binds `:epoch :gen :n`.
void bind_number(sqlite::Statement& query, const ReplyNumber& number);

struct VerdictRecord {
    Epoch epoch;
    std::int64_t seq = 0;
    std::int64_t line = 0;
    std::string code;
    Json detail;
};

/// A line that is no entry (hello) has no revision; the verdict is about nothing we keep. Changes
/// nothing when a later word holds.
Status put_verdict(Register& village_register, const ReplyNumber& by, Timestamp time,
                   std::int64_t batch_id, const VerdictRecord& verdict);

/// Of a revision by its number, as `put_verdict`.
Status set_verdict(Register& village_register, const ReplyNumber& by, Timestamp time,
                   std::int64_t number, std::string_view code, const Json& detail);

/// Every line of the batch but `excepted` is accepted. Tells how many people's questions are gone
/// by it though nobody answered them.
Result<std::int64_t> accept_lines(Register& village_register, const ReplyNumber& by, Timestamp time,
                                  std::int64_t batch_id, const std::set<std::int64_t>& excepted);

}  // namespace lontar::storage
