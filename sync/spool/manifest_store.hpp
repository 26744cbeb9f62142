#pragma once
/// The manifest a register works under.
#include "sync/spool/spool.hpp"
#include "sync/wire/manifest.hpp"

namespace lontar::storage {
class Register;
}

namespace lontar::spool {

/// The register's own. corrupt "A-01" when what it holds is no manifest.
Result<wire::KeyManifest> current_manifest(storage::Register& village_register);

/// Takes over the one that waits in `in/` when it is newer and under the register's root, and
/// removes it from there. Returns the one in force.
Result<wire::KeyManifest> adopt_manifest(storage::Register& village_register, Spool& spool);

}  // namespace lontar::spool
