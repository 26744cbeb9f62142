#pragma once
/// A withdrawal taken back before it travels; `withdraw` itself is one of the ways of saving.
#include "storage/base/ids.hpp"
#include "storage/base/result.hpp"

namespace lontar::storage {

class Register;

/// Takes back a withdrawal that no batch has carried yet; the person is as before it. conflict
/// "R-36": it was sealed already, or there is none; conflict "R-37": the person was registered anew
/// since.
Status take_back_withdrawal(Register& village_register, const RegistrationId& id,
                            const OfficerId& by);

}  // namespace lontar::storage
