#include <filesystem>

#include <catch2/catch_test_macros.hpp>

#include "bad_input_rows.hpp"
#include "support/tiny_disk.hpp"

using namespace lontar;
using namespace lontar::flow;
namespace fs = std::filesystem;

namespace {

void play(const Row& row) {
    Office office;
    row.spoil(office);
    std::vector<std::string> words;
    words.reserve(row.words.size());
    for (const std::string& word : row.words) {
        words.push_back(word.starts_with('@') ? office.at(word.substr(1)) : word);
    }
    const std::string before = office.state();
    const Ran ran = office.run(words);
    INFO(row.what << "\n" << ran.out << ran.err);
    CHECK(ran.code == row.exit);
    if (!row.code.empty()) {
        const std::string said = row.sentence + " (" + row.code + ")\n";
        CHECK(ran.err.find(said) != std::string::npos);
    }
    CHECK(ran.err.find("5301041208859901") == std::string::npos);
    CHECK(office.state() == before);
}

}  // namespace

TEST_CASE("bad input is refused in words, with its code, and changes nothing") {
    for (const Row& row : rows()) {
        DYNAMIC_SECTION(row.what) {
            play(row);
        }
    }
}

TEST_CASE("one damaged copy of the keyring is enough to work on") {
    Office office;
    Office::cut(office.home / "keyring.json");
    CHECK(office.run({"status"}).code == 0);
}

TEST_CASE("a register cut in the middle is refused or works, and never crashes") {
    Office office;
    const auto size = fs::file_size(office.home / "register.db");
    for (const std::uintmax_t part : {1U, 2U, 3U}) {
        fs::resize_file(office.home / "register.db", size * (4 - part) / 4);
        const Ran ran = office.run({"status"});
        INFO(ran.err);
        CHECK((ran.code == 1 || ran.code == 3));
    }
}

TEST_CASE("a full disk refuses the save and loses nothing") {
    const support::TinyDisk disk("1m");
    if (!disk.problem().empty()) {
        SKIP(disk.problem());
    }
    Office office;
    fs::copy(office.home, disk / "home", fs::copy_options::recursive);
    office.home = disk / "home";
    put_text(disk / "filler", "");
    std::error_code full;
    while (!full && fs::space(disk.path()).available > 0) {
        fs::resize_file(disk / "filler", fs::file_size(disk / "filler") + 4096, full);
        Bytes ballast(fs::file_size(disk / "filler"), 1);
        if (fs::space(disk.path()).available < 4096) {
            break;
        }
        support::put_bytes(disk / "filler", ballast);
    }
    const std::string before = office.run({"list", "--revisions"}).out;
    std::vector<std::string> words{"add"};
    for (const auto& [key, value] : office.people.next()) {
        words.insert(words.end(), {"--" + key, value});
    }
    const Ran ran = office.run(words);
    INFO(ran.out << ran.err);
    CHECK(ran.code == 3);
    CHECK((ran.err.find("(R-07)") != std::string::npos ||
           ran.err.find("(D-01)") != std::string::npos));
    fs::remove(disk / "filler");
    CHECK(office.run({"list", "--revisions"}).out == before);
    CHECK(office.run(words).code == 0);
}
