#include "sync/server/https/http.hpp"

#include <algorithm>
#include <csignal>
#include <map>
#include <set>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/as_tuple.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>

#include "storage/base/crash_point.hpp"
#include "sync/wire/problem.hpp"

namespace lontar::server {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;
using Stream = beast::ssl_stream<beast::tcp_stream>;
using SteadyClock = std::chrono::steady_clock;

constexpr auto as_result = asio::experimental::as_tuple(asio::use_awaitable);
constexpr std::size_t piece_bytes = 16 * 1024;
constexpr std::chrono::seconds drain_time{5};
constexpr std::chrono::seconds busy_retry{5};
constexpr std::chrono::milliseconds accept_pause{100};
constexpr std::string_view head_end = "\r\n\r\n";

std::chrono::milliseconds steady_now() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(
        SteadyClock::now().time_since_epoch());
}

Answer plain_answer(std::string text, std::string_view outcome) {
    return {200, "text/plain; charset=utf-8", to_bytes(text), std::string(outcome),
            std::chrono::seconds(0)};
}

Answer wrong_use(int status) {
    Answer answer = problem_answer("wrong_use");
    answer.status = status;
    answer.body = to_bytes(wire::problem_document({"wrong_use", status}));
    return answer;
}

std::shared_ptr<asio::ssl::context> make_context(const TlsIdentity& tls) {
    auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
    error_code error;
    context->set_options(
        asio::ssl::context::default_workarounds | asio::ssl::context::no_compression, error);
    SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
    // A client may not make the server compute by asking again and again.
    SSL_CTX_set_options(context->native_handle(),
                        SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    // Thousands of idle links: their buffers are given back between two reads.
    SSL_CTX_set_mode(context->native_handle(), SSL_MODE_RELEASE_BUFFERS);
    context->use_certificate_chain(asio::buffer(tls.certificate), error);
    if (!error) {
        context->use_private_key(asio::buffer(tls.key), asio::ssl::context::pem, error);
    }
    return error ? nullptr : context;
}

/// One call as it is read, answered and logged.
struct Call {
    std::string method;
    Route route = WrongUse{404};
    std::string media_type;
    std::size_t length = 0;  ///< of the body
    bool keep_alive = false;
    bool wants_continue = false;
    std::size_t body_read = 0;
    SteadyClock::time_point begun = SteadyClock::now();
};

}  // namespace

struct HttpServer::Impl {
    Impl(HttpSettings wanted, Backend behind, Log& out)
        : settings(std::move(wanted)),
          backend(std::move(behind)),
          log(out),
          addresses(settings.limits.of_address),
          devices(settings.limits.of_device) {}

    // --- begin and end
    Status listen();
    asio::awaitable<void> accept_all();
    asio::awaitable<void> wait_for_signal();
    asio::awaitable<void> tick_hourly();
    void begin_stop();
    asio::awaitable<void> stop_after_grace();

    // --- one connection
    asio::awaitable<void> serve(tcp::socket socket);
    asio::awaitable<void> serve_calls(Stream& stream, const std::string& address);
    asio::awaitable<bool> read_head(Stream& stream, std::string& buffer, std::size_t& head_bytes,
                                    bool is_first);
    asio::awaitable<bool> answer_call(Stream& stream, std::string& buffer, std::size_t head_bytes,
                                      const std::string& address);
    asio::awaitable<bool> read_body(Stream& stream, std::string& buffer, Call& call, Bytes& body);
    asio::awaitable<Answer> decide(const Call& call, Bytes body, const std::string& address);
    asio::awaitable<Answer> ask(std::function<bool(Backend::Done)> post);
    asio::awaitable<bool> write(Stream& stream, const Call& call, const Answer& answer,
                                bool keep_alive);
    asio::awaitable<void> drain(Stream& stream);
    std::optional<Answer> refuse_early(const Call& call, const std::string& address);
    void note(const Call& call, const Answer& answer);

    HttpSettings settings;
    Backend backend;
    Log& log;
    Rates addresses;
    Rates devices;
    asio::io_context context{1};
    std::shared_ptr<asio::ssl::context> tls;
    tcp::acceptor acceptor{context};
    asio::signal_set signals{context};
    asio::steady_timer hour{context};
    asio::steady_timer grace{context};
    std::map<std::string, std::size_t> connections;  ///< by address
    std::size_t connection_count = 0;
    std::set<beast::tcp_stream*> idle;  ///< waiting for a next call
    bool stopping = false;
};

Status HttpServer::Impl::listen() {
    tls = make_context(settings.tls);
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

asio::awaitable<void> HttpServer::Impl::accept_all() {
    while (acceptor.is_open()) {
        auto [error, socket] = co_await acceptor.async_accept(as_result);
        if (error == asio::error::operation_aborted) {
            co_return;
        }
        if (error) {
            // Out of descriptors: those in use must end first.
            asio::steady_timer pause(context, accept_pause);
            co_await pause.async_wait(as_result);
            continue;
        }
        asio::co_spawn(context, serve(std::move(socket)), asio::detached);
    }
}

asio::awaitable<void> HttpServer::Impl::wait_for_signal() {
    auto [error, number] = co_await signals.async_wait(as_result);
    if (!error) {
        log.write("stopping: signal " + std::to_string(number));
        begin_stop();
    }
}

asio::awaitable<void> HttpServer::Impl::tick_hourly() {
    while (!stopping) {
        hour.expires_after(std::chrono::hours(1));
        auto [error] = co_await hour.async_wait(as_result);
        if (error) {
            co_return;
        }
        if (backend.hourly) {
            backend.hourly();
        }
    }
}

void HttpServer::Impl::begin_stop() {
    if (stopping) {
        return;
    }
    stopping = true;
    error_code ignored;
    acceptor.close(ignored);
    signals.cancel(ignored);
    hour.cancel();
    for (beast::tcp_stream* stream : idle) {
        stream->cancel();
    }
    asio::co_spawn(context, stop_after_grace(), asio::detached);
}

asio::awaitable<void> HttpServer::Impl::stop_after_grace() {
    const auto until = SteadyClock::now() + settings.limits.grace;
    while (connection_count > 0 && SteadyClock::now() < until) {
        grace.expires_after(accept_pause);
        co_await grace.async_wait(as_result);
    }
    context.stop();
}

asio::awaitable<void> HttpServer::Impl::serve(tcp::socket socket) {
    error_code ignored;
    const auto endpoint = socket.remote_endpoint(ignored);
    const std::string address = endpoint.address().to_string();
    if (connection_count >= settings.limits.max_connections ||
        connections[address] >= settings.limits.max_connections_of_address) {
        socket.close(ignored);
        co_return;
    }
    ++connection_count;
    ++connections[address];
    socket.set_option(tcp::no_delay(true), ignored);
    {
        const auto certificate = tls;  // a renewed one is for later connections
        Stream stream(std::move(socket), *certificate);
        auto& lowest = beast::get_lowest_layer(stream);
        lowest.expires_after(settings.limits.handshake);
        auto [error] = co_await stream.async_handshake(asio::ssl::stream_base::server, as_result);
        if (!error) {
            co_await serve_calls(stream, address);
            lowest.expires_after(drain_time);
            co_await stream.async_shutdown(as_result);
        }
    }
    --connection_count;
    if (--connections[address] == 0) {
        connections.erase(address);
    }
}

asio::awaitable<void> HttpServer::Impl::serve_calls(Stream& stream, const std::string& address) {
    std::string buffer;
    for (bool is_first = true; !stopping; is_first = false) {
        std::size_t head_bytes = 0;
        if (!co_await read_head(stream, buffer, head_bytes, is_first)) {
            co_return;
        }
        if (!co_await answer_call(stream, buffer, head_bytes, address)) {
            co_return;
        }
    }
}

asio::awaitable<bool> HttpServer::Impl::read_head(Stream& stream, std::string& buffer,
                                                  std::size_t& head_bytes, bool is_first) {
    auto& lowest = beast::get_lowest_layer(stream);
    if (buffer.empty()) {
        lowest.expires_after(is_first ? settings.limits.head : settings.limits.idle);
        idle.insert(&lowest);
        std::string piece(piece_bytes, '\0');
        auto [error, read] = co_await stream.async_read_some(asio::buffer(piece), as_result);
        idle.erase(&lowest);
        if (error) {
            co_return false;
        }
        buffer.append(piece, 0, read);
    }
    lowest.expires_after(settings.limits.head);
    auto [error, read] = co_await asio::async_read_until(
        stream, asio::dynamic_buffer(buffer, settings.limits.max_head_bytes + piece_bytes),
        head_end, as_result);
    if (!error && read <= settings.limits.max_head_bytes) {
        head_bytes = read;
        co_return true;
    }
    Call call;
    call.method = "-";
    const bool is_slow = error == beast::error::timeout;
    if (!is_slow && error && error != asio::error::not_found) {
        co_return false;  // gone
    }
    const Answer answer = problem_answer(is_slow ? "timeout" : "malformed");
    note(call, answer);
    if (!is_slow) {
        co_await write(stream, call, answer, false);
    }
    co_return false;
}

asio::awaitable<bool> HttpServer::Impl::answer_call(Stream& stream, std::string& buffer,
                                                    std::size_t head_bytes,
                                                    const std::string& address) {
    Call call;
    std::string head = buffer.substr(0, head_bytes);
    buffer.erase(0, head_bytes);
    http::request_parser<http::empty_body> parser;
    parser.header_limit(static_cast<std::uint32_t>(settings.limits.max_head_bytes));
    parser.body_limit(boost::none);
    error_code error;
    if (is_well_framed(head)) {
        parser.put(asio::buffer(head), error);
    } else {
        error = http::error::bad_field;
    }
    // A body is read here, not by the parser, which then only waits for it.
    if (error && error != http::error::need_more && error != http::error::unexpected_body) {
        call.method = "-";
        const Answer answer = problem_answer("malformed");
        note(call, answer);
        co_await write(stream, call, answer, false);
        co_await drain(stream);
        co_return false;
    }
    const auto& request = parser.get();
    call.method = std::string(request.method_string());
    call.route = find_route(call.method, {request.target().data(), request.target().size()});
    call.media_type = std::string(request[http::field::content_type]);
    call.keep_alive = request.keep_alive() && !stopping;
    call.wants_continue = beast::iequals(request[http::field::expect], "100-continue");
    const auto length = request[http::field::content_length];
    call.length = length.empty() ? 0 : static_cast<std::size_t>(std::stoull(std::string(length)));
    if (auto refused = refuse_early(call, address)) {
        note(call, *refused);
        const bool has_body = call.length > 0;
        co_await write(stream, call, *refused, !has_body && call.keep_alive);
        if (has_body) {
            co_await drain(stream);
        }
        co_return !has_body && call.keep_alive;
    }
    Bytes body;
    if (!co_await read_body(stream, buffer, call, body)) {
        note(call, problem_answer("timeout"));
        co_return false;
    }
    const Answer answer = co_await decide(call, std::move(body), address);
    note(call, answer);
    if (std::holds_alternative<PutBatch>(call.route)) {
        crash_point("reply-write");
    }
    co_return co_await write(stream, call, answer, call.keep_alive) && call.keep_alive;
}

std::optional<Answer> HttpServer::Impl::refuse_early(const Call& call, const std::string& address) {
    if (!addresses.allow(address, steady_now())) {
        return problem_answer("slow_down", addresses.wait());
    }
    if (const auto* wrong = std::get_if<WrongUse>(&call.route)) {
        return wrong_use(wrong->status);
    }
    const bool is_put = std::holds_alternative<PutBatch>(call.route);
    if (is_put && call.length > wire::max_batch_file_bytes) {
        return problem_answer("too_large");
    }
    if (is_put && call.media_type != wire::sealed_media_type) {
        return wrong_use(415);
    }
    if (is_put ? call.length == 0 : call.length > 0) {
        return problem_answer("malformed");
    }
    return std::nullopt;
}

asio::awaitable<bool> HttpServer::Impl::read_body(Stream& stream, std::string& buffer, Call& call,
                                                  Bytes& body) {
    auto& lowest = beast::get_lowest_layer(stream);
    if (call.wants_continue) {
        constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
        lowest.expires_after(settings.limits.write);
        auto [error, written] = co_await asio::async_write(stream, asio::buffer(go_on), as_result);
        if (error) {
            co_return false;
        }
    }
    const std::size_t early = std::min(call.length, buffer.size());
    body.assign(buffer.begin(), buffer.begin() + static_cast<std::ptrdiff_t>(early));
    buffer.erase(0, early);
    const auto allowed =
        settings.limits.body + std::chrono::seconds(call.length / settings.limits.min_rate);
    const auto until = SteadyClock::now() + allowed;
    while (body.size() < call.length) {
        const std::size_t have = body.size();
        call.body_read = have;
        body.resize(std::min(call.length, have + piece_bytes));
        lowest.expires_at(std::min(until, SteadyClock::now() + settings.limits.stall));
        auto [error, read] = co_await stream.async_read_some(
            asio::buffer(body.data() + have, body.size() - have), as_result);
        if (error) {
            co_return false;
        }
        body.resize(have + read);
    }
    call.body_read = body.size();
    co_return true;
}

asio::awaitable<Answer> HttpServer::Impl::decide(const Call& call, Bytes body,
                                                 const std::string& address) {
    if (std::holds_alternative<GetKeys>(call.route)) {
        co_return plain_answer(settings.keys, "keys");
    }
    if (std::holds_alternative<GetHealth>(call.route)) {
        co_return plain_answer("ok\n", "ok");
    }
    if (const auto* asked = std::get_if<GetReply>(&call.route)) {
        // The device of a GET is not proved: nobody may use up what another may ask.
        if (!devices.allow(address + " " + asked->device.hex(), steady_now())) {
            co_return problem_answer("slow_down", devices.wait());
        }
        co_return co_await ask(
            [&](Backend::Done done) { return backend.get_reply(*asked, std::move(done)); });
    }
    auto checked = check_outside(body, std::get<PutBatch>(call.route).claimed);
    if (auto* refused = std::get_if<Answer>(&checked)) {
        co_return std::move(*refused);
    }
    const auto& stanza = std::get<wire::BatchStanza>(checked);
    if (!devices.allow(stanza.device.hex(), steady_now())) {
        co_return problem_answer("slow_down", devices.wait());
    }
    co_return co_await ask([&](Backend::Done done) {
        return backend.put_batch(std::move(body), stanza, std::move(done));
    });
}

asio::awaitable<Answer> HttpServer::Impl::ask(std::function<bool(Backend::Done)> post) {
    // The answer comes from another thread and is carried back into this one.
    struct Shared {
        explicit Shared(asio::io_context& in) : ready(in, SteadyClock::time_point::max()) {}
        asio::steady_timer ready;
        std::optional<Answer> answer;
    };
    auto shared = std::make_shared<Shared>(context);
    const bool posted = post([this, shared](Answer answer) {
        asio::post(context, [shared, answer = std::move(answer)]() mutable {
            shared->answer = std::move(answer);
            shared->ready.cancel();
        });
    });
    if (!posted) {
        co_return problem_answer("busy", busy_retry);
    }
    while (!shared->answer) {
        co_await shared->ready.async_wait(as_result);
    }
    co_return *std::move(shared->answer);
}

asio::awaitable<bool> HttpServer::Impl::write(Stream& stream, const Call& call,
                                              const Answer& answer, bool keep_alive) {
    http::response<http::vector_body<std::uint8_t>> response;
    response.version(11);
    response.result(static_cast<unsigned>(answer.status));
    response.set(http::field::content_type, answer.media_type);
    if (answer.retry_after.count() > 0) {
        response.set(http::field::retry_after, std::to_string(answer.retry_after.count()));
    }
    if (answer.newest) {
        response.set(wire::newest_header, wire::newest_text(*answer.newest));
    }
    response.keep_alive(keep_alive);
    response.body() = answer.body;
    response.prepare_payload();
    if (call.method == "HEAD") {
        response.body().clear();
    }
    beast::get_lowest_layer(stream).expires_after(settings.limits.write);
    auto [error, written] = co_await http::async_write(stream, response, as_result);
    co_return !error;
}

/// Reads on for a moment after an early answer: closing with unread bytes would reset the link
/// before it is read.
asio::awaitable<void> HttpServer::Impl::drain(Stream& stream) {
    auto& lowest = beast::get_lowest_layer(stream);
    const auto until = SteadyClock::now() + drain_time;
    std::string piece(piece_bytes, '\0');
    for (std::size_t drained = 0; drained < 2 * wire::max_batch_file_bytes;) {
        lowest.expires_at(until);
        auto [error, read] = co_await stream.async_read_some(asio::buffer(piece), as_result);
        if (error) {
            co_return;
        }
        drained += read;
    }
}

void HttpServer::Impl::note(const Call& call, const Answer& answer) {
    const auto ms =
        std::chrono::duration_cast<std::chrono::milliseconds>(SteadyClock::now() - call.begun)
            .count();
    // A method is what somebody sent: only the known ones are repeated.
    const bool known = call.method == "PUT" || call.method == "GET";
    std::string line = std::string(known ? call.method : "OTHER") + " " +
                       std::string(name_of(call.route)) + " " + std::to_string(answer.status) +
                       " " + answer.outcome + " in=" + std::to_string(call.body_read) +
                       " out=" + std::to_string(answer.body.size()) + " ms=" + std::to_string(ms);
    if (const std::string ids = ids_of(call.route); !ids.empty()) {
        line += " " + ids;
    }
    log.write(line);
}

HttpServer::HttpServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
HttpServer::~HttpServer() = default;

Result<std::unique_ptr<HttpServer>> HttpServer::listen(const HttpSettings& settings,
                                                       Backend backend, Log& log) {
    auto impl = std::make_unique<Impl>(settings, std::move(backend), log);
    if (auto listening = impl->listen(); !listening) {
        return std::move(listening).error();
    }
    return std::unique_ptr<HttpServer>(new HttpServer(std::move(impl)));
}

std::uint16_t HttpServer::port() const {
    error_code ignored;
    return impl_->acceptor.local_endpoint(ignored).port();
}

void HttpServer::run(bool with_signals) {
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

void HttpServer::stop() {
    asio::post(impl_->context, [this] { impl_->begin_stop(); });
}

void HttpServer::renew(const TlsIdentity& tls) {
    asio::post(impl_->context, [this, tls] {
        if (auto context = make_context(tls)) {
            impl_->tls = std::move(context);
        }
    });
}

}  // namespace lontar::server
