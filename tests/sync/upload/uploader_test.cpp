#include "sync/upload/uploader.hpp"

#include <catch2/catch_test_macros.hpp>

#include "storage/base/json.hpp"
#include "support/laptop/locked_laptop.hpp"

using namespace lontar;
using namespace std::chrono_literals;
using lontar::support::bytes_of;
using lontar::support::LockedLaptop;
using lontar::support::login_page;
using lontar::support::Mishap;
using lontar::support::no_network;
using lontar::support::put_bytes;

TEST_CASE("batches are sent in the order of their seq and their replies are kept") {
    LockedLaptop laptop;
    std::vector<Bytes> laid_out;
    laid_out.reserve(11);
    for (int i = 0; i < 11; ++i) {
        laid_out.push_back(laptop.lay_out());
    }
    const auto status = laptop.run();
    CHECK(laptop.server.bodies == laid_out);
    CHECK(laptop.in().size() == 11);
    CHECK(status.files_answered == 11);
    CHECK(status.files_waiting == 0);
    CHECK(status.bytes_waiting == 0);
    CHECK(status.last_code.empty());
    CHECK(laptop.spool.sent_marks()->size() == 11);
    CHECK(laptop.spool.out()->size() == 11);  // only the holder of the register removes
    CHECK(laptop.server.settings[0].ca == laptop.province.manifest.ca);
    CHECK(laptop.server.settings[0].clock_floor >= build_time());
}

TEST_CASE("a second run sends nothing when every reply lies in the spool") {
    LockedLaptop laptop;
    laptop.lay_out_many(3);
    laptop.run();
    laptop.run();
    CHECK(laptop.server.puts == 3);
    laptop.apply_everything();
    laptop.run();
    CHECK(laptop.server.puts == 3);
}

TEST_CASE(
    "a batch whose reply was lost is sent again with the same bytes and gets the same reply") {
    LockedLaptop laptop;
    laptop.lay_out_many(2);
    laptop.server.mishaps[2] = {.after = no_network()};  // both servers
    laptop.server.mishaps[3] = {.after = no_network()};
    CHECK(laptop.run().last_code == "L-01");
    CHECK(laptop.in().size() == 1);
    const auto stored =
        laptop.server.handle("https://one.test/v1/replies/" + laptop.device.id().hex() + "/" +
                                 laptop.device.epoch.hex() + "/1/2",
                             nullptr);
    laptop.run();
    REQUIRE(laptop.server.bodies.size() >= 3);
    CHECK(sealed::sha256(laptop.server.bodies.back()) ==
          sealed::sha256(laptop.server.bodies[laptop.server.bodies.size() - 2]));
    REQUIRE(laptop.in().size() == 2);
    CHECK(*laptop.spool.read_in(laptop.in()[1]) == stored->body);
}

TEST_CASE("nothing is lost or doubled when the network dies at any call, before or after it") {
    for (const bool arrives : {false, true}) {
        for (int dies_at = 1; dies_at <= 8; ++dies_at) {
            LockedLaptop laptop;
            laptop.lay_out_many(5);
            laptop.lose_network_at(dies_at, arrives);
            for (int run = 0; run < 3; ++run) {
                laptop.run();
            }
            INFO("call " << dies_at << (arrives ? " after" : " before"));
            CHECK(laptop.in().size() == 5);
            CHECK(laptop.server.received_seqs(laptop.device.epoch).size() == 5);
            CHECK(laptop.server.received_lines().size() == 10);
        }
    }
}

TEST_CASE("a login page instead of the province changes nothing but the next try") {
    LockedLaptop laptop;
    laptop.lay_out_many(2);
    for (const int status : {200, 302, 403, 404, 511}) {
        laptop.server.wish = [&](int, const std::string&, bool) {
            return Mishap{.answer = login_page(status)};
        };
        const auto puts = laptop.server.puts;
        const auto seen = laptop.run();
        CHECK(seen.last_code == "L-10");
        CHECK(seen.files_waiting == 2);
        CHECK(laptop.server.puts == puts + 1);  // one file is enough to see it
        CHECK(laptop.in().empty());
        CHECK(laptop.spool.sent_marks()->empty());
    }
    laptop.server.wish = nullptr;
    CHECK(laptop.run().files_answered == 2);
}

TEST_CASE("a page that claims to be sealed is not kept") {
    LockedLaptop laptop;
    laptop.lay_out();
    auto lie = login_page();
    lie.content_type = "application/vnd.lontar";
    laptop.server.mishaps[1] = {.answer = lie};
    CHECK(laptop.run().last_code == "L-10");
    CHECK(laptop.in().empty());
}

TEST_CASE("a genuine reply to another file is not taken for an answer to this one") {
    LockedLaptop laptop;
    laptop.lay_out_many(2);
    laptop.server.mishaps[2] = {.before = no_network()};  // both servers
    laptop.server.mishaps[3] = {.before = no_network()};
    laptop.run();
    const auto of_first = *laptop.spool.read_in(laptop.in().at(0));
    laptop.server.wish = [&](int, const std::string&, bool is_put) -> std::optional<Mishap> {
        return is_put
                   ? std::optional(Mishap{
                         .answer = upload::HttpAnswer{200, "application/vnd.lontar", of_first, {}}})
                   : std::nullopt;
    };
    CHECK(laptop.run().last_code == "L-10");
    CHECK(laptop.in().size() == 1);
    CHECK(laptop.spool.sent_marks()->size() == 1);
}

TEST_CASE("the next server is asked when one does not answer, and remembered") {
    LockedLaptop laptop;
    laptop.lay_out_many(2);
    laptop.server.wish = [](int, const std::string& url, bool) -> std::optional<Mishap> {
        return url.starts_with("https://one.test") ? std::optional(Mishap{.before = no_network()})
                                                   : std::nullopt;
    };
    CHECK(laptop.run().files_answered == 2);
    CHECK(laptop.server.urls[0].starts_with("PUT https://one.test/v1/"));
    CHECK(laptop.server.urls[1].starts_with("PUT https://two.test/lontar/v1/"));
    laptop.apply_everything();
    laptop.lay_out();
    laptop.server.urls.clear();
    laptop.run();
    CHECK(laptop.server.urls[0].starts_with("PUT https://two.test/"));
}

TEST_CASE("a newer manifest is fetched when a reply names it, and kept for the register") {
    LockedLaptop laptop;
    laptop.lay_out();
    laptop.province.manifest.number = 2;
    laptop.province.sign_again();
    laptop.run();
    const auto kept =
        wire::parse_manifest(*laptop.spool.waiting_manifest(), laptop.province.root.public_key());
    REQUIRE(kept);
    CHECK(kept->number == 2);
}

TEST_CASE("a reply under a key that only the newer manifest knows is verified after fetching it") {
    LockedLaptop laptop;
    laptop.lay_out();
    laptop.province.reply_key = sealed::SigningKey::generate(laptop.province.random);
    const auto& key = laptop.province.reply_key.public_key();
    laptop.province.manifest.number = 2;
    laptop.province.manifest.reply = {{sealed::key_id(key), key}};
    laptop.province.sign_again();
    CHECK(laptop.run().files_answered == 1);
    CHECK(laptop.in().size() == 1);
    // In the next run it is read with the manifest that waits for the register.
    laptop.run();
    CHECK(laptop.server.puts == 1);
}

TEST_CASE("a manifest of another root is not taken from a server") {
    LockedLaptop laptop;
    laptop.lay_out();
    support::TestProvince stranger(9);
    stranger.manifest.number = 7;
    stranger.sign_again();
    laptop.province.manifest.number = 2;
    laptop.province.sign_again();
    laptop.server.wish = [&](int, const std::string& url, bool) -> std::optional<Mishap> {
        return url.ends_with("/v1/keys")
                   ? std::optional(
                         Mishap{.answer =
                                    upload::HttpAnswer{
                                        200, "text/plain", to_bytes(stranger.manifest.text()), {}}})
                   : std::nullopt;
    };
    CHECK(laptop.run().files_answered == 1);
    CHECK(laptop.spool.waiting_manifest()->empty());
}

TEST_CASE("a damaged own file is not sent and the others go on") {
    LockedLaptop laptop;
    laptop.lay_out_many(3);
    const auto file = laptop.folder / ("spool/out/" + laptop.device.epoch.hex() + "-2.batch.age");
    auto bytes = bytes_of(file);
    bytes[bytes.size() / 2] ^= 1U;
    put_bytes(file, bytes);
    laptop.run();
    CHECK(laptop.server.received_seqs(laptop.device.epoch) == std::set<std::int64_t>{1, 3});
    CHECK(laptop.server.puts == 2);
    auto state = *parse_json(as_text(bytes_of(laptop.folder / "spool/in/upload-state.json")));
    CHECK(state.find("files")->find(laptop.device.epoch.hex() + "-2.batch.age")->text_at("code") ==
          "L-23");
    // Another device's file under this name is no better.
    support::TestDevice other(laptop.province.random);
    other.epoch = laptop.device.epoch;
    put_bytes(file, support::sealed_batch(support::test_batch(other, 2, 1, laptop.province.random),
                                          other, laptop.province));
    laptop.run();
    CHECK(laptop.server.puts == 2);
}

TEST_CASE("a person can stop between files and inside one, and nothing is lost") {
    LockedLaptop laptop;
    laptop.lay_out_many(3);
    int asked = 0;
    const auto status = laptop.run({.progress = [&](const upload::UploadStatus& now) {
        CHECK(now.files_waiting == 3);
        CHECK(now.now_sending.ends_with(".batch.age"));
        return ++asked < 5;
    }});
    CHECK(status.last_code == "L-08");
    CHECK(status.last_kind == ErrorKind::cancelled);
    CHECK(status.files_waiting == 2);
    CHECK(laptop.run().files_answered == 2);
}

TEST_CASE("at most the given number of bytes is sent in a run") {
    LockedLaptop laptop;
    const auto size = static_cast<std::int64_t>(laptop.lay_out(5).size());
    laptop.lay_out(5);
    laptop.lay_out(5);
    laptop.run({.max_bytes = 2 * size + 10});
    CHECK(laptop.server.puts == 2);
    CHECK(laptop.run({.max_bytes = 10}).files_waiting == 1);
    CHECK(laptop.run({.max_bytes = 2 * size}).files_waiting == 0);
}

TEST_CASE("the state keeps the last twenty attempts with short codes and no personal data") {
    LockedLaptop laptop;
    laptop.lay_out();
    laptop.server.wish = [](int, const std::string&, bool) {
        return Mishap{.before = no_network()};
    };
    for (int i = 0; i < 30; ++i) {
        laptop.run();
        laptop.clock.pass(1min);
    }
    const auto text = std::string(as_text(bytes_of(laptop.folder / "spool/in/upload-state.json")));
    const auto state = *parse_json(text);
    const auto& attempts = *state.find("attempts")->list();
    REQUIRE(attempts.size() == 20);
    CHECK(attempts.back().text_at("code") == "L-01");
    CHECK(attempts.back().text_at("what") == laptop.device.epoch.hex().substr(0, 8) + "-1");
    CHECK(text.find("5301022001") == std::string::npos);
    CHECK(text.find("Uji") == std::string::npos);
}

TEST_CASE("a state that cannot be read is an empty one") {
    LockedLaptop laptop;
    laptop.lay_out();
    laptop.server.refuse_hello = "code_used";
    laptop.run();
    for (const auto* text : {"", "{", "[]", R"({"files":[]})", R"({"whole":{"kind":7}})"}) {
        put_bytes(laptop.folder / "spool/in/upload-state.json", as_bytes(text));
        const auto puts = laptop.server.puts;
        laptop.run();
        CHECK(laptop.server.puts == puts + 1);
    }
}

TEST_CASE("looking touches no network") {
    LockedLaptop laptop;
    laptop.lay_out_many(2);
    const auto status = (*laptop.begin())->look();
    REQUIRE(status);
    CHECK(status->files_waiting == 2);
    CHECK(status->bytes_waiting > 1000);
    CHECK(laptop.server.calls == 0);
}

TEST_CASE("a second uploader is told that one runs") {
    LockedLaptop laptop;
    const auto first = laptop.begin();
    REQUIRE(first);
    const auto second = laptop.begin();
    REQUIRE_FALSE(second);
    CHECK(second.error().code == "L-21");
    CHECK(second.error().kind == ErrorKind::locked);
}

TEST_CASE("an uploader without a link says that set-up has not happened") {
    support::TempFolder folder;
    support::FakeClock clock;
    const auto uploader =
        upload::Uploader::begin(system_disk(), clock, system_random(), folder.path());
    REQUIRE_FALSE(uploader);
    CHECK(uploader.error().code == "L-22");
    put_bytes(folder / "link.json", as_bytes("{}"));
    CHECK(upload::Uploader::begin(system_disk(), clock, system_random(), folder.path())
              .error()
              .code == "L-20");
}
