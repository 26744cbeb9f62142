#pragma once
/// The audit chain: who did what, each row bound to all before it by SHA-256.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "storage/base/ids.hpp"
#include "storage/base/result.hpp"
#include "storage/base/timestamp.hpp"

namespace lontar::storage {

class Register;

/// One act. `object` names ids only, never a person.
struct AuditAct {
    Timestamp at;
    std::optional<OfficerId> by;  ///< nothing: the program itself
    std::string action;
    std::string object;
    std::optional<Hash> content;  ///< SHA-256 of a revision's line
};

/// A row as it is kept.
struct AuditRow {
    std::int64_t number = 0;
    AuditAct act;
    Hash hash;
};

/// SHA-256 over the hash before (32 zero bytes for the first) and the row as compact JSON.
Hash audit_hash(const Hash& previous, std::int64_t number, const AuditAct& act);

/// Follows a chain row by row, with the revisions its rows vouch for.
class AuditChain {
public:
    /// corrupt "R-15": the number of the row that is missing, changed or out of order.
    Status next(const AuditRow& row);
    [[nodiscard]] const Hash& tip() const { return tip_; }
    [[nodiscard]] std::int64_t rows() const { return rows_; }

private:
    Hash tip_;
    std::int64_t rows_ = 0;
};

/// Adds a row, inside the caller's transaction.
Status append_audit(Register& village_register, const AuditAct& act);
/// Adds a row in a commit of its own, for an act that changes nothing else: looking, exporting.
Status record_act(Register& village_register, std::string_view action, std::string_view object,
                  const OfficerId& by);
/// Hash of the newest row; zeros when there is none.
Result<Hash> find_audit_tip(Register& village_register);
/// Recomputes the whole chain, and every revision against the row that vouches for it. corrupt
/// "R-15" names the first bad row.
Status verify_audit(Register& village_register);

}  // namespace lontar::storage
