#pragma once
/// A server that listens on loopback, with real TLS, and what tests send to it.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>

#include "sync/server/https/limits.hpp"
#include "sync/server/https/listener.hpp"
#include "sync/server/https/log.hpp"
#include "sync/server/https/worker.hpp"
#include "sync/upload/http.hpp"
#include "tests/sync/server/https/tls_client.hpp"
#include "tests/sync/server/province_scene.hpp"

namespace lontar::support {

/// The limits of the program, but for the one that each end of a connection waits for.
server::HttpLimits quick_limits();

/// A running server over the scene's province. Logs to `server.log` in the scene's folder.
class Running {
public:
    explicit Running(ProvinceScene& scene, const server::HttpLimits& limits = quick_limits());
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;
    Running(Running&&) = delete;
    Running& operator=(Running&&) = delete;
    ~Running() { stop(); }

    void stop();
    [[nodiscard]] std::string url(const std::string& path) const;

    std::unique_ptr<server::Worker> worker;
    std::unique_ptr<server::Listener> listener;

private:
    server::Log log_;
    std::thread thread_;
};

/// HTTP as a laptop of the scene's province speaks it.
std::unique_ptr<upload::Http> laptop_http(ProvinceScene& scene);

std::string batch_path(const Laptop& laptop, std::int64_t seq);
/// Head of a PUT with a body of `length` bytes.
std::string put_head(const std::string& path, std::size_t length);
/// Code of the problem document in an answer; "" when there is none.
std::string code_in(const std::string& answer);

}  // namespace lontar::support
