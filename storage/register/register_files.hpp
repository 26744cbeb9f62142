#pragma once
/// How a register comes into its folder: built under another name, keys beside it, renamed in last.
#include <array>
#include <memory>
#include <optional>

#include "storage/register/village_register.hpp"
#include "storage/sqlite/open_migrated.hpp"

namespace lontar::storage {

/// The process lock of a data folder. locked "P-02".
Result<std::unique_ptr<FileLock>> lock_folder(const Path& folder);

/// Opens a migrated database, as `sqlite::open_migrated`. not_found "R-01", corrupt "R-02", too_new
/// "R-08".
Result<sqlite::Opened> open_database(Disk& disk, const Path& file, const sealed::Secret& key,
                                     bool create);

/// A new device: keys from `random`, bound to this machine.
struct NewDevice {
    Device device;
    std::array<std::uint8_t, 16> machine_salt{};
};
NewDevice make_device(Random& random);
Status insert_device(sqlite::Database& database, const NewDevice& made);
struct KnownDevice {
    Device device;
    bool is_other_machine = false;  ///< the register was last open on another machine
    bool is_unbound = false;        ///< its machine had no name before and has one now
};
Result<KnownDevice> find_device(sqlite::Database& database);
/// The register lives on this machine from now on, inside the caller's transaction.
Status set_machine(sqlite::Database& database, const std::optional<Hash>& machine);

/// A register being made in `folder`. Until `finish` nothing there can be taken for a register.
class RegisterFiles {
public:
    /// Makes the folder, takes its lock, begins an empty database with a new key.
    /// `taken`: the error when a register is there already.
    static Result<std::unique_ptr<RegisterFiles>> begin(const World& world, const Path& folder,
                                                        const Error& taken);
    ~RegisterFiles();
    RegisterFiles(const RegisterFiles&) = delete;
    RegisterFiles& operator=(const RegisterFiles&) = delete;
    RegisterFiles(RegisterFiles&&) = delete;
    RegisterFiles& operator=(RegisterFiles&&) = delete;

    [[nodiscard]] sqlite::Database& database() { return *database_; }
    [[nodiscard]] const sealed::Secret& key() const { return key_; }

    struct Access {
        OfficerId officer;
        std::string officer_name;
        const sealed::Secret& passphrase;
        sealed::PassphraseCost cost;
        sealed::Recipient recovery_sheet;
        sealed::Recipient province_recovery;
        const sealed::SigningKey& device;
    };
    /// Writes recovery file and keyring, then moves the database into its place: durable on return.
    Status finish(const Access& access);
    /// Lock and key go to whoever opens the finished register.
    std::unique_ptr<FileLock> take_lock() { return std::move(lock_); }
    sealed::Secret take_key() { return std::move(key_); }

private:
    RegisterFiles(const World& world, Path folder);
    Status remove_leftovers();

    World world_;
    Path folder_;
    std::unique_ptr<FileLock> lock_;
    sealed::Secret key_;
    std::unique_ptr<sqlite::Database> database_;
};

}  // namespace lontar::storage
