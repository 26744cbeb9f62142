#include <catch2/catch_test_macros.hpp>

#include "client/text/words.hpp"

using namespace lontar::client;

TEST_CASE("numbers and sizes are written as people of the language write them") {
    set_language(Language::indonesian);
    CHECK(number_text(0) == "0");
    CHECK(number_text(999) == "999");
    CHECK(number_text(1'234) == "1.234");
    CHECK(number_text(-12'345'678) == "-12.345.678");
    CHECK(bytes_text(512) == "512 B");
    CHECK(bytes_text(12'800) == "12,5 KB");
    CHECK(bytes_text(200 * 1024) == "200 KB");
    CHECK(bytes_text(std::int64_t{5} << 20U) == "5 MB");
    CHECK(duration_text(45) == "45 detik");
    CHECK(duration_text(120) == "2 menit");
    CHECK(age_text(3 * 86'400) == "3 hari lalu");
    set_language(Language::english);
    CHECK(number_text(1'234) == "1,234");
    CHECK(bytes_text(12'800) == "12.5 KB");
    CHECK(age_text(3 * 86'400) == "3 days ago");
}

TEST_CASE("a moment in the future is told as just now") {
    set_language(Language::english);
    CHECK(age_text(-86'400) == "just now");
}
