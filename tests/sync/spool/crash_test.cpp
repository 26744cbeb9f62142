// The process ends at every named place on the way of a batch. Afterwards the way is walked to its
// end, and everything that was saved must be with the province, each revision once.
#include <iostream>
#include <map>
#include <string>

#include <catch2/catch_test_macros.hpp>

#include "storage/base/crash_point.hpp"
#include "storage/register/check.hpp"
#include "storage/register/status.hpp"
#include "support/child.hpp"
#include "support/laptop/open_laptop.hpp"

using namespace lontar;
using lontar::support::expect;
using lontar::support::OpenLaptop;

namespace {

/// Seals, sends and takes in twice, with saves in between: every arrow is passed several times.
int walk(OpenLaptop& laptop) {
    laptop.open();
    laptop.reconcile();
    laptop.seal();
    laptop.send();
    laptop.take_in();
    laptop.save(1);
    laptop.deliver();
    laptop.deliver();
    return 0;
}

}  // namespace

TEST_CASE("everything saved reaches the province once when the laptop dies at any named place") {
    const std::map<std::string, int> places{
        {"seal-before-commit", 2}, {"seal-after-commit", 2},   {"spool-before-part", 2},
        {"spool-part-written", 2}, {"spool-renamed", 2},       {"put-before-send", 2},
        {"put-after-answer", 2},   {"reply-before-part", 2},   {"reply-part-written", 2},
        {"reply-stored", 2},       {"apply-before-commit", 2}, {"apply-after-commit", 2},
        {"out-unlinked", 2},       {"part-written", 8},        {"renamed", 8}};
    int deaths = 0;
    for (const auto& [place, most] : places) {
        for (int passing = 1; passing <= most; ++passing) {
            OpenLaptop laptop;
            laptop.save(2);
            laptop.close();
            const auto ended = support::in_child([&] {
                const support::Environment dies("LONTAR_CRASH",
                                                place + ":" + std::to_string(passing));
                return walk(laptop);
            });
            INFO(place << ", passing " << passing);
            REQUIRE((ended == crash_exit_code || (ended == 0 && passing > 1)));
            deaths += ended == crash_exit_code ? 1 : 0;
            laptop.open();
            laptop.reconcile();
            const auto saved = laptop.lines().size();
            CHECK(saved >= 2);
            CHECK(expect(storage::find_status(*laptop)).counters.entered() ==
                  static_cast<std::int64_t>(saved));
            for (int i = 0; i < 3; ++i) {
                laptop.clock.pass(std::chrono::hours(1));
                laptop.deliver();
            }
            CHECK(laptop.counters().received == static_cast<std::int64_t>(saved));
            CHECK(laptop.server.received_lines() == laptop.lines());
            CHECK(laptop.out().empty());
            CHECK(expect(laptop.spool.in()).empty());
            CHECK(expect(laptop.spool.sent_marks()).empty());
            expect(storage::check_register(*laptop));
        }
    }
    CHECK(deaths >= 35);
    std::cout << "deaths on the way of a batch: " << deaths << ", lost 0, doubled 0\n";
}
