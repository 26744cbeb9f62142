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

class ReplyDesk;

enum class Road { https, usb };

/// What the path of a PUT says; compared with the stanza only.
struct Claimed {
    DeviceId device;
    Epoch epoch;
    std::int64_t seq = 0;
};

/// Size, grammar, tail hash, signature, and the path: everything that needs neither key nor
/// database. Any thread.
std::variant<wire::BatchStanza, Answer> check_outside(ByteView file,
                                                      const std::optional<Claimed>& claimed);

class Ingest {
public:
    explicit Ingest(Province& province) : province_(province) {}

    /// `stanza` as `check_outside` gave it for this very `file`. What it answers with a sealed 200
    /// is durable; a file that was taken in before gets the very bytes of its first answer. Never
    /// fails: storage errors are answers too.
    Answer take(ByteView file, const wire::BatchStanza& stanza, Road road);

    /// The reply with this number; to who asks by an older generation than the newest, the first of
    /// the newest.
    Answer fetch(const DeviceId& device, const Epoch& epoch, std::int64_t gen, std::int64_t n);

private:
    Result<std::optional<Answer>> stored_answer(const wire::BatchStanza& stanza);
    Result<Answer> take_new(ByteView file, const wire::BatchStanza& stanza,
                            const wire::Batch& batch, Road road);
    Result<Answer> take_fork(ByteView file, const wire::BatchStanza& stanza);
    Result<Answer> refuse_hello(const wire::BatchStanza& stanza, const wire::Hello& hello,
                                std::string_view problem, bool wait);
    Result<Answer> unreadable(const wire::BatchStanza& stanza);
    Result<Answer> store(ByteView file, const wire::BatchStanza& stanza, const wire::Batch& batch,
                         Road road, const std::optional<ActivationId>& activation);
    /// Registers an admitted device, or writes down the newer words of a known one.
    Status meet_device(const wire::BatchStanza& stanza, const wire::Batch& batch,
                       const std::optional<ActivationId>& activation, ReplyDesk& desk);
    /// The row of the batch's epoch, begun when it is new, with the numbers the device told.
    Result<std::int64_t> enter_epoch(const wire::BatchStanza& stanza, const wire::Batch& batch);
    Answer after_failure(const Error& error, const wire::BatchStanza& stanza);

    Province& province_;
};

}  // namespace lontar::server
