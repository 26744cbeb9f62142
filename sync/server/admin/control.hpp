#pragma once
/// The control socket in the data folder: commands reach the one process that has the database
/// open. One connection writes and checkpoints it (two would meet SQLite's WAL-reset bug), so a
/// command never opens it beside a running server.
#include <atomic>
#include <functional>
#include <memory>
#include <thread>

#include "storage/base/durable_file.hpp"
#include "storage/base/json.hpp"
#include "storage/base/result.hpp"

namespace lontar::server {

/// Answers requests, one line of JSON each, until destroyed. Only the owner of the data folder can
/// connect.
class ControlServer {
public:
    using Handler = std::function<Result<Json>(const Json& request)>;

    /// The caller holds the folder's lock. refused "V-10": the socket cannot be made.
    static Result<std::unique_ptr<ControlServer>> listen(const Path& folder, Handler handler);
    ~ControlServer();
    ControlServer(const ControlServer&) = delete;
    ControlServer& operator=(const ControlServer&) = delete;
    ControlServer(ControlServer&&) = delete;
    ControlServer& operator=(ControlServer&&) = delete;

private:
    ControlServer(int listener, Path folder, Handler handler);
    void work();

    int listener_;
    Path folder_;
    Handler handler_;
    std::atomic<bool> stopping_ = false;
    std::thread thread_;
};

/// A connection to a running server. not_found "V-03": none runs; unreachable "V-03": it does not
/// answer.
class ControlClient {
public:
    static Result<std::unique_ptr<ControlClient>> connect(const Path& folder);
    ~ControlClient();
    ControlClient(const ControlClient&) = delete;
    ControlClient& operator=(const ControlClient&) = delete;
    ControlClient(ControlClient&&) = delete;
    ControlClient& operator=(ControlClient&&) = delete;

    /// The handler's answer, its error too.
    Result<Json> call(const Json& request);

private:
    explicit ControlClient(int socket) : socket_(socket) {}
    int socket_;
};

}  // namespace lontar::server
