#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <fstream>

#include <catch2/catch_test_macros.hpp>

#include "storage/register/check.hpp"
#include "storage/register/copies/dump.hpp"
#include "storage/register/opening.hpp"
#include "storage/register/register.hpp"
#include "storage/register/saving.hpp"
#include "support/child.hpp"
#include "support/recorded_disk.hpp"
#include "working_day.hpp"

namespace lontar::storage {

using support::expect;
using support::RecordedDisk;
using support::RegisterScene;
using support::Unsynced;

namespace {

constexpr std::uint64_t seed = 11;

/// The day as it goes when nothing happens: promises and extents after each step.
struct Day {
    std::vector<Promise> promises;
    std::vector<Extent> extents;
};

Day quiet_day() {
    RegisterScene scene(seed);
    Day day;
    day.extents.push_back(extent_of(*scene));
    for (const Step& step : working_day()) {
        day.promises.push_back(step(scene));
        day.extents.push_back(extent_of(*scene));
    }
    return day;
}

/// Everything said is there, nothing is there in part, and the work goes on.
void check_after(RegisterScene& scene, const Day& day, std::size_t said) {
    CHECK(check_register(*scene));
    for (std::size_t i = 0; i < said; ++i) {
        INFO("step " << i << ": " << day.promises[i].words);
        CHECK(day.promises[i].is_kept(*scene));
    }
    const auto extent = extent_of(*scene);
    CHECK((extent == day.extents[said] ||
           (said < day.promises.size() && extent == day.extents[said + 1])));
    const auto counters = scene.counters();
    CHECK(counters.entered() == extent.registrations + static_cast<std::int64_t>(extent.drafts));
}

/// The next day: other people than those of this one, and other ids.
void go_on(RegisterScene& scene) {
    scene.people.make(20);
    scene.random.next();
    scene.save_next();
}

std::size_t lines_of(const Path& file) {
    std::ifstream stream(file);
    std::size_t count = 0;
    for (std::string line; std::getline(stream, line);) {
        ++count;
    }
    return count;
}

/// Works until the crash point ends the process, noting each step that was said to be done.
int work_in_child(RegisterScene& scene, const Path& ledger, const std::string& place) {
    return support::in_child([&] {
        const support::Environment crash("LONTAR_CRASH", place);
        scene.reopen();
        std::ofstream said(ledger, std::ios::app);
        for (const Step& step : working_day()) {
            step(scene);
            said << "done" << std::endl;
        }
        return 0;
    });
}

}  // namespace

TEST_CASE("after a kill at any crash point every step that was said is there, and none in part") {
    const Day day = quiet_day();
    int kills = 0;
    for (const std::string place :
         {"draft", "save", "check", "merge", "seal", "hand-over", "apply", "epoch", "officer"}) {
        for (const std::string side : {"-before-commit", "-after-commit"}) {
            for (int passing = 1;; ++passing) {
                RegisterScene scene(seed);
                scene.close();
                const Path ledger = scene.folder / "said";
                const std::string point = place + side + ":" + std::to_string(passing);
                const int outcome = work_in_child(scene, ledger, point);
                INFO(point);
                if (outcome == 0) {
                    CHECK(passing > 1);
                    break;
                }
                REQUIRE(outcome == 137);
                scene.reopen();
                check_after(scene, day, lines_of(ledger));
                go_on(scene);
                ++kills;
            }
        }
    }
    CHECK(kills >= 40);
}

TEST_CASE("after a power cut at any call every step that was said is there, and none in part") {
    const Day day = quiet_day();
    RegisterScene scene(seed);
    scene.close();
    std::vector<std::size_t> said;  // said[i]: acts of the disk when step i was said
    const RecordedDisk disk(scene.folder / "data");
    scene.reopen();
    for (const Step& step : working_day()) {
        step(scene);
        said.push_back(disk.acts());
    }
    scene.close();
    constexpr std::array kinds{Unsynced::lost, Unsynced::kept, Unsynced::some, Unsynced::torn};
    const support::TempFolder images;
    for (std::size_t acts = 0; acts <= disk.acts(); ++acts) {
        const Unsynced kind = kinds.at(acts % kinds.size());
        const Path image = images / std::to_string(acts);
        std::filesystem::create_directory(image);
        disk.after_power_cut(acts, kind, acts, image);
        const auto done = static_cast<std::size_t>(
            std::ranges::count_if(said, [&](std::size_t at) { return at <= acts; }));
        INFO("act " << acts << " of " << disk.acts() << ", unsynced " << int(kind) << ", said "
                    << done);
        scene.village_register = expect(open_register(scene.world(), image, scene.key));
        check_after(scene, day, done);
        scene.close();
        std::filesystem::remove_all(image);
    }
}

TEST_CASE(
    "on a disk that gets full or breaks each step is said or nothing, and all is there later") {
    for (const int number : {ENOSPC, EIO}) {
        for (std::size_t act = 1;; act += 3) {
            RegisterScene scene(seed);
            scene.close();
            std::size_t said = 0;
            bool failed = false;
            {
                RecordedDisk disk(scene.folder / "data");
                scene.reopen();
                disk.fail_at(act, number, true);
                for (; said < 3; ++said) {
                    const auto saved =
                        save_new(*scene, scene.people.next(), scene.by("sesuai_ktp"));
                    if (!saved) {
                        INFO("errno " << number << " from act " << act);
                        CHECK(saved.error().code == (number == ENOSPC ? "R-07" : "R-04"));
                        break;
                    }
                }
                failed = disk.has_failed();
                scene.close();
                disk.heal();
            }
            scene.reopen();
            INFO("errno " << number << " from act " << act << ", said " << said);
            const auto present = static_cast<std::size_t>(expect(find_sizes(*scene)).registrations);
            CHECK(present >= said);
            CHECK(present <= said + 1);
            CHECK(check_register(*scene));
            go_on(scene);
            if (!failed) {
                break;
            }
        }
    }
}

}  // namespace lontar::storage
