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
#include <vector>

#include "storage/base/durable_file.hpp"
#include "storage/base/ids.hpp"
#include "storage/base/json.hpp"
#include "storage/base/os.hpp"
#include "storage/base/random.hpp"
#include "storage/base/result.hpp"
#include "storage/base/timestamp.hpp"
#include "storage/model/entry.hpp"
#include "storage/model/finding.hpp"
#include "storage/model/form.hpp"
#include "storage/model/likeness.hpp"
#include "storage/model/standing.hpp"
#include "storage/sealed/age_keys.hpp"
#include "storage/sealed/keyring.hpp"
#include "storage/sealed/signing.hpp"

namespace lontar::sqlite {
class Database;
}

namespace lontar::storage {

/// The world outside, as parameters.
struct World {
    Disk& disk;
    Clock& clock;
    Random& random;
};

struct Officer {
    OfficerId id;
    std::string name;
    std::string role;  ///< operator, sekdes, kades
    bool active = true;
};

/// What a new register is made from. Texts of the activation and the manifest are kept as received.
struct NewRegister {
    std::string village;  ///< 10 digits
    std::string village_name;
    std::string activation;  ///< the whole activation file
    std::string manifest;    ///< manifest line LF root signature line
    sealed::PublicKey root;  ///< pinned: another root is refused from now on
    std::string officer_name;
    std::string officer_role;
    const sealed::Secret& passphrase;
    sealed::PassphraseCost cost;
    sealed::Recipient
        recovery_sheet;  ///< the sheet's public half; the secret half is printed, never stored
    sealed::Recipient province_recovery;  ///< the province's offline recovery key
    bool training = false;                ///< marked LATIHAN everywhere; never sends
};

/// Ids and secrets of this device, held inside the register.
struct Device {
    DeviceId id;
    sealed::SigningKey signing_key;
    sealed::Identity identity;  ///< replies are sealed to it
    std::optional<Hash>
        machine;  ///< salted hash of the machine's name, for hello; nothing: the system has none
};

// ---- what a person saves
// -------------------------------------------------------------------------------------

struct Similar {
    RegistrationId id;
    model::Likeness likeness;
};

enum class SaveResult {
    saved,
    saved_held,     ///< saved, but the NIK stands on another person: held, GANDA
    already_there,  ///< the same person is registered: `id` is that registration; nothing was saved
    has_errors,     ///< `findings` has errors; nothing was saved
    needs_reason,   ///< warnings without a reason; nothing was saved
    needs_decision,  ///< `similar` people must be looked at (continue with `different_people`);
                     ///< nothing was saved
    unchanged,       ///< a correction that changes nothing
};

struct Saved {
    SaveResult result = SaveResult::saved;
    RegistrationId id;
    std::optional<Rev> rev;
    std::vector<model::Finding> findings;
    std::vector<Similar> similar;
};

struct SaveOptions {
    OfficerId by;
    std::optional<std::string> why;     ///< code of model/reasons.hpp
    bool different_people = false;      ///< the officer looked at the similar ones
    std::optional<std::int64_t> draft;  ///< deleted in the same transaction
};

struct Draft {
    std::int64_t id = 0;
    model::Answers answers;
    std::optional<RegistrationId> of;  ///< the registration being corrected
    std::string cursor;                ///< field where the officer stood
    Timestamp saved_at;
};

// ---- what a person sees
// --------------------------------------------------------------------------------------

/// One line of the people list.
struct PersonLine {
    RegistrationId id;
    std::string name;
    std::string nik;  ///< whole; mask it for lists
    std::string birth_date;
    model::Standing standing = model::Standing::waiting;
    std::string answer;  ///< newest verdict: "", accepted, duplicate, needs_correction, conflict,
                         ///< held, refused, withdrawn
    Timestamp changed_at;
};

struct Verdict {
    std::string code;  ///< as PersonLine::answer
    Json detail;       ///< object by code (protocol)
    std::optional<Timestamp> at;
};

struct RevisionInfo {
    Rev rev;
    std::optional<Rev> base;
    std::int64_t number = 0;  ///< order in this register
    Timestamp at;
    bool uncertain = false;
    OfficerId by;
    std::optional<std::string> why;
    std::vector<std::string> warn;
    model::EntryType type = model::EntryType::registration;
    model::Answers fields;
    std::optional<Epoch> epoch;  ///< batch it was sealed in
    std::optional<std::int64_t> seq;
    Verdict verdict;
};

struct Registration {
    RegistrationId id;
    model::Answers fields;  ///< newest
    Rev rev;                ///< newest
    model::Standing standing = model::Standing::waiting;
    bool withdrawn = false;
    Verdict verdict;
    std::vector<RevisionInfo> revisions;  ///< oldest first
};

struct PeopleFilter {
    std::string text;  ///< part of a name or of a NIK; empty: everybody
    std::optional<model::Standing> standing;
    bool to_check = false;  ///< imported with warnings
    std::int64_t limit = 200;
    std::int64_t offset = 0;
};

// ---- import
// --------------------------------------------------------------------------------------------------

enum class ImportRowResult { imported, already_there, refused };
struct ImportRow {
    std::int64_t row = 0;
    ImportRowResult result = ImportRowResult::refused;
    std::vector<model::Finding> findings;
};
struct ImportReport {
    std::optional<ImportId> id;  ///< nothing on a dry run or when no row went in
    std::vector<ImportRow> rows;
};
struct ImportPerson {
    std::int64_t row = 0;
    model::Answers answers;
    std::vector<model::Finding> findings;  ///< cell-level, errors refuse the row
};
struct ImportInfo {
    ImportId id;
    Timestamp at;
    std::string file_name;
    std::int64_t people = 0;
    bool can_be_undone = false;
};

// ---- delivery
// ------------------------------------------------------------------------------------------------

/// A revision waiting to be sealed, in the order of sealing (withdrawals first, then by number).
struct UnsealedEntry {
    std::int64_t number = 0;
    std::string line;  ///< exact entry line
};

struct SealedBatch {
    Epoch epoch;
    std::int64_t seq = 0;
    Hash file;  ///< SHA-256 of the whole file
    Bytes bytes;
    std::vector<std::int64_t> entries;  ///< revision numbers in line order
    std::int64_t first_line = 1;        ///< line of the first entry in the NDJSON (2 after a hello)
};

struct BatchInfo {
    Epoch epoch;
    std::int64_t seq = 0;
    Hash file;
    std::int64_t bytes = 0;
    std::int64_t entries = 0;
    Timestamp sealed_at;
    std::optional<Timestamp> handed_over_at;
    std::string road;  ///< "", https, usb
    std::optional<Timestamp> received_at;
    std::string receipt;  ///< "", received, quarantined, fork, unreadable
};

struct ReceiptRecord {
    Epoch epoch;
    std::int64_t seq = 0;
    Hash file;
    std::string status;
    Timestamp time;
};
struct VerdictRecord {
    Epoch epoch;
    std::int64_t seq = 0;
    std::int64_t line = 0;
    std::string code;
    Json detail;
};
/// A verified, opened reply, ready to be applied.
struct ReplyRecord {
    Epoch epoch;
    std::int64_t gen = 0;
    std::int64_t n = 0;
    Hash file;
    Timestamp time;  ///< the province's clock
    std::int64_t have_upto = 0;
    std::vector<std::int64_t> have_missing;
    std::vector<ReceiptRecord> receipts;
    std::vector<VerdictRecord> verdicts;
    std::vector<std::string> notices;
};
enum class Applied { applied, known_already, foreign_receipt };

/// State of the epoch a device is in.
struct EpochState {
    Epoch epoch;
    std::string why;  ///< new, restore, clone, fork, again
    std::int64_t last_seq = 0;
    std::int64_t gen = 0;
    std::int64_t ack = 0;  ///< highest contiguous n applied
    std::int64_t have_upto = 0;
    std::vector<std::int64_t> have_missing;
    std::optional<Hash> last_file;  ///< of last_seq
    bool hello_refused = false;
    std::optional<Epoch> from_epoch;
};

struct RegisterStatus {
    model::Counters counters;
    std::string village, village_name;
    DeviceId device;
    Epoch epoch;
    std::optional<Timestamp> last_receipt, last_backup, last_save;
    std::int64_t unsealed = 0;
    std::int64_t to_check = 0;
    bool training = false;
    bool clock_uncertain = false;
};

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
    Result<std::string> setting(std::string_view name);  ///< empty when never set
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
    Status add_officer(std::string_view name, std::string_view role,
                       const sealed::Secret& passphrase, const sealed::PassphraseCost& cost,
                       const OfficerId& by);
    Status change_passphrase(const OfficerId& officer, const sealed::Secret& passphrase,
                             const sealed::PassphraseCost& cost);
    /// conflict "K-09": the last active officer.
    Status remove_officer(const OfficerId& officer, const OfficerId& by);
    /// New recovery sheet: `recovery.age` is written anew for it.
    Status replace_recovery_sheet(const sealed::Recipient& sheet);

    // --- drafts
    /// Saves answers when a field is left. `id` 0 makes a new draft. Returns its id.
    Result<std::int64_t> save_draft(const Draft& draft);
    Result<std::vector<Draft>> drafts();
    Result<std::optional<Draft>> draft(std::int64_t id);
    Status delete_draft(std::int64_t id);

    // --- registrations
    /// People like these answers: register and reference people. Never touches the disk for
    /// writing.
    Result<std::vector<Similar>> find_similar(const model::Answers& answers,
                                              const std::optional<RegistrationId>& except);
    Result<Saved> save_new(const model::Answers& answers, const SaveOptions& options);
    /// `base` is the revision the officer saw; conflict "R-11" when it is no longer the newest
    /// here.
    Result<Saved> correct(const RegistrationId& id, const Rev& base, const model::Answers& answers,
                          const SaveOptions& options);
    /// `base` of a correction may be the province's rev after a conflict verdict: it travels as the
    /// entry's base.
    Status withdraw(const RegistrationId& id, const Rev& base, std::string_view why,
                    const OfficerId& by);
    Result<Registration> registration(const RegistrationId& id);  ///< not_found "R-12"
    Result<std::vector<PersonLine>> people(const PeopleFilter& filter);
    Result<std::int64_t> people_count(const PeopleFilter& filter);
    /// Registration whose id begins with these hex digits, or whose NIK is exactly this. not_found
    /// "R-12", conflict "R-13" when several.
    Result<RegistrationId> find(std::string_view id_or_nik);
    /// The officer looked at somebody imported with warnings and found them right. not_found
    /// "R-12".
    Status mark_checked(const RegistrationId& id, const OfficerId& by);

    // --- import: one transaction for the whole file
    Result<ImportReport> import_people(std::span<const ImportPerson> people,
                                       std::string_view file_name, const OfficerId& by,
                                       bool dry_run);
    Result<std::vector<ImportInfo>> imports();
    /// Takes back what one import brought, while none of it is sealed: conflict "I-10" otherwise.
    /// Returns how many.
    Result<std::int64_t> undo_import(const ImportId& id, const OfficerId& by);

    // --- delivery (used by sync)
    Result<EpochState> epoch_state();
    /// Oldest first, at most `limit`; lines are the stored bytes.
    Result<std::vector<UnsealedEntry>> unsealed(std::int64_t limit);
    /// One COMMIT: seq, bytes, marks. conflict "R-14": seq is not last_seq + 1 or an entry is
    /// sealed already.
    Status record_batch(const SealedBatch& batch);
    Result<std::vector<BatchInfo>> batches();
    Result<Bytes> batch_bytes(const Epoch& epoch, std::int64_t seq);
    Status record_handed_over(const Epoch& epoch, std::int64_t seq, std::string_view road,
                              Timestamp at);
    /// One COMMIT: receipts, verdicts, n, have, notices. A receipt whose hash is not ours changes
    /// nothing and tells `foreign_receipt`.
    Result<Applied> apply_reply(const ReplyRecord& reply);
    /// One COMMIT: new epoch; every revision that has no verdict is unsealed again (its line
    /// unchanged).
    Status begin_epoch(std::string_view why);
    Status record_hello_refused(std::string_view problem);
    Result<std::vector<std::string>> notices();

    // --- audit
    Status audit(std::string_view action, std::string_view object, const OfficerId& by);
    /// Newest hash of the chain.
    Result<Hash> audit_tip();
    /// Recomputes the chain and each revision's hash. corrupt "R-15" names the first bad row
    /// number.
    Status verify_audit();
    /// Structure, MACs, chain, counters: what `doctor` runs.
    Status check();

    // --- backup
    /// Every table as NDJSON lines `{"t":<table>,…}`, schema version first; `sink` gets whole lines
    /// with LF.
    Status dump(const std::function<Status(std::string_view)>& sink);
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
