/// What the commands for a stick tell, and where they find it.
#include <filesystem>

#include <catch2/catch_test_macros.hpp>

#include "storage/base/json.hpp"
#include "support/temp_folder.hpp"
#include "sync/spool/link.hpp"
#include "sync/wire/reply.hpp"
#include "village_scene.hpp"

using namespace lontar;
using namespace lontar::client;
namespace fs = std::filesystem;

namespace {

struct Scene {
    VillageOffice office;
    Path stick = office.folder / "stick";

    Scene() {
        office.set_up();
        fs::create_directory(stick);
    }
    Ran courier(const std::string& act, const Path& place) {
        return office.run({"courier", act, to_utf8(place)});
    }
    Path in() const { return stick / "LONTAR" / to_path(test_village) / "in"; }
    /// A sealed answer to whoever it is, by this province or another.
    Bytes reply_to(const DeviceId& device, support::TestProvince& by) {
        wire::Reply reply;
        reply.device = device;
        reply.epoch = Epoch::random(by.random);
        reply.gen = 1;
        reply.n = 1;
        reply.time = support::test_now;
        return by.seal(reply, std::nullopt, sealed::Identity::generate(by.random).recipient());
    }
};

}  // namespace

TEST_CASE("an export tells that nothing is new, and what to do with the stick") {
    Scene scene;
    scene.office.add_next();
    CHECK(contains(scene.courier("export", scene.stick).out, "1 new files"));
    const Ran again = scene.courier("export", scene.stick);
    CHECK(again.code == exit_done);
    CHECK(contains(again.out, "Nothing new: all that waits is on this stick already."));
    CHECK(contains(again.out, "Take the stick"));
}

TEST_CASE("an export into LONTAR itself goes beside the first one, and tells where") {
    Scene scene;
    scene.office.add_next();
    scene.courier("export", scene.stick);
    scene.office.add_next();
    const Ran second = scene.courier("export", scene.stick / "LONTAR");
    CHECK(second.code == exit_done);
    CHECK(contains(second.out, "Its place on the stick: "));
    CHECK_FALSE(fs::exists(scene.stick / "LONTAR" / "LONTAR"));
    CHECK(contains(scene.courier("import", scene.in()).out, "no reply for this village here yet"));
}

TEST_CASE("an import that brings nothing says so, and for whom the replies are") {
    Scene scene;
    scene.office.add_next();
    scene.courier("export", scene.stick);
    const Ran none = scene.courier("import", scene.stick);
    CHECK(none.code == exit_done);
    CHECK(contains(none.out, "There is no reply for this village here yet."));
    CHECK(contains(none.out, "ask at the kecamatan office"));

    fs::create_directories(scene.in());
    support::put_bytes(
        scene.in() / "x.reply (1).age",
        scene.reply_to(DeviceId::random(scene.office.province.random), scene.office.province));
    const Ran others = scene.courier("import", scene.stick);
    CHECK(others.code == exit_done);
    CHECK(contains(others.out, "1 reply for other laptops was passed over"));
    CHECK_FALSE(contains(others.out, "no reply for this village"));
}

TEST_CASE("a reply that a Mac left a shadow of is no damage, another province's is C-12") {
    Scene scene;
    scene.office.add_next();
    scene.courier("export", scene.stick);
    fs::create_directories(scene.in());
    support::put_bytes(scene.in() / "._x.reply.age", as_bytes("AppleDouble"));
    CHECK(scene.courier("import", scene.stick).code == exit_done);

    support::TestProvince stranger(77);
    const auto own = spool::read_link(system_disk(), scene.office.home)->device;
    support::put_bytes(scene.in() / "x.reply.age", scene.reply_to(own, stranger));
    const Ran foreign = scene.courier("import", scene.stick);
    CHECK(foreign.code == exit_refused);
    CHECK(contains(foreign.err, "(C-12)"));
    CHECK_FALSE(contains(foreign.err, "(C-11)"));
}

TEST_CASE("several sticks in the folder that was named are refused with what to do") {
    Scene scene;
    scene.office.add_next();
    scene.courier("export", scene.stick);
    fs::create_directories(scene.office.folder / "second" / "LONTAR");
    for (const auto* act : {"export", "import", "relay"}) {
        const Ran ran = scene.courier(act, scene.office.folder.path());
        INFO(act);
        CHECK(ran.code == exit_refused);
        CHECK(contains(ran.err, "(C-06)"));
        CHECK(contains(ran.err, "Choose one stick"));
    }
}
