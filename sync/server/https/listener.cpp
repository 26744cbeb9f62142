#include "sync/server/https/listener.hpp"

#include <chrono>
#include <csignal>
#include <cstddef>
#include <list>
#include <map>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/as_tuple.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "sync/server/https/connection.hpp"
#include "sync/server/https/tls_context.hpp"

namespace lontar::server {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using SteadyClock = std::chrono::steady_clock;

constexpr auto as_result = asio::experimental::as_tuple(asio::use_awaitable);
constexpr std::chrono::milliseconds pause_time{100};

}  // namespace

struct Listener::Impl {
    Impl(ListenerSettings wanted, Backend backend, std::function<void()> each_hour, Log& out)
        : settings(std::move(wanted)),
          hourly(std::move(each_hour)),
          log(out),
          front(settings.limits, settings.keys, std::move(backend), log) {}

    Status listen();
    asio::awaitable<void> accept_all();
    void admit(tcp::socket socket);
    asio::awaitable<void> wait_for_signal();
    asio::awaitable<void> tick_hourly();
    void begin_stop();
    asio::awaitable<void> stop_after_grace();

    ListenerSettings settings;
    std::function<void()> hourly;
    Log& log;
    Front front;
    asio::io_context context{1};
    std::shared_ptr<TlsContext> tls;
    tcp::acceptor acceptor{context};
    asio::signal_set signals{context};
    asio::steady_timer hour{context};
    asio::steady_timer grace{context};
    std::list<Connection> connections;
    std::map<std::string, std::size_t> of_address;  ///< number of connections
    bool stopping = false;
};

Status Listener::Impl::listen() {
    tls = make_tls_context(settings.tls);
    if (!tls) {
        return fail(ErrorKind::storage_failed, "V-09", "load the server's certificate");
    }
    const auto cannot = [&](const error_code& error) {
        return fail(ErrorKind::refused, "V-10",
                    "listen on " + settings.address + ":" + std::to_string(settings.port) + ": " +
                        error.message());
    };
    error_code error;
    const auto address = asio::ip::make_address(settings.address, error);
    if (error) {
        return cannot(error);
    }
    const tcp::endpoint endpoint(address, settings.port);
    acceptor.open(endpoint.protocol(), error);
    if (!error) {
        acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    }
    if (!error) {
        acceptor.bind(endpoint, error);
    }
    if (!error) {
        acceptor.listen(asio::socket_base::max_listen_connections, error);
    }
    return error ? Status(cannot(error)) : done();
}

asio::awaitable<void> Listener::Impl::accept_all() {
    while (acceptor.is_open()) {
        auto [error, socket] = co_await acceptor.async_accept(as_result);
        if (error == asio::error::operation_aborted) {
            co_return;
        }
        if (error) {
            // Out of descriptors: those in use must end first.
            asio::steady_timer pause(context, pause_time);
            co_await pause.async_wait(as_result);
            continue;
        }
        admit(std::move(socket));
    }
}

/// One connection too many is closed at once, and one that was accepted while the end began.
void Listener::Impl::admit(tcp::socket socket) {
    error_code ignored;
    const std::string address = socket.remote_endpoint(ignored).address().to_string();
    if (stopping || connections.size() >= settings.limits.max_connections ||
        of_address[address] >= settings.limits.max_connections_of_address) {
        socket.close(ignored);
        return;
    }
    socket.set_option(tcp::no_delay(true), ignored);
    ++of_address[address];
    const auto at = connections.emplace(connections.end(), std::move(socket), tls, address, front,
                                        settings.limits);
    at->begin([this, at, address] {
        connections.erase(at);
        if (--of_address[address] == 0) {
            of_address.erase(address);
        }
    });
}

asio::awaitable<void> Listener::Impl::wait_for_signal() {
    auto [error, number] = co_await signals.async_wait(as_result);
    if (!error) {
        log.write("stopping: signal " + std::to_string(number));
        begin_stop();
    }
}

asio::awaitable<void> Listener::Impl::tick_hourly() {
    while (!stopping) {
        hour.expires_after(std::chrono::hours(1));
        auto [error] = co_await hour.async_wait(as_result);
        if (error) {
            co_return;
        }
        hourly();
    }
}

void Listener::Impl::begin_stop() {
    if (stopping) {
        return;
    }
    stopping = true;
    error_code ignored;
    acceptor.close(ignored);
    signals.cancel(ignored);
    hour.cancel();
    for (Connection& each : connections) {
        each.finish();
    }
    asio::co_spawn(context, stop_after_grace(), asio::detached);
}

asio::awaitable<void> Listener::Impl::stop_after_grace() {
    const auto until = SteadyClock::now() + settings.limits.grace;
    while (!connections.empty() && SteadyClock::now() < until) {
        grace.expires_after(pause_time);
        co_await grace.async_wait(as_result);
    }
    context.stop();
}

Listener::Listener(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Listener::~Listener() = default;

Result<std::unique_ptr<Listener>> Listener::listen(const ListenerSettings& settings,
                                                   Backend backend, std::function<void()> hourly,
                                                   Log& log) {
    auto impl = std::make_unique<Impl>(settings, std::move(backend), std::move(hourly), log);
    if (auto listening = impl->listen(); !listening) {
        return std::move(listening).error();
    }
    return std::unique_ptr<Listener>(new Listener(std::move(impl)));
}

std::uint16_t Listener::port() const {
    error_code ignored;
    return impl_->acceptor.local_endpoint(ignored).port();
}

void Listener::run(bool with_signals) {
    if (with_signals) {
        error_code ignored;
        impl_->signals.add(SIGINT, ignored);
        impl_->signals.add(SIGTERM, ignored);
        asio::co_spawn(impl_->context, impl_->wait_for_signal(), asio::detached);
    }
    asio::co_spawn(impl_->context, impl_->accept_all(), asio::detached);
    asio::co_spawn(impl_->context, impl_->tick_hourly(), asio::detached);
    impl_->context.run();
}

void Listener::stop() {
    asio::post(impl_->context, [this] { impl_->begin_stop(); });
}

void Listener::renew(const TlsIdentity& tls) {
    asio::post(impl_->context, [this, tls] {
        if (auto context = make_tls_context(tls)) {
            impl_->tls = std::move(context);
        }
    });
}

}  // namespace lontar::server
