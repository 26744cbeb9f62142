#pragma once
/// What a laptop and the province compare: the files each holds. `sum` says in one line whether
/// they hold the same, `ask` asks, `states` tells file by file. A file is one thing on both sides;
/// a revision is not, as it may be merged, held or refused. No I/O.
///
/// The *sight* of an epoch is what its laptop may be told about: the epoch itself and the earlier
/// ones of the same register, as far as its hello proves them.
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/ids.hpp"
#include "storage/base/json.hpp"
#include "storage/model/holdings.hpp"

namespace lontar::wire {

class Members;

inline constexpr std::size_t max_sight_epochs = 64;
inline constexpr std::size_t max_states_bytes = 48 * 1024;  ///< of one line

/// What became of one line of a batch.
struct VerdictException {
    std::int64_t line = 0;  ///< NDJSON line of the batch
    std::string code;       ///< accepted, duplicate, needs_correction, conflict, held, refused
    Json detail;            ///< object by code
};

struct LineState {
    Epoch epoch;
    std::int64_t seq = 0;
    VerdictException verdict;
};
/// A part of what the province holds, true by itself: of a file in no run of it, at or below its
/// epoch's last seq, it says nothing.
struct States {
    std::vector<model::EpochUpto> epochs;  ///< the whole sight, each with the last seq that is here
    std::vector<model::FileRun> files;
    std::vector<LineState> except;  ///< of the files listed here; every other line is accepted
};

/// `[[epoch, seq] …]`
Json::List json_of(std::span<const model::EpochUpto> epochs);
/// Spoils `members` when `name` is no such list of at most `max_sight_epochs`.
std::vector<model::EpochUpto> read_epochs(Members& members, std::string_view name);

/// `[epoch, seq]`
std::optional<model::EpochUpto> read_upto(const Json& json);

/// `[files, 16 hex]`
Json json_of(const model::FileSum& sum);
std::optional<model::FileSum> read_sum(const Json& json);

/// `[line, code]` or `[line, code, detail]`, from column `first` of `row` on.
void append_to(Json::List& row, const VerdictException& verdict);
std::optional<VerdictException> read_verdict(const Json::List& row, std::size_t first);

/// One line without LF. May be longer than `max_states_bytes`: who makes parts sees to it.
std::string states_line(const States& states);
/// Nothing when it is not as FORMAT.md says, or names a file of an epoch that is not in `epochs`.
std::optional<States> read_states(const Json& json);

}  // namespace lontar::wire
