#pragma once
/// A day's work on a register, step by step, with what each finished step promises for ever.
#include <functional>
#include <string>
#include <vector>

#include "support/register_scene.hpp"

namespace lontar::storage {
class Register;
}

namespace lontar::storage {

/// What a person was told, and whether a register still holds it.
struct Promise {
    std::string words;
    std::function<bool(Register&)> is_kept;
};

/// How much a register holds; a step changes it wholly or not at all.
struct Extent {
    std::int64_t registrations = 0;
    std::int64_t revisions = 0;
    std::size_t drafts = 0;       ///< of new people
    std::size_t corrections = 0;  ///< drafts of people who are here
    std::size_t batches = 0;
    std::size_t handed_over = 0;
    std::size_t received = 0;
    bool operator==(const Extent&) const = default;
};
Extent extent_of(Register& village_register);

using Step = std::function<Promise(support::RegisterScene&)>;
/// The same scene seed gives the same day.
std::vector<Step> working_day();

}  // namespace lontar::storage
