#include "storage/sqlite/database.hpp"

#include <array>
#include <system_error>
#include <utility>

#include "storage/sqlite/engine.hpp"

namespace lontar::sqlite {

namespace {

constexpr std::size_t key_bytes = 32;

/// Puts the key into the connection in SQLCipher's raw form, x'<64 hex digits>', which skips its
/// own key derivation: the key is random already.
int give_key(sqlite3* connection, ByteView key) {
    static constexpr std::string_view digits = "0123456789abcdef";
    std::array<char, 2 * key_bytes + 3> text{};
    std::size_t at = 0;
    text[at++] = 'x';
    text[at++] = '\'';
    for (const std::uint8_t byte : key) {
        text[at++] = digits[byte >> 4U];
        text[at++] = digits[byte & 15U];
    }
    text[at++] = '\'';
    const int outcome = sqlite3_key(connection, text.data(), static_cast<int>(text.size()));
    for (volatile char& c : text) {
        c = 0;  // volatile: the compiler may not leave it out
    }
    return outcome;
}

/// Everything that must be said before the first access. Why each: storage/sqlite/DESIGN.md.
constexpr const char* before_access =
    "PRAGMA locking_mode = EXCLUSIVE;"
    "PRAGMA temp_store = MEMORY;"
    "PRAGMA trusted_schema = OFF;"
    "PRAGMA cell_size_check = ON;"
    "PRAGMA foreign_keys = ON;";

constexpr const char* settings =
    "PRAGMA synchronous = FULL;"
    "PRAGMA secure_delete = ON;"
    "PRAGMA cache_size = -8192;";

/// A file that opening makes, and takes away again when opening fails.
class NewFile {
public:
    explicit NewFile(Path path) : path_(std::move(path)) {}
    NewFile(const NewFile&) = delete;
    NewFile& operator=(const NewFile&) = delete;
    NewFile(NewFile&&) = delete;
    NewFile& operator=(NewFile&&) = delete;
    ~NewFile() {
        if (!drop_) {
            return;
        }
        for (const char* ending : {"-wal", "-journal", ""}) {
            Path path = path_;
            path += ending;
            std::error_code ignored;
            std::filesystem::remove(for_system(path), ignored);
        }
    }
    void drop() { drop_ = true; }

private:
    Path path_;
    bool drop_ = false;
};

Status check_engine(Engine& engine) {
    const auto version = engine.ask("PRAGMA cipher_version", "ask for the cipher");
    if (!version) {
        return version.error();
    }
    if (version->empty()) {
        return fail(ErrorKind::storage_failed, "R-05",
                    "open a register: the engine cannot encrypt");
    }
    return done();
}

Status set_journal(Engine& engine) {
    const auto mode = engine.ask("PRAGMA journal_mode = WAL", "set the journal");
    if (!mode) {
        return mode.error();
    }
    if (*mode != "wal") {
        return fail(ErrorKind::storage_failed, "R-04", "set the journal: it stays " + *mode);
    }
    return done();
}

/// First access: takes the lock, and reads page 1, which only the right key opens.
Status read_schema(Engine& engine) {
    const auto first = engine.ask("SELECT count(*) FROM sqlite_schema", "read the schema");
    if (!first && first.error().kind == ErrorKind::corrupt) {
        return fail(ErrorKind::corrupt, "R-02", first.error().context);
    }
    return first ? done() : Status(first.error());
}

Status configure(Engine& engine, const OpenOptions& options) {
    sqlite3* connection = engine.connection;
    // Until the key has proved right, closing must not move the WAL into the file.
    sqlite3_db_config(connection, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    sqlite3_db_config(connection, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    if (!options.key.empty()) {
        if (options.key.size() != key_bytes) {
            return fail(ErrorKind::storage_failed, "R-04",
                        "open a register: the key has not 32 bytes");
        }
        if (const int outcome = give_key(connection, options.key); outcome != SQLITE_OK) {
            return error_of(connection, outcome, "give the key");
        }
        // The engine's log would write to the screen at a wrong key.
        if (auto quiet = engine.run("PRAGMA cipher_log_level = NONE", "quiet the log"); !quiet) {
            return quiet;
        }
        if (auto able = check_engine(engine); !able) {
            return able;
        }
    }
    if (auto set = engine.run(before_access, "set up the connection"); !set) {
        return set;
    }
    if (auto read = read_schema(engine); !read) {
        return read;
    }
    if (options.read_only) {
        return engine.run("PRAGMA query_only = ON", "forbid changes");
    }
    if (auto journal = set_journal(engine); !journal) {
        return journal;
    }
    if (auto set = engine.run(settings, "set up the connection"); !set) {
        return set;
    }
    sqlite3_db_config(connection, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, nullptr);
    return done();
}

/// What stands at `path` before opening.
enum class Before { nothing, empty_file, file };

Result<Before> look_at(const Path& file) {
    const Path path = for_system(file);
    std::error_code error;
    const auto status = std::filesystem::status(path, error);
    if (status.type() == std::filesystem::file_type::not_found) {
        return Before::nothing;
    }
    const std::uintmax_t bytes = error ? 0 : std::filesystem::file_size(path, error);
    if (error) {
        return fail(ErrorKind::storage_failed, "R-04", "look at a database: " + error.message());
    }
    // The engine takes a file of one byte for an empty one; ours are never that short.
    if (bytes == 1) {
        return fail(ErrorKind::corrupt, "R-02", "open a database: the file has one byte");
    }
    return bytes == 0 ? Before::empty_file : Before::file;
}

}  // namespace

Database::Database() : engine_(std::make_unique<Engine>()) {}

Database::~Database() = default;

Result<std::unique_ptr<Database>> Database::open(const Path& path, const OpenOptions& options) {
    const auto before = look_at(path);
    if (!before) {
        return before.error();
    }
    if (*before == Before::nothing && !options.create) {
        return fail(ErrorKind::not_found, "R-01", "open a database: no such file");
    }
    // The engine would take an empty file for a new database, and a register cut to nothing for a
    // fresh one.
    if (*before == Before::empty_file && !options.create) {
        return fail(ErrorKind::corrupt, "R-02", "open a database: the file is empty");
    }

    NewFile made(path);
    std::unique_ptr<Database> database(new Database());
    Engine& engine = *database->engine_;
    if (engine.watch.name() == nullptr) {
        return fail(ErrorKind::storage_failed, "R-04",
                    "open a database: the engine does not start");
    }
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
                      (options.create ? SQLITE_OPEN_CREATE : 0);
    const int outcome = sqlite3_open_v2(to_utf8(for_system(path)).c_str(), &engine.connection,
                                        flags, engine.watch.name());
    if (outcome != SQLITE_OK) {
        return error_of(engine.connection, outcome, "open a database");
    }
    if (*before == Before::nothing) {
        using std::filesystem::perms;
        std::error_code ignored;  // FAT has no owners
        std::filesystem::permissions(for_system(path), perms::owner_read | perms::owner_write,
                                     ignored);
    }
    engine.encrypted = !options.key.empty();
    engine.read_only = options.read_only;
    if (auto configured = configure(engine, options); !configured) {
        if (*before == Before::nothing && configured.error().kind != ErrorKind::locked) {
            made.drop();
        }
        return std::move(configured).error();
    }
    return database;
}

Result<Statement> Database::prepare(std::string_view sql) {
    Engine::Cached& cached = engine_->cache[sql.data()];
    if (cached.in_use || (cached.statement && cached.text != sql)) {
        auto fresh = engine_->prepare(sql, 0);
        if (!fresh) {
            return std::move(fresh).error();
        }
        return Statement(fresh->release(), nullptr);
    }
    if (!cached.statement) {
        auto fresh = engine_->prepare(sql, SQLITE_PREPARE_PERSISTENT);
        if (!fresh) {
            return std::move(fresh).error();
        }
        cached.statement = *std::move(fresh);
        cached.text = sql;
    }
    cached.in_use = true;
    return Statement(cached.statement.get(), &cached.in_use);
}

Status Database::execute_script(std::string_view sql) {
    return engine_->run(std::string(sql).c_str(), "run a script");
}

std::int64_t Database::changes() const {
    return sqlite3_changes64(engine_->connection);
}

Result<std::int64_t> Database::user_version() {
    auto statement = prepare("PRAGMA user_version");
    if (!statement) {
        return std::move(statement).error();
    }
    const auto row = statement->step();
    if (!row) {
        return row.error();
    }
    return statement->integer(0);
}

Status Database::check_integrity() {
    // The first check reads the file and not the log: pages that a power cut tore while they were
    // moved there are whole in the log only, and would look damaged. The second reads through the
    // log.
    if (engine_->encrypted && !engine_->read_only) {
        if (auto moved = checkpoint(); !moved) {
            return moved;
        }
        // One row for each page whose MAC is wrong.
        const auto damaged = engine_->ask("PRAGMA cipher_integrity_check", "check the pages");
        if (!damaged) {
            return damaged.error();
        }
        if (!damaged->empty()) {
            return fail(ErrorKind::corrupt, "R-06", "check the pages: " + *damaged);
        }
    }
    const auto sound = engine_->ask("PRAGMA quick_check(1)", "check the structure");
    if (!sound) {
        return sound.error();
    }
    if (*sound != "ok") {
        return fail(ErrorKind::corrupt, "R-06", "check the structure: " + *sound);
    }
    return done();
}

std::uint64_t Database::syncs() const {
    return engine_->watch.syncs();
}

Status Database::checkpoint() {
    const int outcome = sqlite3_wal_checkpoint_v2(engine_->connection, nullptr,
                                                  SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
    return outcome == SQLITE_OK ? done() : error_of(engine_->connection, outcome, "checkpoint");
}

void Database::leave_log() {
    sqlite3_db_config(engine_->connection, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
}

bool Database::in_transaction() const {
    return sqlite3_get_autocommit(engine_->connection) == 0;
}

}  // namespace lontar::sqlite
