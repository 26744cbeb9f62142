// Limits of the format page that the laptop's end of HTTPS and the stick keep.
#include <catch2/catch_test_macros.hpp>

#include "support/format_page.hpp"
#include "sync/spool/link.hpp"
#include "sync/upload/http.hpp"

using namespace lontar;

TEST_CASE("every limit of the format page on answers and links is the one in the code") {
    support::check_limits({"upload", "spool"},
                          {
                              LONTAR_LIMIT(spool::max_link_bytes),
                              LONTAR_LIMIT(spool::max_link_depth),
                              LONTAR_LIMIT(spool::max_earlier_devices),
                              LONTAR_LIMIT(spool::max_greeted_epochs),
                              LONTAR_LIMIT(upload::max_answer_bytes),
                              {"upload::least_retry", upload::least_retry.count()},
                              {"upload::most_retry", upload::most_retry.count()},
                          });
}
