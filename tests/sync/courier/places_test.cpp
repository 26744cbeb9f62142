/// Whatever place a person names, and whatever became of the files' names on the way.
#include <filesystem>

#include <catch2/catch_test_macros.hpp>

#include "storage/sealed/hash.hpp"
#include "support/laptop/open_laptop.hpp"
#include "sync/courier/courier.hpp"

using namespace lontar;
namespace fs = std::filesystem;
using lontar::support::bytes_of;
using lontar::support::expect;
using lontar::support::OpenLaptop;
using lontar::support::put_bytes;
using lontar::support::TempFolder;

namespace {

struct Scene {
    OpenLaptop laptop;
    TempFolder top;
    Path stick = top / "st";

    Scene() { fs::create_directory(stick); }
    spool::Link link() { return expect(spool::read_link(system_disk(), laptop.data())); }
    Result<courier::CopyOutcome> export_to(const Path& place) {
        return courier::export_to(system_disk(), laptop.spool, link(), place, {});
    }
    Result<courier::CopyOutcome> import_from(const Path& place) {
        return courier::import_from(system_disk(), laptop.spool, link(), place, {});
    }
    Result<courier::RelayOutcome> relay(const Path& place) {
        return courier::relay(system_disk(), laptop.clock, place, {}, laptop.server.make_http());
    }
    Path ours() const { return stick / "LONTAR"; }
    Path village() const { return ours() / to_path(support::village_of_tests); }
    std::vector<Path> places() const {
        return {stick, ours(), village(), village() / "out", village() / "in", top.path()};
    }
    void seal_some(int batches) {
        for (int i = 0; i < batches; ++i) {
            laptop.save(1);
            laptop.seal();
        }
    }
    /// Batches out, answered at the kecamatan: what lies in `in` then.
    std::vector<Path> bring_replies(int batches) {
        seal_some(batches);
        expect(export_to(stick));
        expect(relay(stick));
        return replies();
    }
    std::vector<Path> replies() const {
        std::vector<Path> files;
        for (const auto& file : fs::directory_iterator(village() / "in")) {
            files.push_back(file.path());
        }
        std::sort(files.begin(), files.end());
        return files;
    }
};

std::size_t files_below(const Path& folder) {
    std::size_t files = 0;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        files += entry.is_regular_file() ? 1 : 0;
    }
    return files;
}

}  // namespace

TEST_CASE(
    "a second trip by whichever folder of the stick is delivered, and its answer comes home") {
    for (std::size_t out = 0; out < 6; ++out) {
        Scene scene;
        scene.bring_replies(1);
        expect(scene.import_from(scene.stick));
        scene.laptop.take_in();
        scene.seal_some(1);
        const Path named = scene.places()[out];
        INFO(named);
        const auto copied = expect(scene.export_to(named));
        CHECK(copied.copied == 1);
        CHECK(fs::equivalent(copied.folder, scene.ours()));
        CHECK_FALSE(fs::exists(scene.ours() / "LONTAR"));
        const Path back = scene.places()[5 - out];
        CHECK(expect(courier::look_at(system_disk(), back)).batches == 1);
        CHECK(expect(scene.relay(back)).sent == 1);
        CHECK(expect(scene.import_from(named)).copied == 1);
        CHECK(scene.laptop.take_in().applied == 1);
        CHECK(scene.laptop.counters().received == 2);
    }
}

TEST_CASE("a LONTAR that an older version made inside ours is sent and answered too") {
    Scene scene;
    scene.seal_some(1);
    expect(scene.export_to(scene.stick));
    const Path older = scene.top / "older";
    scene.seal_some(1);
    expect(scene.export_to(older));
    fs::remove_all(older / "LONTAR" / to_path(support::village_of_tests) / "in");
    fs::rename(older / "LONTAR", scene.ours() / "LONTAR");
    CHECK(expect(courier::look_at(system_disk(), scene.stick)).batches == 2);
    CHECK(expect(scene.relay(scene.stick)).sent == 2);
    CHECK(expect(scene.import_from(scene.ours() / "LONTAR")).copied == 2);
    CHECK(scene.laptop.take_in().applied == 2);
}

TEST_CASE("replies in a LONTAR inside ours come home") {
    Scene scene;
    scene.bring_replies(2);
    const Path inner = scene.ours() / "LONTAR" / to_path(support::village_of_tests);
    fs::create_directories(inner);
    fs::rename(scene.village() / "in", inner / "in");
    CHECK(expect(scene.import_from(scene.stick)).copied == 2);
}

TEST_CASE("several sticks in the folder that was named are C-06 and nothing is written") {
    Scene scene;
    scene.bring_replies(1);
    fs::create_directories(scene.top / "other/LONTAR");
    const auto before = files_below(scene.top.path());
    CHECK(scene.export_to(scene.top.path()).error().code == "C-06");
    CHECK(scene.import_from(scene.top.path()).error().code == "C-06");
    CHECK(scene.relay(scene.top.path()).error().code == "C-06");
    CHECK(courier::look_at(system_disk(), scene.top.path()).error().code == "C-06");
    CHECK(files_below(scene.top.path()) == before);
}

TEST_CASE("replies that a browser, a messenger or Windows renamed come home") {
    Scene scene;
    const auto replies = scene.bring_replies(3);
    REQUIRE(replies.size() == 3);
    fs::rename(replies[0], scene.village() / "in/x.reply (1).age");
    fs::rename(replies[1], scene.village() / "in/x.reply - Copy.age");
    fs::rename(replies[2], scene.village() / "in/x");
    const auto imported = expect(scene.import_from(scene.stick));
    CHECK(imported.copied == 3);
    CHECK(imported.damaged == 0);
    CHECK(scene.laptop.take_in().applied == 3);
    CHECK(scene.laptop.counters().received == 3);
}

TEST_CASE("replies alone in a folder of downloads come home, and so does a single file") {
    Scene scene;
    const auto replies = scene.bring_replies(3);
    const Path downloads = scene.top / "elsewhere/dl";
    fs::create_directories(downloads);
    put_bytes(downloads / "song.mp3", as_bytes("la la"));
    CHECK(scene.import_from(downloads).error().code == "C-04");
    for (const auto& reply : {replies[0], replies[1]}) {
        fs::rename(reply, downloads / reply.filename());
    }
    CHECK(expect(scene.import_from(downloads)).copied == 2);
    CHECK(expect(scene.import_from(replies[2])).copied == 1);
    CHECK(scene.import_from(downloads / "song.mp3").error().code == "C-04");
    CHECK(scene.laptop.take_in().applied == 3);
}

TEST_CASE("two copies of one reply are one, and a copy that is cut is named beside it") {
    Scene scene;
    const auto replies = scene.bring_replies(1);
    fs::copy_file(replies[0], scene.village() / "in/copy (1).reply.age");
    fs::copy_file(replies[0], scene.stick / "x.reply.age");
    auto cut = bytes_of(replies[0]);
    cut.resize(cut.size() / 2);
    put_bytes(scene.village() / "in/copy (2).reply.age", cut);
    const auto imported = expect(scene.import_from(scene.stick));
    CHECK(imported.copied == 1);
    CHECK(imported.already_there == 0);
    CHECK(imported.damaged == 1);
}

TEST_CASE("what a Mac or a file manager left beside the replies is no damage") {
    Scene scene;
    const auto replies = scene.bring_replies(2);
    for (const auto& reply : replies) {
        put_bytes(reply.parent_path() / ("._" + to_utf8(reply.filename())),
                  as_bytes("AppleDouble"));
    }
    put_bytes(scene.village() / "in/.fuse_hidden0001", bytes_of(replies[0]));
    put_bytes(scene.village() / ("in/" + to_utf8(replies[0].filename()) + ".part"), as_bytes("x"));
    put_bytes(scene.village() / "out/._ab.device.json", as_bytes("AppleDouble"));
    fs::create_directories(scene.stick / ".Trashes/LONTAR/5301022001/in");
    const auto imported = expect(scene.import_from(scene.stick));
    CHECK(imported.copied == 2);
    CHECK(imported.damaged == 0);
    CHECK(expect(scene.relay(scene.stick)).damaged == 0);
    // Nor in the laptop's own folder.
    put_bytes(scene.laptop.data() / "spool/in/._x.reply.age", as_bytes("AppleDouble"));
    CHECK(expect(scene.laptop.spool.in()).size() == 2);
}

TEST_CASE("replies for another laptop, of another province and damaged ones are told apart") {
    Scene scene;
    scene.bring_replies(1);
    support::TestDevice other(scene.laptop.province.random);
    const auto reply_to = [&](support::TestProvince& province) {
        return province.seal(
            support::accepting(support::test_batch(other, 1, 1, province.random), {}, 1, 1), {},
            other.identity.recipient());
    };
    support::TestProvince stranger(5);
    put_bytes(scene.village() / "in/a.reply.age", reply_to(scene.laptop.province));
    put_bytes(scene.village() / "in/b.reply.age", reply_to(stranger));
    put_bytes(scene.village() / "in/c.reply.age", as_bytes("damaged"));
    const auto imported = expect(scene.import_from(scene.stick));
    CHECK(imported.copied == 1);
    CHECK(imported.of_others == 1);
    CHECK(imported.unknown == 1);
    CHECK(imported.damaged == 1);
}

TEST_CASE("renamed batches are relayed once, damaged ones told, and renamed answers known") {
    Scene scene;
    scene.seal_some(3);
    expect(scene.export_to(scene.stick));
    const Path out = scene.village() / "out";
    const auto file = [&](std::int64_t seq) {
        return out / to_path(wire::batch_file_name(scene.link().epoch, seq));
    };
    fs::copy_file(file(1), out / "x (1).batch.age");
    fs::rename(file(2), out / "kiriman");
    fs::rename(file(3), scene.stick / "from a messenger");
    put_bytes(out / "y (1).batch.age", as_bytes("damaged"));
    CHECK(expect(courier::look_at(system_disk(), scene.stick)).batches == 3);
    CHECK(expect(courier::look_at(system_disk(), scene.stick)).damaged == 1);
    const auto relayed = expect(scene.relay(scene.stick));
    CHECK(relayed.sent == 3);
    CHECK(relayed.damaged == 1);
    CHECK(scene.laptop.server.puts == 3);
    for (const auto& reply : scene.replies()) {
        fs::rename(reply, reply.parent_path() / (to_utf8(reply.stem()) + " (1).age"));
    }
    CHECK(expect(scene.relay(scene.stick)).sent == 0);
    CHECK(scene.laptop.server.puts == 3);
    CHECK(expect(scene.import_from(scene.stick)).copied == 3);
    CHECK(scene.laptop.take_in().applied == 3);
}
