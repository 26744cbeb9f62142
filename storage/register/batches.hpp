#pragma once
/// Batches: what waits to be sealed, what was sealed, kept byte for byte, and how far each came.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/bytes.hpp"
#include "storage/base/ids.hpp"
#include "storage/base/result.hpp"
#include "storage/base/timestamp.hpp"
#include "storage/register/verdicts.hpp"

namespace lontar::storage {

class Register;

/// A revision waiting to be sealed, in the order of sealing (withdrawals first, then by number).
struct UnsealedEntry {
    std::int64_t number = 0;
    std::string line;  ///< exact entry line
};

/// What a receipt says of a file.
namespace receipts {
inline constexpr std::string_view received = "received";
inline constexpr std::string_view quarantined = "quarantined";
inline constexpr std::string_view fork = "fork";
inline constexpr std::string_view unreadable = "unreadable";
}  // namespace receipts

struct SealedBatch {
    Epoch epoch;
    std::int64_t seq = 0;
    Hash file;  ///< SHA-256 of the whole file
    Bytes bytes;
    std::vector<std::int64_t> entries;  ///< revision numbers in line order
    std::int64_t first_line = 1;        ///< line of the first entry in the NDJSON
    std::string app;                    ///< program and version that sealed it
    bool asks = false;                  ///< it asks what the province holds
};

struct BatchInfo {
    Epoch epoch;
    std::int64_t seq = 0;
    Hash file;
    std::int64_t bytes = 0;
    std::int64_t entries = 0;
    Timestamp sealed_at;
    std::optional<Timestamp> handed_over_at;
    std::string road;  ///< "", https, usb
    std::optional<Timestamp> received_at;
    std::string receipt;  ///< "", received, quarantined, fork, unreadable
};

/// Withdrawals first, then oldest first, at most `limit`; lines are the stored bytes.
Result<std::vector<UnsealedEntry>> list_unsealed(Register& village_register, std::int64_t limit);
/// One COMMIT: seq, bytes, marks. conflict "R-14": seq is not last_seq + 1 of the current epoch, or
/// an entry does not wait; invalid_input "R-14": `file` is not the hash of `bytes`.
Status record_batch(Register& village_register, const SealedBatch& batch);
Result<std::vector<BatchInfo>> list_batches(Register& village_register);
/// not_found "R-22".
Result<Bytes> find_batch_bytes(Register& village_register, const Epoch& epoch, std::int64_t seq);
/// `road` is https or usb. The first time counts, the last road is told. not_found "R-22".
Status record_handed_over(Register& village_register, const Epoch& epoch, std::int64_t seq,
                          std::string_view road, Timestamp at);

/// A batch as a receipt is compared with it.
struct KnownBatch {
    std::int64_t id = 0;
    Hash file;
    std::string receipt;
    std::optional<ReplyNumber> told;  ///< the newest word on whether the province holds it
    bool asks = false;                ///< what the province holds
};
Result<std::optional<KnownBatch>> find_batch(Register& village_register, const Epoch& epoch,
                                             std::int64_t seq);
/// Inside the caller's transaction.
Status receive_batch(Register& village_register, const ReplyNumber& by, std::int64_t batch_id,
                     Timestamp received_at, std::string_view receipt);
/// Counts anew where the registrations of a batch are, inside the caller's transaction.
Status refresh_batch(Register& village_register, std::int64_t batch_id);

}  // namespace lontar::storage
