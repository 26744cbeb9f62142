#include <catch2/catch_test_macros.hpp>

#include "scene.hpp"
#include "support/recorded_disk.hpp"

using namespace lontar;
using namespace lontar::sqlite;
using support::bytes_of;
using support::put_bytes;
using support::TempFolder;

namespace {

constexpr int rows = 120;

/// A folder whose syncs do not reach the machine's disk: these tests open hundreds of files.
struct Scene {
    TempFolder folder;
    support::RecordedDisk disk{folder.path()};
};

/// A database of several pages, closed.
Bytes sound_file(const Path& path, ByteView key) {
    {
        auto database = with_table(path, key);
        auto transaction = Transaction::begin(*database);
        REQUIRE(transaction);
        for (int i = 0; i < rows; ++i) {
            REQUIRE(add(*database, std::string(200, 'x') + std::to_string(i)));
        }
        REQUIRE(transaction->commit());
    }
    return bytes_of(path);
}

/// What a person meets: "refused", "corrupt" when used or checked, or "whole".
std::string met(const Path& path, ByteView key) {
    auto database = Database::open(path, {.key = key});
    if (!database) {
        CHECK(database.error().code == "R-02");
        return "refused";
    }
    const Status sound = (*database)->check_integrity();
    if (!sound) {
        CHECK(sound.error().kind == ErrorKind::corrupt);
        CHECK(sound.error().code == "R-06");
        return "corrupt";
    }
    return people(**database) == rows ? "whole" : "wrong";
}

}  // namespace

TEST_CASE_METHOD(Scene, "a file cut at any byte is refused or corrupt, never a smaller register") {
    const Bytes key = some_key();
    const Bytes whole = sound_file(folder / "a.db", key);
    REQUIRE(whole.size() > 8 * 4096);
    REQUIRE(met(folder / "a.db", key) == "whole");
    std::vector<std::size_t> lengths;
    for (std::size_t length = 0; length < 4200; length += 7) {
        lengths.push_back(length);
    }
    for (std::size_t length = 4096; length < whole.size(); length += 509) {
        lengths.push_back(length);
    }
    for (std::size_t page = 4096; page < whole.size(); page += 4096) {
        lengths.insert(lengths.end(), {page - 1, page, page + 1});
    }
    for (const std::size_t length : lengths) {
        put_bytes(folder / "cut.db", ByteView(whole).first(length));
        INFO("cut to " << length << " of " << whole.size());
        const std::string outcome = met(folder / "cut.db", key);
        CHECK((outcome == "refused" || outcome == "corrupt"));
    }
}

TEST_CASE_METHOD(Scene, "one flipped bit in any page is found by the check") {
    const Bytes key = some_key();
    const Bytes whole = sound_file(folder / "a.db", key);
    support::SeededRandom random(11);
    int flips = 0;
    for (std::size_t page = 0; page < whole.size(); page += 4096) {
        for (int i = 0; i < 12; ++i) {
            Bytes flipped = whole;
            const std::size_t at =
                page + (i < 2 ? static_cast<std::size_t>(i) * 4095 : random.below(4096));
            flipped[at] = static_cast<std::uint8_t>(flipped[at] ^ (1U << random.below(8)));
            put_bytes(folder / "flipped.db", flipped);
            INFO("byte " << at);
            const std::string outcome = met(folder / "flipped.db", key);
            CHECK((outcome == "refused" || outcome == "corrupt"));
            ++flips;
        }
    }
    CHECK(flips > 100);
}

TEST_CASE_METHOD(Scene,
                 "one flipped bit in a page that is free at the moment is found by the check") {
    const Bytes key = some_key();
    sound_file(folder / "a.db", key);
    {
        auto database = opened(folder / "a.db", key);
        REQUIRE(database->execute_script("DELETE FROM person"));
    }
    const Bytes whole = bytes_of(folder / "a.db");
    int refused = 0;
    int pages = 0;
    for (std::size_t page = 4096; page < whole.size(); page += 4096) {
        Bytes flipped = whole;
        flipped[page + 1000] ^= 1U;
        put_bytes(folder / "flipped.db", flipped);
        refused += met(folder / "flipped.db", key) == "corrupt" ? 1 : 0;
        ++pages;
    }
    CHECK(refused == pages);
    CHECK(pages > 8);
}

TEST_CASE_METHOD(Scene, "two pages that changed places are found by the check") {
    const Bytes key = some_key();
    Bytes bytes = sound_file(folder / "a.db", key);
    std::swap_ranges(bytes.begin() + 3 * 4096, bytes.begin() + 4 * 4096, bytes.begin() + 5 * 4096);
    put_bytes(folder / "a.db", bytes);
    CHECK(met(folder / "a.db", key) == "corrupt");
}

TEST_CASE_METHOD(
    Scene, "a log cut or flipped at any place costs at most the commits in it, in their order") {
    const Bytes key = some_key();
    constexpr int commits = 6;
    {
        auto database = with_table(folder / "a.db", key);
        REQUIRE(database->checkpoint());
        for (int i = 0; i < commits; ++i) {
            REQUIRE(add(*database, std::to_string(i)));
        }
        put_bytes(folder / "copy.db", bytes_of(folder / "a.db"));
        put_bytes(folder / "log", bytes_of(folder / "a.db-wal"));
    }
    const Bytes file = bytes_of(folder / "copy.db");
    const Bytes log = bytes_of(folder / "log");
    const auto rows_after = [&](ByteView changed) {
        put_bytes(folder / "copy.db", file);
        put_bytes(folder / "copy.db-wal", changed);
        auto database = Database::open(folder / "copy.db", {.key = key});
        REQUIRE(database);
        CHECK(said_of((*database)->check_integrity()) == "done");
        auto statement = (*database)->prepare("SELECT count(*), coalesce(max(id), 0) FROM person");
        REQUIRE(statement);
        REQUIRE(*statement->step());
        const std::int64_t count = statement->integer(0);
        CHECK(count == statement->integer(1));  // the first ones, none left out
        return count;
    };
    REQUIRE(rows_after(log) == commits);
    for (std::size_t length = 0; length < log.size(); length += 101) {
        INFO("log cut to " << length);
        CHECK(rows_after(ByteView(log).first(length)) < commits);
    }
    support::SeededRandom random(13);
    for (int i = 0; i < 100; ++i) {
        Bytes flipped = log;
        const std::size_t at = random.below(log.size());
        flipped[at] = static_cast<std::uint8_t>(flipped[at] ^ (1U << random.below(8)));
        INFO("log flipped at " << at);
        CHECK(rows_after(flipped) <= commits);
    }
}
