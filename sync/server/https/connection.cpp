#include "sync/server/https/connection.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/experimental/as_tuple.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>

#include "storage/base/crash_point.hpp"
#include "sync/wire/newest.hpp"

namespace lontar::server {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::system::error_code;
using Stream = beast::ssl_stream<beast::tcp_stream>;
using SteadyClock = std::chrono::steady_clock;

constexpr auto as_result = asio::experimental::as_tuple(asio::use_awaitable);
constexpr std::size_t piece_bytes = 16 * 1024;
constexpr std::string_view head_end = "\r\n\r\n";

std::chrono::milliseconds steady_now() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(
        SteadyClock::now().time_since_epoch());
}

/// Nothing when the head is none or can be read in two ways.
std::optional<Request> parse_head(const std::string& head, const HttpLimits& limits) {
    if (!is_well_framed(head)) {
        return std::nullopt;
    }
    http::request_parser<http::empty_body> parser;
    parser.header_limit(static_cast<std::uint32_t>(limits.max_head_bytes));
    parser.body_limit(boost::none);
    error_code error;
    parser.put(asio::buffer(head), error);
    // A body is read here, not by the parser, which then only waits for it.
    if (error && error != http::error::need_more && error != http::error::unexpected_body) {
        return std::nullopt;
    }
    const auto& read = parser.get();
    Request request;
    request.method = std::string(read.method_string());
    request.route = find_route(request.method, {read.target().data(), read.target().size()});
    request.media_type = std::string(read[http::field::content_type]);
    request.keep_alive = read.keep_alive();
    request.wants_continue = beast::iequals(read[http::field::expect], "100-continue");
    const auto length = read[http::field::content_length];
    request.length =
        length.empty() ? 0 : static_cast<std::size_t>(std::stoull(std::string(length)));
    return request;
}

}  // namespace

struct Connection::Impl {
    Impl(TcpSocket&& socket, std::shared_ptr<TlsContext> its_tls, std::string its_address,
         Front& its_front, const HttpLimits& its_limits)
        : tls(std::move(its_tls)),
          stream(std::move(socket), *tls),
          address(std::move(its_address)),
          front(its_front),
          limits(its_limits) {}

    asio::awaitable<void> live();
    asio::awaitable<void> serve_requests();
    /// Nothing when the connection has to end.
    asio::awaitable<std::optional<std::string>> read_head(bool is_first);
    /// False when the connection has to end.
    asio::awaitable<bool> serve_request(const std::string& head);
    asio::awaitable<bool> read_body(const Request& request, Bytes& body);
    asio::awaitable<Answer> decide(const Request& request, Bytes body);
    asio::awaitable<bool> write(const Request& request, const Answer& answer, bool keep_alive);
    asio::awaitable<void> drain();

    beast::tcp_stream& link() { return beast::get_lowest_layer(stream); }

    std::shared_ptr<TlsContext> tls;  ///< outlives `stream`
    Stream stream;
    std::string address;
    Front& front;
    const HttpLimits& limits;
    std::string buffer;    ///< read, and not used yet
    bool is_idle = false;  ///< waiting for a next request
    bool is_finishing = false;
};

asio::awaitable<void> Connection::Impl::live() {
    link().expires_after(limits.handshake);
    auto [error] = co_await stream.async_handshake(asio::ssl::stream_base::server, as_result);
    if (!error) {
        co_await serve_requests();
        link().expires_after(limits.drain);
        co_await stream.async_shutdown(as_result);
    }
}

asio::awaitable<void> Connection::Impl::serve_requests() {
    for (bool is_first = true; !is_finishing; is_first = false) {
        const auto head = co_await read_head(is_first);
        if (!head || !co_await serve_request(*head)) {
            co_return;
        }
    }
}

asio::awaitable<std::optional<std::string>> Connection::Impl::read_head(bool is_first) {
    if (buffer.empty()) {
        link().expires_after(is_first ? limits.head : limits.idle);
        is_idle = true;
        std::string piece(piece_bytes, '\0');
        auto [error, read] = co_await stream.async_read_some(asio::buffer(piece), as_result);
        is_idle = false;
        if (error) {
            co_return std::nullopt;
        }
        buffer.append(piece, 0, read);
    }
    link().expires_after(limits.head);
    auto [error, read] = co_await asio::async_read_until(
        stream, asio::dynamic_buffer(buffer, limits.max_head_bytes + piece_bytes), head_end,
        as_result);
    if (!error && read <= limits.max_head_bytes) {
        std::string head = buffer.substr(0, read);
        buffer.erase(0, read);
        co_return head;
    }
    const bool is_slow = error == beast::error::timeout;
    if (!is_slow && error && error != asio::error::not_found) {
        co_return std::nullopt;  // gone
    }
    const Request none;
    const Answer answer = problem_answer(is_slow ? "timeout" : "malformed");
    front.note(none, answer, 0, std::chrono::milliseconds(0));
    if (!is_slow) {
        co_await write(none, answer, false);
    }
    co_return std::nullopt;
}

asio::awaitable<bool> Connection::Impl::serve_request(const std::string& head) {
    const auto begun = steady_now();
    const auto parsed = parse_head(head, limits);
    if (!parsed) {
        const Request none;
        const Answer answer = problem_answer("malformed");
        front.note(none, answer, 0, steady_now() - begun);
        co_await write(none, answer, false);
        co_await drain();
        co_return false;
    }
    const Request& request = *parsed;
    const bool keep_alive = request.keep_alive && !is_finishing;
    if (const auto refused = front.refuse(request, address, steady_now())) {
        front.note(request, *refused, 0, steady_now() - begun);
        const bool has_body = request.length > 0;
        co_await write(request, *refused, !has_body && keep_alive);
        if (has_body) {
            co_await drain();
        }
        co_return !has_body && keep_alive;
    }
    Bytes body;
    if (!co_await read_body(request, body)) {
        front.note(request, problem_answer("timeout"), body.size(), steady_now() - begun);
        co_return false;
    }
    const std::size_t body_bytes = body.size();
    const Answer answer = co_await decide(request, std::move(body));
    front.note(request, answer, body_bytes, steady_now() - begun);
    if (std::holds_alternative<PutBatch>(request.route)) {
        crash_point("reply-write");
    }
    co_return co_await write(request, answer, keep_alive) && keep_alive;
}

/// False when it does not come in time; `body` is then what came.
asio::awaitable<bool> Connection::Impl::read_body(const Request& request, Bytes& body) {
    if (request.wants_continue) {
        constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
        link().expires_after(limits.write);
        auto [error, written] = co_await asio::async_write(stream, asio::buffer(go_on), as_result);
        if (error) {
            co_return false;
        }
    }
    const std::size_t early = std::min(request.length, buffer.size());
    body.assign(buffer.begin(), buffer.begin() + static_cast<std::ptrdiff_t>(early));
    buffer.erase(0, early);
    const auto until =
        SteadyClock::now() + limits.body + std::chrono::seconds(request.length / limits.min_rate);
    while (body.size() < request.length) {
        const std::size_t have = body.size();
        body.resize(std::min(request.length, have + piece_bytes));
        link().expires_at(std::min(until, SteadyClock::now() + limits.stall));
        auto [error, read] = co_await stream.async_read_some(
            asio::buffer(body.data() + have, body.size() - have), as_result);
        body.resize(error ? have : have + read);
        if (error) {
            co_return false;
        }
    }
    co_return true;
}

asio::awaitable<Answer> Connection::Impl::decide(const Request& request, Bytes body) {
    // The backend's answer comes from another thread and is carried back into this one.
    struct Shared {
        explicit Shared(const Stream::executor_type& in)
            : ready(in, SteadyClock::time_point::max()) {}
        asio::steady_timer ready;
        std::optional<Answer> answer;
    };
    const auto executor = stream.get_executor();
    auto shared = std::make_shared<Shared>(executor);
    Backend::Done done = [executor, shared](Answer answer) {
        asio::post(executor, [shared, answer = std::move(answer)]() mutable {
            shared->answer = std::move(answer);
            shared->ready.cancel();
        });
    };
    auto at_once = front.answer(request, address, std::move(body), steady_now(), std::move(done));
    if (at_once) {
        co_return *std::move(at_once);
    }
    while (!shared->answer) {
        co_await shared->ready.async_wait(as_result);
    }
    co_return *std::move(shared->answer);
}

asio::awaitable<bool> Connection::Impl::write(const Request& request, const Answer& answer,
                                              bool keep_alive) {
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
    if (request.method == "HEAD") {
        response.body().clear();
    }
    link().expires_after(limits.write);
    auto [error, written] = co_await http::async_write(stream, response, as_result);
    co_return !error;
}

/// Reads on for a moment after an early answer: closing with unread bytes would reset the link
/// before it is read.
asio::awaitable<void> Connection::Impl::drain() {
    const auto until = SteadyClock::now() + limits.drain;
    std::string piece(piece_bytes, '\0');
    for (std::size_t drained = 0; drained < 2 * wire::max_batch_file_bytes;) {
        link().expires_at(until);
        auto [error, read] = co_await stream.async_read_some(asio::buffer(piece), as_result);
        if (error) {
            co_return;
        }
        drained += read;
    }
}

Connection::Connection(TcpSocket&& socket, std::shared_ptr<TlsContext> tls, std::string address,
                       Front& front, const HttpLimits& limits)
    : impl_(std::make_unique<Impl>(std::move(socket), std::move(tls), std::move(address), front,
                                   limits)) {}

Connection::~Connection() = default;

void Connection::begin(std::function<void()> ended) {
    asio::co_spawn(impl_->stream.get_executor(), impl_->live(),
                   [ended = std::move(ended)](const std::exception_ptr& /*failed*/) { ended(); });
}

void Connection::finish() {
    impl_->is_finishing = true;
    if (impl_->is_idle) {
        impl_->link().cancel();
    }
}

}  // namespace lontar::server
