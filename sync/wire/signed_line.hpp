#pragma once
/// One line of JSON and under it the base64 of an Ed25519 signature over exactly its bytes: how
/// manifests and activation files are signed.
#include <string>
#include <string_view>

#include "storage/sealed/signing.hpp"

namespace lontar::wire {

/// The signature's line, without LF.
std::string sign_line(const sealed::SigningKey& key, std::string_view domain,
                      std::string_view line);
/// False for a wrong signature and for text that is no signature alike.
bool is_signed_by(const sealed::PublicKey& key, std::string_view domain, std::string_view line,
                  std::string_view signature);

}  // namespace lontar::wire
