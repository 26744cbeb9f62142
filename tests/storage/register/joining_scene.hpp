#pragma once
/// Two registers of one village, and what one takes from the other.
#include <string>

#include "storage/register/copies/dump_content.hpp"
#include "storage/register/copies/joining.hpp"
#include "support/register_scene.hpp"

namespace lontar::storage {

/// What a backup of it would hold.
DumpContent content_of(Register& village_register);
/// Goes on as a copy of `original`, restored from its backup on another laptop.
void become_copy(support::RegisterScene& scene, support::RegisterScene& original);
/// Joins what `from` holds now.
JoinOutcome join_from(support::RegisterScene& into, support::RegisterScene& from);
/// Everybody as a person sees them: id, answers, withdrawn.
std::string people_of(Register& village_register);

}  // namespace lontar::storage
