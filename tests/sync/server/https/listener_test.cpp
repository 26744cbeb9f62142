/// The server's port on loopback, with real TLS.
#include "sync/server/https/listener.hpp"

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <thread>

#include <catch2/catch_test_macros.hpp>

#include "sync/wire/problem.hpp"
#include "tests/sync/server/https/running.hpp"

namespace lontar {
namespace {

using support::batch_path;
using support::Laptop;
using support::laptop_http;
using support::oenif;
using support::person;
using support::ProvinceScene;
using support::put_head;
using support::quick_limits;
using support::Running;
using support::status_of;
using support::TlsClient;
using support::verdict_on;

TEST_CASE(
    "a batch goes over HTTPS and comes back as a sealed reply, and again with the same bytes") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    laptop.add(person("5301010101800001"));
    const Bytes file = laptop.seal();
    const Running running(scene);
    const auto http = laptop_http(scene);
    const std::int64_t gen = scene.clock.now().seconds;

    const auto answer =
        http->put(running.url(batch_path(laptop, 1)), file, wire::sealed_media_type);
    const auto again = http->put(running.url(batch_path(laptop, 1)), file, wire::sealed_media_type);
    const auto fetched =
        http->get(running.url("/v1/replies/" + laptop.id().hex() + "/" + laptop.epoch.hex() + "/" +
                              std::to_string(gen) + "/1"));
    const auto later =
        http->get(running.url("/v1/replies/" + laptop.id().hex() + "/" + laptop.epoch.hex() + "/" +
                              std::to_string(gen) + "/2"));
    const auto keys = http->get(running.url("/v1/keys"));

    REQUIRE(answer);
    CHECK(answer->status == 200);
    CHECK(answer->content_type == wire::sealed_media_type);
    REQUIRE(laptop.open(answer->body));
    CHECK(verdict_on(*laptop.open(answer->body), 1, 2) == "accepted");
    CHECK(answer->newest == wire::ReplyNumber{gen, 1});
    REQUIRE(again);
    CHECK(again->body == answer->body);
    CHECK(again->newest == wire::ReplyNumber{gen, 1});
    REQUIRE(fetched);
    CHECK(fetched->body == answer->body);
    CHECK(fetched->newest == wire::ReplyNumber{gen, 1});
    REQUIRE(later);
    CHECK(later->newest == wire::ReplyNumber{gen, 1});
    CHECK(later->status == 404);
    CHECK(wire::problem_code(as_text(later->body)) == "no_reply_yet");
    REQUIRE(keys);
    CHECK(wire::parse_manifest(as_text(keys->body), scene.province->manifest().root));
}

TEST_CASE("a laptop that trusts another province's CA does not talk to this one") {
    ProvinceScene scene;
    ProvinceScene other(2);
    const Running running(scene);
    const auto http = laptop_http(other);
    const auto answer = http->get(running.url("/v1/keys"));
    REQUIRE_FALSE(answer);
    CHECK(answer.error().code == "L-04");
}

TEST_CASE("a server told to stop finishes the call under way") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    const Bytes file = laptop.seal();
    Running running(scene);
    std::atomic<bool> go_on = false;
    running.worker->try_post([&](server::Province&) {
        while (!go_on) {
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
    });
    TlsClient client(running.listener->port());
    client.write(put_head(batch_path(laptop, 1), file.size()));
    client.write(as_text(file));
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    running.listener->stop();
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    go_on = true;
    CHECK(status_of(client.read_answer()) == 200);
    running.stop();
    CHECK(scene.count("batches") == 1);
}

TEST_CASE("a server told to stop does not wait for a request longer than its grace") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    server::HttpLimits limits = quick_limits();
    limits.grace = std::chrono::milliseconds(300);
    limits.stall = std::chrono::hours(1);
    limits.body = std::chrono::hours(1);
    auto running = std::make_unique<Running>(scene, limits);
    TlsClient unfinished(running->listener->port());
    unfinished.write(put_head(batch_path(laptop, 1), 100) + "abc");
    TlsClient idle(running->listener->port());
    idle.write("GET /v1/health HTTP/1.1\r\nHost: p\r\n\r\n");
    REQUIRE(status_of(idle.read_answer()) == 200);
    running->stop();
    running.reset();
    CHECK(unfinished.is_ended_within(std::chrono::seconds(8)));
    CHECK(idle.is_ended_within(std::chrono::seconds(8)));
}

TEST_CASE("a connection too many is closed at once, and there is room again when one ends") {
    ProvinceScene scene;
    server::HttpLimits limits = quick_limits();
    SECTION("of one address") {
        limits.max_connections_of_address = 1;
    }
    SECTION("in all") {
        limits.max_connections = 1;
    }
    const Running running(scene, limits);
    const auto port = running.listener->port();
    const auto status = [](TlsClient& client, const char* then) {
        client.write(std::string("GET /v1/health HTTP/1.1\r\nHost: p\r\nConnection: ") + then +
                     "\r\n\r\n");
        return status_of(client.read_answer());
    };
    TlsClient first(port);
    CHECK(status(first, "keep-alive") == 200);
    TlsClient second(port);
    CHECK(status(second, "keep-alive") == 0);
    CHECK(status(first, "close") == 200);
    CHECK(first.is_ended_within(std::chrono::seconds(8)));
    int later = 0;
    for (int i = 0; i < 100 && later != 200; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        TlsClient third(port);
        later = status(third, "close");
    }
    CHECK(later == 200);
}

}  // namespace
}  // namespace lontar
