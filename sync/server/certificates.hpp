#pragma once
/// TLS certificates of the province's own: a CA for nothing but its servers, and a leaf signed
/// directly by it.
#include <string>
#include <vector>

#include "storage/base/result.hpp"
#include "storage/base/timestamp.hpp"

namespace lontar::server {

/// PEM texts.
struct CertificateAuthority {
    std::string certificate;
    std::string key;
};
struct TlsIdentity {
    std::string certificate;
    std::string key;
};

/// ECDSA P-256, 20 years from a day before `now`. storage_failed "V-09".
Result<CertificateAuthority> make_authority(std::string_view name, Timestamp now);

/// ECDSA P-256, 2 years from a day before `now`, for the hosts (names and addresses) of `servers`.
/// storage_failed "V-09".
Result<TlsIdentity> make_leaf(const CertificateAuthority& authority,
                              const std::vector<std::string>& servers, Timestamp now);

/// Last moment of a PEM certificate. corrupt "V-09".
Result<Timestamp> end_of(const std::string& pem);

/// Host of `https://host[:port]`, IPv6 without brackets; nothing when it is another thing (a path,
/// a user, http).
std::optional<std::string> host_of(std::string_view server);

}  // namespace lontar::server
