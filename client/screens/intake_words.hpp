#pragma once
/// What replies of the province say to the official, the same on every road they come by.
#include <string>
#include <vector>

#include "sync/spool/intake.hpp"

namespace lontar::client {

/// Receipts, people to correct, a refusal, notices; empty when no reply said anything.
std::vector<std::string> intake_words(const spool::IntakeOutcome& intake);

}  // namespace lontar::client
