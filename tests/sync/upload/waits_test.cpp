// When what did not go well is tried again, and who may cut a wait short.
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
using lontar::support::problem_answer;
using lontar::support::put_bytes;

TEST_CASE("nothing else is sent while the province refuses hello, and hello once a day") {
    LockedLaptop laptop;
    laptop.lay_out_many(4);
    laptop.server.refuse_hello = "code_used";
    const auto status = laptop.run();
    CHECK(status.last_code == "L-11");
    CHECK(status.last_kind == ErrorKind::refused);
    CHECK(laptop.server.puts == 1);
    REQUIRE(laptop.in().size() == 1);
    CHECK(laptop.in()[0] == laptop.device.epoch.hex() + "-0-1.refusal.age");
    CHECK(laptop.spool.sent_marks()->empty());
    laptop.clock.pass(23h);
    laptop.run({.watch = true});
    CHECK(laptop.server.puts == 1);
    laptop.clock.pass(2h);
    laptop.run({.watch = true});
    CHECK(laptop.server.puts == 2);
    laptop.server.refuse_hello.clear();
    laptop.run({.watch = true});
    CHECK(laptop.server.puts == 2);
    laptop.run();  // a person asks
    CHECK(laptop.server.received_seqs(laptop.device.epoch).size() == 4);
}

TEST_CASE("what a lost register sealed behind a hello that is a fork is sent all the same") {
    LockedLaptop laptop;
    laptop.lay_out();
    laptop.run();
    const Epoch left = laptop.device.epoch;
    REQUIRE(laptop.server.received_seqs(left).size() == 1);
    // The other one of two twins: its register is lost, and its files are left.
    laptop.last_seq = 0;
    laptop.lay_out_many(3);
    laptop.device.epoch = Epoch::random(laptop.province.random);
    laptop.write_link();
    laptop.lose_network_at(laptop.server.calls + 3, false);
    laptop.run();
    CHECK(laptop.server.received_seqs(left).size() == 2);
    laptop.clock.pass(1h);
    laptop.run({.watch = true});
    CHECK(laptop.server.received_seqs(left).size() == 3);
}

TEST_CASE("what nobody here knows is sent when a person says that it belongs here") {
    LockedLaptop laptop;
    laptop.lay_out();
    const support::TestDevice lost{laptop.province.random};
    for (const std::int64_t seq : {1, 2}) {
        REQUIRE(laptop.spool.put_out(
            lost.epoch, seq,
            sealed_batch(test_batch(lost, seq, 2, laptop.province.random), lost, laptop.province)));
    }
    laptop.run();
    CHECK(laptop.server.received_seqs(lost.epoch).empty());
    const auto link = spool::read_link(system_disk(), laptop.folder.path());
    REQUIRE(link);
    const auto strangers = spool::list_strangers(laptop.spool, *link);
    REQUIRE(strangers);
    CHECK(*strangers == std::vector<DeviceId>{lost.id()});

    CHECK(spool::adopt_strangers(system_disk(), laptop.folder.path()).value_or(0) == 1);

    laptop.run();
    CHECK(laptop.server.received_seqs(lost.epoch).size() == 2);
    CHECK(spool::adopt_strangers(system_disk(), laptop.folder.path()).value_or(9) == 0);
}

TEST_CASE("Retry-After is obeyed even when a person insists") {
    LockedLaptop laptop;
    laptop.lay_out_many(3);
    auto slow = problem_answer("slow_down");
    slow.retry_after = 2h;
    laptop.server.mishaps[1] = {.answer = slow};
    const auto status = laptop.run();
    CHECK(status.last_code == "L-16");
    CHECK(status.last_kind == ErrorKind::unreachable);
    CHECK(status.next_try == laptop.clock.now() + 2h);
    CHECK(laptop.server.calls == 1);
    laptop.run();
    laptop.clock.pass(119min);
    laptop.run();
    CHECK(laptop.server.calls == 1);
    laptop.clock.pass(1min);
    CHECK(laptop.run().files_answered == 3);
}

TEST_CASE("Retry-After beside an answer about one file holds for that file, whoever asks") {
    for (const std::string_view problem : {"malformed", "too_large"}) {
        LockedLaptop laptop;
        laptop.lay_out_many(2);
        auto refusal = problem_answer(problem);
        refusal.retry_after = 2h;
        laptop.server.wish = [&](int, const std::string& url, bool is_put) {
            return is_put && url.ends_with("/2") ? std::optional(Mishap{.answer = refusal})
                                                 : std::nullopt;
        };
        CAPTURE(problem);
        CHECK(laptop.run().files_answered == 1);
        CHECK(laptop.server.puts == 2);
        laptop.server.wish = nullptr;
        laptop.clock.pass(119min);
        laptop.run();
        CHECK(laptop.server.puts == 2);
        laptop.clock.pass(1min);
        CHECK(laptop.run().files_answered == 1);
    }
}

TEST_CASE("a server that fails for every file is not asked for all of them") {
    LockedLaptop laptop;
    laptop.lay_out_many(1);
    laptop.run();
    laptop.apply_everything();
    laptop.lay_out_many(20);
    laptop.server.wish = [](int, const std::string&, bool) {
        return Mishap{.answer = problem_answer("internal")};
    };
    const auto before = laptop.server.calls;
    laptop.run();
    CHECK(laptop.server.calls == before + 2);
    // A day of a watching uploader, without a hot loop.
    auto uploader = *laptop.begin();
    const auto end = laptop.clock.now() + 24h;
    while (laptop.clock.now() < end) {
        REQUIRE(uploader->tick({.watch = true}));
        laptop.clock.pass(uploader->wait_time());
    }
    CHECK(laptop.server.calls < before + 250);
    laptop.server.wish = nullptr;
    laptop.clock.pass(1h);
    REQUIRE(uploader->tick({.watch = true}));
    CHECK(laptop.server.received_seqs(laptop.device.epoch).size() == 21);
}

TEST_CASE("a file the province cannot take is parked after three tries and the others go on") {
    LockedLaptop laptop;
    laptop.lay_out_many(3);
    int refused = 0;
    laptop.server.wish = [&](int, const std::string& url, bool is_put) -> std::optional<Mishap> {
        if (is_put && url.ends_with("/2")) {
            ++refused;
            return Mishap{.answer = problem_answer("malformed")};
        }
        return std::nullopt;
    };
    for (int run = 0; run < 10; ++run) {
        laptop.run({.watch = true});
        laptop.clock.pass(1h);
    }
    CHECK(refused == 3);
    CHECK(laptop.server.received_seqs(laptop.device.epoch) == std::set<std::int64_t>{1, 3});
    laptop.run();
    CHECK(refused == 4);
    // Another version of the program tries it again.
    const auto state_file = laptop.folder / "spool/in/upload-state.json";
    auto state = *parse_json(as_text(bytes_of(state_file)));
    for (auto& [name, wait] : *state.object()->at("files").object()) {
        if (wait.text_at("kind") == "parked") {
            wait.set("app", "0.0.1");
        }
    }
    put_bytes(state_file, as_bytes(state.dump()));
    laptop.server.wish = nullptr;
    laptop.run({.watch = true});
    CHECK(laptop.server.received_seqs(laptop.device.epoch).size() == 3);
}

TEST_CASE("a 413 is tried again after 6 h, whoever said it") {
    LockedLaptop laptop;
    laptop.lay_out();
    laptop.server.mishaps[1] = {.answer = login_page(413)};
    CHECK(laptop.run().last_code == "L-17");
    laptop.clock.pass(359min);
    laptop.run({.watch = true});
    CHECK(laptop.server.puts == 1);
    laptop.clock.pass(2min);
    CHECK(laptop.run({.watch = true}).files_answered == 1);
}

TEST_CASE("to a province that forgot the laptop its hello goes out of the reserve, at once") {
    LockedLaptop laptop;
    laptop.lay_out_many(1);
    laptop.run();
    laptop.apply_everything();
    laptop.server.forget_from(laptop.device.epoch, 1);
    laptop.lay_out_many(2);
    CHECK(laptop.run().files_waiting == 0);
    CHECK(laptop.server.received_seqs(laptop.device.epoch).size() == 3);
}

TEST_CASE("a hello in reserve is not sent, and does not count as waiting, while it is known") {
    LockedLaptop laptop;
    laptop.lay_out_many(1);
    laptop.run();
    laptop.apply_everything();
    const auto puts = laptop.server.puts;
    CHECK(laptop.run().files_waiting == 0);
    CHECK(laptop.server.puts == puts);
}

TEST_CASE("a laptop that is unknown though its hello was sent just now waits an hour") {
    LockedLaptop laptop;
    laptop.lay_out_many(1);
    laptop.run();
    laptop.apply_everything();
    laptop.lay_out_many(1);
    laptop.server.wish = [](int, const std::string&, bool is_put) {
        return is_put ? Mishap{.answer = support::problem_answer("unknown_device")} : Mishap{};
    };
    const auto puts = laptop.server.puts;
    CHECK(laptop.run().last_code == "L-15");
    CHECK(laptop.server.puts == puts + 2);
    laptop.run();
    CHECK(laptop.server.puts == puts + 2);
    laptop.server.wish = nullptr;
    laptop.clock.pass(61min);
    CHECK(laptop.run().files_answered >= 1);
}

TEST_CASE("a laptop with nothing to send, whom the province forgot, greets it and asks on") {
    LockedLaptop laptop;
    laptop.lay_out_many(1);
    laptop.run();
    laptop.apply_everything();
    laptop.server.forget_from(laptop.device.epoch, 1);
    CHECK(laptop.run().files_answered == 1);
    CHECK(laptop.server.received_seqs(laptop.device.epoch).size() == 1);
    CHECK(laptop.server.urls.back().starts_with("GET "));
}

TEST_CASE("a run that a person asked for does not wait for the network, a watching one does") {
    LockedLaptop laptop;
    laptop.lay_out();
    laptop.server.wish = [](int, const std::string&, bool) {
        return Mishap{.before = no_network()};
    };
    laptop.run();
    const auto calls = laptop.server.calls;
    laptop.run({.watch = true});
    CHECK(laptop.server.calls == calls);
    laptop.run();
    CHECK(laptop.server.calls > calls);
}

TEST_CASE("a wait noted before the clock was set back does not hold") {
    LockedLaptop laptop;
    laptop.lay_out();
    laptop.server.refuse_hello = "code_unknown";
    laptop.run({.watch = true});
    laptop.server.refuse_hello.clear();
    laptop.clock.set(Timestamp{1'262'304'000});  // 2010
    CHECK(laptop.run({.watch = true}).files_answered == 1);
    CHECK(laptop.server.settings.back().clock_floor >= build_time());
}

TEST_CASE("a laptop that wakes from sleep tries at once") {
    LockedLaptop laptop;
    laptop.lay_out();
    laptop.server.wish = [](int, const std::string&, bool) {
        return Mishap{.before = no_network()};
    };
    auto uploader = *laptop.begin();
    for (int i = 0; i < 12; ++i) {
        laptop.clock.pass(31min);
        REQUIRE(uploader->tick({.watch = true}));
    }
    laptop.server.wish = nullptr;
    CHECK(uploader->tick({.watch = true})->files_answered == 0);
    laptop.clock.set(laptop.clock.now() + 5min);  // the wall clock went on, the monotonic one slept
    CHECK(uploader->tick({.watch = true})->files_answered == 1);
}
