#pragma once
/// A village's first register: everything a new one holds.
#include <memory>
#include <string>

#include "storage/base/path.hpp"
#include "storage/base/result.hpp"
#include "storage/base/world.hpp"
#include "storage/sealed/age_keys.hpp"
#include "storage/sealed/keyring.hpp"
#include "storage/sealed/secret.hpp"
#include "storage/sealed/signing.hpp"

namespace lontar::storage {

class Register;

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

/// Makes `register.db`, `keyring.json` (twice) and `recovery.age` in `folder`: made whole under
/// another name and renamed in last, so that a crash leaves no half register. conflict "R-10":
/// one exists already; before anything is written also as `check_name`.
Result<std::unique_ptr<Register>> create_register(const World& world, const Path& folder,
                                                  const NewRegister& request);

}  // namespace lontar::storage
