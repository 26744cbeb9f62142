#include "sync/server/https/request.hpp"

#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>

namespace lontar::server {
namespace {

const std::string device(64, 'a');
const std::string epoch(32, 'b');

TEST_CASE("the paths of the protocol are known, with their ids") {
    const auto put = find_route("PUT", "/v1/batches/" + device + "/" + epoch + "/7");
    REQUIRE(std::holds_alternative<PutBatch>(put));
    CHECK(std::get<PutBatch>(put).claimed.device.hex() == device);
    CHECK(std::get<PutBatch>(put).claimed.epoch.hex() == epoch);
    CHECK(std::get<PutBatch>(put).claimed.seq == 7);
    const auto reply = find_route("GET", "/v1/replies/" + device + "/" + epoch + "/0/12");
    REQUIRE(std::holds_alternative<GetReply>(reply));
    CHECK(std::get<GetReply>(reply).gen == 0);
    CHECK(std::get<GetReply>(reply).n == 12);
    CHECK(std::holds_alternative<GetKeys>(find_route("GET", "/v1/keys")));
    CHECK(std::holds_alternative<GetHealth>(find_route("GET", "/v1/health")));
}

TEST_CASE("everything else is no path, and another method is wrong for a path") {
    const std::vector<std::string> targets{
        std::string("/"),
        std::string(""),
        std::string("/v1"),
        std::string("/v1/keys/"),
        std::string("/v1//keys"),
        std::string("/v2/keys"),
        std::string("http://p/v1/keys"),
        "/v1/batches/" + device + "/" + epoch + "/0",
        "/v1/batches/" + device + "/" + epoch + "/07",
        "/v1/batches/" + device + "/" + epoch + "/-1",
        "/v1/batches/" + device + "/" + epoch + "/9999999999999999",
        "/v1/batches/" + device + "/" + epoch + "/1/",
        "/v1/batches/" + std::string(64, 'A') + "/" + epoch + "/1",
        "/v1/batches/" + epoch + "/" + device + "/1"};
    for (const std::string& target : targets) {
        CAPTURE(target);
        const auto route =
            find_route(target.find("batches") == std::string::npos ? "GET" : "PUT", target);
        REQUIRE(std::holds_alternative<WrongUse>(route));
        CHECK(std::get<WrongUse>(route).status == 404);
    }
    const std::string path = "/v1/batches/" + device + "/" + epoch + "/1";
    for (const char* method : {"GET", "POST", "DELETE", "put", ""}) {
        const auto route = find_route(method, path);
        REQUIRE(std::holds_alternative<WrongUse>(route));
        CHECK(std::get<WrongUse>(route).status == 405);
    }
}

TEST_CASE("the log names a route by its kind and the first digits of its ids") {
    const auto route = find_route("PUT", "/v1/batches/" + device + "/" + epoch + "/7");
    CHECK(name_of(route) == "batch");
    CHECK(ids_of(route) ==
          "device=" + device.substr(0, 16) + " epoch=" + epoch.substr(0, 16) + " seq=7");
    CHECK(ids_of(find_route("GET", "/v1/5301010101800001")).empty());
}

TEST_CASE("a head cut at any byte is not well framed") {
    const std::string head =
        "PUT /x HTTP/1.1\r\nHost: p\r\nContent-Length: 12\r\nX-Y: \ta b\r\n\r\n";
    CHECK(is_well_framed(head));
    for (std::size_t size = 0; size < head.size(); ++size) {
        CHECK_FALSE(is_well_framed(head.substr(0, size)));
    }
    CHECK_FALSE(is_well_framed(head + "x"));
}

}  // namespace
}  // namespace lontar::server
