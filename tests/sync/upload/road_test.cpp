// The real transport over a bad road.
#include <atomic>
#include <chrono>
#include <thread>

#include <catch2/catch_test_macros.hpp>

#include "support/laptop/locked_laptop.hpp"
#include "support/proxy/proxy.hpp"
#include "support/tls/tls_server.hpp"

using namespace lontar;
using namespace std::chrono_literals;
using lontar::support::Proxy;
using lontar::support::RoadRules;
using lontar::support::TlsAnswer;
using lontar::support::TlsRequest;
using lontar::support::TlsServer;

namespace {

/// A proxy that turns in a thread of its own.
class Road {
public:
    explicit Road(int to_port) : proxy_(Proxy::begin({0, "127.0.0.1", to_port})) {
        REQUIRE(proxy_);
        port_ = proxy_->port();
        thread_ = std::thread([this] {
            while (!stopping_) {
                if (changed_.exchange(false)) {
                    proxy_->set(rules_);
                }
                proxy_->turn(5ms);
                held_ = proxy_->held();
                up_ = proxy_->bytes_up();
                connections_ = proxy_->connections();
            }
        });
    }
    Road(const Road&) = delete;
    Road& operator=(const Road&) = delete;
    Road(Road&&) = delete;
    Road& operator=(Road&&) = delete;
    ~Road() {
        stopping_ = true;
        thread_.join();
    }
    void set(const RoadRules& rules) {
        rules_ = rules;
        changed_ = true;
        while (changed_) {
            std::this_thread::sleep_for(1ms);
        }
    }
    [[nodiscard]] std::string url() const { return "https://127.0.0.1:" + std::to_string(port_); }
    [[nodiscard]] std::uint64_t held() const { return held_; }
    [[nodiscard]] std::uint64_t bytes_up() const { return up_; }
    [[nodiscard]] std::uint64_t connections() const { return connections_; }

private:
    std::unique_ptr<Proxy> proxy_;
    int port_ = 0;
    RoadRules rules_;
    std::atomic<bool> changed_{false};
    std::atomic<bool> stopping_{false};
    std::atomic<std::uint64_t> held_{0};
    std::atomic<std::uint64_t> up_{0};
    std::atomic<std::uint64_t> connections_{0};
    std::thread thread_;
};

struct Scene {
    support::LockedLaptop laptop;
    support::TlsIdentity identity = support::make_tls_identity();
    TlsServer server{identity, [this](const TlsRequest& request) { return answer(request); }};
    Road road{server.port()};

    Scene() {
        laptop.clock.set(Timestamp{1'800'000'000});
        laptop.province.manifest.ca = {identity.ca_pem};
        laptop.province.manifest.servers = {road.url()};
        laptop.province.sign_again();
        laptop.write_link();
    }
    TlsAnswer answer(const TlsRequest& request) {
        const auto path = request.head.substr(4, request.head.find(' ', 4) - 4);
        const ByteView body(request.body);
        const auto said = *laptop.server.handle("https://x" + path,
                                                request.head.starts_with("PUT") ? &body : nullptr);
        return {
            support::http_response(said.status, said.content_type, std::string(as_text(said.body))),
            {},
            false};
    }
    upload::UploadStatus run() {
        auto uploader = *upload::Uploader::begin(system_disk(), laptop.clock, system_random(),
                                                 laptop.folder.path());
        return *uploader->tick({});
    }
};

}  // namespace

TEST_CASE("a batch goes through a good road and a slow one") {
    Scene scene;
    scene.laptop.lay_out(50);
    CHECK(scene.run().files_answered == 1);
    scene.road.set({.delay = 60ms, .rate = 8000});
    scene.laptop.lay_out(50);
    CHECK(scene.run().files_answered == 1);
    CHECK(scene.laptop.in().size() == 2);
}

TEST_CASE("a batch goes through a road that loses segments") {
    Scene scene;
    scene.road.set({.delay = 20ms, .lost_percent = 30, .loss_seed = 3});
    const auto begun = std::chrono::steady_clock::now();
    scene.laptop.lay_out(100);
    CHECK(scene.run().files_answered == 1);
    CHECK(scene.laptop.in().size() == 1);
    CHECK(std::chrono::steady_clock::now() - begun > 1s);  // something was lost
}

TEST_CASE("a reply cut on its way is got by the next run, the province has the batch once") {
    Scene scene;
    const auto file = scene.laptop.lay_out(20);
    for (std::uint64_t bytes = 0; bytes < 1400; bytes += 100) {
        scene.road.set({.cut_reply = bytes});
        const auto status = scene.run();
        REQUIRE(status.files_answered == 0);
        REQUIRE(scene.laptop.in().empty());
    }
    scene.road.set({});
    CHECK(scene.run().files_answered == 1);
    for (const auto& body : scene.laptop.server.bodies) {
        REQUIRE(body == file);
    }
    CHECK(scene.laptop.server.received_lines().size() == 20);
}

TEST_CASE("connections that drop every few kilobytes still carry all batches in the end") {
    Scene scene;
    std::uint64_t bytes = 0;
    for (int i = 0; i < 12; ++i) {
        bytes += scene.laptop.lay_out(60).size();
    }
    scene.road.set({.drop_every = 12'000});
    int runs = 0;
    while (scene.run().files_waiting > 0 && runs < 40) {
        ++runs;
    }
    CHECK(runs < 40);
    CHECK(scene.road.connections() >= 3);
    CHECK(scene.laptop.server.received_seqs(scene.laptop.device.epoch).size() == 12);
    CHECK(scene.laptop.server.received_lines().size() == 720);
    INFO("bytes sealed " << bytes << ", on the wire " << scene.road.bytes_up());
    CHECK(scene.road.bytes_up() < 4 * bytes);
}

TEST_CASE("a held reply is not there until it is let go") {
    Scene scene;
    scene.laptop.lay_out(20);
    scene.road.set({.hold = true});
    std::atomic<bool> ended{false};
    std::thread sender([&] {
        CHECK(scene.run().files_answered == 1);
        ended = true;
    });
    for (int i = 0; i < 500 && scene.road.held() < 800; ++i) {
        std::this_thread::sleep_for(10ms);
    }
    CHECK(scene.road.held() >= 800);  // more than the handshake's tickets: the reply is in it
    CHECK(scene.laptop.server.received_seqs(scene.laptop.device.epoch).size() == 1);
    CHECK(scene.laptop.in().empty());
    CHECK_FALSE(ended);
    scene.road.set({});
    sender.join();
    CHECK(scene.laptop.in().size() == 1);
}
