#pragma once
/// Replies of the province, applied: receipts, verdicts, what the province has, notices.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/bytes.hpp"
#include "storage/base/ids.hpp"
#include "storage/base/json.hpp"
#include "storage/base/result.hpp"
#include "storage/base/timestamp.hpp"
#include "storage/model/notice.hpp"
#include "storage/register/states.hpp"
#include "storage/register/told_lines.hpp"
#include "storage/register/verdicts.hpp"

namespace lontar::storage {

class Register;

struct ReceiptRecord {
    Epoch epoch;
    std::int64_t seq = 0;
    Hash file;
    std::string status;
    Timestamp time;
};
struct KeptReply {
    Bytes file;
    std::string app;
};
/// A verified, opened reply, ready to be applied.
struct ReplyRecord {
    Epoch epoch;
    std::int64_t gen = 0;
    std::int64_t n = 0;
    Hash file;
    Timestamp time;  ///< the province's clock
    std::int64_t have_upto = 0;
    std::vector<std::int64_t> have_missing;
    std::vector<ReceiptRecord> receipts;
    std::vector<VerdictRecord> verdicts;
    std::vector<StatesRecord> states;
    std::vector<ToldLine> told;
    bool told_all = false;  ///< of the files it named every line that stands is told now
    std::optional<model::FileSum> sum;  ///< of the applied files in the sight
    std::vector<model::Notice> notices;
    /// The whole file and the program that keeps it: a line of it is of a later version.
    std::optional<KeptReply> kept;
};
enum class Applied { applied, known_already, foreign_receipt };
struct ReplyOutcome {
    Applied how = Applied::applied;
    std::vector<model::Notice> notices;  ///< of the reply and our own, as the register keeps them
};

/// One COMMIT: receipts, verdicts, n, have, notices. A receipt whose hash is not ours takes away
/// that of our file under its number, changes nothing else and tells `foreign_receipt` (in an epoch
/// that was left: `known_already`). A receipt
/// `fork` or `unreadable` for our own file begins a new epoch in the same COMMIT; one that says
/// `quarantined` holds its entries. A batch the province says it lacks loses its receipt and goes
/// out again, and so does what its states do not list. What came of these is told by notices of our
/// own beside those of the reply. Replies to an epoch that was left are `known_already`.
Result<ReplyOutcome> apply_reply(Register& village_register, const ReplyRecord& reply);

/// Replies that another version of the program kept, in the order of their numbers.
Result<std::vector<Bytes>> list_kept_replies(Register& village_register, std::string_view app);
/// Applies again what was applied, and now the lines that were not known then, where no later word
/// holds; kept on when `reply.kept` says so. One COMMIT. Of an epoch that was left nothing is
/// applied, and the file is not kept any more.
Status apply_kept_reply(Register& village_register, const ReplyRecord& reply);

/// The reply that said of a person what has to be corrected.
struct ReturnedBy {
    std::int64_t epoch = 0;  ///< number of the epoch in this register
    std::int64_t gen = 0;
    std::int64_t n = 0;
    bool operator==(const ReturnedBy&) const = default;
};
/// Everybody who needs a correction now.
Result<std::map<RegistrationId, ReturnedBy>> list_returned(Register& village_register);

/// Oldest first.
Result<std::vector<model::Notice>> list_notices(Register& village_register);

}  // namespace lontar::storage
