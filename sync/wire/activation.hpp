#pragma once
/// Activation file `*.lontar-activation`: lets a laptop speak for one village, offline. Four lines,
/// at most 16 KiB.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sync/wire/manifest.hpp"

namespace lontar::wire {

struct Funder {
    std::string code;  ///< SC SB SG SD SA SL
    std::int64_t seats = 0;
};

struct Activation {
    KeyManifest manifest;
    ActivationId id;
    std::string village;  ///< 10 digits
    std::string village_name;
    std::vector<Funder> funders;
    std::optional<std::string> code;  ///< absent where the code is told by phone
    std::int64_t uses = 1;
    Timestamp made;
    Timestamp expires;  ///< judged by the server at receipt; the client only warns
    bool with_register = false;
    std::string text;  ///< the whole file as received
};

inline constexpr std::size_t max_activation_bytes = 16 * 1024;
inline constexpr std::size_t max_funders = 16;
inline constexpr std::size_t max_activation_code_bytes = 40;
inline constexpr std::int64_t max_uses = 100;

/// Signs with an invite key listed in the manifest (domain `lontar/activation-v1`); fills `text`.
/// invalid_input "A-06": `parse_activation` would not take it.
Result<Activation> sign_activation(Activation activation, const sealed::SigningKey& invite_key);
/// corrupt "A-03": not an activation file or cut; "A-04": a signature is wrong; refused "A-02":
/// another root than the pinned one; too_new "A-05".
Result<Activation> parse_activation(std::string_view text,
                                    const std::optional<sealed::PublicKey>& root);

}  // namespace lontar::wire
