// Asking for replies until there is none, whether or not the province says which is the newest.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "support/laptop/locked_laptop.hpp"

using namespace lontar;
using lontar::support::LockedLaptop;

TEST_CASE("replies are fetched upward from the first that is not applied until there is none") {
    LockedLaptop laptop;
    laptop.lay_out();
    laptop.run();
    laptop.apply_everything();
    CHECK(laptop.run().replies_fetched == 0);
    laptop.server.send_notice(laptop.device.epoch, "a");
    laptop.server.send_notice(laptop.device.epoch, "b");
    const auto status = laptop.run();
    CHECK(status.replies_fetched == 2);
    CHECK(laptop.in() == std::vector<std::string>{laptop.device.epoch.hex() + "-1-2.reply.age",
                                                  laptop.device.epoch.hex() + "-1-3.reply.age"});
    CHECK(laptop.server.urls.back().ends_with("/1/4"));
    laptop.run();
    CHECK(laptop.server.urls.back().ends_with("/1/4"));
}

TEST_CASE("a gap left by a lost reply is filled") {
    LockedLaptop laptop;
    laptop.server.tells_newest = GENERATE(false, true);
    laptop.lay_out();
    laptop.run();
    laptop.server.send_notice(laptop.device.epoch, "in between");
    laptop.lay_out();
    laptop.run();
    CHECK(laptop.in().size() == 3);
}

TEST_CASE("the replies of a restored province are fetched under its new gen") {
    LockedLaptop laptop;
    laptop.server.tells_newest = GENERATE(false, true);
    laptop.lay_out_many(2);
    laptop.run();
    laptop.apply_everything();
    laptop.server.forget_from(laptop.device.epoch, 2);
    laptop.server.send_notice(laptop.device.epoch, "new gen");
    laptop.lay_out();
    laptop.run();
    CHECK(laptop.in() == std::vector<std::string>{laptop.device.epoch.hex() + "-2-1.reply.age",
                                                  laptop.device.epoch.hex() + "-2-2.reply.age"});
}
