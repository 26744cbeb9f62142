#include "sync/server/https/front.hpp"

#include <string_view>
#include <utility>
#include <variant>

#include "sync/server/ingest.hpp"
#include "sync/wire/problem.hpp"

namespace lontar::server {

namespace {

constexpr std::chrono::seconds busy_retry{5};

Answer plain_answer(std::string_view text, std::string_view outcome) {
    return {200, "text/plain; charset=utf-8", to_bytes(text), std::string(outcome),
            std::chrono::seconds(0)};
}

Answer wrong_use(int status) {
    Answer answer = problem_answer("wrong_use");
    answer.status = status;
    answer.body = to_bytes(wire::problem_document({"wrong_use", status}));
    return answer;
}

}  // namespace

Front::Front(const HttpLimits& limits, std::string keys, Backend backend, Log& log)
    : keys_(std::move(keys)),
      backend_(std::move(backend)),
      log_(log),
      addresses_(limits.of_address),
      devices_(limits.of_device) {}

std::optional<Answer> Front::refuse(const Request& request, const std::string& address,
                                    std::chrono::milliseconds now) {
    if (!addresses_.allow(address, now)) {
        return problem_answer("slow_down", addresses_.wait());
    }
    if (const auto* wrong = std::get_if<WrongUse>(&request.route)) {
        return wrong_use(wrong->status);
    }
    const bool is_put = std::holds_alternative<PutBatch>(request.route);
    if (is_put && request.length > wire::max_batch_file_bytes) {
        return problem_answer("too_large");
    }
    if (is_put && request.media_type != wire::sealed_media_type) {
        return wrong_use(415);
    }
    if (is_put ? request.length == 0 : request.length > 0) {
        return problem_answer("malformed");
    }
    return std::nullopt;
}

std::optional<Answer> Front::answer(const Request& request, const std::string& address, Bytes body,
                                    std::chrono::milliseconds now, Backend::Done done) {
    const auto answer_if_not = [](bool posted) {
        return posted ? std::nullopt : std::optional(problem_answer("busy", busy_retry));
    };
    if (std::holds_alternative<GetKeys>(request.route)) {
        return plain_answer(keys_, "keys");
    }
    if (std::holds_alternative<GetHealth>(request.route)) {
        return plain_answer("ok\n", "ok");
    }
    if (const auto* asked = std::get_if<GetReply>(&request.route)) {
        // The device of a GET is not proved: nobody may use up what another may ask.
        if (!devices_.allow(address + " " + asked->device.hex(), now)) {
            return problem_answer("slow_down", devices_.wait());
        }
        return answer_if_not(backend_.get_reply(*asked, std::move(done)));
    }
    auto checked = check_outside(std::move(body), std::get<PutBatch>(request.route).claimed);
    if (auto* refused = std::get_if<Answer>(&checked)) {
        return std::move(*refused);
    }
    auto& batch = std::get<wire::ProvenBatch>(checked);
    if (!devices_.allow(batch.stanza().device.hex(), now)) {
        return problem_answer("slow_down", devices_.wait());
    }
    return answer_if_not(backend_.put_batch(std::move(batch), std::move(done)));
}

void Front::note(const Request& request, const Answer& answer, std::size_t body_bytes,
                 std::chrono::milliseconds took) {
    // A method is what somebody sent: only the known ones are repeated.
    const bool known = request.method == "PUT" || request.method == "GET";
    std::string line = std::string(known ? request.method : "OTHER") + " " +
                       std::string(name_of(request.route)) + " " + std::to_string(answer.status) +
                       " " + answer.outcome + " in=" + std::to_string(body_bytes) +
                       " out=" + std::to_string(answer.body.size()) +
                       " ms=" + std::to_string(took.count());
    if (const std::string ids = ids_of(request.route); !ids.empty()) {
        line += " " + ids;
    }
    log_.write(line);
}

}  // namespace lontar::server
