#pragma once
/// Replies written during one transaction: what each device is to be told is gathered, then
/// numbered, sealed and stored.
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "storage/base/result.hpp"
#include "sync/server/province.hpp"
#include "sync/wire/reply.hpp"

namespace lontar::server {

/// Every seq up to `upto` is stored; above it what is missing, as far as `max_missing` goes. Moves
/// the epoch's `upto`.
Result<wire::Have> have_of(sqlite::Database& database, std::int64_t epoch_id, std::int64_t& upto);

/// An unnumbered answer (n = 0): shown by the device, changes no delivery state.
struct Refusal {
    DeviceId device;
    Epoch epoch;
    sealed::Recipient recipient;
    wire::Answered answered;
    std::string problem;
    std::string receipt;  ///< status of the receipt in it; empty: none
};
Result<Bytes> seal_refusal(const Province& province, const Refusal& refusal);

class ReplyDrafts {
public:
    explicit ReplyDrafts(Province& province) : province_(province) {}

    /// The next reply to that epoch.
    wire::Reply& draft(std::int64_t epoch_id) { return drafts_[epoch_id].reply; }
    /// Everything the province holds in the sight of that epoch, as it is when all is sent: with
    /// the next reply and, in further parts, behind it. Not to a revoked device.
    void tell_states(std::int64_t epoch_id) { drafts_[epoch_id].with_states = true; }
    void add(std::int64_t epoch_id, const Epoch& batch_epoch, std::int64_t seq,
             wire::VerdictException exception);
    /// With the next reply and behind it: the lines that stand, as they are when all is sent. Not
    /// to a revoked device; after a restore they wait for the office.
    void tell_records(std::int64_t epoch_id, const std::set<RegistrationId>& ids) {
        drafts_[epoch_id].records.insert(ids.begin(), ids.end());
    }
    /// What the laptop that asked does not have of its sight. `asked`: `ask` as JSON.
    void answer_question(std::int64_t epoch_id, std::string asked) {
        drafts_[epoch_id].asked = std::move(asked);
    }
    /// The draft of `epoch_id` answers this batch.
    void answer(std::int64_t epoch_id, std::int64_t batch_id, const wire::Answered& answered);

    /// Numbers, seals and stores every draft; the caller commits. Returns the bytes that answer the
    /// batch, if one is answered.
    Result<Bytes> send_all();

private:
    struct Answer {
        std::int64_t epoch_id = 0;
        std::int64_t batch_id = 0;
        wire::Answered answered;
    };
    struct Draft {
        wire::Reply reply;
        bool with_states = false;
        std::set<RegistrationId> records;
        std::optional<std::string> asked;
    };
    /// Takes out who holds a NIK where the laptop of the epoch has no line of them.
    Status hide_unseen(std::int64_t epoch_id, const std::vector<wire::Reply*>& replies);
    /// Replies beside the first that hold everything the draft tells, in parts.
    Result<std::vector<wire::Reply>> parts_of(std::int64_t epoch_id, Draft& draft);
    Status add_records(std::int64_t epoch_id, Draft& draft, std::vector<wire::Reply>& parts);
    /// Where replies to an epoch go, and their numbers so far.
    struct Addressee;
    Result<Addressee> addressee_of(std::int64_t epoch_id);
    Result<Bytes> send(std::int64_t epoch_id, Draft& draft);
    /// Numbers, seals and stores one; `answered` when it answers the batch.
    Result<Bytes> send_one(Addressee& to, wire::Reply& reply, const std::optional<Answer>& answer);
    Result<Bytes> seal(const wire::Reply& reply, const std::optional<wire::Answered>& answered,
                       const sealed::Recipient& recipient);

    Province& province_;
    std::map<std::int64_t, Draft> drafts_;
    std::optional<Answer> answer_;
};

}  // namespace lontar::server
