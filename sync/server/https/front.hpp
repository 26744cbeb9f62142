#pragma once
/// What a request gets for an answer, whatever link it came by: who asks too often is put off,
/// wrong use is refused, keys and health are answered here, batches and replies behind it.
#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>

#include "storage/base/bytes.hpp"
#include "sync/server/answer.hpp"
#include "sync/server/https/limits.hpp"
#include "sync/server/https/log.hpp"
#include "sync/server/https/rates.hpp"
#include "sync/server/https/request.hpp"
#include "sync/wire/batch.hpp"

namespace lontar::server {

/// What stands behind the front. Each calls `done` once, from any thread, or returns false: too
/// busy.
struct Backend {
    using Done = std::function<void(Answer)>;
    std::function<bool(wire::ProvenBatch file, Done done)> put_batch;
    std::function<bool(const GetReply& asked, Done done)> get_reply;
};

/// Used by one thread. Times are those of one steady clock.
class Front {
public:
    /// `keys`: what GET /v1/keys is answered. `log` must outlive the front.
    Front(const HttpLimits& limits, std::string keys, Backend backend, Log& log);

    /// The answer to a request that is refused by its head, so that its body is not waited for.
    std::optional<Answer> refuse(const Request& request, const std::string& address,
                                 std::chrono::milliseconds now);
    /// The answer to a request that was not refused; nothing when the backend makes it, which then
    /// calls `done` once, from any thread.
    std::optional<Answer> answer(const Request& request, const std::string& address, Bytes body,
                                 std::chrono::milliseconds now, Backend::Done done);
    /// One line of the log: kinds, ids and numbers, nothing that somebody invented.
    void note(const Request& request, const Answer& answer, std::size_t body_bytes,
              std::chrono::milliseconds took);

private:
    std::string keys_;
    Backend backend_;
    Log& log_;
    Rates addresses_;
    Rates devices_;
};

}  // namespace lontar::server
