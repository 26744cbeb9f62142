#pragma once
/// Where a register lives and with what its acts are done.
#include <optional>

#include "storage/base/durable_file.hpp"
#include "storage/base/world.hpp"
#include "storage/sealed/keyring.hpp"

namespace lontar::laptop {

struct Machine {
    World world;
    Path data_folder;                                                      ///< of one register
    std::optional<sealed::PassphraseCost> passphrase_cost = std::nullopt;  ///< else by its memory
};

/// A register, or what is left of one, is in the data folder.
bool is_set_up(const Machine& machine);
/// What a new passphrase costs there.
sealed::PassphraseCost passphrase_cost(const Machine& machine);

}  // namespace lontar::laptop
