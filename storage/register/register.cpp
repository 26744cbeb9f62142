#include "storage/register/register.hpp"

#include "storage/sqlite/database.hpp"

namespace lontar::storage {

Register::Register(const World& world, Path folder, std::unique_ptr<FileLock> lock,
                   sealed::Secret key)
    : world_(world), folder_(std::move(folder)), lock_(std::move(lock)), key_(std::move(key)) {}
Register::~Register() = default;

}  // namespace lontar::storage
