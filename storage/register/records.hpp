#pragma once
/// What goes into a register and what comes out: plain values, no behaviour.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "storage/base/durable_file.hpp"
#include "storage/base/ids.hpp"
#include "storage/base/json.hpp"
#include "storage/base/random.hpp"
#include "storage/base/timestamp.hpp"
#include "storage/base/world.hpp"
#include "storage/model/entry.hpp"
#include "storage/model/finding.hpp"
#include "storage/model/form.hpp"
#include "storage/model/likeness.hpp"
#include "storage/model/standing.hpp"
#include "storage/sealed/age_keys.hpp"
#include "storage/sealed/keyring.hpp"
#include "storage/sealed/signing.hpp"

namespace lontar::storage {

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
    sealed::Recipient recovery_sheet;     ///< public half; the secret one is printed, never stored
    sealed::Recipient province_recovery;  ///< the province's offline recovery key
    bool training = false;                ///< marked LATIHAN everywhere; never sends
};

/// Ids and secrets of this device, held inside the register.
struct Device {
    DeviceId id;
    sealed::SigningKey signing_key;
    sealed::Identity identity;  ///< replies are sealed to it
    /// Salted hash of the machine's name, which tells a copied folder; nothing where the system has
    /// none.
    std::optional<Hash> machine;
};

struct Similar {
    RegistrationId id;
    model::Likeness likeness = model::Likeness::different;
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
    Hash content;  ///< SHA-256 of the line as stored; the province computes the same
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
    bool to_check = false;  ///< imported with warnings nobody has looked at yet
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

/// How much a backup holds.
struct RegisterSizes {
    std::int64_t registrations = 0;
    std::int64_t revisions = 0;
};

}  // namespace lontar::storage
