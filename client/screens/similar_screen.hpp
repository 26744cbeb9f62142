#pragma once
/// Two people who may be one, side by side; an official decides.
#include <functional>
#include <memory>
#include <vector>

#include "client/screens/desk.hpp"
#include "storage/register/duplicates.hpp"

namespace lontar::client {

/// `different`: they are two people, go on. `same`: it is this one.
std::unique_ptr<Screen> make_similar_screen(Desk& desk, const model::Answers& typed,
                                            std::vector<storage::Similar> similar,
                                            std::function<void()> different,
                                            std::function<void(const RegistrationId&)> same);

}  // namespace lontar::client
