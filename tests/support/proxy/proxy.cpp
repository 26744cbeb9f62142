#include "support/proxy/proxy.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <deque>
#include <list>
#include <utility>
#include <vector>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace lontar::support {

namespace {

using Moment = std::chrono::steady_clock::time_point;
constexpr std::size_t piece_bytes = 16 * 1024;
/// More waits in the kernel, so that a slow reader slows the writer.
constexpr std::size_t most_queued = 64 * 1024;
constexpr std::size_t segment_bytes = 1400;
/// A sender on a link of 600 ms waits about so long before it sends again.
constexpr std::chrono::seconds retransmission{1};

/// The next of a row of numbers (SplitMix64).
std::uint64_t next_number(std::uint64_t& state) {
    std::uint64_t z = (state += 0x9e3779b97f4a7c15U);
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31U);
}

class Socket {
public:
    explicit Socket(int number) : number_(number) {}
    Socket(Socket&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Socket& operator=(Socket&&) = delete;
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;
    ~Socket() {
        if (number_ >= 0) {
            ::close(number_);
        }
    }
    [[nodiscard]] int number() const { return number_; }

private:
    int number_;
};

void make_ready(int socket) {
    ::fcntl(socket, F_SETFL, ::fcntl(socket, F_GETFL) | O_NONBLOCK);
    const int yes = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
}

sockaddr_in address_of(const std::string& host, int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    ::inet_pton(AF_INET, host.c_str(), &address.sin_addr);
    return address;
}

struct Piece {
    std::string bytes;
    Moment due;
    bool is_sent = false;  ///< once at least: it was lost then, or not
};

/// One way of a connection.
struct Way {
    int from = -1;
    int to = -1;
    std::deque<Piece> queue;
    std::size_t queued = 0;
    std::uint64_t read = 0;
    std::uint64_t reply_sent = 0;  ///< server to client only
    double allowance = 0;          ///< bytes that may go now under the rate
    std::uint64_t luck = 0;        ///< decides what is lost
    Moment counted = std::chrono::steady_clock::now();
    bool ended = false;   ///< the reading side is at its end
    bool closed = false;  ///< and the other side was told
};

struct Connection {
    Connection(Socket the_client, Socket the_server)
        : client(std::move(the_client)), server(std::move(the_server)) {
        up.from = down.to = client.number();
        up.to = down.from = server.number();
    }
    Socket client;
    Socket server;
    Way up;
    Way down;
    bool dead = false;

    [[nodiscard]] bool answers(const RoadRules& rules) const {
        return up.read >= rules.request_bytes;
    }
};

}  // namespace

struct Proxy::Impl {
    Impl(Socket the_listener, ProxySettings the_settings)
        : listener(std::move(the_listener)), settings(std::move(the_settings)) {}

    Socket listener;
    ProxySettings settings;
    RoadRules rules;
    std::list<Connection> open;
    std::uint64_t connections = 0;
    std::uint64_t up = 0;
    std::uint64_t down = 0;

    void accept_one() {
        Socket client(::accept4(listener.number(), nullptr, nullptr, SOCK_CLOEXEC));
        Socket server(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        if (client.number() < 0 || server.number() < 0) {
            return;
        }
        const auto address = address_of(settings.host, settings.to_port);
        // Blocking: the other end is on the loopback and takes or refuses at once.
        if (::connect(server.number(), reinterpret_cast<const sockaddr*>(&address),
                      sizeof address) != 0) {
            return;
        }
        make_ready(client.number());
        make_ready(server.number());
        ++connections;
        auto& connection = open.emplace_back(std::move(client), std::move(server));
        connection.up.luck = rules.loss_seed;
        connection.down.luck = ~rules.loss_seed;
    }

    void read_some(Connection& connection, Way& way) {
        std::array<char, piece_bytes> bytes{};
        const auto count = ::recv(way.from, bytes.data(), bytes.size(), 0);
        if (count < 0 && (errno == EAGAIN || errno == EINTR)) {
            return;
        }
        if (count <= 0) {
            way.ended = true;
            connection.dead = connection.dead || count < 0;
            return;
        }
        const auto size = static_cast<std::size_t>(count);
        way.read += size;
        (&way == &connection.up ? up : down) += size;
        way.queued += size;
        const auto due = std::chrono::steady_clock::now() + rules.delay;
        const auto segment = rules.lost_percent > 0 ? segment_bytes : size;
        for (std::size_t at = 0; at < size; at += segment) {
            way.queue.push_back(
                {std::string(bytes.data() + at, std::min(segment, size - at)), due});
        }
        if (rules.drop_every && connection.up.read + connection.down.read >= *rules.drop_every) {
            connection.dead = true;
        }
    }

    /// The first piece is sent, for the first time, and lost.
    void lose(Way& way, Moment now) const {
        if (rules.lost_percent == 0 || way.queue.empty()) {
            return;
        }
        auto& piece = way.queue.front();
        if (piece.due <= now && !std::exchange(piece.is_sent, true) &&
            next_number(way.luck) % 100 < rules.lost_percent) {
            piece.due = now + retransmission;
        }
    }

    /// How many bytes of the first piece may go now.
    std::size_t may_send(const Connection& connection, Way& way, Moment now) const {
        if (way.queue.empty() || way.queue.front().due > now) {
            return 0;
        }
        auto most = way.queue.front().bytes.size();
        const bool is_reply = &way == &connection.down && connection.answers(rules);
        if (is_reply && rules.hold) {
            return 0;
        }
        if (is_reply && rules.cut_reply) {
            most = std::min<std::size_t>(
                most, *rules.cut_reply - std::min(*rules.cut_reply, way.reply_sent));
        }
        if (rules.rate > 0) {
            const std::chrono::duration<double> passed = now - way.counted;
            // A pause is not saved up: a modem does not send faster afterwards.
            way.allowance =
                std::min(way.allowance + passed.count() * static_cast<double>(rules.rate),
                         static_cast<double>(std::max<std::uint64_t>(rules.rate / 10, 1)));
            way.counted = now;
            most = std::min(most, static_cast<std::size_t>(way.allowance));
        }
        return most;
    }

    void write_some(Connection& connection, Way& way, Moment now) {
        lose(way, now);
        while (const auto most = may_send(connection, way, now)) {
            auto& piece = way.queue.front();
            const auto count = ::send(way.to, piece.bytes.data(), most, MSG_NOSIGNAL);
            if (count < 0) {
                connection.dead = connection.dead || (errno != EAGAIN && errno != EINTR);
                return;
            }
            const auto size = static_cast<std::size_t>(count);
            way.allowance -= static_cast<double>(size);
            way.queued -= size;
            if (&way == &connection.down && connection.answers(rules)) {
                way.reply_sent += size;
            }
            piece.bytes.erase(0, size);
            if (piece.bytes.empty()) {
                way.queue.pop_front();
                lose(way, now);
            }
        }
        const bool cut = &way == &connection.down && rules.cut_reply && connection.answers(rules) &&
                         way.reply_sent >= *rules.cut_reply && !way.queue.empty();
        if (cut) {
            connection.dead = true;
        }
        if (way.ended && way.queue.empty() && !way.closed) {
            ::shutdown(way.to, SHUT_WR);
            way.closed = true;
        }
    }

    /// What is worth waking up for.
    std::vector<pollfd> wishes() const {
        std::vector<pollfd> out{{listener.number(), POLLIN, 0}};
        for (const auto& connection : open) {
            for (const auto* way : {&connection.up, &connection.down}) {
                const bool reads = !way->ended && way->queued < most_queued;
                out.push_back({way->from, static_cast<short>(reads ? POLLIN : 0), 0});
            }
        }
        return out;
    }
};

Proxy::Proxy(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Proxy::~Proxy() = default;

std::unique_ptr<Proxy> Proxy::begin(const ProxySettings& settings) {
    std::signal(SIGPIPE, SIG_IGN);
    Socket listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const int yes = 1;
    ::setsockopt(listener.number(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    const auto address = address_of("127.0.0.1", settings.port);
    if (::bind(listener.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) !=
            0 ||
        ::listen(listener.number(), 64) != 0) {
        return nullptr;
    }
    return std::unique_ptr<Proxy>(new Proxy(std::make_unique<Impl>(std::move(listener), settings)));
}

int Proxy::port() const {
    sockaddr_in address{};
    socklen_t size = sizeof address;
    ::getsockname(impl_->listener.number(), reinterpret_cast<sockaddr*>(&address), &size);
    return ntohs(address.sin_port);
}

void Proxy::set(const RoadRules& rules) {
    impl_->rules = rules;
}

void Proxy::turn(std::chrono::milliseconds patience) {
    auto& impl = *impl_;
    auto wishes = impl.wishes();
    // Delays and rates are looked at every 5 ms; an idle road sleeps as long as it may.
    const bool has_queue = std::any_of(impl.open.begin(), impl.open.end(), [](const auto& c) {
        return c.up.queued + c.down.queued > 0;
    });
    constexpr std::chrono::milliseconds look_again{5};
    const auto wait = has_queue ? std::min(patience, look_again) : patience;
    ::poll(wishes.data(), wishes.size(), static_cast<int>(wait.count()));
    std::size_t at = 1;
    const auto now = std::chrono::steady_clock::now();
    for (auto& connection : impl.open) {
        for (auto* way : {&connection.up, &connection.down}) {
            const auto& wish = wishes[at++];
            if ((wish.events & POLLIN) != 0 && (wish.revents & (POLLIN | POLLHUP | POLLERR)) != 0) {
                impl.read_some(connection, *way);
            } else if ((wish.revents & POLLERR) != 0) {
                connection.dead = true;
            }
            impl.write_some(connection, *way, now);
        }
    }
    impl.open.remove_if([](const Connection& connection) {
        return connection.dead || (connection.up.closed && connection.down.closed);
    });
    if ((wishes[0].revents & POLLIN) != 0) {
        impl.accept_one();
    }
}

std::uint64_t Proxy::held() const {
    std::uint64_t bytes = 0;
    for (const auto& connection : impl_->open) {
        if (impl_->rules.hold && connection.answers(impl_->rules)) {
            bytes += connection.down.queued;
        }
    }
    return bytes;
}

std::uint64_t Proxy::connections() const {
    return impl_->connections;
}
std::uint64_t Proxy::bytes_up() const {
    return impl_->up;
}
std::uint64_t Proxy::bytes_down() const {
    return impl_->down;
}

}  // namespace lontar::support
