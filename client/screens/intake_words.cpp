#include "client/screens/intake_words.hpp"

#include "client/text/terms.hpp"
#include "client/text/words.hpp"

namespace lontar::client {

std::vector<std::string> intake_words(const spool::IntakeOutcome& intake) {
    std::vector<std::string> lines;
    if (intake.receipts > 0) {
        lines.push_back(say("screen.intake.received", {{"n", number_text(intake.receipts)}}));
    }
    if (intake.needs_correction > 0) {
        lines.push_back(say("screen.intake.to_fix", {{"n", number_text(intake.needs_correction)}}));
    }
    if (!intake.refused.empty()) {
        lines.emplace_back(say("refused." + intake.refused));
    }
    for (const model::Notice& notice : intake.notices) {
        lines.push_back(say("screen.intake.notice", {{"text", notice_text(notice)}}));
    }
    return lines;
}

}  // namespace lontar::client
