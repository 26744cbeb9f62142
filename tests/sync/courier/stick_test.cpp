#include <filesystem>

#include <catch2/catch_test_macros.hpp>

#include "storage/register/saving.hpp"
#include "storage/sealed/hash.hpp"
#include "support/faulty_disk.hpp"
#include "support/laptop/open_laptop.hpp"
#include "support/lying_disk.hpp"
#include "sync/courier/courier.hpp"

using namespace lontar;
using lontar::support::bytes_of;
using lontar::support::expect;
using lontar::support::OpenLaptop;
using lontar::support::put_bytes;
using lontar::support::TempFolder;

namespace {

struct Scene {
    OpenLaptop laptop;
    TempFolder stick;

    spool::Link link() { return expect(spool::read_link(system_disk(), laptop.data())); }
    Result<courier::CopyOutcome> export_now(Disk& disk = system_disk(),
                                            const courier::Progress& progress = {}) {
        return courier::export_to(disk, laptop.spool, link(), stick.path(), progress);
    }
    Result<courier::CopyOutcome> import_now() {
        return courier::import_from(system_disk(), laptop.spool, link(), stick.path(), {});
    }
    Path village(const std::string& folder) const {
        return stick / ("LONTAR/" + std::string(support::village_of_tests) + "/" + folder);
    }
    void seal_some(int batches) {
        for (int i = 0; i < batches; ++i) {
            laptop.save(1);
            laptop.seal();
        }
    }
    Path on_stick(const spool::OutFile& file) const {
        return village("out") / wire::batch_file_name(file.epoch, file.seq);
    }
};

}  // namespace

TEST_CASE("an export copies every batch byte for byte and moves nothing") {
    Scene scene;
    scene.seal_some(3);
    const auto before = support::hash_of_folder(scene.laptop.data() / "spool");
    const auto first = expect(scene.export_now());
    CHECK(first.copied == 3);
    CHECK(first.already_there == 0);
    CHECK(first.files.size() == 3);
    for (const auto& file : scene.laptop.out()) {
        CHECK(bytes_of(scene.on_stick(file)) ==
              expect(scene.laptop.spool.read_out(file.epoch, file.seq)));
    }
    CHECK(support::hash_of_folder(scene.laptop.data() / "spool") == before);
    const auto second = expect(scene.export_now());
    CHECK(second.copied == 0);
    CHECK(second.already_there == 3);
    CHECK(second.files.size() == 3);
}

TEST_CASE("a stick tells a stranger nothing about a person") {
    Scene scene;
    auto answers = scene.laptop.people.next();
    const auto name = answers.at("nama");
    const auto nik = answers.at("nik");
    storage::SaveOptions options;
    options.by = scene.laptop.officer;
    options.why = "sesuai_ktp";
    expect(storage::save_new(*scene.laptop, answers, options));
    scene.laptop.seal();
    expect(scene.export_now());
    for (const auto& entry : std::filesystem::recursive_directory_iterator(scene.stick.path())) {
        const auto path = to_utf8(entry.path());
        CHECK(path.find(nik) == std::string::npos);
        if (entry.is_regular_file()) {
            const auto text = std::string(as_text(bytes_of(entry.path())));
            CHECK(text.find(name) == std::string::npos);
            CHECK(text.find(nik) == std::string::npos);
            CHECK(text.find("Maria Operator") == std::string::npos);
        }
    }
}

TEST_CASE("a copy on the stick that is cut or damaged is written again") {
    Scene scene;
    scene.seal_some(2);
    expect(scene.export_now());
    const auto file = scene.on_stick(scene.laptop.out()[1]);
    const auto whole = bytes_of(file);
    for (std::size_t length = 0; length < whole.size(); length += 97) {
        put_bytes(file, ByteView(whole).first(length));
        const auto again = expect(scene.export_now());
        REQUIRE(again.copied == 1);
        REQUIRE(bytes_of(file) == whole);
    }
}

TEST_CASE("a stick pulled at any act leaves no half file under a final name") {
    for (const bool kept : {false, true}) {
        for (std::uint64_t act = 1; act < 60; ++act) {
            Scene scene;
            scene.seal_some(2);
            support::FaultyDisk disk(system_disk());
            disk.cut_power_at(act, kept);
            const auto copied = scene.export_now(disk);
            for (const auto& file : scene.laptop.out()) {
                if (std::filesystem::exists(scene.on_stick(file))) {
                    REQUIRE(bytes_of(scene.on_stick(file)) ==
                            expect(scene.laptop.spool.read_out(file.epoch, file.seq)));
                }
            }
            REQUIRE(scene.laptop.out().size() == 2);
            REQUIRE(expect(scene.export_now()).files.size() == 2);
            if (copied) {
                CHECK(act > 10);
                break;  // every act was cut once
            }
        }
    }
}

TEST_CASE("a full stick is told with the missing bytes before anything is written") {
    Scene scene;
    scene.seal_some(1);
    class Full final : public Disk {
    public:
        Result<Bytes> read(const Path& path, std::uint64_t most) override {
            return system_disk().read(path, most);
        }
        Result<std::unique_ptr<PartFile>> begin(const Path& path) override {
            ++begun;
            return system_disk().begin(path);
        }
        Result<std::vector<FileEntry>> list(const Path& folder) override {
            return system_disk().list(folder);
        }
        Status remove(const Path& path) override { return system_disk().remove(path); }
        Status move(const Path& from, const Path& to) override {
            return system_disk().move(from, to);
        }
        Status make_folder(const Path& path) override { return system_disk().make_folder(path); }
        bool exists(const Path& path) override { return system_disk().exists(path); }
        Result<std::uint64_t> free_bytes(const Path&) override { return std::uint64_t{100}; }
        int begun = 0;
    } full;
    const auto copied = scene.export_now(full);
    REQUIRE_FALSE(copied);
    CHECK(copied.error().code == "C-01");
    CHECK(copied.error().context.find("bytes are missing") != std::string::npos);
    CHECK(full.begun == 0);
}

TEST_CASE("a write-protected stick is C-02, a lying one C-03 and its copy is taken away") {
    Scene scene;
    scene.seal_some(2);
    support::FaultyDisk disk(system_disk());
    disk.fail_from(6, fail(ErrorKind::storage_failed, "D-06", "test: read-only"));
    const auto refused = scene.export_now(disk);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == "C-02");

    const auto second = scene.laptop.out()[1];
    support::LyingDisk liar(wire::batch_file_name(second.epoch, second.seq));
    Scene other;
    const auto lied =
        courier::export_to(liar, scene.laptop.spool, scene.link(), other.stick.path(), {});
    REQUIRE_FALSE(lied);
    CHECK(lied.error().code == "C-03");
    CHECK_FALSE(std::filesystem::exists(
        other.stick / ("LONTAR/" + std::string(support::village_of_tests) + "/out/" +
                       wire::batch_file_name(second.epoch, second.seq))));
}

TEST_CASE("a person can stop an export, what was copied is whole and the rest follows") {
    Scene scene;
    scene.seal_some(3);
    const auto stopped = scene.export_now(system_disk(), [](std::int64_t done, std::int64_t total) {
        CHECK(total == 3);
        return done < 2;
    });
    REQUIRE_FALSE(stopped);
    CHECK(stopped.error().code == "C-05");
    CHECK(expect(scene.export_now()).copied == 1);
}

TEST_CASE("a damaged batch of this laptop is not carried") {
    Scene scene;
    scene.seal_some(2);
    const auto file =
        scene.laptop.data() / "spool/out" / wire::batch_file_name(scene.laptop.out()[0].epoch, 1);
    auto bytes = bytes_of(file);
    bytes[200] ^= 1U;
    put_bytes(file, bytes);
    CHECK(expect(scene.export_now()).files.size() == 1);
}

TEST_CASE("an import takes verified replies of this laptop and no others") {
    Scene scene;
    scene.seal_some(2);
    expect(scene.export_now());
    // The province reads the stick and answers on it.
    std::filesystem::create_directories(scene.village("in"));
    std::int64_t n = 0;
    for (const auto& file : scene.laptop.out()) {
        const auto bytes = bytes_of(scene.on_stick(file));
        const auto batch = scene.laptop.province.open(bytes);
        const auto reply =
            scene.laptop.province.seal(support::accepting(*batch, bytes, 1, ++n),
                                       wire::Answered{file.seq, sealed::sha256(bytes)},
                                       scene.laptop->device().identity.recipient());
        put_bytes(
            scene.village("in") / (file.epoch.hex() + "-1-" + std::to_string(n) + ".reply.age"),
            reply);
    }
    support::TestDevice other(scene.laptop.province.random);
    const auto foreign = scene.laptop.province.seal(
        support::accepting(support::test_batch(other, 1, 1, scene.laptop.province.random), {}, 1,
                           1),
        {}, other.identity.recipient());
    put_bytes(scene.village("in") / (other.epoch.hex() + "-1-1.reply.age"), foreign);
    auto damaged = foreign;
    damaged[damaged.size() / 2] ^= 1U;
    put_bytes(scene.village("in") / (other.epoch.hex() + "-1-2.reply.age"), damaged);
    put_bytes(scene.village("in") / "read me.txt", as_bytes("hello"));

    const auto imported = expect(scene.import_now());
    CHECK(imported.copied == 2);
    CHECK(imported.damaged == 1);
    CHECK(expect(scene.import_now()).already_there == 2);
    CHECK(scene.laptop.take_in().applied == 2);
    CHECK(scene.laptop.counters().received == 2);
    const auto again = expect(scene.import_now());
    CHECK(again.copied == 0);
    CHECK(again.already_there == 2);
}

TEST_CASE("a newer manifest travels by stick and is adopted under the pinned root only") {
    Scene scene;
    scene.seal_some(1);
    expect(scene.export_now());
    auto link = scene.link();
    scene.laptop.province.manifest.number = 4;
    scene.laptop.province.sign_again();
    link.manifest = scene.laptop.province.manifest;
    expect(spool::write_link(system_disk(), scene.stick / "LONTAR", link));
    expect(scene.import_now());
    scene.laptop.take_in();
    CHECK(scene.link().manifest.number == 4);
    support::TestProvince stranger(5);
    stranger.manifest.number = 99;
    stranger.sign_again();
    link.manifest = stranger.manifest;
    expect(spool::write_link(system_disk(), scene.stick / "LONTAR", link));
    expect(scene.import_now());
    scene.laptop.take_in();
    CHECK(scene.link().manifest.number == 4);
    // And the next export puts the right one back.
    expect(scene.export_now());
    CHECK(expect(spool::read_link(system_disk(), scene.stick / "LONTAR")).manifest.number == 4);
}

TEST_CASE("a stick without this village is C-04") {
    Scene scene;
    CHECK(scene.import_now().error().code == "C-04");
    std::filesystem::create_directories(scene.stick / "LONTAR/5301022001/in");
    CHECK(scene.import_now().error().code == "C-04");
    CHECK(courier::look_at(system_disk(), scene.stick.path()).error().code == "C-04");
}
