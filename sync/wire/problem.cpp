#include "sync/wire/problem.hpp"

#include <algorithm>
#include <array>

#include "storage/base/json.hpp"
#include "sync/wire/members.hpp"

namespace lontar::wire {

namespace {

// `wrong_use` stands three times: its first row is the one `find_problem` gives.
constexpr std::array kinds{ProblemKind{"malformed", 400},      ProblemKind{"bad_signature", 400},
                           ProblemKind{"hash_mismatch", 422},  ProblemKind{"id_mismatch", 422},
                           ProblemKind{"unknown_device", 403}, ProblemKind{"no_reply_yet", 404},
                           ProblemKind{"timeout", 408},        ProblemKind{"too_large", 413},
                           ProblemKind{"slow_down", 429},      ProblemKind{"upgrade_server", 422},
                           ProblemKind{"wrong_use", 405},      ProblemKind{"wrong_use", 415},
                           ProblemKind{"wrong_use", 404},      ProblemKind{"busy", 503},
                           ProblemKind{"storage_full", 507},   ProblemKind{"internal", 500}};

bool is_code(std::string_view text) {
    return !text.empty() && text.size() <= max_problem_code_bytes &&
           std::all_of(text.begin(), text.end(),
                       [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

}  // namespace

std::span<const ProblemKind> problem_kinds() {
    return kinds;
}

const ProblemKind* find_problem(std::string_view code) {
    const auto* found = std::find_if(kinds.begin(), kinds.end(),
                                     [&](const ProblemKind& kind) { return kind.code == code; });
    return found == kinds.end() ? nullptr : found;
}

std::string problem_document(const ProblemKind& kind) {
    std::string title(kind.code);
    std::replace(title.begin(), title.end(), '_', ' ');
    Json document;
    document.set("type", "about:blank")
        .set("title", title)
        .set("status", kind.status)
        .set("code", kind.code);
    return document.dump();
}

std::optional<std::string> problem_code(std::string_view body) {
    const auto document =
        parse_json(body, {.max_bytes = max_problem_bytes, .max_depth = max_line_depth});
    if (!document || !document->integer_at("status")) {
        return std::nullopt;
    }
    auto code = document->text_at("code");
    return code && is_code(*code) ? std::move(code) : std::nullopt;
}

}  // namespace lontar::wire
