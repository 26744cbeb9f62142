#pragma once
/// Asking for an epoch's replies one after the other, as the uploader and the relay do.
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>

#include "storage/base/ids.hpp"
#include "storage/base/result.hpp"
#include "sync/upload/province_api.hpp"
#include "sync/wire/newest.hpp"
#include "sync/wire/reply.hpp"

namespace lontar::upload {

/// Which replies of an epoch are here.
struct HeldReplies {
    std::int64_t gen = 0;  ///< the register knows …
    std::int64_t ack = 0;  ///< … every one of this gen up to here
    std::map<std::int64_t, std::set<std::int64_t>> numbers;  ///< those that lie here: gen -> n
    /// What the last answer said is the newest; nothing: it said nothing, or it is not listened to.
    /// Not proved: it spares a question and does nothing else.
    std::optional<wire::ReplyNumber> newest;

    [[nodiscard]] bool holds(const wire::ReplyStanza& stanza) const;
    /// A refusal's 0 names no reply, but the gen in which the province speaks now.
    void add(const wire::ReplyStanza& stanza);
};

/// How the asking ended.
struct FetchOutcome {
    std::int64_t fetched = 0;         ///< replies that were not here before
    bool asked = false;               ///< false: the province has given this epoch no number yet
    bool is_told_all = false;         ///< no question was left after `newest`
    bool is_behind = false;           ///< it says that it knows fewer replies than are here
    std::optional<Exchange> refusal;  ///< the answer that was no numbered reply, `no_reply_yet` too
    std::optional<Error> unreachable;
};

/// From the first reply that is not here upward, and on to a newer gen, until the province has no
/// more; at most 500 a call. `keep` gets each numbered reply, stores it, adds it to `held` and may
/// say there what is the newest. Errors are those of `keep`.
Result<FetchOutcome> fetch_replies(ProvinceApi& province, const DeviceId& device,
                                   const Epoch& epoch, HeldReplies& held,
                                   const std::function<Status(const Exchange&)>& keep);

}  // namespace lontar::upload
