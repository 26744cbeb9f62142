#pragma once
/// Sealed files by USB stick: `LONTAR/<village>/out|in` and `LONTAR/link.json`. Nothing is moved,
/// everything is copied and read back; a courier cannot read what is carried. cancelled "C-05": the
/// person stopped; what was copied until then is whole. The laptop's side is export_import.cpp, the
/// kecamatan's relay.cpp.
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "storage/base/durable_file.hpp"
#include "storage/base/result.hpp"
#include "sync/spool/link.hpp"
#include "sync/spool/spool.hpp"
#include "sync/upload/http.hpp"

namespace lontar::courier {

struct CopyOutcome {
    std::int64_t copied = 0;
    std::int64_t already_there = 0;
    std::int64_t bytes = 0;
    std::vector<wire::BatchName> files;  ///< now whole on the stick
    std::int64_t damaged = 0;            ///< import: files that do not verify, left where they are
};
using Progress = std::function<bool(std::int64_t done, std::int64_t total)>;

/// Copies every file of `out/` to the stick: `.part`, sync, rename, read back and compare.
/// storage_full "C-01" (and what is missing in bytes, found before writing), read-only stick
/// storage_failed "C-02", read-back differs corrupt "C-03" (fake capacity: the file is removed).
Result<CopyOutcome> export_to(Disk& disk, spool::Spool& spool, const spool::Link& link,
                              const Path& stick, const Progress& progress);

/// Copies the replies for this device from the stick into `in/`, each verified first; a newer
/// manifest under the known root is laid beside them for `take_in`. Replies of other devices are
/// none of ours. not_found "C-04": no LONTAR folder for this village on the stick.
Result<CopyOutcome> import_from(Disk& disk, spool::Spool& spool, const spool::Link& link,
                                const Path& stick, const Progress& progress);

/// What a stick carries, before anything is sent.
struct StickContent {
    std::string
        root_words;  ///< of the root that signed the stick's manifest: the person compares them
    std::vector<std::string> villages;
    std::int64_t batches = 0;  ///< without a numbered answer on the stick
    std::int64_t bytes = 0;
};
/// not_found "C-04": nothing of ours on it; corrupt "L-20": its link.json is damaged.
Result<StickContent> look_at(Disk& disk, const Path& stick);

struct RelayOutcome {
    std::int64_t sent = 0;     ///< batches with a sealed answer now on the stick
    std::int64_t replies = 0;  ///< written into in/
    std::int64_t failed = 0;   ///< kept; try again
    std::string last_code;     ///< newest short code; "" when all went well
};
/// At the kecamatan: sends every village's batches on the stick and brings the replies back onto
/// it, without any key and without set-up. The stick's link.json names the server and its CA; its
/// manifest must carry a right root signature, and the root's words are shown. A province that
/// cannot be reached is told in the outcome; errors are the stick's, as `look_at` and `export_to`.
/// `progress` counts batches.
Result<RelayOutcome> relay(Disk& disk, Clock& clock, const Path& stick, const Progress& progress,
                           const upload::MakeHttp& make_http = upload::make_http);
/// As above; nothing random is needed.
inline Result<RelayOutcome> relay(Disk& disk, Clock& clock, Random& /*random*/, const Path& stick,
                                  const Progress& progress) {
    return relay(disk, clock, stick, progress);
}

}  // namespace lontar::courier
