#include "sync/upload/fetch_replies.hpp"

#include <algorithm>
#include <utility>

namespace lontar::upload {

namespace {

constexpr int most_fetches = 500;

}  // namespace

bool HeldReplies::holds(const wire::ReplyStanza& stanza) const {
    const auto of_gen = numbers.find(stanza.gen);
    return of_gen != numbers.end() && of_gen->second.contains(stanza.n);
}

void HeldReplies::add(const wire::ReplyStanza& stanza) {
    numbers[stanza.gen].insert(stanza.n);
}

Result<FetchOutcome> fetch_replies(ProvinceApi& province, const DeviceId& device,
                                   const Epoch& epoch, HeldReplies& held,
                                   const std::function<Status(const Exchange&)>& keep) {
    FetchOutcome outcome;
    auto gen = std::max(held.gen, held.numbers.empty() ? 0 : held.numbers.rbegin()->first);
    if (gen == 0) {
        return outcome;
    }
    outcome.asked = true;
    auto n = gen == held.gen ? held.ack : 0;
    for (int asked = 0; asked < most_fetches; ++asked) {
        do {
            ++n;
        } while (held.numbers[gen].contains(n));
        // A number above is a reply to ask for; one below what lies here is no answer to this
        // question.
        if (held.newest == wire::ReplyNumber{gen, n - 1}) {
            outcome.is_told_all = true;
            return outcome;
        }
        auto answer = province.fetch_reply(device, epoch, gen, n);
        held.newest.reset();
        if (!answer) {
            outcome.unreachable = std::move(answer).error();
            return outcome;
        }
        if (!answer->reply || answer->reply->stanza().n == 0) {
            outcome.is_behind = answer->newest && *answer->newest < wire::ReplyNumber{gen, n - 1};
            outcome.refusal = *std::move(answer);
            return outcome;
        }
        const auto& stanza = answer->reply->stanza();
        const bool is_new = !held.holds(stanza);
        if (auto kept = keep(*answer); !kept) {
            return std::move(kept).error();
        }
        outcome.fetched += is_new ? 1 : 0;
        if (stanza.gen > gen) {
            gen = stanza.gen;
            n = 0;
        } else if (!is_new) {
            return outcome;  // not what was asked for: another round would bring the same
        }
    }
    return outcome;
}

}  // namespace lontar::upload
