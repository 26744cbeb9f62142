#pragma once
/// The inside of an open register, for the files of this folder that make, fill and read one.
#include <memory>
#include <string>

#include "storage/register/unlock.hpp"
#include "storage/register/village_register.hpp"
#include "storage/sqlite/database.hpp"

namespace lontar::storage {

inline constexpr std::string_view lock_name = "lock";
inline constexpr std::size_t register_key_bytes = 32;

struct VillageRegister::Impl {
    World world;
    Path folder;
    std::unique_ptr<FileLock> lock;  // first in, last out
    sealed::Secret key;
    std::unique_ptr<sqlite::Database> database;
    Device device;
    std::string village;
    std::string village_name;
    bool training = false;
};

}  // namespace lontar::storage
