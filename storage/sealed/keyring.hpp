#pragma once
/// The register key wrapped once per officer (Argon2id) and once for the recovery sheet:
/// `keyring.json`, `keyring.json.2` (second copy) and `recovery.age` in the data folder. One wrap
/// stands in passphrase.cpp, all of them in keyring.cpp, the sheet's in recovery.cpp.
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/durable_file.hpp"
#include "storage/base/ids.hpp"
#include "storage/base/random.hpp"
#include "storage/base/result.hpp"
#include "storage/sealed/age_keys.hpp"
#include "storage/sealed/secret.hpp"
#include "storage/sealed/signing.hpp"

namespace lontar::sealed {

// Files in the data folder.
inline constexpr std::string_view keyring_file = "keyring.json";
inline constexpr std::string_view keyring_copy_file = "keyring.json.2";
inline constexpr std::string_view recovery_file = "recovery.age";

/// Cost of Argon2id (RFC 9106), stored beside each wrap.
struct PassphraseCost {
    std::uint64_t memory_bytes = 64U << 20U;
    std::uint32_t passes = 3;
    /// 64 MiB, up to 256 MiB where the machine has more than 4 GiB; passes so that it takes 0.5-1 s
    /// on a village laptop.
    static PassphraseCost for_memory(std::uint64_t physical_memory_bytes);
    /// 8 KiB, 1 pass, the least that a keyring may say: tests only.
    static PassphraseCost for_tests();
};

struct Wrap {
    OfficerId officer;
    std::string name;  ///< the officer's name as shown at unlock
    PassphraseCost cost;
    std::array<std::uint8_t, 16> salt{};
    std::array<std::uint8_t, 24> nonce{};
    Bytes sealed;  ///< XChaCha20-Poly1305 of the register key, officer id as additional data
};

struct Keyring {
    int version = 1;
    std::vector<Wrap> wraps;  ///< one per officer
};

/// A wrap that has been opened again with the same passphrase before it is returned.
/// invalid_input "K-01": passphrase weaker than `is_strong_enough` asks.
Result<Wrap> wrap_key(ByteView register_key, const OfficerId& officer, std::string_view name,
                      const Secret& passphrase, const PassphraseCost& cost, Random& random);
/// 32 bytes. Letters are compared in NFC; wraps that older programs made of other forms open too,
/// at the cost of a try each. wrong_passphrase "K-02".
Result<Secret> unwrap_key(const Wrap& wrap, const Secret& passphrase);

/// What set-up demands: at least 12 characters, or at least 4 words of 2 letters or more.
bool is_strong_enough(const Secret& passphrase);

/// Reads the first copy that is whole. corrupt "K-03": neither copy is; not_found "K-04": none
/// exists; too_new "K-05": made by a newer version; as Disk when a copy could not be read and the
/// other does not help.
Result<Keyring> read_keyring(Disk& disk, const Path& folder);
/// Both copies, second first and read back: at every moment one whole keyring is on disk, and until
/// this returns success `read_keyring` gives the one before. As Disk; storage_failed "D-02" also
/// when the disk gives back other bytes; invalid_input "K-09", nothing written: no wrap at all
/// (nobody could unlock), two for one officer, or a file that `read_keyring` would not take.
Status write_keyring(Disk& disk, const Path& folder, const Keyring& keyring);

inline constexpr std::uint64_t max_recovery_file_bytes = 16 * 1024;
inline constexpr std::size_t max_recovery_text_bytes = 1024;

/// `recovery.age`: a sealed file (stanza `lontar/recovery-v1`) holding the register key, for the
/// sheet and the province's offline recovery key. As `seal` and Disk; invalid_input "K-17", nothing
/// written: `read_recovery` would not take it.
Status write_recovery(Disk& disk, const Path& folder, ByteView register_key,
                      std::span<const Recipient> recipients, const SigningKey& device,
                      Random& random);
/// The register key, of a file that the device it names has signed: nobody else's damage passes for
/// it, while whose device it must be only the register knows. wrong_passphrase "K-06": this sheet
/// does not open it; corrupt "K-07"; not_found "K-08".
Result<Secret> read_recovery(Disk& disk, const Path& folder, const Identity& sheet);

}  // namespace lontar::sealed
