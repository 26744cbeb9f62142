#include "sync/server/states.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <utility>

#include "storage/base/json.hpp"
#include "storage/model/entry.hpp"
#include "storage/sqlite/query.hpp"
#include "sync/server/province_sql.hpp"
#include "sync/server/registrations.hpp"
#include "sync/server/verdicts.hpp"
#include "sync/wire/batch.hpp"

namespace lontar::server {

namespace {

constexpr std::chrono::hours between_answers{1};
/// Of missing files that are named, in all: a laptop gives its numbers without gaps, and one that
/// jumps must not make us write without end. Of those beyond nothing is said.
constexpr std::int64_t max_missing_named = 5000;
/// Room in a part for the braces and for the next file's own marks.
constexpr std::size_t spare_bytes = 1024;

using Exceptions = std::vector<wire::VerdictException>;
using ExceptionsOfFile = std::map<std::int64_t, Exceptions>;  // by batch

/// The other version of a conflict is too long for a list of everything; it came with the verdict.
void shorten(wire::VerdictException& verdict) {
    if (auto* detail = verdict.detail.object()) {
        detail->erase("record");
    }
}

struct LineToJudge {
    std::int64_t batch_id = 0;
    std::int64_t line = 0;
    RegistrationId registration;
    Rev rev;
};

Result<std::vector<LineToJudge>> lines_to_judge(sqlite::Database& database,
                                                const std::vector<SeenFile>& files) {
    Json::List batches;
    for (const SeenFile& file : files) {
        if (file.revisions > 0) {
            batches.emplace_back(file.batch_id);
        }
    }
    return sqlite::all_rows(
        database, queries::lines_not_plainly_accepted,
        [&](auto& s) { s.bind(":batches", Json(std::move(batches)).dump()); },
        [](const auto& row) {
            return LineToJudge{row.integer(0), row.integer(1),
                               sqlite::id_of<RegistrationId>(row, 2), sqlite::id_of<Rev>(row, 3)};
        });
}

Status judge_lines(sqlite::Database& database, const std::vector<SeenFile>& files,
                   ExceptionsOfFile& exceptions) {
    const auto lines = lines_to_judge(database, files);
    if (!lines) {
        return lines.error();
    }
    std::set<RegistrationId> ids;
    for (const LineToJudge& line : *lines) {
        ids.insert(line.registration);
    }
    const auto loaded = load_registrations(database, ids);
    if (!loaded) {
        return loaded.error();
    }
    std::set<std::string> niks;
    for (const auto& [id, registration] : *loaded) {
        if (registration.row && !registration.row->nik.empty()) {
            niks.insert(registration.row->nik);
        }
    }
    const auto claims = load_claims(database, niks);
    if (!claims) {
        return claims.error();
    }
    for (const LineToJudge& line : *lines) {
        auto verdict = verdict_over(loaded->at(line.registration), line.rev, *claims, false);
        if (verdict.code != verdict_code::accepted) {
            verdict.line = line.line;
            shorten(verdict);
            exceptions[line.batch_id].push_back(std::move(verdict));
        }
    }
    return done();
}

/// A line that made no revision, judged by its words alone.
wire::VerdictException verdict_over_other(std::int64_t number, const std::string& line) {
    const auto entry = model::parse_entry(line);
    if (!entry) {
        return {number, verdict_code::refused, verdict_detail(verdict_reason::malformed)};
    }
    if (entry->type == model::EntryType::unknown) {
        return {number, verdict_code::held, verdict_detail(verdict_reason::upgrade_server)};
    }
    return {number, verdict_code::refused, verdict_detail(verdict_reason::not_your_village)};
}

/// Lines of a file from before it was written down what they were: judged by their words.
Status judge_by_words(Province& province, const SeenFile& file, std::set<std::int64_t> judged,
                      Exceptions& exceptions) {
    sqlite::Database& database = province.database();
    auto read = sqlite::each_row(
        database, queries::lines_of_batch, [&](auto& s) { s.bind(":batch_id", file.batch_id); },
        [&](const auto& row) {
            judged.insert(row.integer(0));
            return done();
        });
    if (!read) {
        return read;
    }
    auto bytes = sqlite::first_row(
        database, queries::batch_file, [&](auto& s) { s.bind(":batch_id", file.batch_id); },
        [](const auto& row) { return to_bytes(row.blob(0)); });
    if (!bytes) {
        return std::move(bytes).error();
    }
    const auto proven = wire::prove_batch((*std::move(bytes)).value_or(Bytes{}));
    if (!proven) {
        return proven.error();
    }
    const auto batch = wire::open_batch(*proven, province.receiving());
    if (!batch) {
        return batch.error();
    }
    std::int64_t number = wire::first_entry_line(file.seq);
    for (const std::string& line : batch->lines) {
        if (!judged.contains(number)) {
            exceptions.push_back(verdict_over_other(number, line));
        }
        ++number;
    }
    return done();
}

/// Lines that made no revision.
Status judge_others(Province& province, const SeenFile& file, Exceptions& exceptions) {
    std::set<std::int64_t> judged;
    auto read = sqlite::each_row(
        province.database(), queries::other_lines,
        [&](auto& s) { s.bind(":batch_id", file.batch_id); },
        [&](const auto& row) {
            judged.insert(row.integer(0));
            exceptions.push_back(
                {row.integer(0), std::string(row.text(1)), verdict_detail(row.text(2))});
            return done();
        });
    if (!read || file.revisions + static_cast<std::int64_t>(judged.size()) >= file.entries) {
        return read;
    }
    return judge_by_words(province, file, std::move(judged), exceptions);
}

Result<ExceptionsOfFile> exceptions_of(Province& province, const std::vector<SeenFile>& files) {
    ExceptionsOfFile exceptions;
    if (auto judged = judge_lines(province.database(), files, exceptions); !judged) {
        return std::move(judged).error();
    }
    for (const SeenFile& file : files) {
        if (file.entries > file.revisions) {
            if (auto judged = judge_others(province, file, exceptions[file.batch_id]); !judged) {
                return std::move(judged).error();
            }
        }
    }
    return exceptions;
}

/// Puts files into parts, each as full as a line may be.
class Parts {
public:
    explicit Parts(std::vector<model::EpochUpto> epochs) : epochs_(std::move(epochs)) { begin(); }

    void add(const SeenFile& file, const Exceptions& exceptions) {
        std::vector<wire::LineState> lines;
        for (const wire::VerdictException& verdict : exceptions) {
            lines.push_back({file.epoch, file.seq, verdict});
        }
        std::size_t size = size_of(lines);
        if (size > wire::max_states_bytes - empty_ - spare_bytes) {
            // Of a file full of returns with long words the words stay behind: they came with the
            // return, and a part that nobody can read would say nothing at all.
            for (wire::LineState& line : lines) {
                if (auto* detail = line.verdict.detail.object()) {
                    detail->erase("note");
                }
            }
            size = size_of(lines);
        }
        name_missing(file);
        if (size_ + size + spare_bytes > wire::max_states_bytes) {
            begin();
        }
        put(file.epoch, file.seq, model::mark_of(file.file));
        auto& except = parts_.back().except;
        except.insert(except.end(), lines.begin(), lines.end());
        size_ += size;
    }

    [[nodiscard]] std::vector<wire::States> take() { return std::move(parts_); }

private:
    void begin() {
        parts_.push_back({epochs_, {}, {}});
        empty_ = wire::states_line(parts_.back()).size();
        size_ = empty_;
    }

    static std::size_t size_of(const std::vector<wire::LineState>& lines) {
        return lines.empty() ? 0 : wire::states_line({{}, {}, lines}).size();
    }

    void name_missing(const SeenFile& file) {
        std::int64_t next = epoch_ == file.epoch ? seq_ + 1 : 1;
        for (; next < file.seq && missing_ < max_missing_named; ++next, ++missing_) {
            put(file.epoch, next, std::nullopt);
        }
        epoch_ = file.epoch;
        seq_ = file.seq;
    }

    void put(const Epoch& epoch, std::int64_t seq, const std::optional<FileMark>& mark) {
        if (size_ + spare_bytes > wire::max_states_bytes) {
            begin();
        }
        auto& runs = parts_.back().files;
        const bool goes_on =
            !runs.empty() && runs.back().epoch == epoch &&
            runs.back().from_seq + static_cast<std::int64_t>(runs.back().files.size()) == seq;
        if (!goes_on) {
            runs.push_back({epoch, seq, {}});
            size_ += 2 * Epoch::size + 32;
        }
        runs.back().files.push_back(mark);
        size_ += mark ? 2 * FileMark::size + 3 : 3;
    }

    std::vector<model::EpochUpto> epochs_;
    std::vector<wire::States> parts_;
    std::size_t empty_ = 0;  ///< of a part without a file
    std::size_t size_ = 0;
    Epoch epoch_;
    std::int64_t seq_ = 0;
    std::int64_t missing_ = 0;
};

}  // namespace

Result<std::vector<wire::States>> states_of(Province& province, std::int64_t epoch_id) {
    auto files = files_in_sight(province.database(), epoch_id);
    if (!files) {
        return std::move(files).error();
    }
    auto epochs = epochs_of(*files);
    std::erase_if(*files, [](const SeenFile& file) { return file.seq == 0; });
    auto exceptions = exceptions_of(province, *files);
    if (!exceptions) {
        return std::move(exceptions).error();
    }
    Parts parts(std::move(epochs));
    for (const SeenFile& file : *files) {
        parts.add(file, (*exceptions)[file.batch_id]);
    }
    return parts.take();
}

Result<wire::BatchVerdict> verdict_now(Province& province, const SeenFile& file) {
    auto exceptions = exceptions_of(province, {file});
    if (!exceptions) {
        return std::move(exceptions).error();
    }
    return wire::BatchVerdict{file.epoch, file.seq, true, std::move((*exceptions)[file.batch_id])};
}

Result<bool> may_tell_states(Province& province, std::int64_t epoch_id) {
    sqlite::Database& database = province.database();
    const Timestamp now = province.now();
    const auto last = sqlite::first_integer(database, queries::find_told_states,
                                            [&](auto& s) { s.bind(":epoch_id", epoch_id); });
    if (!last) {
        return last.error();
    }
    // A clock that was set back does not silence us.
    if (std::chrono::abs(now - Timestamp{*last}) < between_answers) {
        return false;
    }
    auto noted = sqlite::run_query(database, queries::tell_states, [&](auto& s) {
        s.bind(":epoch_id", epoch_id).bind(":now", now.seconds);
    });
    if (!noted) {
        return std::move(noted).error();
    }
    return true;
}

}  // namespace lontar::server
