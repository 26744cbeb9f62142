#pragma once
/// Whom an applied batch makes news for, beside its own sender: laptops whose earlier lines stand
/// otherwise now, those that know a person somebody else went on with, and those that listen.
#include "storage/base/result.hpp"
#include "sync/server/outcome.hpp"
#include "sync/server/replies.hpp"

namespace lontar::server {

struct ArrivedBatch;

/// A batch as it was taken in and stored.
struct TakenIn {
    sqlite::Database& database;
    const ArrivedBatch& batch;
    const Outcome& outcome;
    const LoadedRegistrations& word_changed;  ///< by the claims of others, as stored after it
};

/// Puts into `drafts`, each for the epochs in which somebody can hear it: verdicts on lines of
/// earlier batches that changed, and records of whom this batch went on with. Reads, and writes nothing else.
Status tell_others(const TakenIn& taken, ReplyDrafts& drafts);

/// A laptop with the village's register that has nothing to send learns by the sum of a reply that
/// there is something new: one, until it speaks again.
Status wake_listeners(sqlite::Database& database, const ArrivedBatch& batch, ReplyDrafts& drafts);

}  // namespace lontar::server
