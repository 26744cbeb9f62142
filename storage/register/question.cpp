#include "storage/register/question.hpp"

#include <algorithm>

#include "storage/embedded_sql.hpp"
#include "storage/register/register.hpp"
#include "storage/sqlite/query.hpp"

namespace lontar::storage {

namespace {

/// As the province told it with its newest reply; nothing when it did not, or one is missing.
struct Told {
    QuestionState state;
    std::optional<model::FileSum> sum;
};

Told told_of(const sqlite::Statement& row) {
    Told told;
    if (const auto asked = row.optional_integer(0)) {
        told.state.asked_at = Timestamp{*asked};
    }
    told.state.is_on_the_way = row.integer(1) != 0;
    if (row.integer(3) != 0) {
        told.state.app = std::string(row.text(2));
    }
    told.state.heard_at = {row.integer(4)};
    told.state.lacks_lines = row.integer(7) != 0;
    if (!row.is_null(5)) {
        told.sum = model::FileSum{row.integer(5), sqlite::id_of<FileMark>(row, 6)};
    }
    return told;
}

}  // namespace

Result<QuestionState> find_question_state(Register& village_register) {
    const auto told = sqlite::first_row(village_register.database(), queries::find_question,
                                        sqlite::bind_nothing, told_of);
    if (!told) {
        return told.error();
    }
    if (!*told) {
        return fail(ErrorKind::corrupt, "R-06", "find the epoch of this device");
    }
    QuestionState state = (*told)->state;
    if ((*told)->sum) {
        const auto own = find_file_sum(village_register);
        if (!own) {
            return own.error();
        }
        state.differs = *own != *(*told)->sum;
    }
    return state;
}

Result<model::FileSum> find_file_sum(Register& village_register) {
    model::FileSum sum;
    auto added = sqlite::each_row(village_register.database(), queries::list_received_everywhere,
                                  sqlite::bind_nothing, [&](const sqlite::Statement& row) {
                                      sum.add(model::mark_of(sqlite::id_of<Hash>(row, 2)));
                                      return done();
                                  });
    if (added) {
        added = sqlite::each_row(village_register.database(), queries::list_noted_files,
                                 sqlite::bind_nothing, [&](const sqlite::Statement& row) {
                                     sum.add(sqlite::id_of<FileMark>(row, 2));
                                     return done();
                                 });
    }
    if (!added) {
        return std::move(added).error();
    }
    return sum;
}

Result<std::vector<model::EpochUpto>> list_held_epochs(Register& village_register,
                                                       std::size_t limit) {
    auto epochs = sqlite::all_rows(
        village_register.database(), queries::list_own_epochs,
        [&](sqlite::Statement& query) { query.bind(":limit", static_cast<std::int64_t>(limit)); },
        [](const sqlite::Statement& row) {
            return model::EpochUpto{sqlite::id_of<Epoch>(row, 0), row.integer(1)};
        });
    if (!epochs) {
        return epochs;
    }
    auto read = sqlite::each_row(
        village_register.database(), queries::list_noted_files, sqlite::bind_nothing,
        [&](const sqlite::Statement& row) {
            const auto epoch = sqlite::id_of<Epoch>(row, 0);
            auto held = std::ranges::find(*epochs, epoch, &model::EpochUpto::epoch);
            if (held == epochs->end() && epochs->size() < limit) {
                held = epochs->insert(epochs->end(), {epoch, 0});
            }
            if (held != epochs->end() && row.integer(1) == held->seq + 1 && row.integer(6) != 0) {
                ++held->seq;
            }
            return done();
        });
    if (!read) {
        return std::move(read).error();
    }
    return epochs;
}

Result<std::vector<EarlierEpoch>> list_earlier_epochs(Register& village_register,
                                                      std::size_t limit) {
    return sqlite::all_rows(
        village_register.database(), queries::list_earlier_epochs,
        [&](sqlite::Statement& query) { query.bind(":limit", static_cast<std::int64_t>(limit)); },
        [](const sqlite::Statement& row) {
            return EarlierEpoch{sqlite::id_of<Epoch>(row, 0), sqlite::id_of<Rev>(row, 1)};
        });
}

}  // namespace lontar::storage
