// What the province says beside a reply about its newest one: it spares a question, nothing else.
#include <algorithm>

#include <catch2/catch_test_macros.hpp>

#include "support/laptop/locked_laptop.hpp"

using namespace lontar;
using namespace std::chrono_literals;
using lontar::support::LockedLaptop;
using lontar::support::no_network;
using lontar::wire::ReplyNumber;

namespace {

int gets(const LockedLaptop& laptop) {
    return static_cast<int>(
        std::count_if(laptop.server.urls.begin(), laptop.server.urls.end(),
                      [](const std::string& url) { return url.starts_with("GET "); }));
}

}  // namespace

TEST_CASE("a laptop that has just stored the newest reply asks for no other") {
    LockedLaptop laptop;
    laptop.server.tells_newest = true;
    laptop.lay_out_many(3);
    CHECK(laptop.run().files_answered == 3);
    CHECK(laptop.in().size() == 3);
    CHECK(laptop.server.calls == 3);
    laptop.apply_everything();
    laptop.lay_out();
    laptop.run();
    CHECK(laptop.server.calls == 4);
}

TEST_CASE("a laptop that sends nothing asks, whatever was said in an earlier run") {
    LockedLaptop laptop;
    laptop.server.tells_newest = true;
    laptop.lay_out();
    laptop.run();
    laptop.apply_everything();
    laptop.server.send_notice(laptop.device.epoch, "a");
    laptop.server.send_notice(laptop.device.epoch, "b");
    CHECK(laptop.run().replies_fetched == 2);
    CHECK(laptop.server.urls.back().ends_with("/1/3"));  // nobody has to be asked for the fourth
    CHECK(laptop.in().size() == 2);
}

TEST_CASE("a watching laptop asks again after the same time as when it was told of nothing new") {
    for (const bool tells : {false, true}) {
        LockedLaptop laptop;
        laptop.server.tells_newest = tells;
        laptop.lay_out();
        laptop.run({.watch = true});
        laptop.apply_everything();
        laptop.server.send_notice(laptop.device.epoch, "a");
        auto waited = 0s;
        while (laptop.in().empty() && waited < 48h) {
            laptop.clock.pass(1min);
            waited += 60s;
            laptop.run({.watch = true});
        }
        CHECK(waited == 900s);
    }
}

TEST_CASE("an old reply that is sent again is followed by the newer ones") {
    LockedLaptop laptop;
    laptop.server.tells_newest = true;
    laptop.lay_out();
    laptop.server.mishaps[1] = {.after = no_network()};  // both servers
    laptop.server.mishaps[2] = {.after = no_network()};
    laptop.run();
    REQUIRE(laptop.in().empty());
    laptop.server.send_notice(laptop.device.epoch, "a");
    laptop.server.send_notice(laptop.device.epoch, "b");
    const auto status = laptop.run();
    CHECK(status.files_answered == 1);
    CHECK(status.replies_fetched == 2);
    CHECK(laptop.in().size() == 3);
}

TEST_CASE("what is said beside another epoch's reply is not taken for ours") {
    LockedLaptop laptop;
    laptop.server.tells_newest = true;
    laptop.lay_out();
    laptop.run();
    laptop.apply_everything();
    const auto before = laptop.device.epoch;
    laptop.lay_out();  // of the old epoch, sent after those of the new one
    laptop.device.epoch = Epoch::random(laptop.province.random);
    laptop.last_seq = 0;
    laptop.write_link();
    laptop.lay_out();
    laptop.lay_out();
    laptop.run();
    // Its last answer was to the old epoch, whose newest is 1/2 as well.
    CHECK(laptop.server.received_seqs(before).size() == 2);
    CHECK(laptop.server.urls.back().starts_with("GET "));
    CHECK(laptop.server.urls.back().ends_with(laptop.device.epoch.hex() + "/1/3"));
}

TEST_CASE("a wrong word about the newest reply costs a question and loses nothing") {
    const std::int64_t absurd = std::int64_t{1} << 53U;
    for (const std::optional<ReplyNumber> said : {std::optional<ReplyNumber>(),
                                                  {{1, 1}},
                                                  {{1, 2}},
                                                  {{1, 4}},
                                                  {{1, absurd}},
                                                  {{2, 1}},
                                                  {{absurd, 3}},
                                                  {{absurd, absurd}}}) {
        CAPTURE(said.has_value(), said.value_or(ReplyNumber{}).gen, said.value_or(ReplyNumber{}).n);
        LockedLaptop laptop;
        laptop.server.tells_newest = said.has_value();
        laptop.server.newest_lie = said;
        laptop.lay_out_many(3);
        CHECK(laptop.run().files_answered == 3);
        CHECK(laptop.in().size() == 3);
        CHECK(gets(laptop) == 1);
        CHECK(laptop.server.urls.back().ends_with("/1/4"));
    }
}

TEST_CASE("a lie that nothing is newer holds for one run only") {
    LockedLaptop laptop;
    laptop.lay_out();
    laptop.run();
    laptop.apply_everything();
    laptop.server.tells_newest = true;
    laptop.server.newest_lie = {1, 2};
    laptop.lay_out();
    laptop.run();
    laptop.server.send_notice(laptop.device.epoch, "unsaid");
    const auto asked = gets(laptop);
    CHECK(laptop.in().size() == 1);
    laptop.run();
    CHECK(gets(laptop) > asked);
    CHECK(laptop.in().size() == 2);
}

TEST_CASE("what a page says beside itself is not believed") {
    LockedLaptop laptop;
    laptop.lay_out();
    auto page = support::login_page();
    page.newest = {1, 1};
    laptop.server.mishaps[1] = {.answer = page};
    CHECK(laptop.run().last_code == "L-10");
    CHECK(laptop.run().files_answered == 1);
    CHECK(gets(laptop) == 1);
}

TEST_CASE("nothing is lost when the network dies at any call to a province that tells its newest") {
    for (const bool arrives : {false, true}) {
        for (int dies_at = 1; dies_at <= 8; ++dies_at) {
            LockedLaptop laptop;
            laptop.server.tells_newest = true;
            laptop.lay_out_many(4);
            laptop.lose_network_at(dies_at, arrives);
            laptop.run();
            if (laptop.server.received_seqs(laptop.device.epoch).contains(1)) {
                laptop.server.send_notice(laptop.device.epoch, "between two runs");
            }
            for (int run = 0; run < 3; ++run) {
                laptop.run();
            }
            INFO("call " << dies_at << (arrives ? " after" : " before"));
            CHECK(laptop.server.received_seqs(laptop.device.epoch).size() == 4);
            CHECK(laptop.server.received_lines().size() == 8);
            CHECK(laptop.in().size() >= 4);
            CHECK(laptop.run().files_waiting == 0);
        }
    }
}
