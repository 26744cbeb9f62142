#include "storage/base/durable_file.hpp"

#include <cerrno>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "storage/base/crash_point.hpp"
#include "support/child.hpp"
#include "support/fakes.hpp"
#include "support/faulty_disk.hpp"
#include "support/recorded_disk.hpp"
#include "support/temp_folder.hpp"

#ifdef _WIN32
#define LONTAR_WINDOWS_LACKS(what) SKIP("Windows has no " what "; shown on Linux")
#else
#include <sys/stat.h>
#define LONTAR_WINDOWS_LACKS(what) static_cast<void>(0)
#endif

using namespace lontar;
using support::bytes_of;
using support::Child;
using support::in_child;
using support::put_bytes;
using support::RecordedDisk;
using support::TempFolder;
using support::Unsynced;

namespace {

std::string content(const Path& path) {
    const Bytes bytes = bytes_of(path);
    return {bytes.begin(), bytes.end()};
}

std::vector<std::string> names_in(const Path& folder) {
    auto entries = system_disk().list(folder);
    REQUIRE(entries);
    std::vector<std::string> names;
    for (const FileEntry& entry : *entries) {
        names.push_back(entry.name);
    }
    return names;
}

std::string code_of(const Status& status) {
    return status ? "done" : status.error().code;
}

/// Content as long as it takes several writes.
Bytes long_content(char letter) {
    Bytes bytes(5000, static_cast<std::uint8_t>(letter));
    return bytes;
}

Status write_in_pieces(const Path& path, const Bytes& bytes) {
    auto part = system_disk().begin(path);
    if (!part) {
        return std::move(part).error();
    }
    const ByteView view(bytes);
    for (std::size_t at = 0; at < bytes.size(); at += 1000) {
        if (auto written = (*part)->write(view.subspan(at, 1000)); !written) {
            return written;
        }
    }
    if (auto rewritten = (*part)->rewrite(0, view.first(10)); !rewritten) {
        return rewritten;
    }
    return (*part)->finish();
}

}  // namespace

TEST_CASE("a written file is read back and nothing else stands beside it") {
    const TempFolder folder;
    REQUIRE(system_disk().write(folder / "a", as_bytes("one")));
    REQUIRE(system_disk().write(folder / "a", as_bytes("two")));
    CHECK(content(folder / "a") == "two");
    CHECK(names_in(folder.path()) == std::vector<std::string>{"a"});
    REQUIRE(system_disk().write(folder / "empty", {}));
    CHECK(system_disk().read(folder / "empty", 0)->empty());
}

TEST_CASE("a written file and a made folder are open to their owner only") {
    LONTAR_WINDOWS_LACKS("permission bits: what lies below the user's own folder is the user's");
    const TempFolder folder;
    using std::filesystem::perms;
    REQUIRE(system_disk().write(folder / "a", as_bytes("one")));
    CHECK(std::filesystem::status(folder / "a").permissions() ==
          (perms::owner_read | perms::owner_write));
    REQUIRE(system_disk().make_folder(folder / "x/y/z/"));
    for (const char* name : {"x", "x/y", "x/y/z"}) {
        CHECK(std::filesystem::status(folder / name).permissions() == perms::owner_all);
    }
}

TEST_CASE("a part that is dropped leaves the file that was there") {
    const TempFolder folder;
    REQUIRE(system_disk().write(folder / "a", as_bytes("old")));
    {
        auto part = system_disk().begin(folder / "a");
        REQUIRE(part);
        REQUIRE((*part)->write(as_bytes("new")));
        CHECK(names_in(folder.path()) == std::vector<std::string>{"a", "a.part"});
    }
    CHECK(content(folder / "a") == "old");
    CHECK(names_in(folder.path()) == std::vector<std::string>{"a"});
}

TEST_CASE("bytes are rewritten inside what was written and nowhere else") {
    const TempFolder folder;
    auto part = system_disk().begin(folder / "a");
    REQUIRE(part);
    REQUIRE((*part)->write(as_bytes("0123456789")));
    CHECK((*part)->rewrite(8, as_bytes("xy")));
    CHECK((*part)->rewrite(0, as_bytes("AB")));
    REQUIRE((*part)->write(as_bytes("end")));
    SECTION("inside") {
        REQUIRE((*part)->finish());
        CHECK(content(folder / "a") == "AB234567xyend");
        CHECK(code_of((*part)->finish()) == "D-02");
    }
    SECTION("over the end") {
        CHECK(code_of((*part)->rewrite(12, as_bytes("zz"))) == "D-02");
        CHECK_FALSE((*part)->finish());
        part->reset();
        CHECK(names_in(folder.path()).empty());
    }
}

TEST_CASE("a part left by a crash is replaced, whatever stands under its name") {
    const TempFolder folder;
    put_bytes(folder / "victim", as_bytes("keep me"));
    SECTION("a file") {
        put_bytes(folder / "a.part", as_bytes("half"));
    }
    SECTION("a link, which is not followed") {
        LONTAR_WINDOWS_LACKS("links that a user may make");
        std::filesystem::create_symlink(folder / "victim", folder / "a.part");
    }
    SECTION("a link to nothing") {
        LONTAR_WINDOWS_LACKS("links that a user may make");
        std::filesystem::create_symlink(folder / "nothing", folder / "a.part");
    }
    REQUIRE(system_disk().write(folder / "a", as_bytes("whole")));
    CHECK(content(folder / "a") == "whole");
    CHECK(content(folder / "victim") == "keep me");
    CHECK(names_in(folder.path()) == std::vector<std::string>{"a", "victim"});
    CHECK_FALSE(std::filesystem::is_symlink(folder / "a"));
}

TEST_CASE("two processes never write one part") {
    const TempFolder folder;
    std::unique_ptr<PartFile> held;
    Child other([&] {
        auto part = system_disk().begin(folder / "a");
        if (part && (*part)->write(as_bytes("half of the other"))) {
            held = *std::move(part);
        }
    });
    const auto refused = system_disk().begin(folder / "a");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == ErrorKind::locked);
    CHECK(refused.error().code == "D-03");
    CHECK(content(folder / "a.part") == "half of the other");
    other.kill();
    CHECK(system_disk().write(folder / "a", as_bytes("mine")));
    CHECK(content(folder / "a") == "mine");
}

TEST_CASE("a file larger than allowed is refused, one of the allowed size is read") {
    const TempFolder folder;
    put_bytes(folder / "a", as_bytes("12345"));
    CHECK(system_disk().read(folder / "a", 5));
    const auto refused = system_disk().read(folder / "a", 4);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == ErrorKind::invalid_input);
    CHECK(refused.error().code == "D-04");
}

TEST_CASE("the start of a file of any size is read, and less where it ends before") {
    const TempFolder folder;
    put_bytes(folder / "long", Bytes(100000, 7));
    put_bytes(folder / "short", as_bytes("ab"));
    CHECK(*system_disk().read_start(folder / "long", 64) == Bytes(64, 7));
    CHECK(*system_disk().read_start(folder / "short", 64) == to_bytes("ab"));
    CHECK(system_disk().read_start(folder / "none", 64).error().code == "D-05");
    CHECK(system_disk().read_start(folder.path(), 64).error().code == "D-07");
}

TEST_CASE("what is absent or no regular file is not found, and no pipe stops the program") {
    const TempFolder folder;
    std::vector<std::pair<const char*, std::string>> names{
        {"absent", "D-05"}, {"folder", "D-07"}, {"absent/below", "D-05"}};
#ifndef _WIN32
    REQUIRE(::mkfifo((folder / "pipe").c_str(), 0600) == 0);
    names.emplace_back("pipe", "D-07");
#endif
    std::filesystem::create_directory(folder / "folder");
    for (const auto& [name, code] : names) {
        INFO(name);
        const auto read = system_disk().read(folder / name, 100);
        REQUIRE_FALSE(read);
        CHECK(read.error().kind == ErrorKind::not_found);
        CHECK(read.error().code == code);
    }
    const auto begun = system_disk().begin(folder / "absent/below");
    REQUIRE_FALSE(begun);
    CHECK(begun.error().kind == ErrorKind::not_found);
}

TEST_CASE("a folder for a file, a file for a folder and a name that cannot be are no dead disk") {
    const TempFolder folder;
    std::filesystem::create_directory(folder / "folder");
    put_bytes(folder / "file", as_bytes("x"));
    CHECK(code_of(system_disk().write(folder / "folder", as_bytes("x"))) == "D-07");
    CHECK(code_of(system_disk().remove(folder / "folder")) == "D-07");
    CHECK(code_of(system_disk().move(folder / "file", folder / "folder")) == "D-07");
    CHECK(code_of(system_disk().make_folder(folder / "file")) == "D-08");
    CHECK(code_of(system_disk().make_folder(folder / "file/below")) == "D-08");
#ifdef _WIN32
    const std::string no_name = "what?.csv";
#else
    const std::string no_name(300, 'n');
#endif
    CHECK(code_of(system_disk().write(folder / no_name, as_bytes("x"))) == "D-09");
    CHECK(names_in(folder.path()) == std::vector<std::string>{"file"});
}

TEST_CASE("only regular files are listed, by name") {
    const TempFolder folder;
    for (const char* name : {"b", "a", "C"}) {
        put_bytes(folder.path() / name, as_bytes("123"));
    }
#ifndef _WIN32  // names there are UTF-16, and a user may make no links
    put_bytes(folder.path() / "\xFFnot utf-8", as_bytes("123"));
    std::filesystem::create_symlink(folder / "a", folder / "link");
#endif
    std::filesystem::create_directory(folder / "folder");
    CHECK(names_in(folder.path()) == std::vector<std::string>{"C", "a", "b"});
    CHECK(system_disk().list(folder.path())->front().bytes == 3);
    CHECK(names_in(folder / "absent").empty());
    CHECK_FALSE(system_disk().list(folder / "a"));
}

TEST_CASE("a folder is made with its parents, and making it again changes nothing") {
    const TempFolder folder;
    REQUIRE(system_disk().make_folder(folder / "x/y/z/"));
    REQUIRE(system_disk().make_folder(folder / "x/y/z"));
    CHECK(std::filesystem::is_directory(folder / "x/y/z"));
    put_bytes(folder / "file", as_bytes("x"));
    CHECK_FALSE(system_disk().make_folder(folder / "file"));
    CHECK_FALSE(system_disk().make_folder(folder / "file/below"));
}

TEST_CASE("removing an absent file is done, removing a folder is not") {
    const TempFolder folder;
    put_bytes(folder / "a", as_bytes("x"));
    CHECK(system_disk().remove(folder / "a"));
    CHECK(system_disk().remove(folder / "a"));
    CHECK_FALSE(system_disk().exists(folder / "a"));
    std::filesystem::create_directory(folder / "folder");
    CHECK_FALSE(system_disk().remove(folder / "folder"));
}

TEST_CASE("a moved file has its new name only") {
    const TempFolder folder;
    put_bytes(folder / "a", as_bytes("new"));
    put_bytes(folder / "b", as_bytes("old"));
    CHECK(system_disk().move(folder / "a", folder / "b"));
    CHECK(content(folder / "b") == "new");
    CHECK(names_in(folder.path()) == std::vector<std::string>{"b"});
    CHECK(system_disk().move(folder / "a", folder / "c").error().kind == ErrorKind::not_found);
}

TEST_CASE("room on a disk is told for a folder that does not exist yet") {
    const TempFolder folder;
    const auto here = system_disk().free_bytes(folder.path());
    const auto below = system_disk().free_bytes(folder / "x/y");
    REQUIRE(here);
    REQUIRE(below);
    CHECK(*here > 0);
    CHECK(system_disk().free_bytes("relative-and-absent"));
}

TEST_CASE("an error names the file without its folder") {
    const TempFolder folder;
    const auto read = system_disk().read(folder / "MARIA-FOLDER/a.age", 10);
    REQUIRE_FALSE(read);
    CHECK(read.error().context.find("a.age") != std::string::npos);
    CHECK(read.error().context.find("MARIA-FOLDER") == std::string::npos);
}

TEST_CASE("a write is whole though signals interrupt every call and calls move less than asked") {
    const TempFolder folder;
    RecordedDisk disk(folder.path());
    disk.interrupt(true);
    Bytes bytes(300);
    support::SeededRandom(3).fill(bytes);
    REQUIRE(system_disk().write(folder / "a", bytes));
    CHECK(bytes_of(folder / "a") == bytes);
    CHECK(disk.acts() > 10);
}

TEST_CASE("after any failing call the file is the old one or the new one, and the next try works") {
    const TempFolder folder;
    const Bytes old = long_content('o');
    const Bytes fresh = long_content('n');
    const std::vector<std::pair<int, std::string>> errors{
        {ENOSPC, "D-01"}, {EDQUOT, "D-01"}, {EIO, "D-02"}, {EROFS, "D-06"}, {ENODEV, "D-10"}};
    for (const auto& [number, code] : errors) {
        std::size_t act = 1;
        for (;; ++act) {
            REQUIRE(system_disk().write(folder / "a", old));
            {
                RecordedDisk disk(folder.path());
                disk.fail_at(act, number, false);
                const Status status = write_in_pieces(folder / "a", fresh);
                if (!disk.has_failed()) {
                    CHECK(status);
                    break;
                }
                INFO("errno " << number << " at " << act << ": " << disk.describe(act - 1));
                CHECK(code_of(status) == code);
                CHECK(status.error().kind ==
                      (code == "D-01" ? ErrorKind::storage_full : ErrorKind::storage_failed));
                disk.heal();
                const Bytes left = bytes_of(folder / "a");
                CHECK((left == old || left == fresh));
            }
            CHECK(names_in(folder.path()) == std::vector<std::string>{"a"});
        }
        CHECK(act == 11);  // create, 5 writes, rewrite, sync, rename, sync folder
    }
}

TEST_CASE("a part that failed to write or sync is never published") {
    const TempFolder folder;
    RecordedDisk disk(folder.path());
    auto part = system_disk().begin(folder / "a");
    REQUIRE(part);
    REQUIRE((*part)->write(as_bytes("one")));
    disk.fail_at(1, EIO, false);
    SECTION("write") {
        CHECK_FALSE((*part)->write(as_bytes("two")));
    }
    SECTION("sync") {
        CHECK_FALSE((*part)->finish());
    }
    disk.heal();
    CHECK_FALSE((*part)->write(as_bytes("three")));
    CHECK_FALSE((*part)->finish());
    part->reset();
    CHECK(names_in(folder.path()).empty());
}

TEST_CASE(
    "after a power cut at any call a file is whole: the old or the new one, and the new one once "
    "it was said") {
    const TempFolder folder;
    const Bytes first = long_content('1');
    const Bytes second = long_content('2');
    RecordedDisk disk(folder.path());
    std::vector<std::size_t> said;  // acts after which a write was said to be done
    REQUIRE(write_in_pieces(folder / "a", first));
    said.push_back(disk.acts());
    REQUIRE(write_in_pieces(folder / "a", second));
    said.push_back(disk.acts());
    REQUIRE(system_disk().move(folder / "a", folder / "b"));
    said.push_back(disk.acts());
    REQUIRE(system_disk().remove(folder / "b"));
    said.push_back(disk.acts());

    int images = 0;
    for (std::size_t acts = 0; acts <= disk.acts(); ++acts) {
        for (const Unsynced unsynced :
             {Unsynced::lost, Unsynced::kept, Unsynced::some, Unsynced::torn}) {
            const std::uint64_t seeds =
                unsynced == Unsynced::some || unsynced == Unsynced::torn ? 8 : 1;
            for (std::uint64_t seed = 0; seed < seeds; ++seed) {
                const TempFolder after;
                disk.after_power_cut(acts, unsynced, seed, after.path());
                ++images;
                INFO("power cut before " << disk.describe(acts) << ", kind "
                                         << static_cast<int>(unsynced) << ", seed " << seed);
                const bool has_a = system_disk().exists(after / "a");
                const bool has_b = system_disk().exists(after / "b");
                CHECK_FALSE((has_a && has_b));
                if (has_a) {
                    const Bytes left = bytes_of(after / "a");
                    CHECK((left == second || (left == first && acts < said[1])));
                }
                if (has_b) {
                    CHECK(bytes_of(after / "b") == second);
                }
                CHECK((has_a || acts < said[0] || acts > said[1]));
                CHECK((has_a || has_b || acts < said[0] || acts > said[2]));
                CHECK((!has_a || acts < said[2]));
                CHECK((!has_b || acts < said[3]));
            }
        }
    }
    CHECK(images > 400);
}

#ifdef LONTAR_CRASH_POINTS
TEST_CASE("a process that dies at a crash point leaves the old file or the new one") {
    const TempFolder folder;
    const auto dies_at = [&](const std::string& place, int writes) {
        return in_child([&] {
            const support::Environment crash("LONTAR_CRASH", place);
            for (int i = 0; i < writes; ++i) {
                if (!system_disk().write(folder / "a", as_bytes("new " + std::to_string(i)))) {
                    return 1;
                }
            }
            return 0;
        });
    };
    REQUIRE(system_disk().write(folder / "a", as_bytes("old")));
    CHECK(dies_at("part-written", 1) == crash_exit_code);
    CHECK(content(folder / "a") == "old");
    CHECK(dies_at("renamed", 1) == crash_exit_code);
    CHECK(content(folder / "a") == "new 0");
    CHECK(dies_at("part-written:3", 5) == crash_exit_code);
    CHECK(content(folder / "a") == "new 1");
    CHECK(dies_at("part-written:9", 5) == 0);
    CHECK(dies_at("nowhere", 1) == 0);
}
#endif

TEST_CASE("the faulty disk fails the act it was told to, and afterwards works again") {
    const TempFolder folder;
    support::FaultyDisk disk(system_disk());
    REQUIRE(disk.write(folder / "a", as_bytes("old")));
    CHECK(disk.acts() == 3);
    CHECK(disk.log() == std::vector<std::string>{"begin a", "write a", "finish a"});
    for (std::uint64_t act = 1; act <= 3; ++act) {
        disk.fail_at(act, fail(ErrorKind::storage_full, "D-01", "full"));
        CHECK(code_of(disk.write(folder / "a", as_bytes("new"))) == "D-01");
        CHECK(content(folder / "a") == "old");
    }
    disk.fail_from(1, fail(ErrorKind::storage_failed, "D-02", "dead"));
    CHECK_FALSE(disk.remove(folder / "a"));
    CHECK_FALSE(disk.list(folder.path()));
    disk.heal();
    CHECK(disk.write(folder / "a", as_bytes("new")));
    CHECK(content(folder / "a") == "new");
}

TEST_CASE("the faulty disk's power cut leaves the piece of a part and lets nothing more happen") {
    const TempFolder folder;
    support::FaultyDisk disk(system_disk());
    REQUIRE(disk.write(folder / "a", as_bytes("old")));
    const bool kept = GENERATE(false, true);
    disk.cut_power_at(3, kept);
    CHECK_FALSE(disk.write(folder / "a", as_bytes("new!")));
    CHECK_FALSE(disk.write(folder / "b", as_bytes("b")));
    CHECK_FALSE(disk.remove(folder / "a"));
    CHECK(content(folder / "a") == (kept ? "new!" : "old"));
    CHECK(names_in(folder.path()) ==
          (kept ? std::vector<std::string>{"a"} : std::vector<std::string>{"a", "a.part"}));
    disk.heal();
    CHECK(disk.write(folder / "a", as_bytes("again")));
    CHECK(names_in(folder.path()) == std::vector<std::string>{"a"});
}
