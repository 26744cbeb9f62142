#include <array>
#include <cstdlib>
#include <iostream>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "figures.hpp"
#include "rows.hpp"
#include "storage/base/json.hpp"
#include "storage/base/world.hpp"
#include "storage/model/entry.hpp"
#include "support/register_scene.hpp"
#include "sync/server/admin/calls.hpp"
#include "sync/server/ingest.hpp"
#include "sync/server/province_sql.hpp"
#include "sync/wire/activation.hpp"

namespace lontar::bench {

namespace {

using support::expect;

constexpr std::string_view village = "5301062015";
constexpr std::int64_t laptops = 20;
constexpr std::int64_t batches_of_laptop = 10;
constexpr std::size_t entries_of_batch = 50;

void demand(bool holds, const char* what) {
    if (!holds) {
        std::cerr << "failed: " << what << '\n';
        std::abort();
    }
}

/// One laptop of the village; all its files are sealed before anything is measured.
class Sender {
public:
    Sender(server::Province& province, const World& world, std::string code)
        : province_(province),
          random_(world.random),
          now_(world.clock.now()),
          code_(std::move(code)),
          key_(sealed::SigningKey::generate(world.random)),
          identity_(sealed::Identity::generate(world.random)),
          epoch_(Epoch::random(world.random)),
          officer_(OfficerId::random(world.random)) {}

    Bytes seal(const std::vector<model::Answers>& people) {
        wire::Batch batch;
        batch.device = DeviceId{key_.public_key()};
        batch.epoch = epoch_;
        batch.seq = ++seq_;
        batch.app = "lontar bench";
        batch.gen = seq_ > 1 ? 1 : 0;
        batch.ack = seq_ - 1;
        batch.at = now_;
        if (seq_ == 1) {
            wire::Hello hello;
            hello.village = village;
            hello.why = "new";
            hello.code = code_;
            hello.recipient = identity_.recipient();
            hello.officers = {{officer_, "Yosef Bria", "operator"}};
            batch.hello = hello;
        }
        for (const auto& answers : people) {
            model::Entry entry;
            entry.id = RegistrationId::random(random_);
            entry.at = now_;
            entry.by = officer_;
            entry.fields = answers;
            batch.lines.push_back(expect(model::entry_line(entry)));
        }
        auto recipients = province_.manifest().receiving;
        recipients.push_back(province_.manifest().recovery);
        return expect(
            wire::seal_batch(batch, province_.manifest().number, recipients, key_, random_));
    }

private:
    server::Province& province_;
    Random& random_;
    Timestamp now_;
    std::string code_;
    sealed::SigningKey key_;
    sealed::Identity identity_;
    Epoch epoch_;
    OfficerId officer_;
    std::int64_t seq_ = 0;
};

/// What a link's thread and the database's thread do with a file.
void take(server::Province& province, const Bytes& file) {
    auto checked = server::check_outside(file, std::nullopt);
    auto* proven = std::get_if<wire::ProvenBatch>(&checked);
    demand(proven != nullptr, "the file is in order");
    const auto answer = server::Ingest(province).take(*proven, server::Road::https);
    demand(answer.status == 200 && answer.outcome == "received", "the file is received");
}

/// A table as it is copied row by row. `kinds`: i integer, t text, b blob; all but keys may be
/// NULL.
struct Table {
    std::string_view kinds;
    std::string_view read;
    std::string_view write;
};

/// What everything else refers to.
constexpr std::array roots{
    Table{"tt", "SELECT village, name FROM village", "INSERT INTO village VALUES (:0, :1)"},
    Table{
        "bttttii",
        "SELECT device_id, village, state, recipient, officers, machine, registered_at FROM device",
        "INSERT INTO device (device_id, village, state, recipient, officers, machine, "
        "registered_at, seen_at) VALUES (:0, :1, :2, :3, :4, :5, :6, :6)"},
    Table{"ibbi", "SELECT epoch_id, device_id, epoch, begun_at FROM epoch",
          "INSERT INTO epoch (epoch_id, device_id, epoch, begun_at) VALUES (:0, :1, :2, :3)"}};

/// The rows a batch becomes.
constexpr std::array made_of_batch{
    Table{"iiibttibbtiib", "SELECT * FROM batch WHERE batch_id = :batch_id",
          "INSERT INTO batch VALUES (:0, :1, :2, :3, :4, :5, :6, :7, :8, :9, :10, :11, :12)"},
    Table{"ibbbttbti",
          "SELECT r.* FROM arrival AS a JOIN revision AS r USING (revision_id) "
          "WHERE a.batch_id = :batch_id ORDER BY revision_id",
          "INSERT INTO revision VALUES (:0, :1, :2, :3, :4, :5, :6, :7, :8)"},
    Table{"btttbttttiii",
          "SELECT g.* FROM arrival AS a JOIN revision AS r USING (revision_id) "
          "JOIN registration AS g USING (registration_id) WHERE a.batch_id = :batch_id "
          "ORDER BY revision_id",
          "INSERT INTO registration VALUES (:0, :1, :2, :3, :4, :5, :6, :7, :8, :9, :10, :11)"},
    Table{"iii", "SELECT * FROM arrival WHERE batch_id = :batch_id",
          "INSERT INTO arrival VALUES (:0, :1, :2)"},
    Table{"iiiiib", "SELECT * FROM reply WHERE batch_id = :batch_id",
          "INSERT INTO reply VALUES (:0, :1, :2, :3, :4, :5)"}};

using Value = std::variant<std::monostate, std::int64_t, std::string, Bytes>;
using Row = std::vector<Value>;

Value value_at(const sqlite::Statement& row, char kind, int column) {
    if (row.is_null(column)) {
        return {};
    }
    switch (kind) {
        case 'i':
            return row.integer(column);
        case 't':
            return std::string(row.text(column));
        default:
            return to_bytes(row.blob(column));
    }
}

std::vector<Row> read(sqlite::Database& from, const Table& table,
                      std::optional<std::int64_t> batch_id) {
    auto statement = expect(from.prepare(table.read));
    if (batch_id) {
        statement.bind(":batch_id", *batch_id);
    }
    std::vector<Row> rows;
    while (expect(statement.step())) {
        Row row;
        for (const char kind : table.kinds) {
            row.push_back(value_at(statement, kind, static_cast<int>(row.size())));
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

constexpr std::array<std::string_view, 13> names{":0", ":1", ":2", ":3",  ":4",  ":5", ":6",
                                                 ":7", ":8", ":9", ":10", ":11", ":12"};

void bind(sqlite::Statement& statement, std::string_view name, const Value& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
        statement.bind(name, *number);
    } else if (const auto* text = std::get_if<std::string>(&value)) {
        statement.bind(name, *text);
    } else if (const auto* bytes = std::get_if<Bytes>(&value)) {
        statement.bind(name, ByteView(*bytes));
    } else {
        statement.bind_null(name);
    }
}

void write(sqlite::Database& into, const Table& table, const std::vector<Row>& rows) {
    auto statement = expect(into.prepare(table.write));
    for (const Row& row : rows) {
        for (std::size_t column = 0; column < row.size(); ++column) {
            bind(statement, names.at(column), row[column]);
        }
        expect(statement.run());
    }
}

using RowsOfBatch = std::array<std::vector<Row>, made_of_batch.size()>;

RowsOfBatch read_batch(sqlite::Database& from, std::int64_t batch_id) {
    RowsOfBatch rows;
    for (std::size_t at = 0; at < rows.size(); ++at) {
        rows.at(at) = read(from, made_of_batch.at(at), batch_id);
    }
    demand(rows.at(1).size() == entries_of_batch && rows.at(4).size() == 1,
           "a batch is fifty revisions and a reply");
    return rows;
}

void write_batch(sqlite::Database& into, const RowsOfBatch& rows) {
    for (std::size_t at = 0; at < rows.size(); ++at) {
        write(into, made_of_batch.at(at), rows.at(at));
    }
}

/// The province's schema under its own pragmas and a key, with nothing in it but the devices.
std::unique_ptr<sqlite::Database> plain_database(const Path& file, const sealed::Secret& key,
                                                 sqlite::Database& like) {
    auto database = expect(sqlite::Database::open(file, {key.view(), true, false}));
    expect(sqlite::migrate(*database, server::migrations::all));
    auto transaction = expect(sqlite::Transaction::begin(*database));
    for (const Table& table : roots) {
        write(*database, table, read(like, table, std::nullopt));
    }
    expect(transaction.commit());
    return database;
}

std::int64_t count_live(sqlite::Database& database) {
    auto statement =
        expect(database.prepare("SELECT count(*) FROM registration WHERE state = 'live'"));
    expect(statement.step());
    return statement.integer(0);
}

struct Scene {
    support::TempFolder folder;
    support::FakeClock clock;
    support::SeededRandom random{7};
    World world{system_disk(), clock, random};
    sealed::Secret key = sealed::Secret::copy_of(Hash::random(random).view());
    std::unique_ptr<server::Province> province;
    std::vector<Sender> senders;

    Scene() {
        expect(server::create_province(
            world, folder / "data", folder / "secrets",
            {"NTT", {"https://127.0.0.1:8443"}, sealed::PassphraseCost::for_tests()},
            sealed::Secret::copy_of(support::passphrase_of_tests)));
        province = expect(server::Province::open(world, folder / "data"));
        const auto made = expect(server::answer_call(
            *province, Json().set("call", "invite").set("village", village).set("uses", laptops)));
        const auto activation = expect(
            wire::parse_activation(made.text_at("text").value_or(""), province->manifest().root));
        for (std::int64_t at = 0; at < laptops; ++at) {
            senders.emplace_back(*province, world, activation.code.value_or(""));
            // Hello alone: the notice to the village's other laptops is not what is measured.
            take(*province, senders.back().seal({}));
        }
    }
};

}  // namespace

void ingest_row() {
    Scene scene;
    support::PeopleMaker people(7, std::string(village));
    std::vector<Bytes> files;
    for (std::int64_t round = 0; round < batches_of_laptop; ++round) {
        for (Sender& sender : scene.senders) {
            files.push_back(sender.seal(people.make(entries_of_batch)));
        }
    }
    sqlite::Database& province = scene.province->database();
    const auto plain = plain_database(scene.folder / "plain.db", scene.key, province);
    const auto at_once = plain_database(scene.folder / "at-once.db", scene.key, province);
    std::vector<RowsOfBatch> all;
    Durations ingest;
    Durations insert;
    for (const Bytes& file : files) {
        ingest.time([&] { take(*scene.province, file); });
        all.push_back(read_batch(province, laptops + 1 + static_cast<std::int64_t>(all.size())));
        insert.time([&] {
            auto transaction = expect(sqlite::Transaction::begin(*plain));
            write_batch(*plain, all.back());
            expect(transaction.commit());
        });
    }
    Durations together;
    together.time([&] {
        auto transaction = expect(sqlite::Transaction::begin(*at_once));
        for (const RowsOfBatch& rows : all) {
            write_batch(*at_once, rows);
        }
        expect(transaction.commit());
    });
    const auto registered = static_cast<std::int64_t>(files.size() * entries_of_batch);
    demand(count_live(province) == registered && count_live(*plain) == registered &&
               count_live(*at_once) == registered,
           "both sides hold everybody");
    // As "at least 0.3 times as fast": a transaction of the rows takes 0.3 of the ingest.
    print_ratio("rows of a batch of 50 in one transaction / ingest of it", insert, ingest,
                Goal::at_least, 0.3);
    constexpr double milli = 1e3;
    print_fact("the same rows, all " + std::to_string(files.size()) + " batches in one transaction",
               std::to_string(together.median() * milli / static_cast<double>(files.size())) +
                   " ms for 50");
}

}  // namespace lontar::bench
