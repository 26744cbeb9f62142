#pragma once
/// What administrators ask of the province: one function from a request to an answer, so that the
/// same command works in the server's own thread (over the control socket) and alone.
#include "storage/base/json.hpp"
#include "storage/base/result.hpp"
#include "sync/server/province.hpp"

namespace lontar::server {

/// Requests and answers may carry a page of registrations or a batch.
inline constexpr JsonLimits call_limits{.max_bytes = std::size_t{32} << 20U, .max_depth = 32};

/// `request` names the call in `call`; its other members and the answer's are described beside each
/// (calls.cpp, call_parts.hpp, invitation.hpp). Each call is one transaction. invalid_input:
/// something else has to be asked ("V-08": no such call, or a member is missing or wrong); others
/// by call.
Result<Json> answer_call(Province& province, const Json& request);

}  // namespace lontar::server
