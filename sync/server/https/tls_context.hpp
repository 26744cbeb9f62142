#pragma once
/// The server's certificate as its TLS connections use it.
#include <memory>

#include "sync/server/certificates.hpp"

namespace boost::asio::ssl {
class context;  // NOLINT(readability-identifier-naming): Boost's name
}

namespace lontar::server {

using TlsContext = boost::asio::ssl::context;

/// TLS 1.2 or newer under this certificate; nullptr when certificate or key cannot be used. Shared
/// by the connections that began with it: a renewed one is for later connections.
std::shared_ptr<TlsContext> make_tls_context(const TlsIdentity& tls);

}  // namespace lontar::server
