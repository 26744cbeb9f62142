#include "storage/model/entry.hpp"

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>

#include "support/fakes.hpp"
#include "support/people.hpp"

namespace {

using namespace lontar;
using namespace lontar::model;

template <typename Identity>
Identity repeated(std::string_view pair) {
    std::string hex;
    while (hex.size() < 2 * Identity::size) {
        hex += pair;
    }
    return *Identity::from_hex(hex);
}

Entry first() {
    Entry entry;
    entry.id = repeated<RegistrationId>("a1");
    entry.at = {1'795'334'400};
    entry.by = repeated<OfficerId>("0f");
    entry.fields = {{"nama", "Yohanes Bria"}, {"nik", "5321011208859901"}};
    return entry;
}

Entry correction() {
    Entry entry = first();
    entry.base = repeated<Rev>("5e");
    entry.uncertain = true;
    entry.why = "salah_ketik";
    entry.warn = {"nik_birth_date_differs", "notice_missing"};
    entry.fields["nama"] = "Margaretha Sa’at \"Etha\"\\";
    return entry;
}

Entry withdrawal() {
    Entry entry;
    entry.type = EntryType::withdrawal;
    entry.type_name = "withdrawal";
    entry.id = repeated<RegistrationId>("a1");
    entry.base = repeated<Rev>("5e");
    entry.at = {1'795'334'401};
    entry.by = repeated<OfficerId>("0f");
    entry.why = "meninggal";
    return entry;
}

Entry merged_into(std::string_view pair) {
    Entry entry = withdrawal();
    entry.why = "merged";
    entry.into = repeated<RegistrationId>(pair);
    return entry;
}

void check_equal(const Entry& a, const Entry& b) {
    CHECK(a.type == b.type);
    CHECK(a.type_name == b.type_name);
    CHECK(a.id == b.id);
    CHECK(a.base == b.base);
    CHECK(a.at == b.at);
    CHECK(a.uncertain == b.uncertain);
    CHECK(a.by == b.by);
    CHECK(a.why == b.why);
    CHECK(a.warn == b.warn);
    CHECK(a.into == b.into);
    CHECK(a.fields == b.fields);
}

std::vector<std::string> golden_lines() {
    std::ifstream file(std::string(LONTAR_SOURCE_DIR) + "/tests/vectors/entries.txt");
    REQUIRE(file.good());
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) {
        lines.push_back(line);
    }
    return lines;
}

}  // namespace

TEST_CASE("an entry is the same bytes on every machine and in every version") {
    const std::vector<std::string> golden = golden_lines();
    const std::vector<Entry> entries{first(), correction(), withdrawal(), merged_into("b2")};
    REQUIRE(golden.size() == entries.size());
    for (std::size_t at = 0; at < entries.size(); ++at) {
        const auto line = entry_line(entries[at]);
        REQUIRE(line.has_value());
        CHECK(*line == golden[at]);
        const auto read = parse_entry(golden[at]);
        REQUIRE(read.has_value());
        check_equal(*read, entries[at]);
    }
}

TEST_CASE("a merge names the registration that goes on, and never itself") {
    Entry entry = merged_into("a1");
    CHECK(entry_line(entry).error().code == "S-20");
    entry.into.reset();
    CHECK(entry_line(entry).error().code == "S-20");
    CHECK(entry_line(merged_into("b2")));
}

TEST_CASE("an entry of any person is read as it was written") {
    support::SeededRandom random(3);
    for (const Answers& person : support::PeopleMaker(11, "5321012005").make(200)) {
        Entry entry = first();
        entry.id = RegistrationId::random(random);
        entry.fields = person;
        const auto line = entry_line(entry);
        REQUIRE(line.has_value());
        CHECK(line->find('\n') == std::string::npos);
        CHECK(line->size() < 1000);
        const auto read = parse_entry(*line);
        REQUIRE(read.has_value());
        check_equal(*read, entry);
        CHECK(*entry_line(*read) == *line);
    }
}

TEST_CASE("an entry that its reader would not take is not written") {
    Entry entry = first();
    entry.fields["alamat"] = "";
    CHECK(entry_line(entry).error().code == "S-20");
    entry.fields["alamat"] = std::string("Dusun\0 1", 8);
    CHECK(entry_line(entry).error().code == "S-20");
    entry.fields["alamat"] = "Dusun 1";
    entry.fields[std::string("a\0b", 3)] = "x";
    CHECK(entry_line(entry).error().code == "S-20");
    entry.fields.erase(std::string("a\0b", 3));
    CHECK(entry_line(entry));
    entry.type = EntryType::withdrawal;
    entry.type_name = "withdrawal";
    entry.base = std::nullopt;
    CHECK(entry_line(entry).error().code == "S-20");
    CHECK_FALSE(parse_entry(R"({"at":1,"by":")" + OfficerId{}.hex() +
                            R"(","f":{"alamat":"a\u0000"},)" + R"("id":")" +
                            RegistrationId{}.hex() + R"(","t":"registration"})"));
}

TEST_CASE("an entry over 8 KiB is refused when it is written and when it is read") {
    Entry entry = first();
    entry.fields["alamat"] = std::string(max_entry_bytes, 'x');
    const auto line = entry_line(entry);
    REQUIRE_FALSE(line.has_value());
    CHECK(line.error().kind == ErrorKind::invalid_input);
    CHECK(line.error().code == "R-20");
    CHECK(line.error().context.find("xxx") == std::string::npos);

    entry.fields["alamat"] = "x";
    const std::size_t rest = entry_line(entry)->size() - 1;
    entry.fields["alamat"] = std::string(max_entry_bytes - rest, 'x');
    REQUIRE(entry_line(entry).has_value());
    CHECK(entry_line(entry)->size() == max_entry_bytes);
    CHECK(parse_entry(*entry_line(entry)).has_value());
    CHECK_FALSE(parse_entry(*entry_line(entry) + ' ').has_value());
}

TEST_CASE("a line cut anywhere is no entry") {
    const std::string line = *entry_line(correction());
    for (std::size_t length = 0; length < line.size(); ++length) {
        const auto read = parse_entry(line.substr(0, length));
        REQUIRE_FALSE(read.has_value());
        CHECK(read.error().code == "S-20");
    }
}

TEST_CASE("a line whose members are not as they must be is no entry") {
    const std::string good = *entry_line(correction());
    REQUIRE(parse_entry(good).has_value());
    const std::vector<std::pair<std::string, std::string>> changes{
        {R"("t":"registration")", R"("t":7)"},
        {R"("at":1795334400)", R"("at":"1795334400")"},
        {R"("at":1795334400,)", ""},
        {R"("uncertain":true)", R"("uncertain":1)"},
        {R"("why":"salah_ketik")", R"("why":null)"},
        {R"("nik_birth_date_differs")", "7"},
        {R"("id":"a1)", R"("id":"A1)"},
        {R"("id":"a1)", R"("id":")"},
        {R"("base":"5e)", R"("base":")"},
        {R"("by":"0f)", R"("bye":"0f)"},
        {R"("nik":"5321011208859901")", R"("nik":5321011208859901)"},
        {R"("nik":"5321011208859901")", R"("nik":"")"},
        {R"("f":{)", R"("g":{)"},
        {R"({"at")", R"([{"at")"},
    };
    for (const auto& [from, to] : changes) {
        std::string line = good;
        const auto at = line.find(from);
        REQUIRE(at != std::string::npos);
        line.replace(at, from.size(), to);
        INFO(from << " -> " << to);
        const auto read = parse_entry(line);
        REQUIRE_FALSE(read.has_value());
        CHECK(read.error().code == "S-20");
    }
    for (const char* line : {"", "7", "[]", "{}", "null", "{\"t\":null}"}) {
        CHECK_FALSE(parse_entry(line).has_value());
    }
}

TEST_CASE("a withdrawal without a base or a reason is no entry") {
    for (const char* member : {R"("base":")", R"("why":")"}) {
        std::string line = *entry_line(withdrawal());
        line.insert(line.find(member) + 1, "x");
        CHECK_FALSE(parse_entry(line).has_value());
    }
}

TEST_CASE("an entry of a newer program is read as unknown, whatever else it holds") {
    const auto read = parse_entry(R"({"basis":"BA 7/2026","t":"step","to":["a"]})");
    REQUIRE(read.has_value());
    CHECK(read->type == EntryType::unknown);
    CHECK(read->type_name == "step");
}

TEST_CASE("changed fields are those whose answer differs, appeared or went away") {
    const Answers before{{"a", "1"}, {"b", "1"}, {"c", "1"}};
    const Answers after{{"a", "1"}, {"b", "2"}, {"d", "1"}};
    CHECK(changed_fields(before, after) == std::vector<std::string>{"b", "c", "d"});
    CHECK(changed_fields(before, before).empty());
}

TEST_CASE(
    "changes of different fields merge, and only the same field changed twice is a conflict") {
    const Answers base{{"alamat", "A"}, {"nama", "N"}, {"no_hp", "1"}, {"rt", "001"}};
    const Answers mine{{"alamat", "B"}, {"nama", "N"}, {"rt", "002"}};
    const Answers theirs{
        {"alamat", "A"}, {"nama", "N"}, {"no_hp", "1"}, {"rt", "002"}, {"rw", "1"}};
    const Merge merge = merge_fields(base, mine, theirs);
    CHECK(merge.conflicts.empty());
    CHECK(merge.fields == Answers{{"alamat", "B"}, {"nama", "N"}, {"rt", "002"}, {"rw", "1"}});
    // NOLINTNEXTLINE(readability-suspicious-call-argument): the other way round on purpose
    CHECK(merge_fields(base, theirs, mine).fields == merge.fields);

    const Answers other{{"alamat", "C"}, {"nama", "N"}, {"no_hp", "2"}, {"rt", "001"}};
    const Merge clash = merge_fields(base, mine, other);
    CHECK(clash.conflicts == std::vector<std::string>{"alamat", "no_hp"});
    CHECK(clash.fields == Answers{{"alamat", "A"}, {"nama", "N"}, {"no_hp", "1"}, {"rt", "002"}});
    // NOLINTNEXTLINE(readability-suspicious-call-argument): the other way round on purpose
    CHECK(merge_fields(base, other, mine).conflicts == clash.conflicts);
}

TEST_CASE(
    "merging with an unchanged side gives the other side, and merging equals changes nothing") {
    support::PeopleMaker maker(5, "5321012005");
    const Answers base = maker.next();
    const Answers changed = maker.next();
    CHECK(merge_fields(base, base, changed).fields == changed);
    CHECK(merge_fields(base, changed, base).fields == changed);
    CHECK(merge_fields(base, changed, changed).fields == changed);
    CHECK(merge_fields(base, changed, changed).conflicts.empty());
}
