#include "storage/register/copies/joining.hpp"

#include <map>
#include <optional>
#include <set>
#include <utility>

#include "storage/base/json.hpp"
#include "storage/embedded_sql.hpp"
#include "storage/model/likeness.hpp"
#include "storage/register/audit.hpp"
#include "storage/register/commit.hpp"
#include "storage/register/copies/join_plan.hpp"
#include "storage/register/copies/joined_rows.hpp"
#include "storage/register/epochs.hpp"
#include "storage/register/officers.hpp"
#include "storage/register/register.hpp"
#include "storage/register/revisions.hpp"
#include "storage/register/search.hpp"
#include "storage/sealed/hash.hpp"
#include "storage/sqlite/query.hpp"

namespace lontar::storage {

namespace {

/// Appends what was planned, inside one transaction.
class Appending {
public:
    Appending(Register& village_register, const DumpContent& content, const JoinPlan& plan,
              const OfficerId& by)
        : register_(village_register), content_(content), plan_(plan), by_(by) {}

    Status run() {
        Status written = plan_.people.empty() ? done() : append_history();
        return written ? append_drafts() : written;
    }

private:
    Status append_history() {
        auto written = append_epochs();
        written = written ? append_lines() : written;
        written = written ? append_people() : written;
        written = written ? append_keys() : written;
        written = written ? append_batches() : written;
        written = written ? hold_shared_niks() : written;
        written = written ? log() : written;
        // Counts everybody anew.
        return written ? start_epoch(register_, "restore") : written;
    }

    Status append_epochs() {
        std::set<Epoch> known;
        auto read = sqlite::each_row(register_.database(), queries::list_epochs,
                                     sqlite::bind_nothing, [&](const sqlite::Statement& row) {
                                         known.insert(sqlite::id_of<Epoch>(row, 0));
                                         return done();
                                     });
        if (!read) {
            return read;
        }
        Json::List rows;
        for (const DumpEpoch& epoch : content_.epochs) {
            if (!known.contains(epoch.epoch)) {
                Json row;
                row.set("epoch", epoch.epoch.hex()).set("device", epoch.device);
                row.set("why", epoch.why).set("began_at", epoch.began_at);
                rows.push_back(std::move(row));
            }
        }
        const std::string text = Json(std::move(rows)).dump();
        return sqlite::run_query(register_.database(), queries::join_epochs,
                                 [&](sqlite::Statement& query) { query.bind(":rows", text); });
    }

    Status append_lines() {
        const auto last = sqlite::first_integer(register_.database(), queries::find_last_number,
                                                sqlite::bind_nothing);
        if (!last) {
            return last.error();
        }
        last_number_ = *last;
        JoinedRows rows(register_, queries::join_revisions);
        for (const Joined& person : plan_.people) {
            for (const DumpLine* line : person.lineage.lacking) {
                ++last_number_;
                if (line == person.lineage.speaks) {
                    speaking_.emplace(person.id, last_number_);
                }
                if (auto added = rows.add(row_of(person, *line)); !added) {
                    return added;
                }
            }
        }
        return rows.run();
    }

    [[nodiscard]] Json row_of(const Joined& person, const DumpLine& line) const {
        const bool beside = stands_beside(person.lineage, line);
        const bool is_withdrawal = line.type == model::EntryType::withdrawal;
        Json row;
        row.set("number", last_number_).set("rev", line.rev.hex()).set("id", person.id.hex());
        row.set("type", is_withdrawal ? "withdrawal" : "registration").set("at", line.at);
        row.set("line", line.line);
        if (line.base) {
            row.set("base", line.base->hex());
        }
        if (line.came) {
            row.set("came_epoch", line.came->epoch.hex()).set("came_seq", line.came->seq);
        }
        // A merged line is made anew from the edits in it: it is never sealed.
        row.set("travels", line.is_merged && beside ? 0 : 1);
        row.set("beside", beside && !line.is_merged ? 1 : 0);
        if (line.is_merged && !beside) {
            row.set("code", "accepted");
        }
        return row;
    }

    Status append_people() {
        JoinedRows people(register_, queries::join_registrations);
        for (const Joined& person : plan_.people) {
            const auto number = speaking_.find(person.id);
            if (number == speaking_.end()) {
                continue;
            }
            if (auto added = people.add(person_row(person, number->second)); !added) {
                return added;
            }
        }
        return people.run();
    }

    static Json person_row(const Joined& person, std::int64_t number) {
        const model::Answers& answers = person.lineage.after;
        const std::string name = answer_to(answers, "nama");
        Json row;
        row.set("id", person.id.hex()).set("newest", number).set("name", name);
        row.set("search", search_text(name)).set("nik", answer_to(answers, "nik"));
        row.set("birth_date", answer_to(answers, "tanggal_lahir"));
        row.set("changed_at", person.lineage.speaks->at);
        row.set("withdrawn", person.there->withdrawn ? 1 : 0);
        row.set("to_check", person.there->to_check && !person.there->withdrawn ? 1 : 0);
        return row;
    }

    /// Under which those are found for whom a line of the backup speaks now.
    Status append_keys() {
        JoinedRows gone(register_, queries::delete_duplicate_keys);
        JoinedRows added(register_, queries::insert_duplicate_keys);
        for (const Joined& person : plan_.people) {
            if (!speaking_.contains(person.id)) {
                continue;
            }
            const auto old_keys = keys_of(person.is_new ? model::Answers{} : person.lineage.before);
            const auto new_keys =
                keys_of(person.there->withdrawn ? model::Answers{} : person.lineage.after);
            auto written = add_keys(gone, person.id, old_keys, new_keys);
            written = written ? add_keys(added, person.id, new_keys, old_keys) : written;
            if (!written) {
                return written;
            }
        }
        auto written = gone.run();
        return written ? added.run() : written;
    }

    using Keys = std::set<std::string>;
    static Keys keys_of(const model::Answers& answers) {
        if (answers.empty()) {
            return {};
        }
        const auto keys = model::likeness_keys(answers);
        return {keys.begin(), keys.end()};
    }
    static Status add_keys(JoinedRows& rows, const RegistrationId& id, const Keys& keys,
                           const Keys& except) {
        for (const std::string& key : keys) {
            if (except.contains(key)) {
                continue;
            }
            if (auto added = rows.add(Json::List{key, id.hex()}); !added) {
                return added;
            }
        }
        return done();
    }

    /// What was sealed there, with its marks: so what the province holds of it can be compared.
    Status append_batches() {
        std::map<std::int64_t, std::int64_t> ids;  // there, here
        for (const DumpBatch& batch : content_.batches) {
            const auto id = insert_batch(batch);
            if (!id) {
                return id.error();
            }
            if (*id) {
                ids.emplace(batch.id, **id);
            }
        }
        JoinedRows rows(register_, queries::join_sealings);
        for (const DumpSealing& place : content_.sealings) {
            const auto id = ids.find(place.batch);
            if (id == ids.end()) {
                continue;
            }
            if (auto added = rows.add(Json::List{id->second, place.line, place.rev.hex()});
                !added) {
                return added;
            }
        }
        return rows.run();
    }

    Result<std::optional<std::int64_t>> insert_batch(const DumpBatch& batch) {
        return sqlite::first_row(
            register_.database(), queries::join_batch,
            [&](sqlite::Statement& query) {
                query.bind(":epoch", batch.epoch.view())
                    .bind(":seq", batch.seq)
                    .bind(":file", batch.file.view())
                    .bind(":size", static_cast<std::int64_t>(batch.bytes.size()))
                    .bind(":entries", batch.entries)
                    .bind(":sealed_at", batch.sealed_at)
                    .bind(":handed_over_at", batch.handed_over_at)
                    .bind(":road", batch.road)
                    .bind(":received_at", batch.received_at)
                    .bind(":receipt", batch.receipt)
                    .bind(":bytes", ByteView(batch.bytes))
                    .bind(":app", batch.app);
            },
            [](const sqlite::Statement& row) { return row.integer(0); });
    }

    Status hold_shared_niks() {
        const std::string people = people_with_nik(plan_.people).dump();
        return sqlite::run_query(register_.database(), queries::hold_shared_niks,
                                 [&](sqlite::Statement& query) { query.bind(":people", people); });
    }

    /// A row vouches for each line, as for every revision; one more says what happened.
    Status log() {
        const Timestamp now = register_.world().clock.now();
        for (const Joined& person : plan_.people) {
            for (const DumpLine* line : person.lineage.lacking) {
                auto logged =
                    append_audit(register_, {now, by_, std::string(acts::joined), person.id.hex(),
                                             sealed::sha256(as_bytes(line->line))});
                if (!logged) {
                    return logged;
                }
            }
        }
        const std::string epoch =
            content_.epochs.empty() ? std::string() : content_.epochs.back().epoch.hex();
        return append_audit(register_, {now, by_, "backup_joined", epoch, {}});
    }

    Status append_drafts() {
        for (const DumpDraft* draft : plan_.drafts) {
            auto put = sqlite::run_query(register_.database(), queries::join_draft,
                                         [&](sqlite::Statement& query) {
                                             query.bind(":answers", draft->answers)
                                                 .bind(":cursor", draft->cursor)
                                                 .bind(":saved_at", draft->saved_at);
                                             sqlite::bind_id(query, ":registration_id", draft->of);
                                         });
            if (!put) {
                return put;
            }
        }
        return done();
    }

    Register& register_;
    const DumpContent& content_;
    const JoinPlan& plan_;
    const OfficerId by_;
    std::int64_t last_number_ = 0;
    std::map<RegistrationId, std::int64_t> speaking_;  ///< number of the line that speaks now
};

/// A line that the schema refuses was never written by us.
Error as_backup_error(const Error& error) {
    return error.kind == ErrorKind::conflict ? fail(ErrorKind::corrupt, "B-02", error.context)
                                             : error;
}

Status check_village(const Register& village_register, const DumpContent& content) {
    return content.village == village_register.village()
               ? done()
               : Status(fail(ErrorKind::refused, "B-12", "join a backup of another village"));
}

}  // namespace

Result<JoinOutcome> preview_join(Register& village_register, const DumpContent& content) {
    if (auto own = check_village(village_register, content); !own) {
        return std::move(own).error();
    }
    auto plan = plan_join(village_register, content);
    return plan ? Result<JoinOutcome>(std::move(plan->outcome)) : std::move(plan).error();
}

Result<JoinOutcome> join(Register& village_register, const DumpContent& content,
                         const OfficerId& by) {
    if (auto own = check_village(village_register, content); !own) {
        return std::move(own).error();
    }
    if (auto known = require_officer(village_register, by); !known) {
        return std::move(known).error();
    }
    auto transaction = sqlite::Transaction::begin(village_register.database());
    if (!transaction) {
        return std::move(transaction).error();
    }
    auto plan = plan_join(village_register, content);
    if (!plan || plan->outcome.is_nothing()) {
        return plan ? Result<JoinOutcome>(std::move(plan->outcome)) : std::move(plan).error();
    }
    if (auto appended = Appending(village_register, content, *plan, by).run(); !appended) {
        return as_backup_error(appended.error());
    }
    auto committed = commit(*transaction, "join-before-commit", "join-after-commit");
    return committed ? Result<JoinOutcome>(std::move(plan->outcome))
                     : as_backup_error(committed.error());
}

}  // namespace lontar::storage
