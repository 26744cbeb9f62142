#pragma once
/// The province: its database, its online keys and its key manifest. One thread at a time, one
/// process at a time.
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/durable_file.hpp"
#include "storage/base/os.hpp"
#include "storage/base/random.hpp"
#include "storage/base/result.hpp"
#include "storage/base/timestamp.hpp"
#include "storage/base/world.hpp"
#include "storage/sealed/age_keys.hpp"
#include "storage/sealed/keyring.hpp"
#include "storage/sealed/secret.hpp"
#include "storage/sealed/signing.hpp"
#include "storage/sqlite/database.hpp"
#include "sync/server/certificates.hpp"
#include "sync/wire/manifest.hpp"

namespace lontar::server {

/// Files in the data folder.
namespace files {
inline constexpr std::string_view database = "province.db";
inline constexpr std::string_view database_key = "database.key";
inline constexpr std::string_view lock = "lock";
inline constexpr std::string_view control = "control";
}  // namespace files

struct NewProvince {
    std::string name;
    std::vector<std::string> servers;  ///< https://host[:port]
    /// Of the passphrase; nothing: what this machine bears.
    std::optional<sealed::PassphraseCost> cost;
};

/// What `init` tells the person.
struct ProvinceMade {
    wire::KeyManifest manifest;
    std::string root_words;  ///< six words of the root's fingerprint
};

/// Makes a province: root and recovery secrets, wrapped by `passphrase`, into the empty folder
/// `secrets`; online keys and the first manifest into `folder`. The secrets are durable before the
/// province exists. conflict "V-02": a province is there already; "V-11": `secrets` is not empty;
/// invalid_input "V-12": a server's address, "K-01": a weak passphrase.
Result<ProvinceMade> create_province(const World& world, const Path& folder, const Path& secrets,
                                     const NewProvince& request, const sealed::Secret& passphrase);

class Province {
public:
    /// not_found "V-01": no province in `folder`; corrupt "V-04": its database key is missing or
    /// damaged; locked "R-03"; corrupt "R-02"; too_new "R-08".
    static Result<std::unique_ptr<Province>> open(const World& world, const Path& folder);

    [[nodiscard]] const World& world() const { return world_; }
    [[nodiscard]] Timestamp now() const { return world_.clock.now(); }
    [[nodiscard]] const Path& folder() const { return folder_; }
    [[nodiscard]] sqlite::Database& database() const { return *database_; }
    [[nodiscard]] const std::string& name() const { return name_; }
    [[nodiscard]] const wire::KeyManifest& manifest() const { return manifest_; }
    /// Old ones too: late batches are sealed to them.
    [[nodiscard]] std::vector<const sealed::Identity*> receiving() const;
    [[nodiscard]] const sealed::SigningKey& reply_key() const { return *reply_key_; }
    [[nodiscard]] const sealed::SigningKey& invite_key() const { return *invite_key_; }

    /// The newest leaf; made anew, and stored, when less than 30 days of it are left.
    Result<TlsIdentity> tls_identity();

    /// Closes the database and opens it again: after a failed sync nothing else tells what it
    /// holds.
    Status reopen();
    /// Opens the database again when the last `reopen` failed. Asked before every piece of work.
    Status ready() { return database_ ? done() : open_database(); }

private:
    Province(const World& world, Path folder) : world_(world), folder_(std::move(folder)) {}
    Status open_database();
    Status load();
    Result<Bytes> newest_secret(std::string_view kind);

    World world_;
    Path folder_;
    std::unique_ptr<sqlite::Database> database_;
    std::string name_;
    wire::KeyManifest manifest_;
    std::vector<sealed::Identity> receiving_;
    std::optional<sealed::SigningKey> reply_key_;
    std::optional<sealed::SigningKey> invite_key_;
};

}  // namespace lontar::server
