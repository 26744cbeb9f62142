#include "sync/wire/newest.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace lontar;

TEST_CASE("the place of the newest reply is read back as it was written") {
    for (const wire::ReplyNumber newest :
         {wire::ReplyNumber{1, 1}, {1'795'334'400, 250}, {1, std::int64_t{1} << 53U}}) {
        CHECK(wire::parse_newest(wire::newest_text(newest)) == newest);
    }
    CHECK(wire::newest_text({3, 14}) == "3/14");
}

TEST_CASE("anything else is not read as the place of a reply") {
    for (const auto* text : {"",
                             "/",
                             "1",
                             "1/",
                             "/1",
                             "0/1",
                             "1/0",
                             "01/1",
                             "1/01",
                             "-1/1",
                             "1/-1",
                             "+1/1",
                             "1 /1",
                             "1/ 1",
                             " 1/1",
                             "1/1 ",
                             "1/1/1",
                             "1.0/1",
                             "1e3/1",
                             "0x1/1",
                             "1/1\n",
                             "1,1",
                             "a/b",
                             "1/9007199254740993",
                             "9007199254740993/1",
                             "1/99999999999999999999",
                             "99999999999999999999/1"}) {
        CAPTURE(text);
        CHECK_FALSE(wire::parse_newest(text));
    }
    CHECK_FALSE(wire::parse_newest(std::string_view("1/1\0", 4)));
}
