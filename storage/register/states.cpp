#include "storage/register/states.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

#include "storage/embedded_sql.hpp"
#include "storage/register/batches.hpp"
#include "storage/register/epochs.hpp"
#include "storage/register/recall.hpp"
#include "storage/register/register.hpp"
#include "storage/register/told_lines.hpp"
#include "storage/sqlite/query.hpp"

namespace lontar::storage {

namespace {

class Applying {
public:
    Applying(Register& village_register, const ReplyNumber& by, Timestamp time,
             const StatesRecord& states)
        : register_(village_register), by_(by), time_(time), states_(states) {
        for (const model::EpochUpto& epoch : states.epochs) {
            last_seq_[epoch.epoch] = epoch.seq;
        }
    }

    Result<StatesOutcome> run() {
        const auto state = find_epoch_state(register_);
        if (!state) {
            return state.error();
        }
        current_ = state->epoch;
        for (const model::FileRun& run : states_.files) {
            std::int64_t seq = run.from_seq;
            for (const auto& mark : run.files) {
                auto taken = mark ? take_held(run.epoch, seq, *mark) : take_missing(run.epoch, seq);
                if (!taken) {
                    return std::move(taken).error();
                }
                ++seq;
            }
        }
        if (auto recalled = recall_unnamed(); !recalled) {
            return std::move(recalled).error();
        }
        if (auto forgotten = forget_unnamed(); !forgotten) {
            return std::move(forgotten).error();
        }
        if (auto taken = take_over_unseen(); !taken) {
            return std::move(taken).error();
        }
        return outcome_;
    }

private:
    /// The province holds a file with this mark under this number.
    Status take_held(const Epoch& epoch, std::int64_t seq, const FileMark& mark) {
        const auto batch = find_batch(register_, epoch, seq);
        if (!batch) {
            return batch.error();
        }
        if (*batch && model::mark_of((*batch)->file) == mark) {
            return receive(epoch, seq, **batch);
        }
        if (*batch) {
            if (auto recalled = recall(**batch); !recalled) {
                return recalled;
            }
            outcome_.is_fork = outcome_.is_fork || (epoch == current_ && is_later(**batch));
            // The question named its number as here, so the answer leaves out its lines. It is
            // noted with the next one, which the sums bring about.
            if (was_answered(**batch)) {
                return done();
            }
        }
        return note(epoch, seq, mark);
    }

    Status receive(const Epoch& epoch, std::int64_t seq, const KnownBatch& batch) {
        if (is_later(batch)) {
            if (auto received = receive_batch(register_, by_, batch.id, time_, receipts::received);
                !received) {
                return received;
            }
        }
        std::set<std::int64_t> excepted;
        for (const VerdictRecord& verdict : states_.except) {
            if (verdict.epoch == epoch && verdict.seq == seq) {
                excepted.insert(verdict.line);
                if (auto put = put_verdict(register_, by_, time_, batch.id, verdict); !put) {
                    return put;
                }
            }
        }
        const auto gone = accept_lines(register_, by_, time_, batch.id, excepted);
        if (!gone) {
            return gone.error();
        }
        outcome_.questions_gone += *gone;
        outcome_.touched.insert(batch.id);
        const auto noted = noted_mark(epoch, seq);
        if (!noted) {
            return noted.error();
        }
        // Else another file was there, whose number ours has taken since.
        const bool is_same = !*noted || **noted == model::mark_of(batch.file);
        return is_same ? forget(epoch, seq) : lose(epoch, seq);
    }

    Result<std::optional<FileMark>> noted_mark(const Epoch& epoch, std::int64_t seq) {
        return sqlite::first_row(
            register_.database(), queries::find_noted_file,
            [&](sqlite::Statement& query) { query.bind(":epoch", epoch.view()).bind(":seq", seq); },
            [](const sqlite::Statement& row) { return sqlite::id_of<FileMark>(row, 0); });
    }

    Status note(const Epoch& epoch, std::int64_t seq, const FileMark& mark) {
        const auto known = noted_mark(epoch, seq);
        if (!known) {
            return known.error();
        }
        outcome_.noted += *known == mark ? 0 : 1;
        const auto noted = sqlite::first_row(
            register_.database(), queries::note_file,
            [&](sqlite::Statement& query) {
                bind_number(query, by_);
                query.bind(":file_epoch", epoch.view())
                    .bind(":seq", seq)
                    .bind(":mark", mark.view());
            },
            [](const sqlite::Statement& row) { return sqlite::id_of<FileMark>(row, 0); });
        if (!noted) {
            return noted.error();
        }
        const bool is_replaced = *known && *noted && **known != mark;
        return is_replaced ? take_over_lines(register_, epoch, seq, outcome_.recalled) : done();
    }

    Status take_missing(const Epoch& epoch, std::int64_t seq) {
        const auto batch = find_batch(register_, epoch, seq);
        if (!batch) {
            return batch.error();
        }
        if (*batch) {
            if (auto recalled = recall(**batch); !recalled) {
                return recalled;
            }
        }
        return lose(epoch, seq);
    }

    /// Files of epochs that are not in the sight, or above the last the province holds.
    Status recall_unnamed() {
        const auto answered =
            sqlite::all_rows(register_.database(), queries::list_answered_everywhere,
                             sqlite::bind_nothing, [](const sqlite::Statement& row) {
                                 return std::pair(sqlite::id_of<Epoch>(row, 0), row.integer(1));
                             });
        if (!answered) {
            return answered.error();
        }
        for (const auto& [epoch, seq] : *answered) {
            if (is_named(epoch, seq)) {
                continue;
            }
            const auto batch = find_batch(register_, epoch, seq);
            if (!batch) {
                return batch.error();
            }
            if (auto recalled = recall(**batch); !recalled) {
                return recalled;
            }
        }
        return done();
    }

    Status forget_unnamed() {
        struct Noted {
            Epoch epoch;
            std::int64_t seq;
            ReplyNumber told;
        };
        const auto noted =
            sqlite::all_rows(register_.database(), queries::list_noted_files, sqlite::bind_nothing,
                             [](const sqlite::Statement& row) {
                                 return Noted{sqlite::id_of<Epoch>(row, 0),
                                              row.integer(1),
                                              {row.integer(3), row.integer(4), row.integer(5)}};
                             });
        if (!noted) {
            return noted.error();
        }
        for (const Noted& file : *noted) {
            if (is_named(file.epoch, file.seq) || file.told > by_) {
                continue;
            }
            if (auto lost = lose(file.epoch, file.seq); !lost) {
                return lost;
            }
        }
        return done();
    }

    /// Lines of files that no states name: whether the province has them still nobody would tell
    /// us, so they are sent once from here. It did not lose them, as far as anybody knows.
    Status take_over_unseen() {
        const auto files = list_files_of_told_lines(register_, by_);
        if (!files) {
            return files.error();
        }
        std::set<RegistrationId> people;
        for (const auto& [epoch, seq] : *files) {
            if (is_named(epoch, seq)) {
                continue;
            }
            if (auto taken = take_over_lines(register_, epoch, seq, people); !taken) {
                return taken;
            }
        }
        return done();
    }

    static bool was_answered(const KnownBatch& batch) {
        return batch.receipt == receipts::received || batch.receipt == receipts::quarantined;
    }

    /// What a revoked laptop sent is not listed, nor told to it: whoever hears of it was let in
    /// since and speaks for these people now.
    Status recall(const KnownBatch& batch) {
        if (!was_answered(batch) || !is_later(batch)) {
            return done();
        }
        outcome_.touched.insert(batch.id);
        return recall_batch(register_, by_, batch.id, outcome_.recalled);
    }

    /// It is not there any more: what we have of it waits to be sealed here.
    Status lose(const Epoch& epoch, std::int64_t seq) {
        auto taken = take_over_lines(register_, epoch, seq, outcome_.recalled);
        return taken ? forget(epoch, seq) : taken;
    }

    Status forget(const Epoch& epoch, std::int64_t seq) {
        return sqlite::run_query(register_.database(), queries::forget_noted_file,
                                 [&](sqlite::Statement& query) {
                                     query.bind(":epoch", epoch.view()).bind(":seq", seq);
                                 });
    }

    [[nodiscard]] bool is_named(const Epoch& epoch, std::int64_t seq) const {
        const auto last = last_seq_.find(epoch);
        return last != last_seq_.end() && seq <= last->second;
    }

    [[nodiscard]] bool is_later(const KnownBatch& batch) const {
        return !batch.told || *batch.told <= by_;
    }

    Register& register_;
    const ReplyNumber by_;
    const Timestamp time_;
    const StatesRecord& states_;
    std::map<Epoch, std::int64_t> last_seq_;
    Epoch current_;
    StatesOutcome outcome_;
};

}  // namespace

Result<StatesOutcome> apply_states(Register& village_register, const ReplyNumber& by,
                                   Timestamp time, const StatesRecord& states) {
    return Applying(village_register, by, time, states).run();
}

}  // namespace lontar::storage
