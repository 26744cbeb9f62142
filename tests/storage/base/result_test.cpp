#include "storage/base/result.hpp"

#include <set>

#include <catch2/catch_test_macros.hpp>

using namespace lontar;

TEST_CASE("every kind of error has a word of its own") {
    std::set<std::string_view> words;
    for (int kind = 0; kind <= static_cast<int>(ErrorKind::cancelled); ++kind) {
        words.insert(name_of(static_cast<ErrorKind>(kind)));
    }
    CHECK(words.size() == static_cast<std::size_t>(ErrorKind::cancelled) + 1);
    CHECK_FALSE(words.contains("unknown"));
    CHECK(name_of(ErrorKind::wrong_passphrase) == "wrong_passphrase");
}
