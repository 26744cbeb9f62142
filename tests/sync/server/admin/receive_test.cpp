/// The stick's way, through the same caller that commands use.
#include "sync/server/admin/receive.hpp"

#include <filesystem>

#include <catch2/catch_test_macros.hpp>

#include "storage/base/json.hpp"
#include "storage/sealed/hash.hpp"
#include "support/lying_disk.hpp"
#include "tests/sync/server/province_scene.hpp"

namespace lontar {
namespace {

using support::Laptop;
using support::oenif;
using support::otan;
using support::person;
using support::ProvinceScene;
using support::verdict_on;

class SceneCaller final : public server::Caller {
public:
    explicit SceneCaller(ProvinceScene& scene) : scene_(scene) {}
    Result<Json> call(const Json& request) override { return scene_.try_call(request); }

private:
    ProvinceScene& scene_;
};

Path folder_of(const ProvinceScene& scene, const std::string& village) {
    return scene.folder / "stick" / "LONTAR" / village;
}

void lay_out(ProvinceScene& scene, Laptop& laptop) {
    const Path out = folder_of(scene, laptop.village) / "out";
    std::filesystem::create_directories(out);
    const auto batch = laptop.next_batch();
    support::put_bytes(out / wire::batch_file_name(batch.epoch, batch.seq),
                       laptop.seal_batch(batch));
}

std::vector<wire::Reply> replies_for(const ProvinceScene& scene, const Laptop& laptop) {
    std::vector<wire::Reply> replies;
    const auto files = system_disk().list(folder_of(scene, laptop.village) / "in");
    REQUIRE(files);
    for (const auto& file : *files) {
        const auto bytes = support::bytes_of(folder_of(scene, laptop.village) / "in" / file.name);
        if (const auto reply = laptop.open(bytes)) {
            replies.push_back(*reply);
        }
    }
    return replies;
}

TEST_CASE("batches of two villages come by stick, and replies go back to each") {
    ProvinceScene scene;
    Laptop one(scene, scene.invite(oenif));
    Laptop two(scene, scene.invite(otan));
    one.add(person("5301010101800001"));
    lay_out(scene, one);
    one.add(person("5301010101800002"));
    lay_out(scene, one);
    two.add(person("5301010101800003"));
    lay_out(scene, two);
    SceneCaller caller(scene);

    const auto outcome = server::receive(system_disk(), caller, scene.folder / "stick");

    REQUIRE(outcome);
    CHECK(outcome->files == 3);
    CHECK(outcome->failed == 0);
    CHECK(outcome->replies == 3);
    CHECK(outcome->outcomes.at("received") == 3);
    CHECK(replies_for(scene, one).size() == 2);
    REQUIRE(replies_for(scene, two).size() == 1);
    CHECK(verdict_on(replies_for(scene, two).at(0), 1, 2) == "accepted");
    CHECK(scene.count("registrations") == 3);

    // The stick is handed in a second time, as the LONTAR folder and as one village's.
    CHECK(server::receive(system_disk(), caller, scene.folder / "stick" / "LONTAR")->replies == 0);
    const auto again = server::receive(system_disk(), caller, folder_of(scene, oenif) / "");
    REQUIRE(again);
    CHECK(again->files == 2);
    CHECK(again->outcomes.at("resent") == 2);
    CHECK(scene.count("batches") == 3);
}

TEST_CASE(
    "what was decided meanwhile goes along on the stick, until the laptop has told that it knows") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    const auto id = laptop.add(person("5301010101800001"));
    lay_out(scene, laptop);
    SceneCaller caller(scene);
    REQUIRE(server::receive(system_disk(), caller, scene.folder / "stick"));
    scene.call(
        Json().set("call", "return").set("id", id.hex()).set("reasons", Json::List{"BERKAS"}));

    CHECK(server::receive(system_disk(), caller, scene.folder / "stick")->replies == 1);
    CHECK(replies_for(scene, laptop).size() == 2);
    std::filesystem::remove_all(scene.folder / "stick");
    laptop.gen = scene.clock.now().seconds;
    laptop.ack = 2;
    lay_out(scene, laptop);
    CHECK(server::receive(system_disk(), caller, scene.folder / "stick")->replies == 1);
}

TEST_CASE("a damaged file is told and left, the others go on") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    lay_out(scene, laptop);
    laptop.add(person("5301010101800001"));
    lay_out(scene, laptop);
    const Path damaged = folder_of(scene, oenif) / "out" / wire::batch_file_name(laptop.epoch, 7);
    support::put_bytes(damaged, as_bytes("damaged"));
    support::put_bytes(folder_of(scene, oenif) / "out" / "readme.txt", as_bytes("x"));
    SceneCaller caller(scene);
    const auto outcome = server::receive(system_disk(), caller, scene.folder / "stick");
    REQUIRE(outcome);
    CHECK(outcome->files == 3);
    CHECK(outcome->failed == 1);
    CHECK(outcome->outcomes.at("malformed") == 1);
    CHECK(std::filesystem::exists(damaged));
    CHECK(scene.count("registrations") == 1);
}

TEST_CASE("a reply that a lying stick does not hold is told, and comes with the next stick") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    laptop.add(person("5301010101800001"));
    lay_out(scene, laptop);
    SceneCaller caller(scene);
    const std::string name =
        laptop.epoch.hex() + "-" + std::to_string(scene.clock.now().seconds) + "-1.reply.age";
    support::LyingDisk liar(name);

    const auto refused = server::receive(liar, caller, scene.folder / "stick");

    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == "C-03");
    CHECK_FALSE(std::filesystem::exists(folder_of(scene, oenif) / "in" / name));
    CHECK(scene.count("registrations") == 1);  // what was taken in stays
    const auto outcome = server::receive(system_disk(), caller, scene.folder / "stick");
    REQUIRE(outcome);
    CHECK(outcome->outcomes.at("resent") == 1);
    CHECK(replies_for(scene, laptop).size() == 1);
}

TEST_CASE("a refused hello comes back on the stick too") {
    ProvinceScene scene;
    Laptop laptop(scene, oenif, std::nullopt);
    lay_out(scene, laptop);
    SceneCaller caller(scene);
    const auto outcome = server::receive(system_disk(), caller, scene.folder / "stick");
    REQUIRE(outcome);
    CHECK(outcome->failed == 1);
    REQUIRE(replies_for(scene, laptop).size() == 1);
    CHECK(replies_for(scene, laptop).at(0).problem == "code_unknown");
}

TEST_CASE("one batch file is taken by its name") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    lay_out(scene, laptop);
    SceneCaller caller(scene);
    const Path file = folder_of(scene, oenif) / "out" / wire::batch_file_name(laptop.epoch, 1);
    CHECK(server::receive(system_disk(), caller, file)->replies == 1);
    CHECK(replies_for(scene, laptop).size() == 1);
    CHECK(server::receive(system_disk(), caller, scene.folder / "nothing").error().code == "V-17");
    std::filesystem::create_directories(scene.folder / "empty");
    CHECK(server::receive(system_disk(), caller, scene.folder / "empty").error().code == "V-17");
}

TEST_CASE("a stick is taken in by whichever of its folders is named") {
    for (const auto* named : {"stick", "stick/LONTAR", "stick/LONTAR/5301042003",
                              "stick/LONTAR/5301042003/out", "stick/LONTAR/5301042003/in", "."}) {
        INFO(named);
        ProvinceScene scene;
        Laptop laptop(scene, scene.invite(oenif));
        lay_out(scene, laptop);
        std::filesystem::create_directories(folder_of(scene, oenif) / "in");
        SceneCaller caller(scene);
        const auto outcome = server::receive(system_disk(), caller, scene.folder / named);
        REQUIRE(outcome);
        CHECK(outcome->files == 1);
        CHECK(replies_for(scene, laptop).size() == 1);
    }
}

TEST_CASE("a batch in a LONTAR inside LONTAR is received, and answered in the outer one") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    lay_out(scene, laptop);
    laptop.add(person("5301010101800001"));
    lay_out(scene, laptop);
    const Path inner = scene.folder / "stick" / "LONTAR" / "LONTAR" / oenif / "out";
    std::filesystem::create_directories(inner);
    const auto second = wire::batch_file_name(laptop.epoch, 2);
    std::filesystem::rename(folder_of(scene, oenif) / "out" / second, inner / second);
    SceneCaller caller(scene);
    const auto outcome = server::receive(system_disk(), caller, scene.folder / "stick");
    REQUIRE(outcome);
    CHECK(outcome->files == 2);
    CHECK(replies_for(scene, laptop).size() == 2);
    CHECK(scene.count("registrations") == 1);
}

TEST_CASE("batches that were renamed on the way are received, and two copies of one are one") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    lay_out(scene, laptop);
    laptop.add(person("5301010101800001"));
    lay_out(scene, laptop);
    const Path out = folder_of(scene, oenif) / "out";
    const Path first = out / wire::batch_file_name(laptop.epoch, 1);
    std::filesystem::copy_file(first, out / "a (1).batch.age");
    support::put_bytes(out / ("._" + to_utf8(first.filename())), as_bytes("AppleDouble"));
    support::put_bytes(out / ".fuse_hidden0001", support::bytes_of(first));
    support::put_bytes(out / (to_utf8(first.filename()) + ".part"), as_bytes("half"));
    std::filesystem::rename(first, out / "z.batch - Copy.age");
    std::filesystem::rename(out / wire::batch_file_name(laptop.epoch, 2), out / "kiriman");
    SceneCaller caller(scene);
    const auto outcome = server::receive(system_disk(), caller, scene.folder / "stick");
    REQUIRE(outcome);
    CHECK(outcome->files == 2);
    CHECK(outcome->failed == 0);
    CHECK(outcome->outcomes.at("received") == 2);
    CHECK(replies_for(scene, laptop).size() == 2);
}

TEST_CASE("batches alone in a folder are received, each answered beside it; so is one file") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    const Path downloads = scene.folder / "a" / "dl";
    std::filesystem::create_directories(downloads);
    support::put_bytes(downloads / "x (1).batch.age", laptop.seal());
    support::put_bytes(downloads / "song.mp3", as_bytes("la la"));
    SceneCaller caller(scene);
    const auto outcome = server::receive(system_disk(), caller, downloads);
    REQUIRE(outcome);
    CHECK(outcome->files == 1);
    CHECK(outcome->replies == 1);
    CHECK(system_disk().list(downloads)->size() == 3);

    laptop.add(person("5301010101800001"));
    support::put_bytes(downloads / "from a messenger", laptop.seal());
    const auto one = server::receive(system_disk(), caller, downloads / "from a messenger");
    REQUIRE(one);
    CHECK(one->replies == 1);
    CHECK(scene.count("registrations") == 1);
    CHECK(server::receive(system_disk(), caller, downloads / "song.mp3").error().code == "V-17");
}

TEST_CASE("a folder with several sticks is refused, and nothing is taken in from any") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    lay_out(scene, laptop);
    std::filesystem::create_directories(scene.folder / "other" / "LONTAR");
    SceneCaller caller(scene);
    CHECK(server::receive(system_disk(), caller, scene.folder.path()).error().code == "C-06");
    CHECK(scene.count("batches") == 0);
}

}  // namespace
}  // namespace lontar
