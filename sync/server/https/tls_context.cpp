#include "sync/server/https/tls_context.hpp"

#include <boost/asio/ssl/context.hpp>

namespace lontar::server {

namespace ssl = boost::asio::ssl;

std::shared_ptr<TlsContext> make_tls_context(const TlsIdentity& tls) {
    auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
    boost::system::error_code error;
    context->set_options(ssl::context::default_workarounds | ssl::context::no_compression, error);
    SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
    // A client may not make the server compute by asking again and again.
    SSL_CTX_set_options(context->native_handle(),
                        SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    // A laptop comes again when it has something new: by then no ticket is worth its 510 bytes.
    SSL_CTX_set_num_tickets(context->native_handle(), 0);
    SSL_CTX_set_options(context->native_handle(), SSL_OP_NO_TICKET);
    SSL_CTX_set_session_cache_mode(context->native_handle(), SSL_SESS_CACHE_OFF);
    // Thousands of idle links: their buffers are given back between two reads.
    SSL_CTX_set_mode(context->native_handle(), SSL_MODE_RELEASE_BUFFERS);
    context->use_certificate_chain(boost::asio::buffer(tls.certificate), error);
    if (!error) {
        context->use_private_key(boost::asio::buffer(tls.key), ssl::context::pem, error);
    }
    return error ? nullptr : context;
}

}  // namespace lontar::server
