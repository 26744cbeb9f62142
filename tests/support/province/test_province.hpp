#pragma once
/// A province of tests: its keys, manifest, activation files and replies, all from one seed.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "storage/sealed/age_keys.hpp"
#include "storage/sealed/signing.hpp"
#include "support/fakes.hpp"
#include "sync/wire/activation.hpp"
#include "sync/wire/batch.hpp"
#include "sync/wire/manifest.hpp"
#include "sync/wire/reply.hpp"

namespace lontar::support {

/// Where the fake clock starts: 2026-11-22T08:00:00Z.
inline constexpr Timestamp test_now{1795334400};

class TestProvince {
public:
    explicit TestProvince(std::uint64_t seed = 1);

    SeededRandom random;
    sealed::SigningKey root;
    sealed::SigningKey invite;
    sealed::SigningKey reply_key;
    sealed::Identity receiving;
    sealed::Identity recovery;
    wire::KeyManifest manifest;

    /// Signs the manifest anew after `manifest` was changed by hand.
    void sign_again();
    wire::Activation activation(const std::string& village);
    /// Proves a batch and opens it with the receiving key.
    [[nodiscard]] Result<wire::Batch> open(ByteView file) const;
    Bytes seal(const wire::Reply& reply, const std::optional<wire::Answered>& answered,
               const sealed::Recipient& device);
};

/// The usual answer of any province: `batch` received and every entry accepted.
wire::Reply accepting(const wire::Batch& batch, ByteView file, std::int64_t gen, std::int64_t n);

/// Keys of a laptop.
struct TestDevice {
    explicit TestDevice(Random& random);
    sealed::SigningKey key;
    sealed::Identity identity;
    Epoch epoch;
    [[nodiscard]] DeviceId id() const { return {key.public_key()}; }
};

/// What a laptop does with a file that comes in: proves and opens it.
Result<wire::Reply> read_reply(ByteView file, const wire::KeyManifest& manifest,
                               const DeviceId& device, const sealed::Identity& identity);

/// A batch of `entries` plausible entry lines; seq 1 has its hello.
wire::Batch test_batch(const TestDevice& device, std::int64_t seq, std::size_t entries,
                       SeededRandom& random);
/// Sealed for the province.
Bytes sealed_batch(const wire::Batch& batch, const TestDevice& device, TestProvince& province);

}  // namespace lontar::support
