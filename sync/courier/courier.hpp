#pragma once
/// Sealed files by USB stick: `LONTAR/<village>/out|in` and `LONTAR/link.json`. Nothing is moved,
/// everything is copied and read back; a courier cannot read what is carried. cancelled "C-05": the
/// person stopped; what was copied until then is whole. The laptop's side is export_to.cpp and
/// import_from.cpp, the kecamatan's relay.cpp and relay_content.cpp.
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
    std::vector<wire::BatchName> files;  ///< export: now whole on the stick
    /// Left where they are, and not taken: import, files that do not verify; export, batches of
    /// this laptop's disk, which are written anew when the register is opened.
    std::int64_t damaged = 0;
    std::int64_t unknown = 0;        ///< import: of another province, or of a key not known yet
    std::int64_t of_others = 0;      ///< import: replies for other laptops, which fetch them
    std::int64_t not_looked_at = 0;  ///< import: files beyond the limits of wire::StickFiles
    Path folder;                     ///< of ours on the stick
};
using Progress = std::function<bool(std::int64_t done, std::int64_t total)>;

/// `place` of all four: whatever place on a stick (sync/wire/stick_place.hpp). conflict "C-06":
/// several sticks are there.
///
/// Copies every file of `out/` to the stick: `.part`, sync, rename, read back and compare.
/// storage_full "C-01" (and what is missing in bytes, found before writing), read-only stick
/// storage_failed "C-02", read-back differs corrupt "C-03" (fake capacity: the file is removed).
Result<CopyOutcome> export_to(Disk& disk, spool::Spool& spool, const spool::Link& link,
                              const Path& place, const Progress& progress);

/// Copies the replies for this device into `in/`, each verified first; a newer manifest under the
/// known root is laid beside them for `take_in`. A reply is known by what is in it: it may have
/// another name, lie beside our folders, alone in a folder without them, or be `place` itself.
/// not_found "C-04": no folder for this village on the stick, and no reply.
Result<CopyOutcome> import_from(Disk& disk, spool::Spool& spool, const spool::Link& link,
                                const Path& place, const Progress& progress);

/// What a stick carries, before anything is sent.
struct StickContent {
    std::string
        root_words;  ///< of the root that signed the stick's manifest: the person compares them
    std::vector<std::string> villages;
    std::int64_t batches = 0;  ///< without a numbered answer on the stick
    std::int64_t bytes = 0;
    std::int64_t damaged = 0;  ///< batches that do not verify, or of a newer program
};
/// not_found "C-04": nothing of ours on it; corrupt "L-20": its link.json is damaged.
Result<StickContent> look_at(Disk& disk, const Path& place);

struct RelayOutcome {
    std::int64_t sent = 0;           ///< batches with a sealed answer now on the stick
    std::int64_t replies = 0;        ///< written into in/
    std::int64_t failed = 0;         ///< kept; try again
    std::string last_code;           ///< newest short code; "" when all went well
    std::int64_t damaged = 0;        ///< as StickContent::damaged: not sent, left where they are
    std::int64_t not_looked_at = 0;  ///< files beyond the limits of wire::StickFiles
};
/// At the kecamatan: sends every village's batches on the stick and brings the replies back onto
/// it, without any key and without set-up. The stick's link.json names the server and its CA; its
/// manifest must carry a right root signature, and the root's words are shown. A province that
/// cannot be reached is told in the outcome; errors are the stick's, as `look_at` and `export_to`.
/// `progress` counts batches.
Result<RelayOutcome> relay(Disk& disk, Clock& clock, const Path& place, const Progress& progress,
                           const upload::MakeHttp& make_http = upload::make_http);
/// As above; nothing random is needed.
inline Result<RelayOutcome> relay(Disk& disk, Clock& clock, Random& /*random*/, const Path& place,
                                  const Progress& progress) {
    return relay(disk, clock, place, progress);
}

}  // namespace lontar::courier
