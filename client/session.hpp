#pragma once
/// The acts of an official, once for commands and screens: set up, unlock, deliver, carry, back up.
/// No terminal in here.
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "storage/register/copies/backup.hpp"
#include "storage/register/unlock.hpp"
#include "storage/register/village_register.hpp"
#include "storage/sealed/keyring.hpp"
#include "sync/courier/courier.hpp"
#include "sync/spool/delivery.hpp"
#include "sync/upload/uploader.hpp"
#include "sync/wire/activation.hpp"

namespace lontar::client {

/// Where and with what this program runs.
struct Place {
    World world;
    Path data_folder;       ///< LONTAR_HOME, else the platform's place
    bool plain = false;     ///< line by line instead of screens
    bool training = false;  ///< asked to practise: set-up needs no activation file
    std::optional<sealed::PassphraseCost> passphrase_cost = std::nullopt;  ///< else by its memory
};

/// What set-up shows before anything is written, from the activation file.
struct SetupPreview {
    wire::Activation activation;
    std::string village_title;  ///< Desa …, Kec. …, Kab. …
    std::string root_words;     ///< six words, also on the invitation letter
    bool expired = false;       ///< by this clock: only a warning
    Date today;                 ///< what this laptop believes; the person confirms it
};
/// conflict "R-10": a register is here already; errors of wire::parse_activation.
Result<SetupPreview> preview_setup(const Place& place, const Path& activation_file);
/// A made-up province for practice: nobody can open what is sealed to it.
Result<SetupPreview> preview_practice(const Place& place);

/// A register, or what is left of one, is in the data folder.
bool is_set_up(const Place& place);
/// What a new passphrase costs there.
sealed::PassphraseCost passphrase_cost(const Place& place);

struct SetupAnswers {
    std::string officer_name, officer_role;
    sealed::Secret passphrase;
    std::optional<std::string> code;  ///< where it was told by phone
    bool training = false;
};
class Session;
struct SetupDone {
    std::unique_ptr<Session> session;
    sealed::Secret
        recovery_sheet;  ///< AGE-SECRET-KEY-1…: shown once, part of it typed back, then forgotten
};
Result<SetupDone> set_up(const Place& place, const SetupPreview& preview, SetupAnswers answers);

/// The register is open and somebody is at the keyboard.
class Session {
public:
    /// `officer` absent: every wrap is tried. wrong_passphrase "K-02".
    static Result<std::unique_ptr<Session>> unlock(const Place& place,
                                                   const std::optional<OfficerId>& officer,
                                                   const sealed::Secret& passphrase);
    /// With the recovery sheet: opens and sets a new passphrase for the named officer in one go.
    static Result<std::unique_ptr<Session>> recover(const Place& place,
                                                    const sealed::Identity& sheet,
                                                    const std::optional<OfficerId>& officer,
                                                    const sealed::Secret& new_passphrase);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;
    Session(Session&&) = delete;
    Session& operator=(Session&&) = delete;

    [[nodiscard]] storage::VillageRegister& village_register();
    [[nodiscard]] const storage::Officer& officer() const;
    [[nodiscard]] model::CheckContext check_context();
    [[nodiscard]] const Place& place() const;
    /// `Desa Oesao, Kec. Kupang Timur, Kab. Kupang`; drawable.
    [[nodiscard]] std::string village_title() const;
    /// What opening could not finish (the spool, a reply): shown, and tried again at the next open
    /// or delivery.
    [[nodiscard]] const std::optional<Error>& opening_trouble() const;
    /// What replies that waited in the spool brought at opening.
    [[nodiscard]] const spool::IntakeOutcome& opening_intake() const;

    /// Another activation file for the same village and province after a refused hello. `code`:
    /// told by phone, or empty. refused "A-02": another province; refused "A-11": another village;
    /// errors of wire::parse_activation.
    Status set_up_again(const Path& activation_file, const std::string& code);

    // --- delivery
    struct DeliveryPlan {  ///< what Kirim will do, before it does it
        std::int64_t people = 0, files = 0, bytes = 0;
        std::chrono::seconds time{0};
    };
    Result<DeliveryPlan> plan_delivery();
    struct DeliveryOutcome {
        spool::SealOutcome sealed;
        upload::UploadStatus upload;
        spool::IntakeOutcome intake;
    };
    /// Seals what waits, sends, fetches, applies. `progress` false cancels safely. Training
    /// registers seal and stop there.
    Result<DeliveryOutcome> deliver(const upload::UploadOptions& options);
    Result<courier::CopyOutcome> export_to_stick(const Path& stick,
                                                 const courier::Progress& progress);
    struct ImportOutcome {
        courier::CopyOutcome copied;
        spool::IntakeOutcome intake;
    };
    Result<ImportOutcome> import_from_stick(const Path& stick, const courier::Progress& progress);
    /// At lock and exit, and when idle 10 minutes after the last save.
    Status seal_before_leaving();

    Result<storage::BackupInfo> back_up(const Path& folder, const storage::Progress& progress);

private:
    struct Impl;
    explicit Session(std::unique_ptr<Impl> impl);
    static Result<std::unique_ptr<Session>> begin(
        const Place& place, std::unique_ptr<storage::VillageRegister> village_register,
        const OfficerId& officer);
    std::unique_ptr<Impl> impl_;
    friend Result<SetupDone> set_up(const Place& place, const SetupPreview& preview,
                                    SetupAnswers answers);
};

}  // namespace lontar::client
