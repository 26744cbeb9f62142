#pragma once
/// The two lines of a manifest, shared by `parse_manifest` and the activation file that begins with
/// them.
#include <optional>
#include <string_view>

#include "sync/wire/manifest.hpp"

namespace lontar::wire {

/// Short codes by the file the lines stand in.
struct ManifestCodes {
    std::string_view not_one;
    std::string_view bad_signature;
};

/// refused "A-02": another root than `root`; corrupt by `codes`; too_new "A-05".
Result<KeyManifest> read_manifest_lines(std::string_view line, std::string_view signature,
                                        const std::optional<sealed::PublicKey>& root,
                                        const ManifestCodes& codes);

}  // namespace lontar::wire
