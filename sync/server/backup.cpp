#include "sync/server/backup.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "storage/sealed/sealed_file.hpp"
#include "storage/sqlite/query.hpp"
#include "sync/server/audit.hpp"
#include "sync/server/province_sql.hpp"
#include "sync/server/records.hpp"
#include "sync/server/replies.hpp"
#include "sync/server/secrets_folder.hpp"

namespace lontar::server {

namespace {

constexpr std::string_view stanza = "lontar/province-backup-v1";
constexpr std::string_view copy_name = "backup.tmp.db";
constexpr std::size_t piece_bytes = std::size_t{1} << 20U;
constexpr std::uint64_t max_database_bytes = std::uint64_t{64} << 30U;

/// A file that goes away again.
class Temporary {
public:
    Temporary(Disk& disk, Path path) : disk_(disk), path_(std::move(path)) {
        static_cast<void>(disk_.remove(path_));
    }
    Temporary(const Temporary&) = delete;
    Temporary& operator=(const Temporary&) = delete;
    Temporary(Temporary&&) = delete;
    Temporary& operator=(Temporary&&) = delete;
    ~Temporary() { static_cast<void>(disk_.remove(path_)); }
    [[nodiscard]] const Path& path() const { return path_; }

private:
    Disk& disk_;
    Path path_;
};

Result<Bytes> database_key(Disk& disk, const Path& folder) {
    return disk.read(folder / files::database_key, 256);
}

/// Opens the copy with the same key, checks every page and counts.
Result<std::int64_t> check_copy(const Path& path, ByteView key_line) {
    const auto key = from_hex(as_text(key_line.first(std::min<std::size_t>(key_line.size(), 64))));
    if (!key) {
        return fail(ErrorKind::corrupt, "V-04", "read the database key");
    }
    auto copy = sqlite::Database::open(path, {.key = *key});
    if (!copy) {
        return std::move(copy).error();
    }
    if (auto sound = (*copy)->check_integrity(); !sound) {
        return fail(ErrorKind::corrupt, "V-15", "check the copy");
    }
    const auto count = sqlite::first_row(**copy, queries::count_all, sqlite::bind_nothing,
                                         [](const auto& row) { return row.integer(0); });
    if (!count) {
        return count.error();
    }
    return count->value_or(0);
}

Status seal_file(Province& province, const Path& plain, ByteView key_line, const Path& file) {
    const World& world = province.world();
    // The whole copy in memory: a province of 100,000 registrations is some 200 MB, and a server
    // has that.
    const auto bytes = world.disk.read(plain, max_database_bytes);
    if (!bytes) {
        return bytes.error();
    }
    auto part = world.disk.begin(file);
    if (!part) {
        return std::move(part).error();
    }
    Json::Object meta{{"v", 1}, {"made", province.now().seconds}};
    const sealed::Recipient& recovery = province.manifest().recovery;
    auto writer = sealed::SealedWriter::begin(**part,
                                              {.stanza_type = stanza,
                                               .meta = std::move(meta),
                                               .recipients = {&recovery, 1},
                                               .signer = province.reply_key()},
                                              world.random);
    if (!writer) {
        return std::move(writer).error();
    }
    if (auto written = (*writer)->write(as_text(key_line)); !written) {
        return written;
    }
    const std::string_view all = as_text(*bytes);
    for (std::size_t at = 0; at < all.size(); at += piece_bytes) {
        if (auto written = (*writer)->write(all.substr(at, piece_bytes)); !written) {
            return written;
        }
    }
    if (auto finished = (*writer)->finish(); !finished) {
        return finished;
    }
    return (*part)->finish();
}

Error not_whole() {
    return fail(ErrorKind::corrupt, "V-20", "restore: not a whole backup of this province");
}

/// A laptop that has nothing new to send learns from its next question what is here, and what it
/// has to send again. A revoked one hears by `have` alone of what waited in quarantine.
Status tell_what_is_here(Province& province) {
    const auto epochs =
        sqlite::all_rows(province.database(), queries::epochs_of_all_devices, sqlite::bind_nothing,
                         [](const auto& row) { return row.integer(0); });
    if (!epochs) {
        return epochs.error();
    }
    ReplyDrafts drafts(province);
    for (const std::int64_t epoch : *epochs) {
        drafts.tell_states(epoch);
        // A record may lie in a reply that was not fetched and is given up: no file tells of it.
        const auto owed = told_by_record_alone(province.database(), epoch);
        if (!owed) {
            return owed.error();
        }
        drafts.tell_records(epoch, *owed);
    }
    auto sent = drafts.send_all();
    return sent ? done() : Status(std::move(sent).error());
}

/// Restored twice to the same backup, within a second or with a clock that is behind, a province
/// would count in the same generation again, and a laptop that heard it in between would take new
/// replies for those it knows. One that is lower by chance is noticed like any that is behind.
std::int64_t unlike_before(Random& random) {
    std::array<std::uint8_t, 2> some{};
    random.fill(some);
    return (some[0] | some[1] << 8U) & 0x3ffU;
}

/// A manifest that no laptop has yet. By its number, which stands readable on each reply, those of
/// before are told apart even where their epoch is not known any more.
Status renew_manifest(Province& province, const sealed::SigningKey& root) {
    wire::KeyManifest manifest = province.manifest();
    manifest.number = std::max(manifest.number + 1, province.now().seconds);
    manifest.issued = province.now();
    auto renewed = wire::sign_manifest(std::move(manifest), root);
    if (!renewed) {
        return std::move(renewed).error();
    }
    auto stored = sqlite::run_query(province.database(), queries::set_manifest,
                                    [&](auto& s) { s.bind(":manifest", renewed->text()); });
    return stored ? province.reopen() : stored;
}

/// A restored database is used only when its manifest is of the root whose secrets opened it, and
/// the file is signed by a reply key of that manifest: anybody can seal something to the recovery
/// key.
Status begin_again(const World& world, const Path& folder, const sealed::SealedHeader& header,
                   const OfflineSecrets& offline) {
    auto province = Province::open(world, folder);
    if (!province) {
        return std::move(province).error();
    }
    const wire::KeyManifest& manifest = (*province)->manifest();
    const bool is_signed = std::any_of(
        manifest.reply.begin(), manifest.reply.end(),
        [&](const auto& key) { return sealed::verify_signature(header, key.key).has_value(); });
    if (!is_signed || !wire::parse_manifest(manifest.text(), offline.root.public_key())) {
        return not_whole();
    }
    if (auto sound = (*province)->database().check_integrity(); !sound) {
        return sound;
    }
    if (auto renewed = renew_manifest(**province, offline.root); !renewed) {
        return renewed;
    }
    sqlite::Database& database = (*province)->database();
    auto transaction = sqlite::Transaction::begin(database);
    if (!transaction) {
        return std::move(transaction).error();
    }
    const Timestamp now = world.clock.now();
    auto begun = sqlite::run_query(database, queries::begin_new_generation, [&](auto& s) {
        s.bind(":now", now.seconds).bind(":unlike", unlike_before(world.random));
    });
    if (!begun) {
        return begun;
    }
    if (auto waits = let_records_wait(database, true); !waits) {
        return waits;
    }
    if (auto told = tell_what_is_here(**province); !told) {
        return told;
    }
    if (auto noted = write_audit(database, now, "restore", ""); !noted) {
        return noted;
    }
    return transaction->commit();
}

}  // namespace

Result<BackupMade> create_backup(Province& province, const Path& file) {
    const World& world = province.world();
    const auto key = database_key(world.disk, province.folder());
    if (!key) {
        return key.error();
    }
    const Temporary copy(world.disk, province.folder() / copy_name);
    auto copied = sqlite::run_query(province.database(), queries::copy_into,
                                    [&](auto& s) { s.bind(":path", to_utf8(copy.path())); });
    if (!copied) {
        return std::move(copied).error();
    }
    const auto registrations = check_copy(copy.path(), *key);
    if (!registrations) {
        return registrations.error();
    }
    if (auto sealed_file = seal_file(province, copy.path(), *key, file); !sealed_file) {
        return std::move(sealed_file).error();
    }
    const auto header = sealed::read_header_of(file);
    if (!header || !sealed::verify_signature(*header, province.reply_key().public_key())) {
        static_cast<void>(world.disk.remove(file));
        return fail(ErrorKind::corrupt, "V-15", "read the backup back");
    }
    if (auto noted = write_audit(province.database(), province.now(), "backup", ""); !noted) {
        return std::move(noted).error();
    }
    std::error_code ignored;
    const auto bytes = std::filesystem::file_size(file, ignored);
    return BackupMade{bytes, *registrations};
}

Result<Timestamp> restore_backup(const World& world, const Path& file, const Path& folder,
                                 const Path& secrets, const sealed::Secret& passphrase) {
    if (world.disk.exists(folder / files::database)) {
        return fail(ErrorKind::conflict, "V-02", "restore: a province is in this folder already");
    }
    const auto offline = read_offline_secrets(world.disk, secrets, passphrase);
    if (!offline) {
        return offline.error();
    }
    const auto not_whole = [] {
        return fail(ErrorKind::corrupt, "V-20", "restore: not a whole backup");
    };
    const auto header = sealed::read_header_of(file);
    if (!header || header->stanza_type != stanza) {
        return not_whole();
    }
    if (auto made = world.disk.make_folder(folder); !made) {
        return std::move(made).error();
    }
    auto part = world.disk.begin(folder / files::database);
    if (!part) {
        return std::move(part).error();
    }
    std::string key_line;
    auto opened = sealed::open_stream(
        file, offline->recovery, max_database_bytes, [&](std::string_view piece) {
            if (key_line.empty() || key_line.back() != '\n') {
                const auto end = piece.find('\n');
                key_line += piece.substr(0, end == std::string_view::npos ? end : end + 1);
                piece.remove_prefix(end == std::string_view::npos ? piece.size() : end + 1);
            }
            return piece.empty() ? done() : (*part)->write(as_bytes(piece));
        });
    if (!opened) {
        return opened.error().kind == ErrorKind::storage_full ? std::move(opened).error()
                                                              : not_whole();
    }
    // The key first: a database without it would stand in the way of the next try.
    if (auto written = world.disk.write(folder / files::database_key, as_bytes(key_line));
        !written) {
        return std::move(written).error();
    }
    if (auto finished = (*part)->finish(); !finished) {
        return std::move(finished).error();
    }
    auto begun = begin_again(world, folder, *header, *offline);
    if (!begun) {
        static_cast<void>(world.disk.remove(folder / files::database));
        return std::move(begun).error();
    }
    return Timestamp{header->meta.integer_at("made").value_or(0)};
}

}  // namespace lontar::server
