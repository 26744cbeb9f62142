#include "sync/wire/stick_files.hpp"

#include <filesystem>

#include <catch2/catch_test_macros.hpp>

#include "support/province/test_province.hpp"
#include "support/temp_folder.hpp"

using namespace lontar;
using lontar::support::put_bytes;
using wire::StickFileKind;

namespace {

template <typename T>
T expect(Result<T> result) {
    INFO((result ? "" : result.error().code));
    REQUIRE(result);
    return *std::move(result);
}

struct Scene {
    support::TestProvince province{1};
    support::TestDevice device{province.random};
    support::TempFolder folder;
    Bytes batch =
        support::sealed_batch(support::test_batch(device, 1, 1, province.random), device, province);
    Bytes reply = province.seal(
        support::accepting(support::test_batch(device, 1, 1, province.random), {}, 1, 1), {},
        device.identity.recipient());

    std::vector<std::string> names(StickFileKind kind) const {
        wire::StickFiles files(system_disk());
        std::vector<std::string> found;
        for (const auto& file : expect(files.in(folder.path()))) {
            if (file.kind == kind) {
                found.push_back(to_utf8(file.path.filename()));
            }
        }
        return found;
    }
};

}  // namespace

TEST_CASE("a batch and a reply are known by what is in them, under whatever name") {
    Scene scene;
    for (const auto* name : {"a (1).batch.age", "b", "c.reply.age", "d.batch.age.txt"}) {
        put_bytes(scene.folder / name, scene.batch);
    }
    put_bytes(scene.folder / "e.reply - Copy.age", scene.reply);
    put_bytes(scene.folder / "letter.txt", as_bytes("age-encryption.org/v1 is a format"));
    put_bytes(scene.folder / "other.age",
              as_bytes("age-encryption.org/v1\n-> X25519 abc\nabc\n--- abc\n"));
    CHECK(scene.names(StickFileKind::batch) ==
          std::vector<std::string>{"a (1).batch.age", "b", "c.reply.age", "d.batch.age.txt"});
    CHECK(scene.names(StickFileKind::reply) == std::vector<std::string>{"e.reply - Copy.age"});
}

TEST_CASE("a file with a name of ours is ours when nothing of it can be read any more") {
    Scene scene;
    put_bytes(scene.folder / "x (1).batch.age", {});
    put_bytes(scene.folder / "x.reply (1).age", as_bytes("zeros"));
    put_bytes(scene.folder / "x.refusal.age", as_bytes("age-encryption.org/v1\r\n"));
    put_bytes(scene.folder / "x.batch.txt", as_bytes("notes"));
    CHECK(scene.names(StickFileKind::batch) == std::vector<std::string>{"x (1).batch.age"});
    CHECK(scene.names(StickFileKind::reply) ==
          std::vector<std::string>{"x.refusal.age", "x.reply (1).age"});
    // Line ends that a program changed: damaged, and ours.
    CHECK(wire::kind_by_content(as_bytes("age-encryption.org/v1\r\n-> lontar/batch-v1 {}")) ==
          StickFileKind::batch);
    CHECK(wire::kind_by_content(as_bytes("age-encryption.org/v1\n-> lontar/backup-v1 {}")) ==
          StickFileKind::other);
}

TEST_CASE("what begins with a dot or is not copied whole is passed over, whatever is in it") {
    Scene scene;
    for (const auto* name : {"._a.batch.age", ".fuse_hidden0001", "a.batch.age.part", ".a.age"}) {
        put_bytes(scene.folder / name, scene.batch);
    }
    CHECK(scene.names(StickFileKind::batch).empty());
    CHECK(scene.names(StickFileKind::other).empty());
}

TEST_CASE("the same bytes under two names are read once, and a folder is looked into once") {
    Scene scene;
    put_bytes(scene.folder / "a.batch.age", scene.batch);
    put_bytes(scene.folder / "a (1).batch.age", scene.batch);
    wire::StickFiles files(system_disk());
    const auto found = expect(files.in(scene.folder.path()));
    REQUIRE(found.size() == 2);
    CHECK(expect(files.read(found[0])) == scene.batch);
    CHECK_FALSE(expect(files.read(found[1])).has_value());
    CHECK(expect(files.in(scene.folder / "../" / scene.folder.path().filename())).empty());
}

TEST_CASE("files beyond the limits are counted and not looked at") {
    class Endless final : public Disk {
    public:
        Result<Bytes> read(const Path&, std::uint64_t) override { return Bytes{}; }
        Result<std::unique_ptr<PartFile>> begin(const Path& path) override {
            return system_disk().begin(path);
        }
        Result<std::vector<FileEntry>> list(const Path&) override {
            return std::vector<FileEntry>(wire::max_stick_files + 2, FileEntry{"photo.jpg", 1});
        }
        Status remove(const Path&) override { return done(); }
        Status move(const Path&, const Path&) override { return done(); }
        Status make_folder(const Path&) override { return done(); }
        bool exists(const Path&) override { return false; }
        Result<std::uint64_t> free_bytes(const Path&) override { return std::uint64_t{0}; }
    } disk;
    wire::StickFiles files(disk);
    CHECK(expect(files.in("folder")).size() == wire::max_stick_files);
    CHECK(files.not_looked_at() == 2);
}
