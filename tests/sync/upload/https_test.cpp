// The real transport against a real TLS server on the loopback.
#include <atomic>
#include <chrono>
#include <memory>
#include <thread>

#include <catch2/catch_test_macros.hpp>

#include "support/laptop/locked_laptop.hpp"
#include "support/proxy/proxy.hpp"
#include "support/tls/tls_server.hpp"
#include "sync/upload/http.hpp"

using namespace lontar;
using namespace std::chrono_literals;
using support::http_response;
using support::make_tls_identity;
using support::TlsAnswer;
using support::TlsIdentity;
using support::TlsRequest;
using support::TlsServer;
using upload::HttpSettings;

namespace {

constexpr Timestamp today{1'800'000'000};
constexpr Timestamp in_2010{1'262'304'000};

HttpSettings settings_for(const TlsIdentity& identity) {
    HttpSettings settings;
    settings.ca = {identity.ca_pem};
    settings.clock = today;
    settings.stall = 10s;
    return settings;
}

TlsServer::Handler says(const std::string& response) {
    return [response](const TlsRequest&) { return TlsAnswer{response, {}, false}; };
}

std::string code_of(const HttpSettings& settings, const std::string& url) {
    const auto http = upload::make_http(settings);
    REQUIRE(http);
    const auto answer = (*http)->get(url);
    return answer ? "answered" : answer.error().code;
}

}  // namespace

TEST_CASE("a file is put and answered over one connection that is kept for the next") {
    const auto identity = make_tls_identity();
    std::vector<TlsRequest> seen;
    TlsServer server(identity, [&](const TlsRequest& request) {
        seen.push_back(request);
        return TlsAnswer{
            http_response(200, "application/vnd.lontar", "reply", "Retry-After: 77\r\n"),
            {},
            false};
    });
    const auto http = upload::make_http(settings_for(identity));
    REQUIRE(http);
    const Bytes body(70'000, 0xA5);
    const auto put = (*http)->put(server.url() + "/v1/batches/x", body, "application/vnd.lontar");
    REQUIRE(put);
    CHECK(put->status == 200);
    CHECK(put->content_type == "application/vnd.lontar");
    CHECK(as_text(put->body) == "reply");
    CHECK(put->retry_after == 77s);
    const auto get = (*http)->get(server.url() + "/v1/keys");
    REQUIRE(get);
    const auto again = (*http)->put(server.url() + "/v1/batches/y", ByteView(body).first(3), "a/b");
    REQUIRE(again);
    CHECK(server.connections() == 1);
    REQUIRE(seen.size() == 3);
    CHECK(seen[0].head.starts_with("PUT /v1/batches/x HTTP/1.1"));
    CHECK(seen[0].head.find("Content-Type: application/vnd.lontar") != std::string::npos);
    CHECK(seen[0].head.find("Expect") == std::string::npos);
    CHECK(seen[0].body == body);
    CHECK(seen[1].head.starts_with("GET /v1/keys HTTP/1.1"));
    CHECK(seen[1].body.empty());
    CHECK(seen[2].body.size() == 3);
}

TEST_CASE("what the province says of its newest reply is read only when it is said once and well") {
    const auto identity = make_tls_identity();
    std::string headers;
    TlsServer server(identity, [&](const TlsRequest&) {
        return TlsAnswer{http_response(200, "application/vnd.lontar", "reply", headers), {}, false};
    });
    const auto http = upload::make_http(settings_for(identity));
    REQUIRE(http);
    const auto newest_after = [&](const std::string& more_headers) {
        headers = more_headers;
        const auto answer = (*http)->get(server.url());
        REQUIRE(answer);
        CHECK(as_text(answer->body) == "reply");
        return answer->newest;
    };
    CHECK(newest_after("Lontar-Newest: 1795334400/12\r\n") == wire::ReplyNumber{1'795'334'400, 12});
    CHECK(newest_after("lontar-newest:1/3 \r\n") == wire::ReplyNumber{1, 3});
    CHECK_FALSE(newest_after(""));
    CHECK_FALSE(newest_after("Lontar-Newest:\r\n"));
    CHECK_FALSE(newest_after("Lontar-Newest: 1/3, 1/3\r\n"));
    CHECK_FALSE(newest_after("Lontar-Newest: 1/3\r\nLontar-Newest: 1/3\r\n"));
    CHECK_FALSE(newest_after("Lontar-Newest-Too: 1/3\r\n"));
    CHECK_FALSE(newest_after("Lontar-Newest: " + std::string(5000, '9') + "/1\r\n"));
}

TEST_CASE("a server of another CA is L-04, also when its name is right") {
    const auto ours = make_tls_identity();
    const auto stranger = make_tls_identity();
    TlsServer server(stranger, says(http_response(200, "text/plain", "hello")));
    CHECK(code_of(settings_for(ours), server.url()) == "L-04");
    CHECK(server.requests() == 0);
}

TEST_CASE("a connection that breaks during the handshake is L-02, not a wrong certificate") {
    const auto identity = make_tls_identity();
    TlsServer server(identity, says(http_response(200, "text/plain", "hello")));
    const auto road = support::Proxy::begin({0, "127.0.0.1", server.port()});
    REQUIRE(road);
    road->set({.drop_every = 900});
    std::atomic<bool> stopping{false};
    std::thread turns([&] {
        while (!stopping) {
            road->turn(5ms);
        }
    });
    CHECK(code_of(settings_for(identity), "https://127.0.0.1:" + std::to_string(road->port())) ==
          "L-02");
    stopping = true;
    turns.join();
}

TEST_CASE("a certificate for another host is L-04") {
    const auto identity = make_tls_identity({.host = "province.example"});
    TlsServer server(identity, says(http_response(200, "text/plain", "hello")));
    CHECK(code_of(settings_for(identity), server.url()) == "L-04");
    CHECK(server.requests() == 0);
}

TEST_CASE("a laptop back in 2010 connects by the floor and is told L-05 without one") {
    const auto identity = make_tls_identity();
    TlsServer server(identity, says(http_response(200, "text/plain", "hello")));
    auto settings = settings_for(identity);
    settings.clock = in_2010;
    CHECK(code_of(settings, server.url()) == "L-05");
    settings.clock_floor = today;
    CHECK(code_of(settings, server.url()) == "answered");
}

TEST_CASE("a certificate that has truly ended is L-05, whatever the floor") {
    const auto identity =
        make_tls_identity({.until = {today.seconds - 10}, .ca_until = {today.seconds + 1000}});
    TlsServer server(identity, says(http_response(200, "text/plain", "hello")));
    auto settings = settings_for(identity);
    CHECK(code_of(settings, server.url()) == "L-05");
    settings.clock_floor = in_2010;
    CHECK(code_of(settings, server.url()) == "L-05");
    settings.clock = {today.seconds - 100};
    CHECK(code_of(settings, server.url()) == "answered");
}

TEST_CASE("a floor beyond the end of the CA does not lock the laptop out") {
    const Timestamp end{today.seconds + 1000};
    const auto identity = make_tls_identity({.until = end, .ca_until = end});
    TlsServer server(identity, says(http_response(200, "text/plain", "hello")));
    auto settings = settings_for(identity);
    settings.clock_floor = {end.seconds + 100'000'000};
    CHECK(code_of(settings, server.url()) == "answered");
    settings.clock = {end.seconds + 100'000'000};
    CHECK(code_of(settings, server.url()) == "L-05");
}

TEST_CASE("plain http and other schemes are refused with L-06") {
    const auto identity = make_tls_identity();
    TlsServer server(identity, says(http_response(200, "text/plain", "hello")));
    const auto settings = settings_for(identity);
    CHECK(code_of(settings, "http://127.0.0.1:" + std::to_string(server.port())) == "L-06");
    CHECK(code_of(settings, "file:///etc/hostname") == "L-06");
    CHECK(code_of(settings, "ftp://127.0.0.1/") == "L-06");
    CHECK(server.connections() == 0);
    HttpSettings without_ca;
    CHECK(upload::make_http(without_ca).error().code == "L-06");
}

TEST_CASE("a redirect is an answer, not a way") {
    const auto identity = make_tls_identity();
    TlsServer target(identity, says(http_response(200, "text/plain", "hello")));
    TlsServer server(identity, says(http_response(302, "text/html", "",
                                                  "Location: " + target.url() + "/x\r\n")));
    const auto http = upload::make_http(settings_for(identity));
    const auto answer = (*http)->get(server.url());
    REQUIRE(answer);
    CHECK(answer->status == 302);
    CHECK(target.connections() == 0);
}

TEST_CASE("a closed port is L-02, an unknown name L-01") {
    const auto identity = make_tls_identity();
    int port = 0;
    {
        TlsServer gone(identity, says(""));
        port = gone.port();
    }
    CHECK(code_of(settings_for(identity), "https://127.0.0.1:" + std::to_string(port)) == "L-02");
    CHECK(code_of(settings_for(identity), "https://nowhere.invalid") == "L-01");
}

TEST_CASE("a connection that stands still ends with L-03, a slow one does not") {
    const auto identity = make_tls_identity();
    auto settings = settings_for(identity);
    settings.stall = 2s;
    TlsServer server(identity, [](const TlsRequest& request) {
        return TlsAnswer{
            http_response(200, "text/plain", "hello"), {}, request.head.starts_with("GET /stall")};
    });
    const auto started = std::chrono::steady_clock::now();
    CHECK(code_of(settings, server.url() + "/stall") == "answered");  // it was complete
    TlsServer silent(identity, [](const TlsRequest&) { return TlsAnswer{"", {}, true}; });
    CHECK(code_of(settings, silent.url()) == "L-03");
    CHECK(std::chrono::steady_clock::now() - started < 20s);
}

TEST_CASE("an answer over 1 MiB is L-07, announced or not") {
    const auto identity = make_tls_identity();
    const std::string large((std::size_t{1} << 20U) + 1, 'x');
    TlsServer announced(identity, says(http_response(200, "text/plain", large)));
    CHECK(code_of(settings_for(identity), announced.url()) == "L-07");
    TlsServer silent(identity, [&](const TlsRequest&) {
        const auto bytes = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + large;
        return TlsAnswer{bytes, bytes.size(), false};
    });
    CHECK(code_of(settings_for(identity), silent.url()) == "L-07");
}

TEST_CASE("a person stops an exchange with L-08") {
    const auto identity = make_tls_identity();
    TlsServer server(identity, [](const TlsRequest&) { return TlsAnswer{"", {}, true}; });
    auto settings = settings_for(identity);
    int asked = 0;
    settings.progress = [&](const upload::HttpProgress&) { return ++asked < 4; };
    const auto http = upload::make_http(settings);
    const auto answer = (*http)->get(server.url());
    REQUIRE_FALSE(answer);
    CHECK(answer.error().kind == ErrorKind::cancelled);
    CHECK(answer.error().code == "L-08");
}

TEST_CASE("a Retry-After that is a date, too long or no number is none") {
    const auto identity = make_tls_identity();
    std::string header;
    TlsServer server(identity, [&](const TlsRequest&) {
        return TlsAnswer{http_response(503, "text/plain", "", header), {}, false};
    });
    const auto http = upload::make_http(settings_for(identity));
    const auto wait = [&](const std::string& value) {
        header = "retry-after: " + value + "\r\n";
        const auto answer = (*http)->get(server.url());
        REQUIRE(answer);
        return answer->retry_after;
    };
    CHECK(wait("1") == 1s);
    CHECK(wait("21600") == 6h);
    CHECK_FALSE(wait("0"));
    CHECK_FALSE(wait("21601"));
    CHECK_FALSE(wait("-5"));
    CHECK_FALSE(wait("Sun, 22 Nov 2026 08:00:00 GMT"));
    CHECK_FALSE(wait("7 seconds"));
}

TEST_CASE("a reply cut at any byte leaves the batch waiting and is got whole by the next run") {
    support::LockedLaptop laptop;
    const auto identity = make_tls_identity();
    laptop.province.manifest.ca = {identity.ca_pem};
    laptop.clock.set(today);
    std::optional<std::size_t> cut;
    std::size_t length = 0;
    TlsServer server(identity, [&](const TlsRequest& request) {
        const auto path = request.head.substr(4, request.head.find(' ', 4) - 4);
        const ByteView body(request.body);
        const auto answer = *laptop.server.handle(
            "https://x" + path, request.head.starts_with("PUT") ? &body : nullptr);
        const auto bytes =
            http_response(answer.status, answer.content_type, std::string(as_text(answer.body)));
        length = bytes.size();
        return TlsAnswer{bytes, cut, false};
    });
    laptop.province.manifest.servers = {server.url()};
    laptop.province.sign_again();
    laptop.write_link();
    const auto file = laptop.lay_out();
    const auto run = [&] {
        auto uploader = *upload::Uploader::begin(system_disk(), laptop.clock, system_random(),
                                                 laptop.folder.path());
        return *uploader->tick({});
    };
    // The first answer makes the reply; the later ones repeat it.
    int cuts = 0;
    for (cut = 0; *cut < std::max<std::size_t>(length, 1); cut = *cut + 7) {
        const auto status = run();
        REQUIRE(status.files_answered == 0);
        // Cut before its length is told, the answer looks complete, and is of nobody.
        REQUIRE((status.last_code == "L-02" || status.last_code == "L-10"));
        REQUIRE(laptop.in().empty());
        ++cuts;
    }
    CHECK(cuts > 100);
    cut.reset();
    CHECK(run().files_answered == 1);
    CHECK(laptop.in().size() == 1);
    for (const auto& body : laptop.server.bodies) {
        REQUIRE(body == file);
    }
    CHECK(laptop.server.received_lines().size() == 2);
}
