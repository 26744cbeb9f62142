#include "storage/sealed/keyring.hpp"

#include <catch2/catch_test_macros.hpp>

#include "storage/base/json.hpp"
#include "support/faulty_disk.hpp"
#include "support/one_file_disk.hpp"
#include "support/temp_folder.hpp"
#include "tests/storage/sealed/scene.hpp"

namespace lontar::sealed {

namespace {

using test::told;

const Secret old_passphrase = Secret::copy_of("empat kata yang lama");
const Secret new_passphrase = Secret::copy_of("empat kata yang baru");

/// A register key and two officers who can unlock it.
struct Village {
    support::SeededRandom random{6};
    Bytes register_key = test::random_bytes(random, 32);
    OfficerId clerk = OfficerId::random(random);
    OfficerId head = OfficerId::random(random);
    support::TempFolder folder;
    Disk& disk = system_disk();

    Wrap wrap(const OfficerId& officer, const Secret& passphrase) {
        return *wrap_key(register_key, officer, "Ibu Maria", passphrase,
                         PassphraseCost::for_tests(), random);
    }
    Keyring keyring(const Secret& passphrase) {
        return {1, {wrap(clerk, passphrase), wrap(head, passphrase)}};
    }
    [[nodiscard]] Path first() const { return folder / "keyring.json"; }
    [[nodiscard]] Path second() const { return folder / "keyring.json.2"; }
};

/// Which of the two passphrases opens the first wrap of what is on disk.
std::string who_opens(const Result<Keyring>& keyring) {
    if (!keyring) {
        return told(keyring);
    }
    const bool opens_old = unwrap_key(keyring->wraps.at(0), old_passphrase).has_value();
    const bool opens_new = unwrap_key(keyring->wraps.at(0), new_passphrase).has_value();
    return opens_old && !opens_new ? "old" : opens_new && !opens_old ? "new" : "?";
}

}  // namespace

TEST_CASE("a passphrase opens from every keyboard, whichever way its letters come") {
    const Secret composed_one = Secret::copy_of("kopi caf\u00E9 pagi hari");
    const Secret in_parts = Secret::copy_of("kopi cafe\u0301 pagi hari");
    Village village;
    for (const Secret* chosen : {&composed_one, &in_parts}) {
        const Wrap wrap = village.wrap(village.clerk, *chosen);
        CHECK(unwrap_key(wrap, composed_one));
        CHECK(unwrap_key(wrap, in_parts));
        CHECK_FALSE(unwrap_key(wrap, Secret::copy_of("kopi cafe pagi hari")));
    }
    // A wrap that 0.1.0 made of letters in parts.
    Wrap older;
    for (std::size_t i = 0; i < older.nonce.size(); ++i) {
        older.nonce.at(i) = static_cast<std::uint8_t>(0x40 + i);
    }
    for (std::size_t i = 0; i < older.salt.size(); ++i) {
        older.salt.at(i) = static_cast<std::uint8_t>(i);
        older.officer.bytes.at(i) = static_cast<std::uint8_t>(0x10 + i);
    }
    older.cost = {8U << 20U, 1};
    older.sealed = *from_hex(
        "2d2d770d2a5e037db658ffc9346bf79e7404142c824b74486e0033fdb72c856c"
        "cf01a901cddab69019a6741007e7a69a");
    for (const Secret* typed : {&composed_one, &in_parts}) {
        const auto key = unwrap_key(older, *typed);
        REQUIRE(key);
        CHECK(key->view()[0] == 0x80);
    }
    CHECK_FALSE(unwrap_key(older, Secret::copy_of("kopi cafe pagi hari")));
}

TEST_CASE("each officer unlocks with an own passphrase") {
    Village village;
    Keyring keyring{
        1,
        {village.wrap(village.clerk, old_passphrase), village.wrap(village.head, new_passphrase)}};
    REQUIRE(write_keyring(village.disk, village.folder.path(), keyring));
    const auto read = read_keyring(village.disk, village.folder.path());
    REQUIRE(read);
    REQUIRE(read->wraps.size() == 2);
    CHECK(read->wraps[0].officer == village.clerk);
    CHECK(read->wraps[0].name == "Ibu Maria");
    CHECK(to_bytes(unwrap_key(read->wraps[0], old_passphrase)->view()) == village.register_key);
    CHECK(to_bytes(unwrap_key(read->wraps[1], new_passphrase)->view()) == village.register_key);
    CHECK(told(unwrap_key(read->wraps[1], old_passphrase)) == "K-02 unwrap register key");
}

TEST_CASE("a wrong passphrase is told apart and leaves both copies as they are") {
    Village village;
    REQUIRE(write_keyring(village.disk, village.folder.path(), village.keyring(old_passphrase)));
    const std::string before = support::hash_of_folder(village.folder.path());
    for (int i = 0; i < 20; ++i) {
        const auto keyring = read_keyring(village.disk, village.folder.path());
        REQUIRE(keyring);
        const auto opened =
            unwrap_key(keyring->wraps[0], Secret::copy_of("salah " + std::to_string(i) + " kali"));
        REQUIRE_FALSE(opened);
        REQUIRE(opened.error().kind == ErrorKind::wrong_passphrase);
    }
    CHECK(support::hash_of_folder(village.folder.path()) == before);
}

TEST_CASE("a wrap opens for no other officer, cost, salt or nonce") {
    Village village;
    const Wrap good = village.wrap(village.clerk, old_passphrase);
    REQUIRE(unwrap_key(good, old_passphrase));
    Wrap bad = good;
    bad.officer = village.head;
    CHECK_FALSE(unwrap_key(bad, old_passphrase));
    bad = good;
    bad.cost.passes += 1;
    CHECK_FALSE(unwrap_key(bad, old_passphrase));
    bad = good;
    bad.salt[0] ^= 1;
    CHECK_FALSE(unwrap_key(bad, old_passphrase));
    bad = good;
    bad.nonce[0] ^= 1;
    CHECK_FALSE(unwrap_key(bad, old_passphrase));
    for (std::size_t at = 0; at < good.sealed.size(); ++at) {
        bad = good;
        bad.sealed[at] ^= 1;
        CHECK_FALSE(unwrap_key(bad, old_passphrase));
    }
}

TEST_CASE("two wraps of one key under one passphrase share nothing") {
    Village village;
    const Wrap a = village.wrap(village.clerk, old_passphrase);
    const Wrap b = village.wrap(village.clerk, old_passphrase);
    CHECK(a.salt != b.salt);
    CHECK(a.nonce != b.nonce);
    CHECK(a.sealed != b.sealed);
}

TEST_CASE("a weak passphrase is refused") {
    Village village;
    const auto is_taken = [&](std::string_view passphrase) {
        return is_strong_enough(Secret::copy_of(passphrase));
    };
    CHECK_FALSE(is_taken(""));
    CHECK_FALSE(is_taken("sebelas-11x"));
    CHECK(is_taken("dua-belas-12"));
    CHECK_FALSE(is_taken("di ke yg"));
    CHECK(is_taken("di ke yg ku"));
    CHECK_FALSE(is_taken("a b c d e"));
    // Characters count, not bytes: 6 letters in 12 bytes.
    CHECK_FALSE(is_taken("\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9"));
    const auto wrapped =
        wrap_key(village.register_key, village.clerk, "", Secret::copy_of("pendek"),
                 PassphraseCost::for_tests(), village.random);
    REQUIRE_FALSE(wrapped);
    CHECK(wrapped.error().code == "K-01");
}

TEST_CASE("one damaged copy does not matter, whichever byte it is") {
    Village village;
    REQUIRE(write_keyring(village.disk, village.folder.path(), village.keyring(old_passphrase)));
    const Bytes good = support::bytes_of(village.first());
    REQUIRE(good == support::bytes_of(village.second()));
    for (std::size_t at = 0; at < good.size(); ++at) {
        Bytes bad = good;
        test::flip(bad, at, at % 8);
        support::put_bytes(village.first(), bad);
        const auto keyring = read_keyring(village.disk, village.folder.path());
        INFO("byte " << at);
        REQUIRE(keyring);
        REQUIRE(keyring->wraps.size() == 2);
        REQUIRE(keyring->wraps[0].sealed.size() == 48);
    }
    support::put_bytes(village.first(), as_bytes("{}"));
    CHECK(who_opens(read_keyring(village.disk, village.folder.path())) == "old");
    support::put_bytes(village.first(), good);
    support::put_bytes(village.second(), as_bytes("{}"));
    CHECK(who_opens(read_keyring(village.disk, village.folder.path())) == "old");
    REQUIRE(village.disk.remove(village.second()));
    CHECK(who_opens(read_keyring(village.disk, village.folder.path())) == "old");
}

TEST_CASE("any bit changed in the only copy is damage and never a wrong passphrase") {
    Village village;
    REQUIRE(write_keyring(village.disk, village.folder.path(), village.keyring(old_passphrase)));
    const Bytes good = support::bytes_of(village.first());
    support::OneFileDisk disk("keyring.json");
    for (std::size_t at = 0; at < good.size(); ++at) {
        for (unsigned bit = 0; bit < 8; ++bit) {
            Bytes bad = good;
            test::flip(bad, at, bit);
            disk.set(bad);
            const auto keyring = read_keyring(disk, village.folder.path());
            if (keyring) {
                // A capital letter in an escape or another blank says the same.
                REQUIRE(who_opens(keyring) == "old");
            } else {
                REQUIRE((keyring.error().code == "K-03" || keyring.error().code == "K-05"));
            }
        }
    }
}

TEST_CASE("a keyring that is absent, cut, of a newer program or unreadable is told apart") {
    Village village;
    const Path& folder = village.folder.path();
    CHECK(told(read_keyring(village.disk, folder)).starts_with("K-04"));
    REQUIRE(write_keyring(village.disk, folder, village.keyring(old_passphrase)));
    const Bytes good = support::bytes_of(village.first());
    for (std::size_t size = 0; size < good.size() - 2; ++size) {
        support::put_bytes(village.first(), ByteView(good).first(size));
        support::put_bytes(village.second(), ByteView(good).first(size));
        const auto keyring = read_keyring(village.disk, folder);
        REQUIRE_FALSE(keyring);
        REQUIRE(keyring.error().code == "K-03");
    }
    support::put_bytes(village.first(), as_bytes(R"({"version":2,"ring":"x"})"));
    CHECK(told(read_keyring(village.disk, folder)).starts_with("K-05"));
    support::put_bytes(village.second(), good);
    CHECK(who_opens(read_keyring(village.disk, folder)) == "old");

    support::FaultyDisk disk(system_disk());
    disk.fail_from(1, fail(ErrorKind::storage_failed, "D-02", "test: dead disk"));
    const auto unread = read_keyring(disk, folder);
    REQUIRE_FALSE(unread);
    CHECK(unread.error().code == "D-02");
}

TEST_CASE("a planted cost that would stop the machine is damage") {
    Village village;
    const auto with = [&](std::uint64_t memory, std::uint32_t passes) {
        REQUIRE(
            write_keyring(village.disk, village.folder.path(), village.keyring(old_passphrase)));
        auto json = parse_json(as_text(support::bytes_of(village.first())));
        REQUIRE(json);
        json->object()->erase("check");
        Json wrap = json->find("wraps")->list()->front();
        wrap.set("memory", static_cast<std::int64_t>(memory)).set("passes", std::int64_t{passes});
        json->set("wraps", Json::List{wrap});
        json->set("check", sha256(as_bytes(json->dump())).hex());
        for (const Path& copy : {village.first(), village.second()}) {
            support::put_bytes(copy, as_bytes(json->pretty()));
        }
        return told(read_keyring(village.disk, village.folder.path())).substr(0, 4);
    };
    CHECK(with(8U << 20U, 1) == "ok");
    CHECK(with(std::uint64_t{1} << 40U, 1) == "K-03");
    CHECK(with(1'000, 1) == "K-03");
    CHECK(with(8U << 20U, 0) == "K-03");
    CHECK(with(8U << 20U, 4'000'000'000U) == "K-03");
}

TEST_CASE("a keyring that could not be read again is not written") {
    Village village;
    const Path& folder = village.folder.path();
    REQUIRE(write_keyring(village.disk, folder, village.keyring(old_passphrase)));
    Keyring keyring = village.keyring(new_passphrase);
    keyring.wraps[0].cost.passes = 4'000'000'000U;
    CHECK(told(write_keyring(village.disk, folder, keyring)).starts_with("K-09"));
    keyring = village.keyring(new_passphrase);
    keyring.wraps[0].name = std::string(256 * 1024, 'x');
    CHECK(told(write_keyring(village.disk, folder, keyring)).starts_with("K-09"));
    CHECK(who_opens(read_keyring(village.disk, folder)) == "old");
}

TEST_CASE("after power fails anywhere in a change of passphrase, the old or the new one opens") {
    for (const bool kept : {false, true}) {
        Village village;
        const Path& folder = village.folder.path();
        const Keyring before = village.keyring(old_passphrase);
        const Keyring after = village.keyring(new_passphrase);
        support::FaultyDisk disk(system_disk());
        REQUIRE(write_keyring(disk, folder, after));
        const std::uint64_t acts = disk.acts();
        std::string seen;
        for (std::uint64_t act = 1; act <= acts; ++act) {
            disk.heal();
            REQUIRE(write_keyring(disk, folder, before));
            disk.heal();
            disk.cut_power_at(act, kept);
            REQUIRE_FALSE(write_keyring(disk, folder, after));
            disk.heal();
            const std::string opener = who_opens(read_keyring(disk, folder));
            INFO("act " << act << " of " << acts << ": " << opener);
            CHECK((opener == "old" || opener == "new"));
            seen += opener + " ";
            // The copy that power did not touch opens alone too.
            REQUIRE(disk.remove(folder / "keyring.json"));
            CHECK(who_opens(read_keyring(disk, folder)) != "?");
        }
        // Both copies are begun, written, finished and read back: the old one holds until the
        // first copy is renamed.
        CHECK(seen ==
              (kept ? "old old old old old old new new " : "old old old old old old old new "));
    }
}

TEST_CASE("a disk that gives back other bytes does not cost the old keyring") {
    Village village;
    const Path& folder = village.folder.path();
    REQUIRE(write_keyring(village.disk, folder, village.keyring(old_passphrase)));
    // Takes everything and gives back what it had.
    support::OneFileDisk liar("keyring.json.2");
    liar.set(support::bytes_of(village.second()));
    const auto written = write_keyring(liar, folder, village.keyring(new_passphrase));
    REQUIRE_FALSE(written);
    CHECK(written.error().kind == ErrorKind::storage_failed);
    CHECK(who_opens(read_keyring(village.disk, folder)) == "old");
}

TEST_CASE("a keyring that nobody could open is not written") {
    Village village;
    const Path& folder = village.folder.path();
    REQUIRE(write_keyring(village.disk, folder, village.keyring(old_passphrase)));
    const std::string before = support::hash_of_folder(folder);
    CHECK(told(write_keyring(village.disk, folder, {})).starts_with("K-09"));
    Keyring twice{
        1,
        {village.wrap(village.clerk, old_passphrase), village.wrap(village.clerk, new_passphrase)}};
    CHECK(told(write_keyring(village.disk, folder, twice)).starts_with("K-09"));
    CHECK(support::hash_of_folder(folder) == before);
}

TEST_CASE("neither register key nor passphrase stands in the folder") {
    Village village;
    REQUIRE(write_keyring(village.disk, village.folder.path(), village.keyring(old_passphrase)));
    const Bytes file = support::bytes_of(village.first());
    CHECK(as_text(file).find(to_hex(village.register_key)) == std::string_view::npos);
    CHECK(as_text(file).find("kata") == std::string_view::npos);
}

TEST_CASE("the cost of a passphrase grows with the machine's memory up to 256 MiB") {
    constexpr std::uint64_t gibibyte = 1U << 30U;
    CHECK(PassphraseCost::for_memory(gibibyte).memory_bytes == 64U << 20U);
    CHECK(PassphraseCost::for_memory(2 * gibibyte).memory_bytes == 64U << 20U);
    CHECK(PassphraseCost::for_memory(4 * gibibyte).memory_bytes == 128U << 20U);
    CHECK(PassphraseCost::for_memory(8 * gibibyte).memory_bytes == 256U << 20U);
    CHECK(PassphraseCost::for_memory(64 * gibibyte).memory_bytes == 256U << 20U);
    for (const std::uint64_t memory : {gibibyte, 4 * gibibyte, 64 * gibibyte}) {
        CHECK(PassphraseCost::for_memory(memory).passes >= 3);
    }
}

}  // namespace lontar::sealed
