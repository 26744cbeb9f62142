/// What requests are answered, asked over real TLS on loopback.
#include "sync/server/https/front.hpp"

#include <condition_variable>
#include <fstream>
#include <mutex>
#include <sstream>
#include <string>

#include <catch2/catch_test_macros.hpp>

#include "sync/wire/problem.hpp"
#include "tests/sync/server/https/running.hpp"

namespace lontar {
namespace {

using support::batch_path;
using support::code_in;
using support::Laptop;
using support::laptop_http;
using support::oenif;
using support::otan;
using support::person;
using support::ProvinceScene;
using support::put_head;
using support::quick_limits;
using support::Running;
using support::status_of;
using support::TlsClient;

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

TEST_CASE("who calls too often is told when to come again") {
    ProvinceScene scene;
    server::HttpLimits limits = quick_limits();
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
    server::HttpLimits limits = quick_limits();
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
