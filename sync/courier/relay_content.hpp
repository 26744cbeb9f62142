#pragma once
/// What of a stick concerns its relay: batches to be sent, and whose replies to ask for.
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "storage/base/durable_file.hpp"
#include "storage/base/ids.hpp"
#include "storage/base/result.hpp"
#include "sync/courier/stick.hpp"
#include "sync/upload/fetch_replies.hpp"
#include "sync/wire/batch.hpp"

namespace lontar::courier {

/// Whose replies are numbered together.
struct Sender {
    DeviceId device;
    Epoch epoch;
    auto operator<=>(const Sender&) const = default;
};

inline Sender sender_of(const wire::ProvenBatch& batch) {
    return {batch.stanza().device, batch.stanza().epoch};
}

/// What of one sender's replies is on the stick already.
struct Seen {
    std::string village;  ///< empty: nothing on the stick says which
    upload::HeldReplies held;
    std::set<Hash> answered;  ///< batch files with a numbered answer
};

struct Content {
    std::map<Sender, Seen> senders;
    std::vector<wire::ProvenBatch> waiting;  ///< by sender and seq
    /// Seq 1 that was received, for a province that does not know its sender any more.
    std::map<Sender, wire::ProvenBatch> hellos;
    std::int64_t damaged = 0;        ///< batches that do not verify, or of a newer program
    std::int64_t not_looked_at = 0;  ///< files beyond the limits
};

/// Of all villages, and of what lies beside their folders. Errors of the disk, as stick_error.
Result<Content> read_content(Disk& disk, Stick& stick, const wire::KeyManifest& manifest);

}  // namespace lontar::courier
