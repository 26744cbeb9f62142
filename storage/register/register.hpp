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
#include "storage/base/result.hpp"
#include "storage/base/world.hpp"
#include "storage/register/device.hpp"
#include "storage/sealed/age_keys.hpp"
#include "storage/sealed/keyring.hpp"
#include "storage/sealed/secret.hpp"
#include "storage/sealed/signing.hpp"

namespace lontar::sqlite {
class Database;
}

namespace lontar::storage {

/// In the data folder: there is a register when it exists.
inline constexpr std::string_view register_file = "register.db";

/// What a new register is made from. Texts of the activation and the manifest are kept as received.
struct NewRegister {
    std::string village;  ///< 10 digits
    std::string village_name;
    std::string activation;  ///< the whole activation file
    std::string manifest;    ///< manifest line LF root signature line
    sealed::PublicKey root;  ///< pinned: another root is refused from now on
    std::string officer_name;
    std::string officer_role;
    const sealed::Secret& passphrase;
    sealed::PassphraseCost cost;
    sealed::Recipient recovery_sheet;     ///< public half; the secret one is printed, never stored
    sealed::Recipient province_recovery;  ///< the province's offline recovery key
    bool training = false;                ///< marked LATIHAN everywhere; never sends
};

/// An open register. One thread at a time.
class Register {
public:
    /// Makes `register.db`, `keyring.json` (twice) and `recovery.age` in `folder`: made whole under
    /// another name and renamed in last, so that a crash leaves no half register. conflict "R-10":
    /// one exists already.
    static Result<std::unique_ptr<Register>> create(const World& world, const Path& folder,
                                                    const NewRegister& request);
    /// Opens with the register key. Takes the process lock: locked "P-02" when another program
    /// holds it. not_found "R-01"; corrupt "R-02"; too_new "R-08" (nothing changed). A machine
    /// other than the one it was last open on (clone, copied folder) begins a new epoch.
    static Result<std::unique_ptr<Register>> open(const World& world, const Path& folder,
                                                  const sealed::Secret& key);
    /// Opens a register of any version, a newer one too, without changing a byte of it. Only what
    /// `storage/register/DESIGN.md` says of newer registers may be asked; device, village and
    /// training are not read. Errors as of `open`, without too_new.
    static Result<std::unique_ptr<Register>> open_to_read(const World& world, const Path& folder,
                                                          const sealed::Secret& key);
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
    Register(const World& world, Path folder, std::unique_ptr<FileLock> lock, sealed::Secret key);
    Status load();
    Status load_names();
    Status leave_epoch_of_original();

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
