#pragma once
/// How a register that is in its folder is opened. Each way takes the process lock: locked "P-02"
/// when another program holds it. not_found "R-01": there is none; corrupt "R-02".
#include <memory>

#include "storage/base/path.hpp"
#include "storage/base/result.hpp"
#include "storage/base/world.hpp"
#include "storage/sealed/secret.hpp"

namespace lontar::storage {

class Making;
class Register;

/// With the register key. too_new "R-08" (nothing changed). A machine other than the one it was
/// last open on (clone, copied folder) begins a new epoch.
Result<std::unique_ptr<Register>> open_register(const World& world, const Path& folder,
                                                const sealed::Secret& key);
/// A register of any version, a newer one too, without changing a byte of it. Only what
/// `storage/register/DESIGN.md` says of newer registers may be asked; device, village and training
/// are not read.
Result<std::unique_ptr<Register>> open_to_read(const World& world, const Path& folder,
                                               const sealed::Secret& key);
/// What `making` finished, under the lock it holds; nothing is left in it.
Result<std::unique_ptr<Register>> open_made(Making& making);

}  // namespace lontar::storage
