#include "storage/model/standing.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include <catch2/catch_test_macros.hpp>

#include "storage/model/reasons.hpp"
#include "storage/model/roles.hpp"

namespace {

using namespace lontar::model;

}  // namespace

TEST_CASE("a registration stands in one place, the first that fits") {
    for (int bits = 0; bits < 32; ++bits) {
        const StandingFacts facts{.is_draft = (bits & 1) != 0,
                                  .is_closed = (bits & 2) != 0,
                                  .has_unsent = (bits & 4) != 0,
                                  .has_unanswered = (bits & 8) != 0,
                                  .needs_correction = (bits & 16) != 0};
        std::string expected = "received";
        expected = facts.needs_correction ? "needs_correction" : expected;
        expected = facts.has_unanswered ? "on_the_way" : expected;
        expected = facts.has_unsent ? "waiting" : expected;
        expected = facts.is_closed && !facts.has_unsent ? "closed" : expected;
        expected = facts.is_draft ? "draft" : expected;
        INFO(bits);
        CHECK(name_of(standing_of(facts)) == expected);
    }
}

TEST_CASE("the counters add up to what was entered") {
    Counters counters;
    std::int64_t all = 0;
    for (const Standing standing :
         {Standing::draft, Standing::closed, Standing::waiting, Standing::on_the_way,
          Standing::needs_correction, Standing::received}) {
        const auto count = static_cast<std::int64_t>(standing) + 1;
        counters.add(standing, count);
        all += count;
    }
    CHECK(counters == Counters{1, 2, 3, 4, 5, 6});
    CHECK(counters.entered() == all);
}

TEST_CASE("a reason that the program gives stands in a list and is marked there") {
    CHECK(is_given_by_program(from_import));
    CHECK(is_given_by_program(import_taken_back));
    CHECK(is_given_by_program(merged_into_other));
    CHECK(is_known(warning_reasons(), from_import));
    CHECK(is_known(withdrawal_reasons(), import_taken_back));
    CHECK_FALSE(is_given_by_program("sesuai_ktp"));
}

TEST_CASE("an official has one of three roles, and the usual one when none was named") {
    CHECK(std::ranges::equal(roles(),
                             std::array<std::string_view, 3>{"operator", "sekdes", "kades"}));
    CHECK(is_role(usual_role));
    CHECK(is_role("kades"));
    CHECK_FALSE(is_role("camat"));
    CHECK_FALSE(is_role(""));
}

TEST_CASE("a reason is known by its exact code in its own list") {
    CHECK(is_known(warning_reasons(), "dari_impor"));
    CHECK(is_known(correction_reasons(), "diminta_provinsi"));
    CHECK(is_known(withdrawal_reasons(), "meninggal"));
    CHECK(is_known(return_reasons(), "NIK_TIDAK_PADAN"));
    CHECK_FALSE(is_known(return_reasons(), "nik_tidak_padan"));
    CHECK_FALSE(is_known(warning_reasons(), "meninggal"));
    CHECK_FALSE(is_known(warning_reasons(), ""));
    CHECK(return_reasons().size() == 11);
}
