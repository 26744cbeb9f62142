#pragma once
/// The inside of an open session, for the files of this folder that open one.
#include <memory>

#include "client/session.hpp"

namespace lontar::client {

struct Session::Impl {
    Place place;
    std::unique_ptr<storage::VillageRegister> village_register;
    storage::Officer officer;
    spool::Spool spool;
    std::optional<Error> opening_trouble;
    spool::IntakeOutcome opening_intake;
};

}  // namespace lontar::client
