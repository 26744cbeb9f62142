#pragma once
/// Batch: a sealed file of at most 100 entries from one device (stanza `lontar/batch-v1`). No I/O.
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/ids.hpp"
#include "storage/base/result.hpp"
#include "storage/base/timestamp.hpp"
#include "storage/model/limits.hpp"
#include "storage/sealed/sealed_file.hpp"
#include "sync/wire/checked.hpp"
#include "sync/wire/states.hpp"

namespace lontar::wire {

inline constexpr std::string_view batch_stanza = "lontar/batch-v1";
inline constexpr std::size_t max_batch_entries = 100;
inline constexpr std::size_t max_batch_ndjson_bytes = 192 * 1024;
inline constexpr std::size_t max_batch_file_bytes = std::size_t{1} << 20U;
inline constexpr std::size_t max_officers = model::max_officers;
inline constexpr std::size_t max_machine_bytes = 128;

struct HelloOfficer {
    OfficerId id;
    std::string name;
    std::string role;
};
/// An earlier epoch of the same register. That a line of it is known shows that it is its own.
struct EarlierEpoch {
    Epoch epoch;
    Rev rev;  ///< of its first line that was received
    bool operator==(const EarlierEpoch&) const = default;
};
/// First line after the head of seq 1; no entry.
struct Hello {
    std::string village;
    std::string why;  ///< new, restore, clone, fork, again
    std::optional<std::string> code;
    std::optional<ActivationId> activation;
    sealed::Recipient recipient;  ///< replies are sealed to it
    std::vector<HelloOfficer> officers;
    std::optional<Epoch> from_epoch;  ///< the newest earlier one, for a province of 0.1
    std::vector<EarlierEpoch> from;   ///< the newest first; empty from a laptop of 0.1
    bool snapshot = false;
    std::string machine;  ///< salted hash, hex
};

struct Batch {
    DeviceId device;
    Epoch epoch;
    std::int64_t seq = 0;
    std::optional<Hash> prev;  ///< file hash of seq - 1; only detects
    std::string app;           ///< program and version
    std::int64_t gen = 0;
    std::int64_t ack = 0;
    std::optional<Hash> tip;  ///< head of the audit chain
    /// A question, when not empty: for each epoch of the sight, up to which seq all is here.
    std::vector<model::EpochUpto> ask;
    Timestamp at;
    bool uncertain = false;
    std::optional<Hello> hello;  ///< NDJSON line 1 when present
    std::vector<std::string>
        lines;  ///< entry lines, exact bytes; the first is NDJSON line 1 (or 2 after hello)
};

/// NDJSON line of a batch's first entry: line 0 is its head, and seq 1 has its hello before the
/// entries.
constexpr std::int64_t first_entry_line(std::int64_t seq) {
    return seq == 1 ? 2 : 1;
}

/// What the readable stanza says; in a ProvenBatch the key that `device` is has signed it.
struct BatchStanza {
    DeviceId device;
    Epoch epoch;
    std::int64_t seq = 0;
    std::int64_t keys = 0;  ///< manifest number it was sealed under
    Hash file;              ///< SHA-256 of the whole file
};

/// Bytes that are left for entry lines, the LF of each counted, beside the head and hello of
/// `batch`; its own lines do not matter.
std::size_t room_for_entries(const Batch& batch);
/// invalid_input "S-21": `open_batch` would not take it (a limit, seq < 1, hello not exactly at
/// seq 1, a member that is empty or too long).
Result<Bytes> seal_batch(const Batch& batch, std::int64_t manifest_number,
                         std::span<const sealed::Recipient> recipients,
                         const sealed::SigningKey& device, Random& random);

/// Why a file is no batch for us.
enum class BatchFault {
    too_large,
    not_a_batch,    ///< cut, of another kind, or its stanza lacks a member
    tail_differs,   ///< the rest is not what the head was made for
    later_format,   ///< whole, but for a newer program than this
    bad_signature,  ///< the device it names did not sign it
};
/// Why a proved batch cannot be read.
enum class OpenFault {
    unreadable,  ///< sealed to other keys, or damaged where only a key can see it
    other_ids,   ///< inside it is another batch than its stanza says
    malformed,
};

/// A batch file that passed every check that needs no key: size, grammar, tail hash, signature of
/// the device it names. Made by `prove_batch` alone, so that nobody takes bytes and believes what
/// is said beside them, and nothing is checked twice. Owns its bytes; once moved from it may only
/// be destroyed or assigned to.
class ProvenBatch {
public:
    [[nodiscard]] const BatchStanza& stanza() const { return stanza_; }
    [[nodiscard]] ByteView bytes() const { return file_.bytes(); }

private:
    ProvenBatch(sealed::SealedFile file, const BatchStanza& stanza)
        : file_(std::move(file)), stanza_(stanza) {}
    friend Checked<ProvenBatch, BatchFault> prove_batch(Bytes file);
    friend Checked<Batch, OpenFault> open_batch(const ProvenBatch& proven,
                                                std::span<const sealed::Identity* const> receiving);
    sealed::SealedFile file_;
    BatchStanza stanza_;
};

/// too_large "S-21"; not_a_batch "S-02" "S-22"; tail_differs "S-03"; later_format "S-22";
/// bad_signature "S-04".
Checked<ProvenBatch, BatchFault> prove_batch(Bytes file);

/// Opens and parses; the MAC of the head is checked here. unreadable "S-05" "S-06" "S-07" "S-08";
/// other_ids "S-23"; malformed "S-24": not the lines of a batch. Entry lines are not parsed (one
/// bad line must not hide the others) but counted and capped.
Checked<Batch, OpenFault> open_batch(const ProvenBatch& proven,
                                     std::span<const sealed::Identity* const> receiving);

/// `<epoch>-<seq>.batch.age`
std::string batch_file_name(const Epoch& epoch, std::int64_t seq);
/// What names a batch of one device.
struct BatchName {
    Epoch epoch;
    std::int64_t seq = 0;
    auto operator<=>(const BatchName&) const = default;
};
std::optional<BatchName> parse_batch_file_name(std::string_view name);

}  // namespace lontar::wire
