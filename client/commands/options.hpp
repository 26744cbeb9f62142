#pragma once
/// What was asked for on the command line, as values; one struct per command.
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "storage/model/form.hpp"

namespace lontar::client {

/// Options that every command takes.
struct CommonOptions {
    bool json = false;
    bool plain = false;
    bool training = false;
    std::optional<std::string> officer;  ///< name or id of who unlocks; absent: every wrap is tried
    std::optional<std::string> passphrase_file;  ///< else LONTAR_PASSPHRASE_FILE, else the terminal
};

struct OpenScreens {};

struct SetupOptions {
    std::string activation;  ///< file; empty with `training`: a practice province is made
    std::string again;       ///< another activation file after a refused hello
    std::string officer, role;
    std::string recovery_sheet_to;
    bool force = false;  ///< the file may be replaced
    std::string code;
    bool yes = false;
};

struct UnlockOptions {
    bool recovery = false;
    std::string sheet_file, new_passphrase_file;
};
struct PassphraseOptions {
    std::string new_passphrase_file;
};
struct RecoverySheetOptions {
    std::string to;
    bool force = false;  ///< the file may be replaced
};

struct OfficerListOptions {};
struct OfficerAddOptions {
    std::string name, role, new_passphrase_file;
};
struct OfficerPassphraseOptions {
    std::string who, new_passphrase_file;
};
struct OfficerRemoveOptions {
    std::string who;
};

struct AddOptions {
    model::Answers answers;  ///< as typed
    std::string from_json;   ///< file or `-`
    std::string reason;
    bool different_people = false;
    bool draft = false;  ///< keep as draft what cannot be saved yet
    std::int64_t resume = 0;
};
struct EditOptions {
    std::string who;
    std::vector<std::string> set;  ///< field=value
    std::string reason;
    bool different_people = false;
    bool theirs = false;          ///< after a conflict: begin with the province's answers
    bool field_is_right = false;  ///< the answer that the province asked about stays
};
struct WithdrawOptions {
    std::string who, reason;
    bool undo = false;  ///< while it is in no batch yet
};
struct SameOptions {
    std::string who;
    std::string into;  ///< the one that goes on; empty: the one that has the NIK
    bool yes = false;
};
struct CheckedOptions {
    std::vector<std::string> who;
};
struct ShowOptions {
    std::string who;
    bool unmask = false;
};
struct ListOptions {
    std::string search, standing;
    bool to_check = false, drafts = false, revisions = false;
};
struct FixOptions {};

struct ImportOptions {
    std::string file;
    bool dry_run = false;
    bool undo = false;
    std::string undo_id;  ///< empty: the newest import
};
struct ImportsOptions {};
struct ExportOptions {
    std::string csv, lines;  ///< the file, in one of the two forms
    bool sealed = false;
    bool force = false;  ///< the file may be replaced
};

struct SyncOptions {
    bool watch = false;
    bool locked = false;  ///< the uploader alone, without a passphrase
    std::int64_t max_kb = 0;
};
struct CourierOptions {
    enum class Act { to_stick, from_stick, relay } act = Act::to_stick;
    std::string folder;
};

struct BackupCreateOptions {
    std::string folder;
};
struct BackupVerifyOptions {
    std::string file, sheet_file;
};
struct BackupRestoreOptions {
    std::string file, sheet_file, officer, village;
    bool dry_run = false;
    bool yes = false;
};

struct StatusOptions {};
struct DoctorOptions {
    bool adopt = false;
};
struct AboutOptions {};
struct NikOptions {
    std::vector<std::string> numbers;
    std::string birth_date, sex, today;
};

using Command =
    std::variant<OpenScreens, SetupOptions, UnlockOptions, PassphraseOptions, RecoverySheetOptions,
                 OfficerListOptions, OfficerAddOptions, OfficerPassphraseOptions,
                 OfficerRemoveOptions, AddOptions, EditOptions, WithdrawOptions, SameOptions,
                 CheckedOptions, ShowOptions, ListOptions, FixOptions, ImportOptions,
                 ImportsOptions, ExportOptions, SyncOptions, CourierOptions, BackupCreateOptions,
                 BackupVerifyOptions, BackupRestoreOptions, StatusOptions, DoctorOptions,
                 AboutOptions, NikOptions>;

}  // namespace lontar::client
