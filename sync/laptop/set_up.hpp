#pragma once
/// How a laptop becomes the laptop of a village: from an activation file to an open register.
#include <memory>
#include <optional>
#include <string>

#include "sync/laptop/session.hpp"
#include "sync/wire/activation.hpp"

namespace lontar::laptop {

/// What set-up shows before anything is written, from the activation file.
struct SetupPreview {
    wire::Activation activation;
    std::string village_title;  ///< Desa …, Kec. …, Kab. …
    std::string root_words;     ///< six words, also on the invitation letter
    bool expired = false;       ///< by this clock: only a warning
    Date today;                 ///< what this laptop believes; the person confirms it
};
/// conflict "R-10": a register is here already; errors of wire::parse_activation.
Result<SetupPreview> preview_setup(const Machine& machine, const Path& activation_file);
/// A made-up province for practice: nobody can open what is sealed to it.
Result<SetupPreview> preview_practice(const Machine& machine);

struct SetupAnswers {
    std::string officer_name, officer_role;
    sealed::Secret passphrase;
    std::optional<std::string> code;  ///< where it was told by phone
    bool training = false;
};
struct SetupDone {
    std::unique_ptr<Session> session;
    sealed::Secret
        recovery_sheet;  ///< AGE-SECRET-KEY-1…: shown once, part of it typed back, then forgotten
};
/// The register is durable on return. invalid_input "A-13": not a code; "K-01": a weak passphrase;
/// nothing was written then. Else as create_register.
Result<SetupDone> set_up(const Machine& machine, const SetupPreview& preview, SetupAnswers answers);

/// Another activation file for the same village and province after a refused hello. `code`: told
/// by phone, or empty. refused "A-02": another province; refused "A-11": another village; errors of
/// wire::parse_activation.
Status set_up_again(Session& session, const Path& activation_file, const std::string& code);

}  // namespace lontar::laptop
