#pragma once
/// Takes in a batch: all checks in memory, then one transaction that holds the data and the answer
/// together.
#include <cstdint>
#include <optional>
#include <variant>

#include "storage/base/result.hpp"
#include "sync/server/answer.hpp"
#include "sync/server/province.hpp"
#include "sync/wire/batch.hpp"

namespace lontar::server {

class ReplyDrafts;
struct Device;

enum class Road { https, usb };

/// What the path of a PUT says; compared with the stanza only.
struct Claimed {
    DeviceId device;
    Epoch epoch;
    std::int64_t seq = 0;
};

/// Proves the file and compares the path: everything that needs neither key nor database. Any
/// thread.
std::variant<wire::ProvenBatch, Answer> check_outside(Bytes file,
                                                      const std::optional<Claimed>& claimed);

class Ingest {
public:
    explicit Ingest(Province& province) : province_(province) {}

    /// What it answers with a sealed 200 is durable; a file that was taken in before gets the very
    /// bytes of its first answer. Never fails: storage errors are answers too.
    Answer take(const wire::ProvenBatch& file, Road road);

    /// The reply with this number; to who asks by an older generation than the newest, the first of
    /// the newest; 403 `unknown_device` when the device or the epoch is not known.
    Answer fetch(const DeviceId& device, const Epoch& epoch, std::int64_t gen, std::int64_t n);

private:
    /// A batch on its way in.
    struct Arriving {
        const wire::ProvenBatch& file;
        const wire::Batch& batch;
        Road road;
    };
    struct StoredBatch {
        Hash file;
        Bytes reply;
        wire::ReplyNumber newest;
        std::int64_t batch_id = 0;
        std::int64_t epoch_id = 0;
        std::string state;
        std::int64_t entries = 0;
        std::int64_t revisions = 0;
        bool is_outdated = false;  ///< the reply is of a generation that we gave up
    };
    /// What is stored under the file's number: nothing, this very file or another one.
    Result<std::optional<StoredBatch>> find_stored(const wire::BatchStanza& stanza);
    static Answer resent(StoredBatch stored);
    /// A file that was taken in before a restore: its sender hears no reply of that time any more.
    Result<Answer> answer_anew(const StoredBatch& stored, const wire::BatchStanza& stanza);
    /// Under its number nothing is stored or, when `is_taken`, another file.
    Result<Answer> take_new(const Arriving& arriving, bool is_taken);
    Result<Answer> take_fork(const Arriving& arriving, const Device& device);
    /// Its people may be nowhere else any more, when the register that sealed it is lost: they are
    /// taken in, in an epoch that nobody speaks in; of a revoked device they wait there for a
    /// release, as far as the quarantine has room. From a new epoch they count once.
    Status apply_fork(const Arriving& arriving, const Device& device);
    Result<Answer> refuse_hello(const wire::BatchStanza& stanza, const wire::Hello& hello,
                                std::string_view problem, bool wait);
    Result<Answer> unreadable(const wire::BatchStanza& stanza);
    /// `activation`: the device is new, and this admits it.
    Result<Answer> store(const Arriving& arriving, const Device& device,
                         const std::optional<ActivationId>& activation);
    Result<std::int64_t> insert_batch(std::int64_t epoch_id, const Arriving& arriving,
                                      bool quarantined);
    /// Registers an admitted device, or writes down the newer words of a known one.
    Status meet_device(const wire::BatchStanza& stanza, const wire::Batch& batch,
                       const std::optional<ActivationId>& activation, ReplyDrafts& desk);
    /// The batch's epoch, begun when it is new, with the numbers the device told.
    struct Entered {
        std::int64_t epoch_id = 0;
        bool is_ahead = false;  ///< the device knows more replies than we gave: we were restored
    };
    Result<Entered> enter_epoch(const wire::BatchStanza& stanza, const wire::Batch& batch);
    /// A laptop that asks, or that remembers what we forgot, is told what is here.
    Status answer_question(const wire::Batch& batch, const Entered& entered, ReplyDrafts& desk);
    Answer after_failure(const Error& error, const wire::BatchStanza& stanza);

    Province& province_;
};

}  // namespace lontar::server
