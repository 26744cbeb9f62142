#include "storage/model/region.hpp"

#include <algorithm>
#include <array>
#include <string>

#include <catch2/catch_test_macros.hpp>

#include "storage/model/data_files.hpp"

namespace {

using namespace lontar::model;

std::string name_at(std::string_view code) {
    const auto region = find_region(code);
    return region ? std::string(region->name) : "-";
}

}  // namespace

TEST_CASE(
    "the regions are the 22 kabupaten, 315 kecamatan and 3,442 villages of NTT and 38 provinces") {
    std::array<int, 11> of_length{};
    int kelurahan = 0;
    std::string before;
    for (std::string_view rest = data::regions_csv; !rest.empty();) {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(line.size() + 1);
        const std::string code(line.substr(0, line.find(',')));
        INFO(line);
        REQUIRE(code.size() <= 10);
        REQUIRE(before < code);  // looked up by halving
        REQUIRE(find_region(code).has_value());
        REQUIRE(find_region(code)->name == line.substr(code.size() + 1));
        REQUIRE(line.find_first_of("\"`") == std::string_view::npos);
        REQUIRE(line.find("’") == std::string_view::npos);
        ++of_length[code.size()];
        kelurahan += code.size() == 10 && code[6] == '1' ? 1 : 0;
        if (code.size() > 4) {
            REQUIRE(find_region(code.substr(0, code.size() == 10 ? 6 : 4)).has_value());
        }
        before = code;
    }
    CHECK(of_length[2] == 38);
    CHECK(of_length[4] == 22);
    CHECK(of_length[6] == 315);
    CHECK(of_length[10] == 3442);
    CHECK(kelurahan == 305);
}

TEST_CASE("names are today's, with one kind of apostrophe") {
    CHECK(name_at("530517") == "Pantar Barat Laut");
    CHECK(name_at("531902") == "Lamba Leda Selatan");
    CHECK(name_at("5302082002") == "Nunle'u");
    CHECK(name_at("5314072004") == "Bo'a");
    CHECK(name_at("5307012021") == "Regapu'u");
    CHECK(name_at("5321012001") == "Barene");
    CHECK(name_at("53") == "Nusa Tenggara Timur");
    CHECK(name_at("96") == "Papua Barat Daya");
}

TEST_CASE("a code that is no region finds nothing") {
    for (const char* code : {"", "5", "00", "97", "5399", "53010", "5301062014", "530106201", "zz",
                             "53010620150", "9999999999"}) {
        INFO(code);
        CHECK_FALSE(find_region(code).has_value());
    }
    CHECK_FALSE(is_province("5301"));
    CHECK_FALSE(is_province("54"));
}

TEST_CASE("a village is shown with its kind and kecamatan, since names repeat") {
    CHECK(region_title("5301061004") == "Kelurahan Oesao, Kec. Kupang Timur, Kab. Kupang");
    CHECK(region_title("5301062015") == "Desa Oesao, Kec. Kupang Timur, Kab. Kupang");
    CHECK(region_title("5371") == "Kota Kupang");
    CHECK(region_title("53") == "Nusa Tenggara Timur");
    CHECK(region_title("99").empty());
    // A code of a district that is gone still says the kabupaten.
    CHECK(region_title("530409") == "Kab. Belu");
}

TEST_CASE("villages are found by a part of the name, without apostrophes and letter case") {
    const auto oesao = search_villages("OESAO", 10);
    REQUIRE(oesao.size() == 2);
    CHECK(oesao[0].code == "5301061004");
    CHECK(oesao[1].code == "5301062015");

    const auto nunleu = search_villages("nunleu", 10);
    REQUIRE_FALSE(nunleu.empty());
    CHECK(nunleu[0].name == "Nunle'u");
    CHECK(std::ranges::any_of(search_villages("Bo’a", 10),
                              [](const Region& found) { return found.code == "5314072004"; }));

    const auto beginning_first = search_villages("rabasa", 10);
    REQUIRE(beginning_first.size() > 2);
    CHECK(beginning_first[0].name.starts_with("Rabasa"));
    CHECK(search_villages("a", 7).size() == 7);
    CHECK(search_villages("tidak ada desa ini", 7).empty());
}
