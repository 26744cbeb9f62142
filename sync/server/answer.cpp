#include "sync/server/answer.hpp"

#include <utility>

#include "sync/wire/problem.hpp"

namespace lontar::server {

Answer problem_answer(std::string_view code, std::chrono::seconds retry_after) {
    const wire::ProblemKind* kind = wire::find_problem(code);
    if (kind == nullptr) {
        kind = wire::find_problem("internal");
    }
    return {kind->status, std::string(wire::problem_media_type),
            to_bytes(wire::problem_document(*kind)), std::string(kind->code), retry_after};
}

Answer sealed_answer(int status, Bytes reply, std::string_view outcome) {
    return {status, std::string(wire::sealed_media_type), std::move(reply), std::string(outcome),
            std::chrono::seconds(0)};
}

}  // namespace lontar::server
