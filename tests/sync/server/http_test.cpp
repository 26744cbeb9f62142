/// The real front on loopback, with real TLS.
#include "sync/upload/http.hpp"

#include <atomic>
#include <condition_variable>
#include <fstream>
#include <mutex>
#include <sstream>
#include <thread>

#include <catch2/catch_test_macros.hpp>

#include "province_scene.hpp"
#include "storage/base/json.hpp"
#include "storage/sealed/hash.hpp"
#include "sync/server/admin/serve.hpp"
#include "sync/server/https/listener.hpp"
#include "sync/server/https/worker.hpp"
#include "sync/wire/problem.hpp"
#include "tls_client.hpp"

namespace lontar {
namespace {

using support::Laptop;
using support::oenif;
using support::otan;
using support::person;
using support::ProvinceScene;
using support::status_of;
using support::TlsClient;
using support::verdict_on;

/// The limits of the program, but for the one that each end of a connection waits for.
server::HttpLimits quick() {
    server::HttpLimits limits;
    limits.drain = std::chrono::milliseconds(200);
    return limits;
}

/// A running server over the scene's province.
class Running {
public:
    explicit Running(ProvinceScene& scene, const server::HttpLimits& limits = quick())
        : log_(scene.clock) {
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
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;
    Running(Running&&) = delete;
    Running& operator=(Running&&) = delete;
    ~Running() { stop(); }

    void stop() {
        if (thread_.joinable()) {
            listener->stop();
            thread_.join();
            worker->stop();
        }
    }
    [[nodiscard]] std::string url(const std::string& path) const {
        return "https://127.0.0.1:" + std::to_string(listener->port()) + path;
    }

    std::unique_ptr<server::Worker> worker;
    std::unique_ptr<server::Listener> listener;

private:
    server::Log log_;
    std::thread thread_;
};

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

TEST_CASE(
    "a batch goes over HTTPS and comes back as a sealed reply, and again with the same bytes") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    laptop.add(person("5301010101800001"));
    const Bytes file = laptop.seal();
    const Running running(scene);
    const auto http = laptop_http(scene);

    const auto answer =
        http->put(running.url(batch_path(laptop, 1)), file, wire::sealed_media_type);
    const auto again = http->put(running.url(batch_path(laptop, 1)), file, wire::sealed_media_type);
    const auto fetched = http->get(
        running.url("/v1/replies/" + laptop.id().hex() + "/" + laptop.epoch.hex() + "/1/1"));
    const auto later = http->get(
        running.url("/v1/replies/" + laptop.id().hex() + "/" + laptop.epoch.hex() + "/1/2"));
    const auto keys = http->get(running.url("/v1/keys"));

    REQUIRE(answer);
    CHECK(answer->status == 200);
    CHECK(answer->content_type == wire::sealed_media_type);
    REQUIRE(laptop.open(answer->body));
    CHECK(verdict_on(*laptop.open(answer->body), 1, 2) == "accepted");
    CHECK(answer->newest == wire::ReplyNumber{1, 1});
    REQUIRE(again);
    CHECK(again->body == answer->body);
    CHECK(again->newest == wire::ReplyNumber{1, 1});
    REQUIRE(fetched);
    CHECK(fetched->body == answer->body);
    CHECK(fetched->newest == wire::ReplyNumber{1, 1});
    REQUIRE(later);
    CHECK_FALSE(later->newest);
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

TEST_CASE("a request that can be read in two ways is refused and its connection ended") {
    ProvinceScene scene;
    const Running running(scene);
    const std::string get = "GET /v1/health HTTP/1.1\r\n";
    const std::string body_of_chunks = "0\r\n\r\n";
    for (const std::string& request : {
             get + "Host: p\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n" +
                 body_of_chunks,
             get + "Host: p\r\nTransfer-Encoding: chunked\r\n\r\n" + body_of_chunks,
             get + "Host: p\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
             get + "Host: p\r\nContent-Length: +1\r\n\r\n",
             get + "Host: p\r\nContent-Length: 0x1\r\n\r\n",
             get + "Host: p\r\nHost: q\r\n\r\n",
             get + "Host: p\r\nFolded: a\r\n b\r\n\r\n",
             get + "Host: p\r\nName : value\r\n\r\n",
             get + "Host: p\r\nBare: a\nX: b\r\n\r\n",
             get + "Host: p\r\nNul: a" + std::string(1, '\0') + "b\r\n\r\n",
             get + "\r\n",
             std::string("GET /v1/health HTTP/3.0\r\nHost: p\r\n\r\n"),
             std::string("rubbish\r\n\r\n"),
         }) {
        CAPTURE(request);
        TlsClient client(running.listener->port());
        client.write(request);
        const std::string answer = client.read_answer();
        CHECK(status_of(answer) == 400);
        CHECK(code_in(answer) == "malformed");
        CHECK(client.is_ended_within(std::chrono::seconds(8)));
    }
    TlsClient client(running.listener->port());
    client.write(get + "Host: p\r\n\r\n");
    CHECK(status_of(client.read_answer()) == 200);
}

TEST_CASE("paths and methods that do not exist are wrong use") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    const Running running(scene);
    const auto answer_to = [&](const std::string& head) {
        TlsClient client(running.listener->port());
        client.write(head);
        return client.read_answer();
    };
    const std::string host = " HTTP/1.1\r\nHost: p\r\n\r\n";
    CHECK(status_of(answer_to("GET / HTTP/1.1\r\nHost: p\r\n\r\n")) == 404);
    CHECK(status_of(answer_to("GET /v1/keys?x=1" + host)) == 404);
    CHECK(status_of(answer_to("POST /v1/keys" + host)) == 405);
    CHECK(status_of(answer_to("GET " + batch_path(laptop, 1) + host)) == 405);
    CHECK(status_of(answer_to("PUT /v1/batches/../keys" + host)) == 404);
    CHECK(status_of(answer_to(
              "PUT " + batch_path(laptop, 1) +
              " HTTP/1.1\r\nHost: p\r\nContent-Type: text/html\r\nContent-Length: 3\r\n\r\nabc")) ==
          415);
    CHECK(code_in(answer_to("GET /nowhere" + host)) == "wrong_use");
}

TEST_CASE("a body over 1 MiB is refused by its announced length") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    const Running running(scene);
    TlsClient client(running.listener->port());
    client.write(put_head(batch_path(laptop, 1), (std::size_t{1} << 20U) + 1));
    const std::string answer = client.read_answer();
    CHECK(status_of(answer) == 413);
    CHECK(code_in(answer) == "too_large");
}

TEST_CASE("a head over 8 KiB is refused") {
    ProvinceScene scene;
    const Running running(scene);
    TlsClient client(running.listener->port());
    client.write("GET /v1/health HTTP/1.1\r\nHost: p\r\nX: " + std::string(9000, 'a') + "\r\n\r\n");
    CHECK(status_of(client.read_answer()) == 400);
}

TEST_CASE("several calls sent at once on one connection are answered in order") {
    ProvinceScene scene;
    const Running running(scene);
    TlsClient client(running.listener->port());
    client.write(
        "GET /v1/health HTTP/1.1\r\nHost: p\r\n\r\nGET /v1/nothing HTTP/1.1\r\nHost: p\r\n\r\n"
        "GET /v1/health HTTP/1.1\r\nHost: p\r\nConnection: close\r\n\r\n");
    CHECK(status_of(client.read_answer()) == 200);
    CHECK(status_of(client.read_answer()) == 404);
    CHECK(status_of(client.read_answer()) == 200);
    CHECK(client.is_ended_within(std::chrono::seconds(5)));
}

TEST_CASE("plain HTTP on the port is not answered") {
    ProvinceScene scene;
    const Running running(scene);
    TlsClient client(running.listener->port(), false);
    client.write("GET /v1/health HTTP/1.1\r\nHost: p\r\n\r\n");
    CHECK(status_of(client.read_answer()) == 0);
}

TEST_CASE("who says nothing, or says it a byte a time, is let go; others are answered meanwhile") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    server::HttpLimits limits = quick();
    limits.handshake = std::chrono::seconds(1);
    limits.head = std::chrono::seconds(1);
    limits.idle = std::chrono::seconds(1);
    limits.stall = std::chrono::seconds(1);
    limits.body = std::chrono::seconds(2);
    const Running running(scene, limits);
    const auto port = running.listener->port();

    TlsClient silent(port, false);
    TlsClient idle(port);
    TlsClient slow_head(port);
    TlsClient stalled_body(port);
    TlsClient slow_body(port);
    slow_head.write("GET /v1/hea");
    stalled_body.write(put_head(batch_path(laptop, 1), 100) + "abc");
    slow_body.write(put_head(batch_path(laptop, 1), 100));
    std::thread dripping([&] {
        while (slow_body.write("x")) {
            std::this_thread::sleep_for(std::chrono::milliseconds(300));
        }
    });
    TlsClient other(port);
    other.write("GET /v1/health HTTP/1.1\r\nHost: p\r\n\r\n");
    CHECK(status_of(other.read_answer()) == 200);

    CHECK(silent.is_ended_within(std::chrono::seconds(8)));
    CHECK(idle.is_ended_within(std::chrono::seconds(8)));
    CHECK(slow_head.is_ended_within(std::chrono::seconds(8)));
    CHECK(stalled_body.is_ended_within(std::chrono::seconds(8)));
    dripping.join();
}

TEST_CASE("who calls too often is told when to come again") {
    ProvinceScene scene;
    server::HttpLimits limits = quick();
    limits.of_address = {.burst = 3, .per_second = 0.1};
    const Running running(scene, limits);
    TlsClient client(running.listener->port());
    std::string answer;
    for (int i = 0; i < 4; ++i) {
        client.write("GET /v1/health HTTP/1.1\r\nHost: p\r\n\r\n");
        answer = client.read_answer();
    }
    CHECK(status_of(answer) == 429);
    CHECK(code_in(answer) == "slow_down");
    CHECK(answer.find("Retry-After: 10\r\n") != std::string::npos);
}

TEST_CASE("one laptop that sends too often does not hinder another") {
    ProvinceScene scene;
    Laptop busy(scene, scene.invite(oenif));
    Laptop calm(scene, scene.invite(otan));
    const Bytes file = busy.seal();
    const Bytes other = calm.seal();
    server::HttpLimits limits = quick();
    limits.of_device = {.burst = 2, .per_second = 0.1};
    const Running running(scene, limits);
    const auto http = laptop_http(scene);
    const auto put = [&](const Laptop& laptop, const Bytes& bytes) {
        return http->put(running.url(batch_path(laptop, 1)), bytes, wire::sealed_media_type)
            ->status;
    };
    CHECK(put(busy, file) == 200);
    CHECK(put(busy, file) == 200);
    CHECK(put(busy, file) == 429);
    CHECK(put(calm, other) == 200);
}

TEST_CASE("while the database is busy and the queue full, laptops are told so") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    const Bytes file = laptop.seal();
    const Running running(scene);
    std::mutex mutex;
    std::condition_variable changed;
    bool begun = false;
    bool go_on = false;
    const auto block = [&](server::Province&) {
        std::unique_lock lock(mutex);
        begun = true;
        changed.notify_all();
        changed.wait(lock, [&] { return go_on; });
    };
    // Only once the first one is being done does the queue stay as full as it is made here.
    REQUIRE(running.worker->try_post(block));
    {
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return begun; });
    }
    while (running.worker->try_post(block)) {
    }
    const auto http = laptop_http(scene);
    const auto answer =
        http->put(running.url(batch_path(laptop, 1)), file, wire::sealed_media_type);
    {
        const std::lock_guard lock(mutex);
        go_on = true;
    }
    changed.notify_all();
    REQUIRE(answer);
    CHECK(answer->status == 503);
    CHECK(wire::problem_code(as_text(answer->body)) == "busy");
    CHECK(answer->retry_after == std::chrono::seconds(5));
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

TEST_CASE("the log tells method, kind, status and ids, and nothing of a person") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    laptop.add(person("5301010101800001", "Kenari Rahasia"));
    const Bytes file = laptop.seal();
    {
        const Running running(scene);
        const auto http = laptop_http(scene);
        REQUIRE(http->put(running.url(batch_path(laptop, 1)), file, wire::sealed_media_type));
        TlsClient client(running.listener->port());
        client.write(
            "GET /v1/5301010101800001/Kenari HTTP/1.1\r\nHost: Kenari\r\nUser-Agent: "
            "Kenari\r\n\r\n");
        client.read_answer();
        TlsClient odd(running.listener->port());
        odd.write("KENARI /v1/health HTTP/1.1\r\nHost: p\r\n\r\n");
        odd.read_answer();
    }
    std::stringstream log;
    log << std::ifstream(scene.folder / "server.log").rdbuf();
    CHECK(log.str().find("PUT batch 200 received in=" + std::to_string(file.size())) !=
          std::string::npos);
    CHECK(log.str().find("device=" + laptop.id().hex().substr(0, 16)) != std::string::npos);
    for (const char* canary : {"5301010101800001", "Kenari", "KENARI", "Maria"}) {
        CHECK(log.str().find(canary) == std::string::npos);
    }
}

}  // namespace
}  // namespace lontar
