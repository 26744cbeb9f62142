#include <algorithm>

#include <catch2/catch_test_macros.hpp>

#include "storage/register/batches.hpp"
#include "storage/register/drafts.hpp"
#include "storage/register/duplicates.hpp"
#include "storage/register/people.hpp"
#include "storage/register/registrations.hpp"
#include "storage/register/saving.hpp"
#include "storage/register/status.hpp"
#include "support/recorded_disk.hpp"
#include "support/register_scene.hpp"

namespace lontar::storage {

using support::expect;
using support::RecordedDisk;
using support::RegisterScene;

namespace {

std::size_t syncs_between(const RecordedDisk& disk, std::size_t from, std::size_t to) {
    std::size_t syncs = 0;
    for (std::size_t act = from; act < to; ++act) {
        syncs += disk.describe(act).starts_with("sync") ? 1 : 0;
    }
    return syncs;
}

}  // namespace

TEST_CASE("a save costs one sync, and never more than two on the average of a day") {
    RegisterScene scene;
    scene.close();
    const RecordedDisk disk(scene.folder / "data");
    scene.reopen();
    scene.save_next();
    std::vector<std::size_t> costs;
    const std::size_t start = disk.acts();
    constexpr std::size_t people = 300;
    for (std::size_t i = 0; i < people; ++i) {
        const std::size_t before = disk.acts();
        scene.save_next();
        costs.push_back(syncs_between(disk, before, disk.acts()));
    }
    std::ranges::sort(costs);
    CHECK(costs[costs.size() / 2] == 1);
    CHECK(syncs_between(disk, start, disk.acts()) <= 2 * people);
    INFO("the dearest save took " << costs.back());
    // A save that moves the journal into the file pays for those before it.
    CHECK(costs.back() <= 4);
}

TEST_CASE("leaving a field costs one sync") {
    RegisterScene scene;
    scene.close();
    const RecordedDisk disk(scene.folder / "data");
    scene.reopen();
    Draft draft;
    draft.answers = {{"nama", "Maria"}};
    draft.id = expect(save_draft(*scene, draft));
    const std::size_t before = disk.acts();
    draft.answers["alamat"] = "Jalan Baru 7";
    expect(save_draft(*scene, draft));
    CHECK(syncs_between(disk, before, disk.acts()) == 1);
}

TEST_CASE("looking at people, counters and similar ones writes nothing") {
    RegisterScene scene;
    const auto saved = scene.save_next();
    scene.close();
    const RecordedDisk disk(scene.folder / "data");
    scene.reopen();
    const std::size_t before = disk.acts();
    expect(find_status(*scene));
    expect(list_people(*scene, {}));
    expect(find_registration(*scene, saved.id));
    expect(find_similar(*scene, scene.people.next(), std::nullopt));
    expect(list_unsealed(*scene, 100));
    INFO(disk.describe(disk.acts() - 1));
    CHECK(disk.acts() == before);
}

}  // namespace lontar::storage
