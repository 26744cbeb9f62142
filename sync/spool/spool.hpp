#pragma once
/// Folders of sealed files between the register and the road: `out/` (batches to deliver) and `in/`
/// (replies and marks of the uploader). The uploader reads `out/` and creates files in `in/`; only
/// the holder of the open register deletes.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "storage/base/durable_file.hpp"
#include "storage/base/ids.hpp"
#include "storage/base/result.hpp"
#include "storage/base/timestamp.hpp"
#include "sync/wire/batch.hpp"
#include "sync/wire/reply.hpp"

namespace lontar::spool {

struct OutFile {
    Epoch epoch;
    std::int64_t seq = 0;
    std::uint64_t bytes = 0;
    /// It was received, and stays for a province that forgets the laptop: it is sent only when that
    /// one says so, and lies on every stick. Known to `own_files`.
    bool in_reserve = false;
};

/// A mark the locked uploader leaves: the province answered for this file, so it went out.
struct SentMark {
    Epoch epoch;
    std::int64_t seq = 0;
    Hash file;
    Timestamp at;
};

class Spool {
public:
    /// `data_folder`/spool. Folders are made when first written.
    Spool(Disk& disk, const Path& data_folder);

    /// Sorted by epoch name, then seq. Names that are not ours (`.part` too) are not listed.
    Result<std::vector<OutFile>> out();
    /// not_found "D-05"; invalid_input "D-04": larger than a batch can be.
    Result<Bytes> read_out(const Epoch& epoch, std::int64_t seq);
    /// Durable on return. storage_full "D-01". Crash points: `spool-before-part`,
    /// `spool-part-written`, `spool-renamed`.
    Status put_out(const Epoch& epoch, std::int64_t seq, ByteView bytes);
    /// Absent is done. Crash point: `out-unlinked`.
    Status remove_out(const Epoch& epoch, std::int64_t seq);

    /// Moves a file that the register does not know into `aside/`, where nothing reads it again
    /// before `bring_back_out`.
    Status set_aside_out(const Epoch& epoch, std::int64_t seq);

    /// And back, all of them; a name that is taken stays aside.
    Status bring_back_out();

    /// Names of replies and refusals, in name order.
    Result<std::vector<std::string>> in();
    Result<Bytes> read_in(const std::string& name);
    /// Durable on return. Same name and same bytes: done. Same name, other bytes: the second is
    /// kept beside under
    /// `<name>.2`, where a third replaces it. Crash points: `reply-part-written`, `reply-stored`.
    Status put_in(const std::string& name, ByteView bytes);
    Status remove_in(const std::string& name);
    /// Moves what is no valid reply to `in/foreign/`, where nothing reads it again.
    Status set_aside_in(const std::string& name);

    Status mark_sent(const SentMark& mark);
    Result<std::vector<SentMark>> sent_marks();
    Status remove_mark(const Epoch& epoch, std::int64_t seq);

    /// Manifest newer than the register's, as fetched by the uploader or brought on a stick (text
    /// of KeyManifest): kept until `take_in` adopts it under the pinned root. A lower number than
    /// the one that waits is ignored.
    Status put_manifest(const wire::KeyManifest& manifest);
    /// Text of the one that waits; empty when none does.
    Result<std::string> waiting_manifest();
    Status remove_manifest();

    /// The province knows fewer replies to this epoch than we do: wants the holder of the register
    /// to ask what it holds.
    Status want_question(const Epoch& epoch);
    Result<bool> is_question_wanted(const Epoch& epoch);
    Status remove_question_wish(const Epoch& epoch);

    [[nodiscard]] const Path& folder() const { return folder_; }
    /// Folder the uploader may make files of its own in.
    [[nodiscard]] Path in_folder() const { return folder_ / "in"; }

private:
    [[nodiscard]] Path out_file(const Epoch& epoch, std::int64_t seq) const;
    [[nodiscard]] Path mark_file(const Epoch& epoch, std::int64_t seq) const;
    [[nodiscard]] Path question_file(const Epoch& epoch) const;
    [[nodiscard]] Path manifest_file() const;

    Disk& disk_;
    Path folder_;
};

}  // namespace lontar::spool
