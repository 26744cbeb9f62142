#pragma once
/// What the province answers to one call: a sealed reply or a problem document.
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "storage/base/bytes.hpp"
#include "sync/wire/newest.hpp"

namespace lontar::server {

struct Answer {
    int status = 200;
    std::string media_type;
    Bytes body;
    std::string outcome;  ///< one word for the log: received, resent, fork, slow_down …
    std::chrono::seconds retry_after{0};  ///< 0: nothing to say
    /// Beside a numbered reply: the newest of its epoch.
    std::optional<wire::ReplyNumber> newest = std::nullopt;
};

/// A problem document. `code` is one of `wire::problem_kinds`.
Answer problem_answer(std::string_view code,
                      std::chrono::seconds retry_after = std::chrono::seconds(0));
Answer sealed_answer(int status, Bytes reply, std::string_view outcome);

}  // namespace lontar::server
