#pragma once
/// The two secrets that never stay on the server: the root that signs the key manifest, and the
/// recovery key that opens backups and forgotten laptops. They live, wrapped by a passphrase, in a
/// folder to carry away.
#include "storage/base/durable_file.hpp"
#include "storage/base/result.hpp"
#include "storage/base/world.hpp"
#include "storage/sealed/age_keys.hpp"
#include "storage/sealed/keyring.hpp"
#include "storage/sealed/secret.hpp"
#include "storage/sealed/signing.hpp"

namespace lontar::server {

struct OfflineSecrets {
    sealed::SigningKey root;
    sealed::Identity recovery;
};

/// New secrets, durable in `folder` on return, with a note for whoever finds it.
/// conflict "V-11": the folder holds files; invalid_input "K-01": a weak passphrase.
Result<OfflineSecrets> make_offline_secrets(const World& world, const Path& folder,
                                            const sealed::Secret& passphrase,
                                            const sealed::PassphraseCost& cost);

/// wrong_passphrase "K-02"; not_found "K-04"; corrupt "K-03".
Result<OfflineSecrets> read_offline_secrets(Disk& disk, const Path& folder,
                                            const sealed::Secret& passphrase);

}  // namespace lontar::server
