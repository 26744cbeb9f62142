#pragma once
/// age v1 X25519 keys in the text forms of the `age` program (Bech32, BIP 173 without the length
/// limit).
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/random.hpp"
#include "storage/base/result.hpp"
#include "storage/sealed/secret.hpp"

namespace lontar::sealed {

/// Public: files can be sealed to it. Text `age1…`, 62 characters.
struct Recipient {
    std::array<std::uint8_t, 32> key{};
    bool operator==(const Recipient&) const = default;
    [[nodiscard]] std::string text() const;
    static std::optional<Recipient> parse(std::string_view text);
};

/// Secret: opens what was sealed to its recipient. Text `AGE-SECRET-KEY-1…`, 74 characters.
class Identity {
public:
    static Identity generate(Random& random);
    /// Blanks, hyphens inside groups and letter case as a person types them are forgiven when the
    /// whole is of one case after upper-casing; the Bech32 checksum decides.
    static std::optional<Identity> parse(std::string_view text);
    static std::optional<Identity> from_bytes(ByteView scalar);
    [[nodiscard]] const Recipient& recipient() const { return recipient_; }
    [[nodiscard]] Secret text() const;
    [[nodiscard]] ByteView bytes() const { return scalar_.view(); }

private:
    Secret scalar_;
    Recipient recipient_;
};

/// A key file of `age-keygen`: one identity a line, empty lines and lines that begin with `#`
/// skipped. Nothing when a line is another thing or there is no identity.
std::optional<std::vector<Identity>> parse_identity_file(std::string_view text);

}  // namespace lontar::sealed
