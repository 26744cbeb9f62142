#include "storage/register/audit.hpp"

#include "storage/base/json.hpp"
#include "storage/embedded_sql.hpp"
#include "storage/register/register.hpp"
#include "storage/sealed/hash.hpp"
#include "storage/sqlite/query.hpp"

namespace lontar::storage {

namespace {

struct Tip {
    std::int64_t number = 0;
    Hash hash;
};

Error broken(std::int64_t number, std::string_view why) {
    return fail(ErrorKind::corrupt, "R-15",
                "verify audit row " + std::to_string(number) + ": " + std::string(why));
}

Result<Tip> find_tip(Register& village_register) {
    auto tip = sqlite::first_row(
        village_register.database(), queries::find_audit_tip, sqlite::bind_nothing,
        [](const sqlite::Statement& row) {
            return Tip{row.integer(0), Hash::from_bytes(row.blob(1)).value_or(Hash{})};
        });
    if (!tip) {
        return std::move(tip).error();
    }
    return tip->value_or(Tip{});
}

AuditRow row_of(const sqlite::Statement& query) {
    AuditRow row;
    row.number = query.integer(0);
    row.act.at = {query.integer(1)};
    row.act.by = OfficerId::from_bytes(query.blob(2));
    row.act.action = query.text(3);
    row.act.object = query.text(4);
    row.act.content = Hash::from_bytes(query.blob(5));
    row.hash = Hash::from_bytes(query.blob(6)).value_or(Hash{});
    return row;
}

/// Walks the revisions in step with the rows that vouch for them.
class Revisions {
public:
    static Result<Revisions> begin(Register& village_register) {
        auto query = village_register.database().prepare(queries::list_revision_lines);
        if (!query) {
            return std::move(query).error();
        }
        return Revisions(*std::move(query));
    }
    /// The next revision has exactly this content.
    Status next(std::int64_t row_number, const Hash& content) {
        auto row = query_.step();
        if (!row) {
            return std::move(row).error();
        }
        if (!*row) {
            return broken(row_number, "its revision is missing");
        }
        const std::string_view line = query_.text(1);
        const auto rev = Rev::from_bytes(query_.blob(0));
        if (sealed::sha256(as_bytes(line)) != content || rev != sealed::rev_of(line)) {
            return broken(row_number, "its revision was changed");
        }
        return done();
    }
    Status end(std::int64_t row_number) {
        auto row = query_.step();
        if (!row) {
            return std::move(row).error();
        }
        return *row ? Status(broken(row_number, "a revision stands outside the chain")) : done();
    }

private:
    explicit Revisions(sqlite::Statement query) : query_(std::move(query)) {}
    sqlite::Statement query_;
};

}  // namespace

Hash audit_hash(const Hash& previous, std::int64_t number, const AuditAct& act) {
    Json json;
    json.set("number", number);
    json.set("at", act.at.seconds);
    json.set("action", act.action);
    json.set("object", act.object);
    if (act.by) {
        json.set("by", act.by->hex());
    }
    if (act.content) {
        json.set("content", act.content->hex());
    }
    const std::string text = json.dump();
    sealed::Sha256 hash;
    hash.update(previous.view());
    hash.update(as_bytes(text));
    return hash.finish();
}

Status AuditChain::next(const AuditRow& row) {
    ++rows_;
    if (row.number != rows_) {
        return broken(rows_, "it is missing");
    }
    if (audit_hash(tip_, row.number, row.act) != row.hash) {
        return broken(rows_, "it was changed");
    }
    tip_ = row.hash;
    return done();
}

Status append_audit(Register& village_register, const AuditAct& act) {
    const auto tip = find_tip(village_register);
    if (!tip) {
        return tip.error();
    }
    const std::int64_t number = tip->number + 1;
    return sqlite::run_query(village_register.database(), queries::insert_audit,
                             [&](sqlite::Statement& query) {
                                 query.bind(":number", number)
                                     .bind(":at", act.at.seconds)
                                     .bind(":action", act.action)
                                     .bind(":object", act.object)
                                     .bind(":hash", audit_hash(tip->hash, number, act).view());
                                 if (act.by) {
                                     query.bind(":officer_id", act.by->view());
                                 }
                                 if (act.content) {
                                     query.bind(":content", act.content->view());
                                 }
                             });
}

Status record_act(Register& village_register, std::string_view action, std::string_view object,
                  const OfficerId& by) {
    auto transaction = sqlite::Transaction::begin(village_register.database());
    if (!transaction) {
        return std::move(transaction).error();
    }
    auto written = append_audit(
        village_register,
        {village_register.world().clock.now(), by, std::string(action), std::string(object), {}});
    return written ? transaction->commit() : written;
}

Result<Hash> find_audit_tip(Register& village_register) {
    auto tip = find_tip(village_register);
    if (!tip) {
        return std::move(tip).error();
    }
    return tip->hash;
}

Status verify_audit(Register& village_register) {
    auto revisions = Revisions::begin(village_register);
    if (!revisions) {
        return std::move(revisions).error();
    }
    AuditChain chain;
    auto followed =
        sqlite::each_row(village_register.database(), queries::list_audit, sqlite::bind_nothing,
                         [&](const sqlite::Statement& query) -> Status {
                             const AuditRow row = row_of(query);
                             if (auto good = chain.next(row); !good || !row.act.content) {
                                 return good;
                             }
                             return revisions->next(row.number, *row.act.content);
                         });
    return followed ? revisions->end(chain.rows()) : followed;
}

}  // namespace lontar::storage
