#pragma once
/// The recovery sheet as on the paper, and typed off it.
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "client/screens/desk.hpp"
#include "storage/sealed/age_keys.hpp"

namespace lontar::client {

/// Numbered groups as they stand on the paper; one with a letter that no sheet has is red.
ftxui::Elements group_lines(const std::vector<std::string_view>& groups);

/// What is typed is shown in the groups of the paper, so that a slip is found by comparing.
std::unique_ptr<Screen> make_sheet_input_screen(Desk& desk, std::string title,
                                                std::function<void(sealed::Identity)> then);

}  // namespace lontar::client
