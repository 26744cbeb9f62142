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
#include "storage/sealed/sealed_file.hpp"

namespace lontar::wire {

inline constexpr std::string_view batch_stanza = "lontar/batch-v1";
inline constexpr std::size_t max_batch_entries = 100;
inline constexpr std::size_t max_batch_ndjson_bytes = 192 * 1024;
inline constexpr std::size_t max_batch_file_bytes = std::size_t{1} << 20U;
inline constexpr std::size_t max_officers = 50;
inline constexpr std::size_t max_machine_bytes = 128;

struct HelloOfficer {
    OfficerId id;
    std::string name;
    std::string role;
};
/// First entry of seq 1.
struct Hello {
    std::string village;
    std::string why;  ///< new, restore, clone, fork, again
    std::optional<std::string> code;
    std::optional<ActivationId> activation;
    sealed::Recipient recipient;  ///< replies are sealed to it
    std::vector<HelloOfficer> officers;
    std::optional<Epoch> from_epoch;
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
    Timestamp at;
    bool uncertain = false;
    std::optional<Hello> hello;  ///< NDJSON line 1 when present
    std::vector<std::string>
        lines;  ///< entry lines, exact bytes; the first is NDJSON line 1 (or 2 after hello)

    [[nodiscard]] std::int64_t first_entry_line() const { return hello ? 2 : 1; }
};

/// What the readable stanza claims; proved by the signature of the key that `device` is.
struct BatchStanza {
    DeviceId device;
    Epoch epoch;
    std::int64_t seq = 0;
    std::int64_t keys = 0;  ///< manifest number it was sealed under
    Hash file;              ///< SHA-256 of the whole file
};

/// invalid_input "S-21": over a limit (entries, bytes, seq < 1, hello not exactly at seq 1).
Result<Bytes> seal_batch(const Batch& batch, std::int64_t manifest_number,
                         std::span<const sealed::Recipient> recipients,
                         const sealed::SigningKey& device, Random& random);

/// Every check that needs no key: size, grammar, tail hash, device's signature.
/// corrupt "S-02" "S-03" "S-04"; invalid_input "S-22": stanza of another kind or members missing.
Result<BatchStanza> read_batch_stanza(ByteView file);

/// read_batch_stanza, then opens and parses; inner ids must equal the stanza: corrupt "S-23". Entry
/// lines are not parsed (one bad line must not hide the others) but counted and capped: corrupt
/// "S-24".
Result<Batch> open_batch(ByteView file, std::span<const sealed::Identity* const> receiving);

/// `<epoch>-<seq>.batch.age`
std::string batch_file_name(const Epoch& epoch, std::int64_t seq);
struct BatchName {
    Epoch epoch;
    std::int64_t seq = 0;
};
std::optional<BatchName> parse_batch_file_name(std::string_view name);

}  // namespace lontar::wire
