#pragma once
/// One connection's life: handshake, requests one after another, end; each step bounded in bytes
/// and time. The only file of the project that knows Beast is connection.cpp: what includes it
/// takes a minute to compile.
#include <functional>
#include <memory>
#include <string>

#include "sync/server/https/front.hpp"
#include "sync/server/https/limits.hpp"
#include "sync/server/https/tls_context.hpp"

// NOLINTBEGIN(readability-identifier-naming): Boost's names
namespace boost::asio {
class any_io_executor;
template <typename Protocol, typename Executor>
class basic_stream_socket;
namespace ip {
class tcp;
}
}  // namespace boost::asio
// NOLINTEND(readability-identifier-naming)

namespace lontar::server {

using TcpSocket =
    boost::asio::basic_stream_socket<boost::asio::ip::tcp, boost::asio::any_io_executor>;

/// Lives and is used in the thread that runs the socket's executor.
class Connection {
public:
    /// `front` and `limits` must outlive it. `address` is the other end's, for its rate.
    Connection(TcpSocket&& socket, std::shared_ptr<TlsContext> tls, std::string address,
               Front& front, const HttpLimits& limits);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    Connection(Connection&&) = delete;
    Connection& operator=(Connection&&) = delete;

    /// Returns at once. `ended` is called once, later, and may destroy the connection.
    void begin(std::function<void()> ended);
    /// Ends it now when it waits for a next request, else after the answer to the one under way.
    void finish();

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace lontar::server
