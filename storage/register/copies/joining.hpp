#pragma once
/// The content of a backup brought into an open register of the same village: what is lacking is
/// appended, and nothing that is newer here is changed.
#include "storage/base/ids.hpp"
#include "storage/base/result.hpp"
#include "storage/register/copies/dump_content.hpp"
#include "storage/register/copies/join_outcome.hpp"

namespace lontar::storage {

class Register;

/// What `join` would do now. Writes nothing. refused "B-12": of another village.
Result<JoinOutcome> preview_join(Register& village_register, const DumpContent& content);

/// Everything in one COMMIT. Lines wait to be sealed as they are, in a new epoch whose hello names
/// those of the backup as earlier ones of this register; with nothing to append no epoch begins.
/// Officers, settings and device stay. refused "B-12"; refused "R-19": nobody active is `by`.
Result<JoinOutcome> join(Register& village_register, const DumpContent& content,
                         const OfficerId& by);

}  // namespace lontar::storage
