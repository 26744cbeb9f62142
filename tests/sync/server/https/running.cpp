#include "tests/sync/server/https/running.hpp"

#include <chrono>
#include <utility>

#include <catch2/catch_test_macros.hpp>

#include "sync/server/admin/serve.hpp"
#include "sync/wire/problem.hpp"

namespace lontar::support {

server::HttpLimits quick_limits() {
    server::HttpLimits limits;
    limits.drain = std::chrono::milliseconds(200);
    return limits;
}

Running::Running(ProvinceScene& scene, const server::HttpLimits& limits) : log_(scene.clock) {
    REQUIRE(log_.open(scene.folder / "server.log"));
    const auto tls = scene.province->tls_identity();
    REQUIRE(tls);
    worker = std::make_unique<server::Worker>(*scene.province);
    auto listening = server::Listener::listen(
        {"127.0.0.1", 0, *tls, scene.province->manifest().text(), limits},
        server::backend_of(*worker), [] {}, log_);
    REQUIRE(listening);
    listener = *std::move(listening);
    thread_ = std::thread([this] { listener->run(false); });
}

void Running::stop() {
    if (thread_.joinable()) {
        listener->stop();
        thread_.join();
        worker->stop();
    }
}

std::string Running::url(const std::string& path) const {
    return "https://127.0.0.1:" + std::to_string(listener->port()) + path;
}

std::unique_ptr<upload::Http> laptop_http(ProvinceScene& scene) {
    upload::HttpSettings settings;
    settings.ca = scene.province->manifest().ca;
    settings.clock = scene.clock.now();
    settings.clock_floor = scene.clock.now();
    settings.stall = std::chrono::seconds(20);
    auto http = upload::make_http(settings);
    REQUIRE(http);
    return *std::move(http);
}

std::string batch_path(const Laptop& laptop, std::int64_t seq) {
    return "/v1/batches/" + laptop.id().hex() + "/" + laptop.epoch.hex() + "/" +
           std::to_string(seq);
}

std::string put_head(const std::string& path, std::size_t length) {
    return "PUT " + path +
           " HTTP/1.1\r\nHost: p\r\nContent-Type: application/vnd.lontar\r\nContent-Length: " +
           std::to_string(length) + "\r\n\r\n";
}

std::string code_in(const std::string& answer) {
    const auto body = answer.find("\r\n\r\n");
    return body == std::string::npos ? ""
                                     : wire::problem_code(answer.substr(body + 4)).value_or("");
}

}  // namespace lontar::support
