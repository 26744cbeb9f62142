/// Whatever order, however often and by whatever road batches come: the province ends in one state.
#include <algorithm>
#include <filesystem>
#include <set>

#include <catch2/catch_test_macros.hpp>

#include "storage/base/json.hpp"
#include "storage/sealed/hash.hpp"
#include "tests/sync/server/province_scene.hpp"

namespace lontar {
namespace {

using support::Laptop;
using support::oenif;
using support::otan;
using support::person;
using support::ProvinceScene;

/// Registrations, revisions, arrivals and dates are compared by what they say, not by row numbers
/// or the moments of arrival.
std::string state_of(ProvinceScene& scene) {
    return scene.ask(
               "SELECT hex(registration_id) || village || state || coalesce(nik, '-') || hex(rev) "
               "|| heads || fields "
               "FROM registration ORDER BY registration_id") +
           scene.ask(
               "SELECT hex(registration_id) || hex(rev) || state || line FROM revision WHERE kind "
               "<> 'merged' "
               "ORDER BY registration_id, rev") +
           scene.ask(
               "SELECT hex(e.epoch) || b.seq || a.line || hex(r.rev) FROM arrival AS a JOIN batch "
               "AS b "
               "USING (batch_id) JOIN epoch AS e USING (epoch_id) JOIN revision AS r USING "
               "(revision_id) "
               "ORDER BY e.epoch, b.seq, a.line") +
           scene.ask("SELECT hex(epoch) || upto FROM epoch ORDER BY epoch");
}

struct Sent {
    Laptop* laptop = nullptr;
    std::int64_t seq = 0;
    Bytes file;
};

/// Two villages, two laptops each. Each laptop corrects fields of its own, so that nobody
/// conflicts; NIKs pass from a withdrawn registration to a new one of the other village.
class Story {
public:
    explicit Story(std::uint64_t seed) : scene_(seed), random_(seed + 1000) {
        for (const char* village : {oenif, otan}) {
            const auto activation = scene_.invite(village, 2);
            for (int i = 0; i < 2; ++i) {
                laptops_.push_back(std::make_unique<Laptop>(scene_, activation));
            }
        }
    }

    std::vector<Sent> tell() {
        for (int step = 0; step < 40; ++step) {
            act(random_.below(laptops_.size()));
        }
        for (std::size_t i = 0; i < laptops_.size(); ++i) {
            seal(i);
        }
        return sent_;
    }

    ProvinceScene& scene() { return scene_; }

private:
    void act(std::size_t who) {
        Laptop& laptop = *laptops_[who];
        const auto choice = random_.below(10);
        if (choice < 3 || laptop.known.empty()) {
            const auto id = laptop.add(person("53010101018" + std::to_string(10000 + people_++)));
            if (random_.below(2) == 0) {
                laptop.share(id, *laptops_[who ^ 1U]);
            }
        } else if (choice < 7) {
            const auto id = any_of(laptop);
            laptop.correct(id, "field" + std::to_string(who) + std::to_string(random_.below(3)),
                           "value" + std::to_string(step_++));
        } else if (choice < 8) {
            const auto id = any_of(laptop);
            if (withdrawn_.insert(id).second) {
                laptop.withdraw(id);
                laptop.known.erase(id);
                laptops_[who ^ 1U]->known.erase(id);
            }
        } else {
            seal(who);
        }
    }

    RegistrationId any_of(const Laptop& laptop) {
        return std::next(laptop.known.begin(),
                         static_cast<std::ptrdiff_t>(random_.below(laptop.known.size())))
            ->first;
    }

    void seal(std::size_t who) {
        Laptop& laptop = *laptops_[who];
        const auto batch = laptop.next_batch();
        sent_.push_back({&laptop, batch.seq, laptop.seal_batch(batch)});
    }

    ProvinceScene scene_;
    support::SeededRandom random_;
    std::vector<std::unique_ptr<Laptop>> laptops_;
    std::vector<Sent> sent_;
    std::set<RegistrationId> withdrawn_;
    int people_ = 0;
    int step_ = 0;
};

/// Sends until everything is stored; a laptop that is not known yet is sent for again, as laptops
/// do.
void deliver(ProvinceScene& scene, std::vector<Sent> files, support::SeededRandom& random) {
    std::map<Hash, Bytes> answers;
    while (!files.empty()) {
        const auto at = random.below(files.size());
        const auto road = random.below(2) == 0 ? server::Road::https : server::Road::usb;
        const auto answer = scene.send(files[at].file, road);
        if (answer.status == 200) {
            // Sometimes the answer is lost, and the file comes again.
            const auto hash = sealed::sha256(files[at].file);
            const auto [first, is_new] = answers.emplace(hash, answer.body);
            REQUIRE((is_new || first->second == answer.body));
            if (random.below(3) != 0) {
                files.erase(files.begin() + static_cast<std::ptrdiff_t>(at));
            }
        } else {
            REQUIRE(answer.outcome == "unknown_device");
        }
    }
}

TEST_CASE("any order, any repetition and both roads end in the same state") {
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
        CAPTURE(seed);
        Story story(seed);
        const auto files = story.tell();
        ProvinceScene& scene = story.scene();
        // Each order begins with the province to which nothing was sent.
        scene.province.reset();
        std::filesystem::rename(scene.folder / "data", scene.folder / "before");
        std::optional<std::string> expected;
        for (std::uint64_t order = 0; order < 4; ++order) {
            scene.province.reset();
            std::filesystem::remove_all(scene.folder / "data");
            std::filesystem::copy(scene.folder / "before", scene.folder / "data",
                                  std::filesystem::copy_options::recursive);
            scene.reopen();
            support::SeededRandom random(order * 100 + seed);
            if (order == 0) {
                for (const auto& each : files) {
                    REQUIRE(scene.send(each.file).status == 200);
                }
            } else {
                deliver(scene, files, random);
            }
            const auto state = state_of(scene);
            expected = expected.value_or(state);
            REQUIRE(state == *expected);
            REQUIRE(scene.count("held") == 0);
            REQUIRE(scene.count("conflicts") == 0);
            REQUIRE(scene.count("batches") == static_cast<std::int64_t>(files.size()));
        }
    }
}

TEST_CASE(
    "however many villages claim one NIK in whatever order, one lives and the others wait; it "
    "passes on until nobody is left") {
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        CAPTURE(seed);
        ProvinceScene scene(seed);
        support::SeededRandom random(seed);
        std::vector<std::unique_ptr<Laptop>> laptops;
        std::vector<RegistrationId> ids;
        for (int i = 0; i < 4; ++i) {
            laptops.push_back(
                std::make_unique<Laptop>(scene, scene.invite("530104200" + std::to_string(3 + i))));
            ids.push_back(laptops.back()->add(person("5301010101800001")));
            scene.send(laptops.back()->seal());
        }
        std::vector<std::size_t> order{0, 1, 2, 3};
        for (std::size_t i = 3; i > 0; --i) {
            std::swap(order[i], order[random.below(i + 1)]);
        }
        for (std::size_t gone = 0; gone < 4; ++gone) {
            CHECK(scene.count("live") == 1);
            CHECK(scene.count("duplicates") == static_cast<std::int64_t>(3 - gone));
            Laptop& laptop = *laptops[order[gone]];
            laptop.withdraw(ids[order[gone]]);
            REQUIRE(scene.send(laptop.seal()).status == 200);
        }
        CHECK(scene.count("live") == 0);
        CHECK(scene.count("withdrawn") == 4);
    }
}

TEST_CASE("with conflicts too, every revision is kept once and one version of each field stands") {
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
        CAPTURE(seed);
        ProvinceScene scene(seed);
        support::SeededRandom random(seed);
        const auto activation = scene.invite(oenif, 3);
        std::vector<std::unique_ptr<Laptop>> laptops;
        laptops.reserve(3);
        for (int i = 0; i < 3; ++i) {
            laptops.push_back(std::make_unique<Laptop>(scene, activation));
        }
        std::vector<RegistrationId> ids;
        ids.reserve(3);
        for (int i = 0; i < 3; ++i) {
            ids.push_back(laptops[0]->add(person("53010101018000" + std::to_string(10 + i))));
            laptops[0]->share(ids.back(), *laptops[1]);
            laptops[0]->share(ids.back(), *laptops[2]);
        }
        std::vector<Sent> files;
        std::set<Rev> revs;
        for (auto& laptop : laptops) {
            for (int i = 0; i < 6; ++i) {
                revs.insert(laptop->correct(ids[random.below(3)], "alamat",
                                            "Dusun " + std::to_string(random.below(3))));
                if (random.below(2) == 0) {
                    files.push_back({laptop.get(), 0, laptop->seal()});
                }
            }
            files.push_back({laptop.get(), 0, laptop->seal()});
        }
        deliver(scene, files, random);
        CHECK(scene.count("revisions") == static_cast<std::int64_t>(revs.size() + 3));
        CHECK(scene.count("held") == 0);
        CHECK(scene.count("registrations") == 3);
        CHECK(scene
                  .ask("SELECT count(*) FROM revision GROUP BY registration_id, rev HAVING "
                       "count(*) > 1")
                  .empty());
        CHECK_NOTHROW(scene.call(Json().set("call", "verify")));
    }
}

}  // namespace
}  // namespace lontar
