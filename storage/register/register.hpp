#pragma once
/// The register of one village on one laptop: one SQLCipher file, opened by one process, never
/// overwritten. What can be asked of an open one and done with it stands in the headers of this
/// folder, one noun each, as functions that take it first. Whatever they change is one transaction:
/// durable on return, or nothing changed. Errors of all of them: storage_full "R-07",
/// storage_failed "R-04", corrupt "R-06". Those said to run inside the caller's transaction are for
/// the sources of this folder.
#include <memory>
#include <string>
#include <string_view>

#include "storage/base/os.hpp"
#include "storage/base/world.hpp"
#include "storage/register/device.hpp"
#include "storage/sealed/secret.hpp"

namespace lontar::sqlite {
class Database;
}

namespace lontar::storage {

/// In the data folder: there is a register when it exists.
inline constexpr std::string_view register_file = "register.db";

/// An open register, made by `open_register`, `open_to_read` or `create_register`. One thread at a
/// time.
class Register {
public:
    ~Register();
    Register(const Register&) = delete;
    Register& operator=(const Register&) = delete;
    Register(Register&&) = delete;
    Register& operator=(Register&&) = delete;

    [[nodiscard]] sqlite::Database& database() { return *database_; }
    [[nodiscard]] const World& world() const { return world_; }
    [[nodiscard]] const Path& folder() const { return folder_; }
    /// Opens the file and everything that is wrapped for it.
    [[nodiscard]] const sealed::Secret& key() const { return key_; }
    [[nodiscard]] const Device& device() const { return device_; }
    [[nodiscard]] const std::string& village() const { return village_; }  ///< 10 digits
    [[nodiscard]] const std::string& village_name() const { return village_name_; }
    [[nodiscard]] bool training() const { return training_; }

private:
    friend class Making;
    friend class Opening;
    Register(const World& world, Path folder, std::unique_ptr<FileLock> lock, sealed::Secret key);

    World world_;
    Path folder_;
    std::unique_ptr<FileLock> lock_;  // first in, last out
    sealed::Secret key_;
    std::unique_ptr<sqlite::Database> database_;
    Device device_;
    std::string village_;
    std::string village_name_;
    bool training_ = false;
};

}  // namespace lontar::storage
