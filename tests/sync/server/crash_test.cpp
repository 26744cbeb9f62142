/// The server dies around its COMMIT: nothing acknowledged is lost, nothing is doubled.
#include <catch2/catch_test_macros.hpp>

#include "storage/base/crash_point.hpp"
#include "support/child.hpp"
#include "tests/sync/server/province_scene.hpp"

namespace lontar {
namespace {

using support::Laptop;
using support::oenif;
using support::person;
using support::ProvinceScene;
using support::verdict_on;

/// What a killed server process did with `file`: 137 when it died at `place`.
int send_in_doomed_process(ProvinceScene& scene, const Bytes& file, const std::string& place) {
    scene.province.reset();
    const support::Environment crash("LONTAR_CRASH", place);
    const int ended = support::in_child([&] {
        auto province = server::Province::open(scene.world, scene.folder / "data");
        if (!province) {
            return 1;
        }
        const auto checked = server::check_outside(file, std::nullopt);
        server::Ingest(**province).take(std::get<wire::ProvenBatch>(checked), server::Road::https);
        return 0;
    });
    return ended;
}

TEST_CASE("killed before COMMIT nothing has happened, and the same hello registers the laptop") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    laptop.add(person("5301010101800001"));
    const Bytes file = laptop.seal();

    REQUIRE(send_in_doomed_process(scene, file, "server-before-commit") == crash_exit_code);
    scene.reopen();
    CHECK(scene.count("batches") == 0);
    CHECK(scene.count("devices") == 0);
    CHECK(scene.ask("SELECT used FROM activation") == "0");

    const auto answer = scene.send(file);
    CHECK(answer.status == 200);
    CHECK(scene.count("registrations") == 1);
    CHECK(scene.ask("SELECT used FROM activation") == "1");
}

TEST_CASE("killed after COMMIT the batch is there, and the same file gets its stored answer") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    laptop.add(person("5301010101800001"));
    const Bytes file = laptop.seal();

    REQUIRE(send_in_doomed_process(scene, file, "server-after-commit") == crash_exit_code);
    scene.reopen();
    CHECK(scene.count("batches") == 1);
    CHECK(scene.count("registrations") == 1);

    const auto answer = scene.send(file);
    CHECK(answer.outcome == "resent");
    const auto reply = laptop.open(answer);
    REQUIRE(reply);
    CHECK(verdict_on(*reply, 1, 2) == "accepted");
    CHECK(scene.ask("SELECT used FROM activation") == "1");
    CHECK(scene.count("registrations") == 1);
}

TEST_CASE("killed anywhere in a row of batches, every sent one is there once in the end") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    int number = 0;
    for (const char* place : {"server-before-commit", "server-after-commit"}) {
        for (int round = 0; round < 10; ++round) {
            laptop.add(person("53010101018" + std::to_string(10000 + number++)));
            const Bytes file = laptop.seal();
            REQUIRE(send_in_doomed_process(scene, file, place) == crash_exit_code);
            scene.reopen();
            REQUIRE(scene.send(file).status == 200);
        }
    }
    CHECK(scene.count("registrations") == 20);
    CHECK(scene.count("batches") == 20);
    CHECK(scene.count("revisions") == 20);
}

TEST_CASE("without room on the disk a batch is refused before anything is written") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    const Bytes hello = laptop.seal();
    class NoRoom final : public Disk {
    public:
        explicit NoRoom(Disk& real) : real_(real) {}
        Result<Bytes> read(const Path& path, std::uint64_t max) override {
            return real_.read(path, max);
        }
        Result<std::unique_ptr<PartFile>> begin(const Path& path) override {
            return real_.begin(path);
        }
        Result<std::vector<FileEntry>> list(const Path& folder) override {
            return real_.list(folder);
        }
        Status remove(const Path& path) override { return real_.remove(path); }
        Status move(const Path& from, const Path& to) override { return real_.move(from, to); }
        Status make_folder(const Path& path) override { return real_.make_folder(path); }
        bool exists(const Path& path) override { return real_.exists(path); }
        Result<std::uint64_t> free_bytes(const Path&) override { return std::uint64_t{1000}; }

    private:
        Disk& real_;
    } no_room(system_disk());
    scene.province.reset();
    auto opened =
        server::Province::open({no_room, scene.clock, scene.random}, scene.folder / "data");
    REQUIRE(opened);
    scene.province = *std::move(opened);

    const auto answer = scene.send(hello);

    CHECK(answer.status == 507);
    CHECK(answer.outcome == "storage_full");
    CHECK(answer.retry_after.count() > 0);
    CHECK(scene.count("batches") == 0);
}

}  // namespace
}  // namespace lontar
