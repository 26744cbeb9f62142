#pragma once
/// A line that the province holds now and the laptop does not: of another laptop of the village, of
/// a time before its backup, or put together from two edits. No I/O.
#include <optional>
#include <string>

#include "storage/base/ids.hpp"
#include "storage/base/json.hpp"
#include "sync/wire/states.hpp"

namespace lontar::wire {

/// A whole line of a reply: an entry of at most 8 KiB as a JSON text, and the verdict on it.
inline constexpr std::size_t max_record_bytes = 24 * 1024;

struct Record {
    RegistrationId id;
    /// An entry line (FORMAT.md, 3), or `merged`: exact bytes, whose hash begins with the rev.
    std::string line;
    std::optional<model::EpochUpto> file;  ///< the batch it came in; nothing: made by the province
    std::string code;                      ///< of its verdict
    Json detail;                           ///< an object, or null
    bool past = false;  ///< a later line of this registration stands behind it in the same reply
};

std::string record_line(const Record& record);
/// Nothing when it is not as FORMAT.md says. Its line may be of a type of a later version
/// (`is_of_later_version`).
std::optional<Record> read_record(const Json& json);
bool is_of_later_version(const Record& record);

}  // namespace lontar::wire
