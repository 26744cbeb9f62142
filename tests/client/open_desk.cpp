#include "open_desk.hpp"

#include <catch2/catch_test_macros.hpp>

#include "client/text/words.hpp"

namespace lontar::client {

OpenDesk::OpenDesk() {
    office.set_up();
    auto session =
        laptop::Session::unlock(machine, std::nullopt, sealed::Secret::copy_of(test_passphrase));
    REQUIRE(session);
    desk.set_session(*std::move(session));
    set_language(Language::indonesian);
}

}  // namespace lontar::client
