/// Connections on loopback, with real TLS.
#include "sync/server/https/connection.hpp"

#include <chrono>
#include <string>
#include <thread>

#include <catch2/catch_test_macros.hpp>

#include "tests/sync/server/https/running.hpp"

namespace lontar {
namespace {

using support::batch_path;
using support::code_in;
using support::Laptop;
using support::oenif;
using support::ProvinceScene;
using support::put_head;
using support::quick_limits;
using support::Running;
using support::status_of;
using support::TlsClient;

TEST_CASE("a request that can be read in two ways is refused and its connection ended") {
    ProvinceScene scene;
    const Running running(scene);
    const std::string get = "GET /v1/health HTTP/1.1\r\n";
    const std::string body_of_chunks = "0\r\n\r\n";
    const std::vector<std::string> requests{
        get + "Host: p\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n" + body_of_chunks,
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
    };
    for (const std::string& request : requests) {
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
    server::HttpLimits limits = quick_limits();
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

}  // namespace
}  // namespace lontar
