#include "sync/server/province.hpp"

#include <filesystem>

#include <catch2/catch_test_macros.hpp>

#include "tests/sync/server/province_scene.hpp"

namespace lontar {
namespace {

using support::passphrase;
using support::ProvinceScene;

TEST_CASE("a province is made once, and its secrets only into an empty folder") {
    ProvinceScene scene;
    scene.province.reset();
    const server::NewProvince request{"NTT", {"https://p"}, sealed::PassphraseCost::for_tests()};
    const auto make = [&](const Path& data, const Path& secrets) {
        return server::create_province(scene.world, data, secrets, request, passphrase());
    };
    CHECK(make(scene.folder / "data", scene.folder / "more").error().code == "V-02");
    CHECK_FALSE(std::filesystem::exists(scene.folder / "more"));
    CHECK(make(scene.folder / "other", scene.folder / "secrets").error().code == "V-11");
    CHECK_FALSE(std::filesystem::exists(scene.folder / "other"));
    CHECK(server::create_province(scene.world, scene.folder / "x", scene.folder / "y",
                                  {"NTT", {"http://p"}, {}}, passphrase())
              .error()
              .code == "V-12");
    // As many servers, with addresses as long, as a manifest can name.
    const std::string longest = "https://" + std::string(wire::max_address_bytes - 8, 'p');
    for (const auto& servers : {std::vector<std::string>{longest + "p"},
                                std::vector<std::string>(wire::max_servers + 1, "https://p")}) {
        CHECK(server::create_province(scene.world, scene.folder / "x", scene.folder / "y",
                                      {"NTT", servers, {}}, passphrase())
                  .error()
                  .code == "V-12");
    }
    CHECK_FALSE(std::filesystem::exists(scene.folder / "y"));
    CHECK(server::create_province(
        scene.world, scene.folder / "most", scene.folder / "most secrets",
        {std::string(59 - 7, 'N') + "\u00E9 and more",
         std::vector<std::string>(wire::max_servers, longest), sealed::PassphraseCost::for_tests()},
        passphrase()));
    const auto weak = sealed::Secret::copy_of(std::string_view("short"));
    CHECK(
        server::create_province(scene.world, scene.folder / "x", scene.folder / "y", request, weak)
            .error()
            .code == "K-01");
}

TEST_CASE("a province does not open without its key, and is not made over") {
    ProvinceScene scene;
    scene.province.reset();
    const auto open = [&] { return server::Province::open(scene.world, scene.folder / "data"); };
    const Bytes key = support::bytes_of(scene.folder / "data" / "database.key");
    support::put_bytes(scene.folder / "data" / "database.key", as_bytes(std::string(64, '0')));
    CHECK(open().error().code == "R-02");
    std::filesystem::remove(scene.folder / "data" / "database.key");
    CHECK(open().error().code == "V-04");
    support::put_bytes(scene.folder / "data" / "database.key", key);
    CHECK(open());
    CHECK(server::Province::open(scene.world, scene.folder / "nothing").error().code == "V-01");
}

TEST_CASE("the certificate is renewed when less than 30 days of it are left, and kept before") {
    ProvinceScene scene;
    const auto first = scene.province->tls_identity();
    REQUIRE(first);
    scene.clock.pass(std::chrono::days(690));
    CHECK(scene.province->tls_identity()->certificate == first->certificate);
    scene.clock.pass(std::chrono::days(20));
    const auto renewed = scene.province->tls_identity();
    REQUIRE(renewed);
    CHECK(renewed->certificate != first->certificate);
    CHECK(*server::end_of(renewed->certificate) > scene.clock.now() + std::chrono::days(700));
    CHECK(scene.province->tls_identity()->certificate == renewed->certificate);
}

}  // namespace
}  // namespace lontar
