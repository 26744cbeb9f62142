#pragma once
/// Answers that are not sealed: RFC 9457 problem documents with a closed list of codes. They never
/// change state.
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace lontar::wire {

struct ProblemKind {
    std::string_view code;  ///< `malformed`, `slow_down` …
    int status;             ///< HTTP status
};
/// malformed 400, bad_signature 400, hash_mismatch 422, id_mismatch 422, unknown_device 403,
/// no_reply_yet 404, timeout 408, too_large 413, slow_down 429, upgrade_server 422, wrong_use
/// 405/415/404, busy 503, storage_full 507, internal 500.
std::span<const ProblemKind> problem_kinds();
const ProblemKind* find_problem(std::string_view code);

inline constexpr std::size_t max_problem_bytes = 8 * 1024;
inline constexpr std::size_t max_problem_code_bytes = 40;

inline constexpr std::string_view sealed_media_type = "application/vnd.lontar";
inline constexpr std::string_view problem_media_type = "application/problem+json";

/// `{"code":…,"status":…,"title":…,"type":"about:blank"}`
std::string problem_document(const ProblemKind& kind);
/// Code of a problem document, or nothing when it is not one.
std::optional<std::string> problem_code(std::string_view body);

}  // namespace lontar::wire
