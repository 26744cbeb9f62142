#pragma once
/// How a register comes into its folder: built under another name, keys beside it, renamed in last.
#include <array>
#include <memory>
#include <string>

#include "storage/register/register.hpp"
#include "storage/sealed/age_keys.hpp"
#include "storage/sealed/keyring.hpp"
#include "storage/sealed/secret.hpp"

namespace lontar::storage {

/// The process lock of a data folder. locked "P-02".
Result<std::unique_ptr<FileLock>> lock_folder(const Path& folder);

/// The file of a register went away while its keys are there still, as an antivirus can do. Not
/// where the making of one stopped halfway: there never was one.
bool has_lost_register(Disk& disk, const Path& folder);

/// A register being made in a folder. Until `finish` nothing there can be taken for a register, and
/// what was begun goes with this object.
class Making {
public:
    /// Makes the folder, takes its lock, begins an empty database with a new key and a new device.
    /// `taken`: the error when a register is there already.
    static Result<std::unique_ptr<Making>> begin(const World& world, const Path& folder,
                                                 const Error& taken);
    ~Making();
    Making(const Making&) = delete;
    Making& operator=(const Making&) = delete;
    Making(Making&&) = delete;
    Making& operator=(Making&&) = delete;

    /// To be filled: its device is known but not a row yet, its village is not.
    [[nodiscard]] Register& content() { return *content_; }
    /// Inside the caller's transaction.
    Status put_device();

    struct Access {
        OfficerId officer;
        std::string officer_name;
        const sealed::Secret& passphrase;
        sealed::PassphraseCost cost;
        sealed::Recipient recovery_sheet;
        sealed::Recipient province_recovery;
    };
    /// Puts aside what an earlier register left, writes recovery file and keyring, then moves the
    /// database into its place: durable on return.
    /// The content is closed by it.
    Status finish(const Access& access);
    /// The finished register, with its lock and key, still closed: for `open_made`.
    std::unique_ptr<Register> take() { return std::move(content_); }

private:
    Making() = default;
    Status remove_leftovers();

    std::unique_ptr<Register> content_;
    std::array<std::uint8_t, 16> machine_salt_{};
};

}  // namespace lontar::storage
