#include "sync/server/sight.hpp"

#include "storage/sqlite/query.hpp"
#include "sync/server/province_sql.hpp"

namespace lontar::server {

namespace {

constexpr auto most_epochs = static_cast<std::int64_t>(wire::max_sight_epochs);

Status insert_earlier(sqlite::Database& database, std::int64_t epoch_id, const Epoch& earlier,
                      const std::optional<Rev>& rev) {
    return sqlite::run_query(database, queries::insert_earlier_epoch, [&](auto& s) {
        s.bind(":epoch_id", epoch_id).bind(":earlier", earlier.view());
        sqlite::bind_id(s, ":rev", rev);
    });
}

}  // namespace

Status remember_earlier(sqlite::Database& database, std::int64_t epoch_id,
                        const wire::Hello& hello) {
    for (const wire::EarlierEpoch& earlier : hello.from) {
        if (auto kept = insert_earlier(database, epoch_id, earlier.epoch, earlier.rev); !kept) {
            return kept;
        }
    }
    if (!hello.from.empty() || !hello.from_epoch) {
        return done();
    }
    if (auto kept = insert_earlier(database, epoch_id, *hello.from_epoch, std::nullopt); !kept) {
        return kept;
    }
    return sqlite::run_query(database, queries::inherit_earlier_epochs, [&](auto& s) {
        s.bind(":epoch_id", epoch_id).bind(":earlier", hello.from_epoch->view());
    });
}

Result<model::FileSum> sum_in_sight(sqlite::Database& database, std::int64_t epoch_id) {
    model::FileSum sum;
    auto read = sqlite::each_row(
        database, queries::sum_in_sight,
        [&](auto& s) { s.bind(":epoch_id", epoch_id).bind(":limit", most_epochs); },
        [&](const auto& row) {
            sum.add(model::mark_of(sqlite::id_of<Hash>(row, 0)));
            return done();
        });
    if (!read) {
        return std::move(read).error();
    }
    return sum;
}

Result<std::vector<SeenFile>> files_in_sight(sqlite::Database& database, std::int64_t epoch_id) {
    return sqlite::all_rows(
        database, queries::files_in_sight,
        [&](auto& s) { s.bind(":epoch_id", epoch_id).bind(":limit", most_epochs); },
        [](const auto& row) {
            return SeenFile{sqlite::id_of<Epoch>(row, 0),
                            row.integer(1),
                            sqlite::id_of<Hash>(row, 2),
                            row.integer(3),
                            row.integer(4),
                            row.integer(5)};
        });
}

std::vector<model::EpochUpto> epochs_of(const std::vector<SeenFile>& files) {
    std::vector<model::EpochUpto> epochs;
    for (const SeenFile& file : files) {
        if (epochs.empty() || epochs.back().epoch != file.epoch) {
            epochs.push_back({file.epoch, 0});
        }
        epochs.back().seq = file.seq;
    }
    return epochs;
}

}  // namespace lontar::server
