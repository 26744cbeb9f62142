#pragma once
/// Reply: the province's sealed answer to one device (stanza `lontar/reply-v1`): receipt, verdicts,
/// notices. No I/O.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/ids.hpp"
#include "storage/base/result.hpp"
#include "storage/base/timestamp.hpp"
#include "storage/model/notice.hpp"
#include "storage/sealed/sealed_file.hpp"
#include "sync/wire/checked.hpp"
#include "sync/wire/manifest.hpp"
#include "sync/wire/record.hpp"
#include "sync/wire/states.hpp"

namespace lontar::wire {

inline constexpr std::string_view reply_stanza = "lontar/reply-v1";
inline constexpr std::size_t max_reply_file_bytes = 256 * 1024;
inline constexpr std::size_t max_reply_ndjson_bytes = std::size_t{1} << 20U;
inline constexpr std::size_t max_reply_lines = 20000;
inline constexpr std::size_t max_missing = 200;            ///< of `Have`
inline constexpr std::size_t max_exceptions = 200;         ///< of one verdict
inline constexpr std::size_t max_notice_bytes = 4 * 1024;  ///< its text

struct Have {
    std::int64_t upto = 0;              ///< every seq up to here is stored
    std::vector<std::int64_t> missing;  ///< seqs above `upto` that are not (of those below the
                                        ///< highest seen), at most `max_missing`
};

struct Receipt {
    Epoch epoch;
    std::int64_t seq = 0;
    Hash file;           ///< SHA-256 of the whole file
    std::string status;  ///< received, quarantined, fork, unreadable
    Timestamp time;
};

/// Verdict over a batch. `rest` (only "accepted") covers every entry not in `except`; later
/// verdicts have no rest.
struct BatchVerdict {
    Epoch epoch;
    std::int64_t seq = 0;
    bool rest_accepted = false;
    std::vector<VerdictException> except;
};

struct Reply {
    DeviceId device;
    Epoch epoch;
    std::int64_t gen = 0;
    std::int64_t n = 0;  ///< 0: unnumbered refusal
    Timestamp time;
    Have have;
    /// Of the applied files in the sight, as of this reply; nothing from a province that does not
    /// compare.
    std::optional<model::FileSum> sum;
    std::vector<Receipt> receipts;
    std::vector<BatchVerdict> verdicts;
    std::vector<model::Notice> notices;  ///< shown through the draw function
    std::vector<States> states;
    std::vector<Record> records;
    bool told_all = false;     ///< with the records up to here the question is answered whole
    bool has_unknown = false;  ///< when read: a line is of a later version
    std::optional<std::string> problem;  ///< n = 0: code_used, code_unknown, code_expired,
                                         ///< village_mismatch, fork, unreadable
};

struct ReplyStanza {
    DeviceId device;
    Epoch epoch;
    std::int64_t gen = 0;
    std::int64_t n = 0;
    std::int64_t keys = 0;            ///< newest manifest number
    KeyId key;                        ///< id of the reply key
    std::optional<std::int64_t> seq;  ///< the batch it answers …
    std::optional<Hash> file;         ///< … and that file's hash
};

/// Which batch a reply answers, when it answers one.
struct Answered {
    std::int64_t seq = 0;
    Hash file;
};

/// invalid_input "S-29": `open_reply` would not take it (a limit, an id, a member that is empty or
/// too long).
Result<Bytes> seal_reply(const Reply& reply, const std::optional<Answered>& answered,
                         std::int64_t manifest_number, const sealed::Recipient& device,
                         const sealed::SigningKey& reply_key, Random& random);
/// Why a file is no reply for us.
enum class ReplyFault {
    not_ours,            ///< cut, too large, of another kind, or its stanza lacks a member
    damaged,             ///< the rest or the signature does not fit the head
    unknown_key,         ///< of an unknown or revoked reply key: a newer manifest may know it
    for_another_device,  ///< genuine, and none of our business
};

/// A reply file that passed every check a locked laptop can make: size, grammar, tail hash,
/// signature by a reply key of the manifest. Made by `prove_reply` alone. Owns its bytes; once
/// moved from it may only be destroyed or assigned to.
class ProvenReply {
public:
    [[nodiscard]] const ReplyStanza& stanza() const { return stanza_; }
    [[nodiscard]] ByteView bytes() const { return file_.bytes(); }

private:
    ProvenReply(sealed::SealedFile file, const ReplyStanza& stanza)
        : file_(std::move(file)), stanza_(stanza) {}
    friend Checked<ProvenReply, ReplyFault> prove_reply(Bytes file, const KeyManifest& manifest);
    friend Result<Reply> open_reply(const ProvenReply& proven, const sealed::Identity& identity);
    sealed::SealedFile file_;
    ReplyStanza stanza_;
};

/// A reply of this province to whatever device it names. not_ours "S-02" "S-26"; damaged "S-03"
/// "S-04"; unknown_key "S-25".
Checked<ProvenReply, ReplyFault> prove_reply(Bytes file, const KeyManifest& manifest);
/// As above, and addressed to `device`; else for_another_device "S-27".
Checked<ProvenReply, ReplyFault> prove_reply(Bytes file, const KeyManifest& manifest,
                                             const DeviceId& device);
/// Opens and parses; the MAC of the head is checked here. Errors as sealed::open; corrupt "S-28":
/// not the lines of a reply, or inner ids that differ from the stanza. Lines of an unknown type are
/// skipped and noted in `has_unknown`.
Result<Reply> open_reply(const ProvenReply& proven, const sealed::Identity& identity);

/// `<epoch>-<gen>-<n>.reply.age`; an unnumbered refusal: `<epoch>-0-<seq>.refusal.age`.
std::string reply_file_name(const ReplyStanza& stanza);
/// Whether a file is named like a reply or a refusal, or like the second of that name (`.2`, see
/// Spool::put_in). What a file is stands in it: this is for our own folders.
bool is_reply_file_name(std::string_view name);

}  // namespace lontar::wire
