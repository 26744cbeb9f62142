#include <catch2/catch_test_macros.hpp>

#include "storage/sealed/keyring.hpp"
#include "support/faulty_disk.hpp"
#include "support/temp_folder.hpp"
#include "tests/storage/sealed/scene.hpp"

namespace lontar::sealed {

namespace {

using test::Scene;
using test::told;

struct Laptop {
    Scene scene;
    Bytes register_key = test::random_bytes(scene.random, 32);
    support::TempFolder folder;

    Status write(Disk& disk, ByteView key) {
        return write_recovery(disk, folder.path(), key, scene.recipients, scene.device,
                              scene.random);
    }
    Result<Secret> read(const Identity& sheet) {
        return read_recovery(system_disk(), folder.path(), sheet);
    }
};

}  // namespace

TEST_CASE("the sheet and the province's offline key each give the register key back") {
    Laptop laptop;
    REQUIRE(laptop.write(system_disk(), laptop.register_key));
    CHECK(to_bytes(laptop.read(laptop.scene.sheet)->view()) == laptop.register_key);
    CHECK(to_bytes(laptop.read(laptop.scene.province)->view()) == laptop.register_key);
    CHECK(told(laptop.read(Identity::generate(laptop.scene.random))).starts_with("K-06"));
    const auto header = read_header_of(laptop.folder / "recovery.age");
    REQUIRE(header);
    CHECK(header->stanza_type == "lontar/recovery-v1");
    CHECK(verify_signature(*header, laptop.scene.device.public_key()));
}

TEST_CASE("the typed sheet opens the recovery file as a person types it") {
    Laptop laptop;
    REQUIRE(laptop.write(system_disk(), laptop.register_key));
    std::string typed(laptop.scene.sheet.text().text());
    for (char& c : typed) {
        c = static_cast<char>(std::tolower(c));
    }
    typed.insert(40, " - ");
    typed.insert(30, "\n");
    const auto sheet = Identity::parse("  " + typed + " ");
    REQUIRE(sheet);
    CHECK(laptop.read(*sheet));
}

TEST_CASE("a recovery file that is absent, damaged or of another kind is told apart") {
    Laptop laptop;
    const Path path = laptop.folder / "recovery.age";
    const auto verdict = [&] { return told(laptop.read(laptop.scene.sheet)).substr(0, 4); };
    CHECK(verdict() == "K-08");
    REQUIRE(laptop.write(system_disk(), laptop.register_key));
    const Bytes good = support::bytes_of(path);
    for (std::size_t at = 0; at < good.size(); ++at) {
        Bytes bad = good;
        test::flip(bad, at, at % 8);
        support::put_bytes(path, bad);
        REQUIRE(verdict() == "K-07");
        support::put_bytes(path, ByteView(good).first(at));
        REQUIRE(verdict() == "K-07");
    }
    support::put_bytes(path, laptop.scene.sealed("text"));
    CHECK(verdict() == "K-07");
    support::put_bytes(path, Bytes(20'000));
    CHECK(verdict() == "K-07");
    const auto inside = [&](std::string_view text, std::string_view type = "lontar/recovery-v1") {
        const SealRequest request{type,
                                  {{"device", to_hex(laptop.scene.device.public_key())}},
                                  laptop.scene.recipients,
                                  laptop.scene.device};
        support::put_bytes(path, *seal(request, text, laptop.scene.random));
        return verdict();
    };
    const std::string hex = to_hex(laptop.register_key);
    CHECK(inside("{\"key\":\"" + hex + "\",\"t\":\"recovery\"}\n") == "ok");
    CHECK(inside("{\"key\":\"" + hex + "00\",\"t\":\"recovery\"}\n") == "K-07");
    CHECK(inside("{\"key\":\"" + hex.substr(1) + "x\",\"t\":\"recovery\"}\n") == "K-07");
    CHECK(inside("{\"key\":\"" + hex + "\",\"t\":\"recovery\"}\n", "lontar/batch-v1") == "K-07");
    CHECK(inside("") == "K-07");
    CHECK(inside(std::string(2'000, ' ')) == "K-07");
}

TEST_CASE("a recovery file that the device it names did not sign opens nothing") {
    Laptop laptop;
    const std::string line =
        "{\"key\":\"" + to_hex(laptop.register_key) + "\",\"t\":\"recovery\"}\n";
    const auto verdict = [&](Json::Object meta, const SigningKey& signer) {
        const SealRequest request{"lontar/recovery-v1", std::move(meta), laptop.scene.recipients,
                                  signer};
        support::put_bytes(laptop.folder / "recovery.age",
                           *seal(request, line, laptop.scene.random));
        return told(laptop.read(laptop.scene.sheet)).substr(0, 4);
    };
    const auto device = to_hex(laptop.scene.device.public_key());
    CHECK(verdict({{"device", device}}, laptop.scene.device) == "ok");
    CHECK(verdict({{"device", device}}, SigningKey::generate(laptop.scene.random)) == "K-07");
    CHECK(verdict({}, laptop.scene.device) == "K-07");
}

TEST_CASE("what is no register key is not written as a recovery file") {
    Laptop laptop;
    for (const std::size_t size : {0U, 31U, 33U}) {
        const auto written = laptop.write(system_disk(), Bytes(size, 1));
        CHECK(told(written).starts_with("K-17"));
    }
    CHECK(told(laptop.read(laptop.scene.sheet)).starts_with("K-08"));
    REQUIRE(laptop.write(system_disk(), Bytes(32, 1)));
    CHECK(laptop.read(laptop.scene.sheet));
}

TEST_CASE("after power fails anywhere in its writing the old or the new recovery file opens") {
    Laptop laptop;
    support::FaultyDisk disk(system_disk());
    REQUIRE(laptop.write(disk, laptop.register_key));
    const std::uint64_t acts = disk.acts();
    const Bytes new_key = test::random_bytes(laptop.scene.random, 32);
    for (const bool kept : {false, true}) {
        for (std::uint64_t act = 1; act <= acts; ++act) {
            disk.heal();
            REQUIRE(laptop.write(disk, laptop.register_key));
            disk.heal();
            disk.cut_power_at(act, kept);
            REQUIRE_FALSE(laptop.write(disk, new_key));
            disk.heal();
            const auto key = laptop.read(laptop.scene.sheet);
            REQUIRE(key);
            const Bytes bytes = to_bytes(key->view());
            CHECK((bytes == laptop.register_key || bytes == new_key));
        }
    }
}

}  // namespace lontar::sealed
