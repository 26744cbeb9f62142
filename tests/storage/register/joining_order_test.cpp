#include <chrono>
#include <cstdio>
#include <filesystem>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include "joining_scene.hpp"
#include "storage/base/json.hpp"
#include "storage/register/batches.hpp"
#include "storage/register/check.hpp"
#include "storage/register/copies/dump.hpp"
#include "storage/register/epochs.hpp"
#include "storage/register/opening.hpp"
#include "storage/register/people.hpp"
#include "storage/register/register.hpp"
#include "storage/register/registrations.hpp"
#include "storage/register/saving.hpp"
#include "storage/sqlite/query.hpp"
#include "support/child.hpp"
#include "support/recorded_disk.hpp"

namespace lontar::storage {

using support::expect;
using support::RecordedDisk;
using support::RegisterScene;
using support::Unsynced;

namespace {

/// Some acts of one official; each person is changed on one side only.
void work(RegisterScene& scene, const std::vector<RegistrationId>& people, std::size_t from) {
    for (std::size_t i = from; i < people.size(); i += 2) {
        switch (scene.random.below(4)) {
            case 0:
                scene.correct(people[i], "alamat", "RT " + std::to_string(scene.random.below(99)));
                break;
            case 1:
                scene.withdraw(people[i]);
                break;
            case 2:
                scene.deliver();
                break;
            default:
                scene.save_next();
                break;
        }
    }
}

std::string keys_of(Register& village_register) {
    std::string text;
    expect(sqlite::each_row(village_register.database(),
                            "SELECT key, hex(registration_id) FROM duplicate_key ORDER BY 1, 2",
                            sqlite::bind_nothing, [&](const sqlite::Statement& row) {
                                text.append(row.text(0)).append(row.text(1)).append("\n");
                                return done();
                            }));
    return text;
}

}  // namespace

TEST_CASE("either of two registers joined to the other gives the same people") {
    const auto seed = GENERATE(range(1, 25));
    RegisterScene one(static_cast<std::uint64_t>(seed));
    std::vector<RegistrationId> people;
    for (int i = 0; i < 12; ++i) {
        people.push_back(one.save_next().id);
    }
    RegisterScene other(static_cast<std::uint64_t>(seed) + 1000);
    become_copy(other, one);
    work(one, people, 0);
    work(other, people, 1);
    const auto of_one = content_of(*one);
    const auto of_other = content_of(*other);
    expect(join(*one, of_other, one.officer));
    expect(join(*other, of_one, other.officer));
    INFO("seed " << seed);
    CHECK(people_of(*one) == people_of(*other));
    CHECK(keys_of(*one) == keys_of(*other));
    CHECK(check_register(*one));
    CHECK(check_register(*other));
    CHECK(expect(join(*one, of_other, one.officer)).is_nothing());
    CHECK(expect(join(*one, content_of(*other), one.officer)).is_nothing());
    // The keys are those that a restored register makes anew.
    RegisterScene restored(static_cast<std::uint64_t>(seed) + 2000);
    become_copy(restored, one);
    CHECK(people_of(*restored) == people_of(*one));
    CHECK(keys_of(*restored) == keys_of(*one));
    CHECK(check_register(*restored));
}

TEST_CASE("a join that was killed left nothing, and one that was done is whole") {
    RegisterScene before(1);
    for (int i = 0; i < 5; ++i) {
        before.save_next();
    }
    const auto content = content_of(*before);
    for (const auto& [place, people] :
         {std::pair("join-before-commit", 1), std::pair("join-after-commit", 6)}) {
        RegisterScene now(2);
        now.save_next();
        now.close();
        const int outcome = support::in_child([&] {
            const support::Environment crash("LONTAR_CRASH", place);
            now.reopen();
            return join(*now, content, now.officer) ? 0 : 1;
        });
        INFO(place);
        REQUIRE(outcome == 137);
        now.reopen();
        CHECK(expect(find_sizes(*now)).registrations == people);
        CHECK(check_register(*now));
        CHECK(expect(join(*now, content, now.officer)).added == 6 - people);
        CHECK(expect(find_sizes(*now)).registrations == 6);
        CHECK(check_register(*now));
    }
}

TEST_CASE("after a power cut at any call of a join all of it is there or nothing") {
    RegisterScene before(1);
    for (int i = 0; i < 6; ++i) {
        before.save_next();
    }
    before.deliver();
    const auto content = content_of(*before);
    RegisterScene now(2);
    now.save_next();
    now.close();
    const RecordedDisk disk(now.folder / "data");
    now.reopen();
    const std::size_t from = disk.acts();
    expect(join(*now, content, now.officer));
    const std::size_t said = disk.acts();
    now.close();
    constexpr std::array kinds{Unsynced::lost, Unsynced::kept, Unsynced::some, Unsynced::torn};
    const support::TempFolder images;
    for (std::size_t acts = from; acts <= disk.acts(); ++acts) {
        for (const Unsynced kind : kinds) {
            const Path image = images / (std::to_string(acts) + "-" + std::to_string(int(kind)));
            std::filesystem::create_directory(image);
            disk.after_power_cut(acts, kind, acts, image);
            INFO("act " << acts << " of " << disk.acts() << ", unsynced " << int(kind));
            now.village_register = expect(open_register(now.world(), image, now.key));
            CHECK(check_register(*now));
            const auto people = expect(find_sizes(*now)).registrations;
            CHECK((people == 7 || (people == 1 && acts < said)));
            expect(join(*now, content, now.officer));
            CHECK(expect(find_sizes(*now)).registrations == 7);
            CHECK(check_register(*now));
            now.close();
            std::filesystem::remove_all(image);
        }
    }
}

TEST_CASE("a thousand people are joined while somebody waits") {
    RegisterScene before(1);
    for (int i = 0; i < 1'000; ++i) {
        before.save_next();
    }
    RegisterScene now(2);
    for (int i = 0; i < 100; ++i) {
        now.save_next();
    }
    const auto content = content_of(*before);
    const auto start = std::chrono::steady_clock::now();
    CHECK(expect(preview_join(*now, content)).added == 1'000);
    const auto seen = std::chrono::steady_clock::now();
    CHECK(expect(join(*now, content, now.officer)).added == 1'000);
    const auto done = std::chrono::steady_clock::now();
    const auto ms = [](auto span) {
        return static_cast<long long>(
            std::chrono::duration_cast<std::chrono::milliseconds>(span).count());
    };
    std::printf("1,000 people: looked at in %lld ms, joined in %lld ms\n", ms(seen - start),
                ms(done - seen));
    CHECK(check_register(*now));
    CHECK(now.counters().waiting == 1'100);
}

}  // namespace lontar::storage
