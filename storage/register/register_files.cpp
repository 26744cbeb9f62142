#include "storage/register/register_files.hpp"

#include <array>

#include "storage/base/crash_point.hpp"
#include "storage/embedded_sql.hpp"
#include "storage/register/register_impl.hpp"
#include "storage/sealed/hash.hpp"
#include "storage/sqlite/query.hpp"

namespace lontar::storage {

namespace {

constexpr std::string_view new_register_file = "register.db.new";

/// SHA-256 of salt and machine name; nothing when this system has no name to hash.
std::optional<Hash> machine_hash(ByteView salt) {
    const std::string name = machine_name_secret();
    if (name.empty()) {
        return std::nullopt;
    }
    sealed::Sha256 hash;
    hash.update(salt);
    hash.update(as_bytes(name));
    return hash.finish();
}

DeviceId id_of(const sealed::SigningKey& key) {
    return DeviceId{key.public_key()};
}

struct DeviceRow {
    Bytes seed, identity, salt;
    std::optional<Hash> machine;
};

Result<DeviceRow> find_device_row(sqlite::Database& database) {
    auto row = sqlite::first_row(
        database, queries::find_device, sqlite::bind_nothing, [](const sqlite::Statement& found) {
            return DeviceRow{to_bytes(found.blob(1)), to_bytes(found.blob(2)),
                             to_bytes(found.blob(3)), Hash::from_bytes(found.blob(4))};
        });
    if (!row) {
        return std::move(row).error();
    }
    if (!row->has_value()) {
        return fail(ErrorKind::corrupt, "R-06", "find this device");
    }
    return **std::move(row);
}

}  // namespace

Result<std::unique_ptr<FileLock>> lock_folder(const Path& folder) {
    return lock_file(folder / lock_name);
}

Result<sqlite::Opened> open_database(Disk& disk, const Path& file, const sealed::Secret& key,
                                     bool create) {
    return sqlite::open_migrated(disk, file, {.key = key.view(), .create = create},
                                 migrations::all);
}

NewDevice make_device(Random& random) {
    NewDevice made{
        {{}, sealed::SigningKey::generate(random), sealed::Identity::generate(random), {}}, {}};
    made.device.id = id_of(made.device.signing_key);
    random.fill(made.machine_salt);
    made.device.machine = machine_hash(made.machine_salt);
    return made;
}

Status insert_device(sqlite::Database& database, const NewDevice& made) {
    return sqlite::run_query(database, queries::insert_device, [&](sqlite::Statement& query) {
        query.bind(":device_id", made.device.id.view())
            .bind(":signing_seed", made.device.signing_key.seed())
            .bind(":identity", made.device.identity.bytes())
            .bind(":machine_salt", ByteView(made.machine_salt));
        if (made.device.machine) {
            query.bind(":machine", made.device.machine->view());
        }
    });
}

Result<KnownDevice> find_device(sqlite::Database& database) {
    auto row = find_device_row(database);
    if (!row) {
        return std::move(row).error();
    }
    auto signing_key = sealed::SigningKey::from_seed(row->seed);
    auto identity = sealed::Identity::from_bytes(row->identity);
    sealed::wipe(row->seed);
    sealed::wipe(row->identity);
    if (!signing_key || !identity) {
        return fail(ErrorKind::corrupt, "R-06", "read this device's keys");
    }
    const auto machine = machine_hash(row->salt);
    const DeviceId id = id_of(*signing_key);
    // A machine without a name proves nothing, neither then nor now.
    const bool moved = machine && row->machine && *machine != *row->machine;
    return KnownDevice{{id, *std::move(signing_key), *std::move(identity), machine},
                       moved,
                       machine && !row->machine};
}

Status set_machine(sqlite::Database& database, const std::optional<Hash>& machine) {
    return sqlite::run_query(database, queries::set_machine, [&](sqlite::Statement& query) {
        if (machine) {
            query.bind(":machine", machine->view());
        }
    });
}

RegisterFiles::RegisterFiles(const World& world, Path folder)
    : world_(world), folder_(std::move(folder)) {}

RegisterFiles::~RegisterFiles() {
    if (database_) {
        database_.reset();
        static_cast<void>(remove_leftovers());
    }
}

Status RegisterFiles::remove_leftovers() {
    for (const std::string_view ending : {"", "-wal", "-journal"}) {
        Path file = folder_ / new_register_file;
        file += ending;
        if (auto removed = world_.disk.remove(file); !removed) {
            return removed;
        }
    }
    return done();
}

Result<std::unique_ptr<RegisterFiles>> RegisterFiles::begin(const World& world, const Path& folder,
                                                            const Error& taken) {
    if (auto made = world.disk.make_folder(folder); !made) {
        return std::move(made).error();
    }
    std::unique_ptr<RegisterFiles> files(new RegisterFiles(world, folder));
    auto lock = lock_folder(folder);
    if (!lock) {
        return std::move(lock).error();
    }
    files->lock_ = *std::move(lock);
    if (world.disk.exists(folder / register_file)) {
        return taken;
    }
    if (auto removed = files->remove_leftovers(); !removed) {
        return std::move(removed).error();
    }
    files->key_ = sealed::Secret(register_key_bytes);
    world.random.fill(files->key_.bytes());
    auto opened = open_database(world.disk, folder / new_register_file, files->key_, true);
    if (!opened) {
        return std::move(opened).error();
    }
    files->database_ = std::move(opened->database);
    crash_point("register-begun");
    return files;
}

Status RegisterFiles::finish(const Access& access) {
    // Whole in one file: nothing of it may stay behind in a journal of the old name.
    if (auto flushed = database_->checkpoint(); !flushed) {
        return flushed;
    }
    const std::array recipients{access.recovery_sheet, access.province_recovery};
    auto recovery = sealed::write_recovery(world_.disk, folder_, key_.view(), recipients,
                                           access.device, world_.random);
    if (!recovery) {
        return recovery;
    }
    sealed::Keyring keyring;
    auto wrap = sealed::wrap_key(key_.view(), access.officer, access.officer_name,
                                 access.passphrase, access.cost, world_.random);
    if (!wrap) {
        return std::move(wrap).error();
    }
    keyring.wraps.push_back(*std::move(wrap));
    if (auto written = sealed::write_keyring(world_.disk, folder_, keyring); !written) {
        return written;
    }
    crash_point("register-keys-written");
    database_.reset();
    auto moved = world_.disk.move(folder_ / new_register_file, folder_ / register_file);
    if (!moved) {
        static_cast<void>(remove_leftovers());
        return moved;
    }
    crash_point("register-in-place");
    return done();
}

}  // namespace lontar::storage
