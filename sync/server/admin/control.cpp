#include "sync/server/admin/control.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "sync/server/admin/calls.hpp"
#include "sync/server/province.hpp"

namespace lontar::server {

namespace {

constexpr int poll_ms = 200;
constexpr int patience_ms = 60'000;
constexpr std::array kinds{
    ErrorKind::invalid_input,    ErrorKind::not_found,    ErrorKind::conflict,
    ErrorKind::corrupt,          ErrorKind::storage_full, ErrorKind::storage_failed,
    ErrorKind::unreachable,      ErrorKind::refused,      ErrorKind::locked,
    ErrorKind::wrong_passphrase, ErrorKind::too_new,      ErrorKind::cancelled};

Error no_answer() {
    return fail(ErrorKind::unreachable, "V-03",
                "ask the running server: no answer on its control socket");
}

/// A socket's address has room for 107 bytes; by way of the open folder every folder's path fits.
class Address {
public:
    explicit Address(const Path& folder)
        : folder_(::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)) {
        address_.sun_family = AF_UNIX;
        const std::string path =
            "/proc/self/fd/" + std::to_string(folder_) + "/" + std::string(files::control);
        std::memcpy(address_.sun_path, path.data(), path.size());
    }
    Address(const Address&) = delete;
    Address& operator=(const Address&) = delete;
    Address(Address&&) = delete;
    Address& operator=(Address&&) = delete;
    ~Address() {
        if (folder_ >= 0) {
            ::close(folder_);
        }
    }
    [[nodiscard]] const sockaddr* get() const {
        return reinterpret_cast<const sockaddr*>(&address_);
    }
    [[nodiscard]] static socklen_t size() { return sizeof(sockaddr_un); }

private:
    int folder_;
    sockaddr_un address_{};
};

bool is_ready(int socket, short events, int ms) {
    pollfd asked{socket, events, 0};
    int ready = 0;
    do {
        ready = ::poll(&asked, 1, ms);
    } while (ready < 0 && errno == EINTR);
    return ready > 0;
}

bool send_line(int socket, const std::string& text) {
    const std::string line = text + "\n";
    for (std::size_t sent = 0; sent < line.size();) {
        if (!is_ready(socket, POLLOUT, patience_ms)) {
            return false;
        }
        const ssize_t now = ::send(socket, line.data() + sent, line.size() - sent, MSG_NOSIGNAL);
        if (now < 0 && errno != EINTR) {
            return false;
        }
        sent += now > 0 ? static_cast<std::size_t>(now) : 0;
    }
    return true;
}

/// The next line. `wait` says after each pause whether to wait on.
template <typename Wait>
std::optional<std::string> receive_line(int socket, std::string& rest, Wait wait) {
    for (;;) {
        if (const auto end = rest.find('\n'); end != std::string::npos) {
            std::string line = rest.substr(0, end);
            rest.erase(0, end + 1);
            return line;
        }
        if (rest.size() > call_limits.max_bytes) {
            return std::nullopt;
        }
        if (!is_ready(socket, POLLIN, poll_ms)) {
            if (!wait()) {
                return std::nullopt;
            }
            continue;
        }
        std::array<char, 65536> piece{};
        const ssize_t read = ::recv(socket, piece.data(), piece.size(), 0);
        if (read == 0 || (read < 0 && errno != EINTR)) {
            return std::nullopt;
        }
        rest.append(piece.data(), read > 0 ? static_cast<std::size_t>(read) : 0);
    }
}

Json answer_json(const Result<Json>& answer) {
    if (answer) {
        return Json().set("answer", *answer);
    }
    const Error& error = answer.error();
    return Json().set("error", Json()
                                   .set("kind", name_of(error.kind))
                                   .set("code", error.code)
                                   .set("context", error.context));
}

Result<Json> answer_from(const std::string& line) {
    auto json = parse_json(line, call_limits);
    if (!json) {
        return no_answer();
    }
    if (const Json* answer = json->find("answer")) {
        return *answer;
    }
    const Json* error = json->find("error");
    if (error == nullptr) {
        return no_answer();
    }
    for (const ErrorKind kind : kinds) {
        if (name_of(kind) == error->text_at("kind")) {
            return fail(kind, error->text_at("code").value_or("V-03"),
                        error->text_at("context").value_or(""));
        }
    }
    return no_answer();
}

}  // namespace

Result<std::unique_ptr<ControlServer>> ControlServer::listen(const Path& folder, Handler handler) {
    const Path path = folder / files::control;
    // Nobody else holds the folder: a socket that lies there is of a server that was killed.
    ::unlink(path.c_str());
    const int listener = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const Address address(folder);
    if (listener < 0 || ::bind(listener, address.get(), Address::size()) != 0 ||
        ::chmod(path.c_str(), S_IRUSR | S_IWUSR) != 0 || ::listen(listener, 8) != 0) {
        const std::string why = std::generic_category().message(errno);
        if (listener >= 0) {
            ::close(listener);
        }
        return fail(ErrorKind::refused, "V-10", "make the control socket: " + why);
    }
    return std::unique_ptr<ControlServer>(new ControlServer(listener, folder, std::move(handler)));
}

ControlServer::ControlServer(int listener, Path folder, Handler handler)
    : listener_(listener),
      folder_(std::move(folder)),
      handler_(std::move(handler)),
      thread_([this] { work(); }) {}

ControlServer::~ControlServer() {
    stopping_ = true;
    thread_.join();
    ::close(listener_);
    ::unlink((folder_ / files::control).c_str());
}

void ControlServer::work() {
    while (!stopping_) {
        if (!is_ready(listener_, POLLIN, poll_ms)) {
            continue;
        }
        const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (socket < 0) {
            continue;
        }
        std::string rest;
        while (const auto line = receive_line(socket, rest, [this] { return !stopping_; })) {
            const auto request = parse_json(*line, call_limits);
            const auto answer = request ? handler_(*request) : Result<Json>(request.error());
            if (!send_line(socket, answer_json(answer).dump())) {
                break;
            }
        }
        ::close(socket);
    }
}

Result<std::unique_ptr<ControlClient>> ControlClient::connect(const Path& folder) {
    const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const Address address(folder);
    if (socket < 0 || ::connect(socket, address.get(), Address::size()) != 0) {
        if (socket >= 0) {
            ::close(socket);
        }
        return fail(ErrorKind::not_found, "V-03",
                    "ask the running server: none listens on the control socket");
    }
    return std::unique_ptr<ControlClient>(new ControlClient(socket));
}

ControlClient::~ControlClient() {
    ::close(socket_);
}

Result<Json> ControlClient::call(const Json& request) {
    std::string rest;
    if (!send_line(socket_, request.dump())) {
        return no_answer();
    }
    // A backup of a large province takes its time; a server that ends closes the socket.
    const auto line = receive_line(socket_, rest, [] { return true; });
    return line ? answer_from(*line) : no_answer();
}

}  // namespace lontar::server
