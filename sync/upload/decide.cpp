#include <array>

#include "sync/upload/uploader.hpp"

namespace lontar::upload {

namespace {

Decision with(Step step, std::string_view code) {
    return {step, std::string(code)};
}

Decision decide_sealed(const AnswerFacts& answer) {
    if (answer.status == 409) {
        return with(Step::keep_reply, codes::fork);
    }
    if (answer.status == 422) {
        return with(Step::keep_reply, codes::unreadable);
    }
    return answer.reply_n == 0 ? with(Step::daily, codes::hello_refused)
                               : with(Step::keep_reply, "");
}

struct Row {
    std::string_view problem;
    Step step;
    std::string_view code;
};
constexpr std::array problem_rows{
    Row{"malformed", Step::send_again, codes::damaged_on_the_way},
    Row{"bad_signature", Step::send_again, codes::damaged_on_the_way},
    Row{"hash_mismatch", Step::send_again, codes::damaged_on_the_way},
    Row{"id_mismatch", Step::send_again, codes::damaged_on_the_way},
    Row{"unknown_device", Step::send_hello, codes::unknown_device},
    Row{"upgrade_server", Step::daily, codes::upgrade_server},
};

}  // namespace

Decision decide(const AnswerFacts& answer) {
    if (answer.verified) {
        return decide_sealed(answer);
    }
    // These come from proxies too, whatever page they add.
    if (answer.status == 413) {
        return with(Step::back_off_long, codes::too_large);
    }
    if (answer.status == 408 || answer.status == 429 ||
        (answer.status >= 500 && answer.status <= 599 && answer.status != 511)) {
        return with(Step::back_off, codes::busy);
    }
    if (answer.status < 400 || answer.status > 499 || answer.problem.empty()) {
        return with(Step::not_the_province, codes::not_the_province);
    }
    if (answer.is_get && answer.status == 404 && answer.problem == "no_reply_yet") {
        return with(Step::done_for_now, "");
    }
    for (const auto& row : problem_rows) {
        if (row.problem == answer.problem) {
            return with(row.step, row.code);
        }
    }
    return with(Step::park, codes::wrong_use);
}

Estimate estimate(const UploadStatus& status, std::int64_t bytes_per_second) {
    constexpr std::int64_t slow_link = 1024;
    constexpr std::int64_t round_trips = 4;  // seconds for each file
    const auto speed = bytes_per_second > 0 ? bytes_per_second : slow_link;
    return {status.bytes_waiting, std::chrono::seconds((status.bytes_waiting + speed - 1) / speed +
                                                       round_trips * status.files_waiting)};
}

}  // namespace lontar::upload
