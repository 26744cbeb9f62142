#pragma once
/// The register of one village on one laptop: one SQLCipher file, opened by one process, never
/// overwritten. Every function that changes something is one transaction: durable on return, or
/// nothing changed. Errors everywhere: storage_full "R-07", storage_failed "R-04", corrupt "R-06".
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "storage/base/os.hpp"
#include "storage/base/result.hpp"
#include "storage/register/records.hpp"

namespace lontar::sqlite {
class Database;
}

namespace lontar::storage {

class VillageRegister {
public:
    /// Makes `register.db`, `keyring.json` (twice) and `recovery.age` in `folder`: made whole under
    /// another name and renamed in last, so that a crash leaves no half register. conflict "R-10":
    /// one exists already.
    static Result<std::unique_ptr<VillageRegister>> create(const World& world, const Path& folder,
                                                           const NewRegister& request);

    /// Opens with the register key. Takes the process lock: locked "P-02" when another program
    /// holds it. not_found "R-01"; corrupt "R-02"; too_new "R-08" (nothing changed). A machine
    /// other than the one it was last open on (clone, copied folder) begins a new epoch.
    static Result<std::unique_ptr<VillageRegister>> open(const World& world, const Path& folder,
                                                         const sealed::Secret& register_key);
    ~VillageRegister();
    VillageRegister(const VillageRegister&) = delete;
    VillageRegister& operator=(const VillageRegister&) = delete;
    VillageRegister(VillageRegister&&) = delete;
    VillageRegister& operator=(VillageRegister&&) = delete;

    // --- who and where
    [[nodiscard]] const Device& device() const;
    [[nodiscard]] const std::string& village() const;
    [[nodiscard]] const std::string& village_name() const;
    [[nodiscard]] bool training() const;
    [[nodiscard]] const sealed::Secret& register_key() const;
    /// Empty when never set. Set by this folder: village, village_name, activation, manifest, root
    /// (hex), recovery_sheet and province_recovery (`age1…`), training, last_backup_at.
    Result<std::string> setting(std::string_view name);
    Status set_setting(std::string_view name, std::string_view value);
    /// Newest verified manifest (line LF signature) and the activation file as received.
    Result<std::string> manifest();
    Status store_manifest(std::string_view manifest_and_signature);
    Result<std::string> activation();
    /// A new activation for the same village and root (`setup --again`): kept, and a new epoch
    /// begins with hello why=again.
    Status store_activation(std::string_view activation);
    Result<RegisterStatus> status();
    /// Moment for a new record and whether it can be trusted: floor = max(build time, newest
    /// receipt), above floor + 2 years is uncertain too.
    Result<std::pair<Timestamp, bool>> moment();

    // --- officers (keyring and register together)
    Result<std::vector<Officer>> officers();
    // `by` and `officer` are active, else refused "R-19". Passphrases as `sealed::wrap_key`.
    /// invalid_input "R-21": no name or no role.
    Status add_officer(std::string_view name, std::string_view role,
                       const sealed::Secret& passphrase, const sealed::PassphraseCost& cost,
                       const OfficerId& by);
    /// Also gives one to an officer without (after a restore), and makes a keyring anew that is
    /// gone.
    Status change_passphrase(const OfficerId& officer, const sealed::Secret& passphrase,
                             const sealed::PassphraseCost& cost);
    /// conflict "K-09": the last active officer.
    Status remove_officer(const OfficerId& officer, const OfficerId& by);
    /// New recovery sheet: `recovery.age` is written anew for it.
    Status replace_recovery_sheet(const sealed::Recipient& sheet);

    // --- drafts
    /// Saves answers when a field is left. `id` 0, or one that is gone, makes a new draft. Returns
    /// its id.
    Result<std::int64_t> save_draft(const Draft& draft);
    Result<std::vector<Draft>> drafts();
    Result<std::optional<Draft>> draft(std::int64_t id);
    Status delete_draft(std::int64_t id);

    // --- registrations
    /// People like these answers: register and reference people. Never touches the disk for
    /// writing.
    Result<std::vector<Similar>> find_similar(const model::Answers& answers,
                                              const std::optional<RegistrationId>& except);
    // Saving brings answers to their stored form, checks them and looks for the same person.
    // refused "R-19": nobody active is `by`; invalid_input "R-18": an unknown reason, "R-20": the
    // answers are too long to travel; refused "R-16": the registration is withdrawn.
    Result<Saved> save_new(const model::Answers& answers, const SaveOptions& options);
    /// `base` is the newest revision here, or the province's as told in a `conflict` verdict, and
    /// travels as the entry's base, once; conflict "R-11" otherwise. People it was as much like
    /// before are not asked about again.
    Result<Saved> correct(const RegistrationId& id, const Rev& base, const model::Answers& answers,
                          const SaveOptions& options);
    /// `base` as for a correction. A withdrawal the province did not take may be said again.
    Status withdraw(const RegistrationId& id, const Rev& base, std::string_view why,
                    const OfficerId& by);
    Result<Registration> registration(const RegistrationId& id);  ///< not_found "R-12"
    /// In the order of names. Words typed are beginnings of words of the name, in any spelling the
    /// name rules know; digits are a part of the NIK.
    Result<std::vector<PersonLine>> people(const PeopleFilter& filter);
    Result<std::int64_t> people_count(const PeopleFilter& filter);
    /// Registration whose id begins with these hex digits, or whose NIK is exactly this. not_found
    /// "R-12", conflict "R-13" when several.
    Result<RegistrationId> find(std::string_view id_or_nik);
    /// The officer looked at somebody imported with warnings and found them right. not_found
    /// "R-12".
    Status mark_checked(const RegistrationId& id, const OfficerId& by);

    // --- import: one transaction for the whole file
    /// A row without errors goes in, with reason `dari_impor` when it has warnings; a person who is
    /// there, in the register or in an earlier row, is `already_there`; a likely double goes in
    /// with warning `likely_duplicate`; a NIK of another person is refused (`nik_used_by_other`). A
    /// dry run tells the same and keeps nothing.
    Result<ImportReport> import_people(std::span<const ImportPerson> people,
                                       std::string_view file_name, const OfficerId& by,
                                       bool dry_run);
    Result<std::vector<ImportInfo>> imports();
    /// Takes back what one import brought, and what was corrected of it since, while none of it is
    /// sealed: conflict "I-10" otherwise, not_found "I-11". The revisions stay in the history but
    /// never travel and are counted and found no more. Returns how many people the file brought.
    Result<std::int64_t> undo_import(const ImportId& id, const OfficerId& by);

    // --- delivery (used by sync)
    Result<EpochState> epoch_state();
    /// Withdrawals first, then oldest first, at most `limit`; lines are the stored bytes.
    Result<std::vector<UnsealedEntry>> unsealed(std::int64_t limit);
    /// One COMMIT: seq, bytes, marks. conflict "R-14": seq is not last_seq + 1 of the current
    /// epoch, or an entry does not wait; invalid_input "R-14": `file` is not the hash of `bytes`.
    Status record_batch(const SealedBatch& batch);
    Result<std::vector<BatchInfo>> batches();
    /// not_found "R-22".
    Result<Bytes> batch_bytes(const Epoch& epoch, std::int64_t seq);
    /// `road` is https or usb. The first time counts, the last road is told. not_found "R-22".
    Status record_handed_over(const Epoch& epoch, std::int64_t seq, std::string_view road,
                              Timestamp at);
    /// One COMMIT: receipts, verdicts, n, have, notices. A receipt whose hash is not ours changes
    /// nothing and tells `foreign_receipt` (in an epoch that was left: `known_already`). A receipt
    /// `fork` or `unreadable` for our own file begins a new epoch in the same COMMIT; one that says
    /// `quarantined` holds its entries. A batch the province says it lacks loses its receipt and
    /// goes out again.
    Result<Applied> apply_reply(const ReplyRecord& reply);
    /// One COMMIT: new epoch; every revision that has no verdict is unsealed again (its line
    /// unchanged).
    Status begin_epoch(std::string_view why);
    /// Until a receipt for this epoch comes, or a new epoch begins.
    Status record_hello_refused(std::string_view problem);
    Result<std::vector<std::string>> notices();

    // --- audit
    Status audit(std::string_view action, std::string_view object, const OfficerId& by);
    /// Newest hash of the chain.
    Result<Hash> audit_tip();
    /// Recomputes the chain and each revision's hash. corrupt "R-15" names the first bad row
    /// number.
    Status verify_audit();
    /// Structure, MACs, chain, counters: what `doctor` runs. corrupt "R-06", "R-15", "R-17".
    Status check();

    // --- backup
    /// Every table as NDJSON lines `{"t":<table>,…}`, schema version first; `sink` gets whole lines
    /// with LF.
    Status dump(const std::function<Status(std::string_view)>& sink);
    Result<RegisterSizes> sizes();
    Status record_backup(Timestamp at, std::int64_t registrations);

    struct Impl;

private:
    explicit VillageRegister(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

/// Fills an empty data folder from a dump (lines in, in order), for `backup restore`: new register
/// key wrapped for `passphrase`, new device, new epoch `why=restore`. Made whole under another name
/// and renamed in last. conflict "B-03": a register is there already; corrupt "B-02": not a dump;
/// too_new "B-04".
struct RestoreRequest {
    std::string officer_name;
    const sealed::Secret& passphrase;
    sealed::PassphraseCost cost;
    sealed::Recipient recovery_sheet;
};
class RegisterRestore {
public:
    static Result<std::unique_ptr<RegisterRestore>> begin(const World& world, const Path& folder);
    ~RegisterRestore();
    RegisterRestore(const RegisterRestore&) = delete;
    RegisterRestore& operator=(const RegisterRestore&) = delete;
    RegisterRestore(RegisterRestore&&) = delete;
    RegisterRestore& operator=(RegisterRestore&&) = delete;
    /// One line, with or without LF. A failure is final.
    Status line(std::string_view json_line);
    /// Checks counts and the audit chain, then puts the register in its place. Returns how many
    /// registrations it has.
    Result<std::int64_t> finish(const RestoreRequest& request);

private:
    RegisterRestore();
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace lontar::storage
