#pragma once
/// The versions of one registration as the province knows them, and what a new one does to it.
/// Pure: no database.
///
/// A revision names its base. Edits of two laptops that touch different fields are put together,
/// edits of the same field are a conflict that a person decides. As long as nobody conflicts, the
/// outcome depends only on which revisions came, not on their order.
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/ids.hpp"
#include "storage/base/result.hpp"
#include "storage/model/entry.hpp"

namespace lontar::server {

/// Of a record that several revisions make together: a person goes on from it in one entry
/// (`model::max_entry_bytes`), and what is edited side by side must not grow with each edit. Who
/// would go beyond is held.
inline constexpr std::size_t max_merged_fields = 64;
inline constexpr std::size_t max_merged_bytes = 7 * 1024;  ///< its fields as JSON
inline constexpr std::size_t max_merged_heads = 16;

/// What stands after a revision, or after several put together.
struct Record {
    model::Answers fields;
    bool withdrawn = false;
    bool operator==(const Record&) const = default;
};

enum class RevisionKind { registration, withdrawal, merged };
std::string_view name_of(RevisionKind kind);
std::optional<RevisionKind> revision_kind(std::string_view name);

enum class RevisionState {
    applied,   ///< in the record
    conflict,  ///< changes a field that was changed otherwise: waits for a person
    settled,   ///< was in conflict; the same device has decided since
    held,      ///< waits for its base or for who goes on, or would make too large a record
    refused,   ///< came before its base and turned out to be another village's
};
std::string_view name_of(RevisionState state);
std::optional<RevisionState> revision_state(std::string_view name);

/// Of the registration that a withdrawal names as the same person (`into`).
enum class Successor {
    unknown,  ///< nothing of it came
    closed,   ///< here, but it does not live
    lives,
};

struct Revision {
    std::int64_t row = 0;  ///< of the table; 0: new
    Rev rev;
    std::optional<Rev> base;
    RevisionKind kind = RevisionKind::registration;
    RevisionState state = RevisionState::held;
    std::optional<DeviceId> device;      ///< nothing: merged here
    std::string village;                 ///< of the device
    std::string line;                    ///< exact entry line
    model::Answers fields;               ///< not of a withdrawal
    bool withdrawn = false;              ///< of a merged one
    std::vector<Rev> heads;              ///< of a merged one
    std::optional<RegistrationId> into;  ///< of a withdrawal: who goes on as the same person
};

/// A revision from an entry line that `parse_entry` has read.
Revision revision_of(const model::Entry& entry, std::string line, const DeviceId& device,
                     std::string village);
/// A revision as the table keeps it. corrupt "V-15" when the line cannot be read.
Result<Revision> stored_revision(RevisionKind kind, std::string line);

class History {
public:
    explicit History(const RegistrationId& id) : id_(id) {}

    /// What the tables hold, before anything is added.
    void load(Revision revision);
    void load_current(std::string village, Record record, Rev rev, std::vector<Rev> heads);
    /// A row of it cannot be read: nothing is decided any more, whatever comes is held.
    void stop() { stopped_ = true; }
    /// What is known of a successor, `unknown` before: a withdrawal that names it is held until it
    /// lives, and once taken in it stands, whatever becomes of that one.
    void know(const RegistrationId& successor, Successor state);
    /// When all is loaded: stops it where something names a revision that is not there.
    void check_loaded();
    [[nodiscard]] bool is_readable() const { return !stopped_; }

    /// Takes in one revision, and those that waited for it. A known rev changes nothing. Returns
    /// its state now. One that is held for the size of the record is tried again whenever the
    /// record changes.
    RevisionState add(Revision revision);
    /// What is held, once more, after `know`. True when any of it was decided.
    bool retry();

    [[nodiscard]] const RegistrationId& id() const { return id_; }
    /// False while only revisions without their base came.
    [[nodiscard]] bool exists() const { return exists_; }
    [[nodiscard]] const std::string& village() const { return village_; }
    [[nodiscard]] const Record& record() const { return record_; }
    /// Names `record()`: the only head, or the merged revision of several.
    [[nodiscard]] const Rev& rev() const { return rev_; }
    [[nodiscard]] const std::set<Rev>& heads() const { return heads_; }
    [[nodiscard]] const Revision* find(const Rev& rev) const;
    /// Those that something held here names.
    [[nodiscard]] std::set<RegistrationId> awaited() const;
    /// Who goes on as the same person, when that is why it is withdrawn.
    [[nodiscard]] std::optional<RegistrationId> successor() const;
    /// Of one that is held: because something it builds on, or who it names, is not here.
    [[nodiscard]] bool waits_for_base(const Revision& revision) const;
    [[nodiscard]] const std::map<Rev, Revision>& revisions() const { return revisions_; }

    /// Revisions that are new, or whose state changed since they were loaded.
    [[nodiscard]] const std::set<Rev>& touched() const { return touched_; }
    /// True when the record was changed by what was added.
    [[nodiscard]] bool changed() const { return changed_; }
    /// True when what was added now stands beside an edit of somebody else.
    [[nodiscard]] bool was_put_together() const;

private:
    /// False: nothing was changed, as the record would be too large.
    bool decide(Revision& revision);
    /// `rev` and what is held below it, from the lowest on. True when any was decided.
    bool decide_from_base(const Rev& rev);
    bool decide_waiting();
    [[nodiscard]] bool is_decidable(const Revision& revision) const;
    [[nodiscard]] Successor known_of(const RegistrationId& successor) const;
    [[nodiscard]] Record record_at(const Rev& rev) const;
    /// The heads once `revision` is applied on top of `chain`.
    [[nodiscard]] std::set<Rev> heads_after(const Rev& revision,
                                            const std::vector<Rev>& chain) const;
    void apply(Revision& revision, Record merged, const std::vector<Rev>& chain);
    void name_record();
    void move(Revision& revision, RevisionState state);

    RegistrationId id_;
    bool exists_ = false;
    bool stopped_ = false;
    std::string village_;
    Record record_;
    Rev rev_;
    std::set<Rev> heads_;
    std::map<Rev, Revision> revisions_;
    std::set<Rev> touched_;
    std::map<RegistrationId, Successor> successors_;
    bool changed_ = false;
};

}  // namespace lontar::server
