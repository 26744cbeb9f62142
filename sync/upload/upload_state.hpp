#pragma once
/// What the uploader remembers from one run to the next: waits and the last attempts. Only times
/// and short codes; losing it costs a needless try, never a file.
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "storage/base/durable_file.hpp"
#include "storage/base/ids.hpp"
#include "storage/base/result.hpp"
#include "storage/base/timestamp.hpp"
#include "sync/wire/batch.hpp"

namespace lontar::upload {

/// Why something waits decides who may cut the wait short.
enum class WaitKind {
    none,
    network,  ///< nobody answered, or not the province: a run that a person asked for tries at once
    asked,    ///< the province asked for it: always obeyed
    hello,    ///< the province does not know the device: obeyed, until its hello is answered
    lasting,  ///< a day or 6 h: a person who insists may try
    parked,   ///< until the program is another version, or a person insists
};

struct Wait {
    WaitKind kind = WaitKind::none;
    Timestamp until;
    int tries = 0;     ///< failures in a row
    std::string code;  ///< short code of the newest
    std::string app;   ///< parked: by this version
    bool operator==(const Wait&) const = default;
};

struct Attempt {
    Timestamp at;
    std::string what;  ///< first 8 digits of the epoch and seq, or `replies`
    std::string code;  ///< "" when it went well
    bool operator==(const Attempt&) const = default;
};

struct UploadState {
    Wait whole;    ///< of everything: nobody answers, or the province asked for a pause
    Wait replies;  ///< of fetching
    std::map<wire::BatchName, Wait> files;
    std::vector<Attempt> attempts;  ///< newest last
    std::int64_t server = 0;
    std::int64_t bytes_per_second = 0;
    bool operator==(const UploadState&) const = default;

    /// Keeps the last 20.
    void note(Timestamp at, std::string what, std::string code);
};

/// A state that cannot be read is an empty one.
UploadState read_state(Disk& disk, const Path& in_folder);
Status write_state(Disk& disk, const Path& in_folder, const UploadState& state);

}  // namespace lontar::upload
