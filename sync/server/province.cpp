#include "sync/server/province.hpp"

#include <utility>

#include "storage/base/text.hpp"
#include "storage/sealed/keyring.hpp"
#include "storage/sqlite/open_migrated.hpp"
#include "storage/sqlite/query.hpp"
#include "sync/server/audit.hpp"
#include "sync/server/province_sql.hpp"
#include "sync/server/secrets_folder.hpp"

namespace lontar::server {

namespace {

constexpr std::size_t database_key_bytes = 32;
constexpr std::chrono::seconds renew_before = std::chrono::days(30);

Status put_secret(sqlite::Database& database, std::string_view kind, ByteView value) {
    return sqlite::run_query(database, queries::insert_secret, [&](sqlite::Statement& statement) {
        statement.bind(":kind", kind).bind(":number", 1).bind(":value", value);
    });
}

struct OnlineKeys {
    sealed::Identity receiving;
    sealed::SigningKey reply;
    sealed::SigningKey invite;
    CertificateAuthority authority;
    TlsIdentity leaf;
};

Result<OnlineKeys> make_online_keys(const World& world, const NewProvince& request) {
    const Timestamp now = world.clock.now();
    auto authority = make_authority(request.name, now);
    if (!authority) {
        return std::move(authority).error();
    }
    auto leaf = make_leaf(*authority, request.servers, now);
    if (!leaf) {
        return std::move(leaf).error();
    }
    return OnlineKeys{
        sealed::Identity::generate(world.random), sealed::SigningKey::generate(world.random),
        sealed::SigningKey::generate(world.random), *std::move(authority), *std::move(leaf)};
}

Result<wire::KeyManifest> first_manifest(const World& world, const NewProvince& request,
                                         const OnlineKeys& keys, const OfflineSecrets& secrets) {
    const auto published = [](const sealed::SigningKey& key) {
        return wire::PublishedKey{sealed::key_id(key.public_key()), key.public_key()};
    };
    wire::KeyManifest manifest;
    manifest.number = 1;
    manifest.issued = world.clock.now();
    manifest.root = secrets.root.public_key();
    manifest.servers = request.servers;
    manifest.ca = {keys.authority.certificate};
    manifest.receiving = {keys.receiving.recipient()};
    manifest.recovery = secrets.recovery.recipient();
    manifest.reply = {published(keys.reply)};
    manifest.invite = {published(keys.invite)};
    return wire::sign_manifest(std::move(manifest), secrets.root);
}

/// Everything of a new province, in one transaction: a database without it is none.
Status fill_database(const World& world, sqlite::Database& database, const NewProvince& request,
                     const OnlineKeys& keys, const wire::KeyManifest& manifest) {
    auto transaction = sqlite::Transaction::begin(database);
    if (!transaction) {
        return std::move(transaction).error();
    }
    const std::pair<std::string_view, ByteView> secrets[] = {
        {"receiving", keys.receiving.bytes()},    {"reply", keys.reply.seed()},
        {"invite", keys.invite.seed()},           {"ca", as_bytes(keys.authority.certificate)},
        {"ca_key", as_bytes(keys.authority.key)}, {"leaf", as_bytes(keys.leaf.certificate)},
        {"leaf_key", as_bytes(keys.leaf.key)},
    };
    for (const auto& [kind, value] : secrets) {
        if (auto put = put_secret(database, kind, value); !put) {
            return put;
        }
    }
    const Timestamp now = world.clock.now();
    auto inserted =
        sqlite::run_query(database, queries::insert_province, [&](sqlite::Statement& statement) {
            statement.bind(":name", request.name)
                .bind(":manifest", manifest.text())
                .bind(":made_at", now.seconds);
        });
    if (!inserted) {
        return inserted;
    }
    if (auto noted = write_audit(database, now, "init", sealed::key_id(manifest.root).hex());
        !noted) {
        return noted;
    }
    return transaction->commit();
}

Result<std::unique_ptr<sqlite::Database>> open_with_key(const World& world, const Path& folder,
                                                        bool create) {
    const auto hex = world.disk.read(folder / files::database_key, 256);
    if (!hex) {
        return fail(ErrorKind::corrupt, "V-04", "read the database key");
    }
    const auto text = tidy_text(as_text(*hex));
    const auto key = from_hex(text.value_or(""));
    if (!key || key->size() != database_key_bytes) {
        return fail(ErrorKind::corrupt, "V-04", "read the database key");
    }
    const Path file = folder / files::database;
    auto opened =
        sqlite::open_migrated(world.disk, file, {.key = *key, .create = create}, migrations::all);
    if (!opened) {
        return std::move(opened).error();
    }
    if (!opened->was_migrated) {
        // A copy that does not go is no reason not to serve; the next start tries again.
        static_cast<void>(sqlite::remove_copies(world.disk, file));
    }
    return std::move(opened->database);
}

Result<bool> has_province(sqlite::Database& database) {
    const auto row = sqlite::first_row(database, queries::read_province, sqlite::bind_nothing,
                                       [](const auto&) { return true; });
    if (!row) {
        return row.error();
    }
    return row->has_value();
}

}  // namespace

Result<ProvinceMade> create_province(const World& world, const Path& folder,
                                     const Path& secrets_folder, const NewProvince& request,
                                     const sealed::Secret& passphrase) {
    for (const std::string& server : request.servers) {
        if (!host_of(server) || server.size() > wire::max_address_bytes) {
            return fail(ErrorKind::invalid_input, "V-12",
                        "init: a server is written https://host:port, in at most " +
                            std::to_string(wire::max_address_bytes) + " bytes");
        }
    }
    if (request.servers.empty() || request.name.empty()) {
        return fail(ErrorKind::invalid_input, "V-12", "init: a name and a server are needed");
    }
    // Before the secrets are written: a folder that has some is not used again.
    if (request.servers.size() > wire::max_servers) {
        return fail(ErrorKind::invalid_input, "V-12",
                    "init: at most " + std::to_string(wire::max_servers) + " servers");
    }
    // A folder whose making was cut short has a database without a province in it; it is filled
    // now.
    const bool begun = world.disk.exists(folder / files::database);
    if (begun) {
        auto old = open_with_key(world, folder, false);
        if (!old) {
            return std::move(old).error();
        }
        const auto whole = has_province(**old);
        if (!whole) {
            return whole.error();
        }
        if (*whole) {
            return fail(ErrorKind::conflict, "V-02", "init: a province is in this folder already");
        }
    }
    const auto cost =
        request.cost.value_or(sealed::PassphraseCost::for_memory(physical_memory_bytes()));
    auto secrets = make_offline_secrets(world, secrets_folder, passphrase, cost);
    if (!secrets) {
        return std::move(secrets).error();
    }
    auto keys = make_online_keys(world, request);
    if (!keys) {
        return std::move(keys).error();
    }
    auto manifest = first_manifest(world, request, *keys, *secrets);
    if (!manifest) {
        return std::move(manifest).error();
    }
    if (auto made = world.disk.make_folder(folder); !made) {
        return std::move(made).error();
    }
    if (!begun) {
        sealed::Secret key(database_key_bytes);
        world.random.fill(key.bytes());
        const auto text = to_hex(key.view()) + "\n";
        if (auto written = world.disk.write(folder / files::database_key, as_bytes(text));
            !written) {
            return std::move(written).error();
        }
    }
    auto database = open_with_key(world, folder, true);
    if (!database) {
        return std::move(database).error();
    }
    if (auto filled = fill_database(world, **database, request, *keys, *manifest); !filled) {
        return std::move(filled).error();
    }
    std::string words = sealed::fingerprint_words(manifest->root);
    return ProvinceMade{*std::move(manifest), std::move(words)};
}

Result<std::unique_ptr<Province>> Province::open(const World& world, const Path& folder) {
    if (!world.disk.exists(folder / files::database)) {
        return fail(ErrorKind::not_found, "V-01",
                    "open the province: run `lontar-server init` first");
    }
    std::unique_ptr<Province> province(new Province(world, folder));
    if (auto opened = province->open_database(); !opened) {
        return std::move(opened).error();
    }
    if (auto loaded = province->load(); !loaded) {
        return std::move(loaded).error();
    }
    return province;
}

Status Province::open_database() {
    auto database = open_with_key(world_, folder_, false);
    if (!database) {
        return std::move(database).error();
    }
    database_ = *std::move(database);
    return done();
}

Status Province::reopen() {
    database_.reset();
    return open_database();
}

Status Province::load() {
    struct Row {
        std::string name;
        std::string manifest;
    };
    const auto row = sqlite::first_row(
        *database_, queries::read_province, sqlite::bind_nothing, [](const auto& r) {
            return Row{std::string(r.text(0)), std::string(r.text(1))};
        });
    if (!row) {
        return row.error();
    }
    if (!*row) {
        return fail(ErrorKind::not_found, "V-01",
                    "open the province: run `lontar-server init` first");
    }
    name_ = (*row)->name;
    auto manifest = wire::parse_manifest((*row)->manifest, std::nullopt);
    if (!manifest) {
        return std::move(manifest).error();
    }
    manifest_ = *std::move(manifest);
    auto identities = sqlite::all_rows(
        *database_, queries::list_secrets, [](auto& s) { s.bind(":kind", "receiving"); },
        [](const auto& r) { return sealed::Identity::from_bytes(r.blob(1)); });
    if (!identities) {
        return std::move(identities).error();
    }
    for (auto& identity : *identities) {
        if (identity) {
            receiving_.push_back(*std::move(identity));
        }
    }
    const auto reply = newest_secret("reply");
    const auto invite = newest_secret("invite");
    if (!reply || !invite) {
        return (reply ? invite : reply).error();
    }
    reply_key_ = sealed::SigningKey::from_seed(*reply);
    invite_key_ = sealed::SigningKey::from_seed(*invite);
    if (receiving_.empty() || !reply_key_ || !invite_key_) {
        return fail(ErrorKind::corrupt, "V-04", "read the online keys");
    }
    return done();
}

Result<Bytes> Province::newest_secret(std::string_view kind) {
    auto row = sqlite::first_row(
        *database_, queries::list_secrets, [&](auto& s) { s.bind(":kind", kind); },
        [](const auto& r) { return to_bytes(r.blob(1)); });
    if (!row) {
        return std::move(row).error();
    }
    if (!*row) {
        return fail(ErrorKind::corrupt, "V-04", "read the online key " + std::string(kind));
    }
    return **std::move(row);
}

std::vector<const sealed::Identity*> Province::receiving() const {
    std::vector<const sealed::Identity*> identities;
    identities.reserve(receiving_.size());
    for (const auto& identity : receiving_) {
        identities.push_back(&identity);
    }
    return identities;
}

Result<TlsIdentity> Province::tls_identity() {
    const auto leaf = newest_secret("leaf");
    const auto leaf_key = newest_secret("leaf_key");
    const auto ca = newest_secret("ca");
    const auto ca_key = newest_secret("ca_key");
    for (const auto* secret : {&leaf, &leaf_key, &ca, &ca_key}) {
        if (!*secret) {
            return secret->error();
        }
    }
    TlsIdentity current{std::string(as_text(*leaf)), std::string(as_text(*leaf_key))};
    const auto end = end_of(current.certificate);
    if (end && *end - now() > renew_before) {
        return current;
    }
    auto renewed = make_leaf({std::string(as_text(*ca)), std::string(as_text(*ca_key))},
                             manifest_.servers, now());
    if (!renewed) {
        return renewed;
    }
    auto transaction = sqlite::Transaction::begin(*database_);
    if (!transaction) {
        return std::move(transaction).error();
    }
    const std::pair<std::string_view, const std::string&> parts[] = {{"leaf", renewed->certificate},
                                                                     {"leaf_key", renewed->key}};
    for (const auto& [kind, pem] : parts) {
        auto put = sqlite::run_query(*database_, queries::replace_secret, [&](auto& s) {
            s.bind(":kind", kind).bind(":value", as_bytes(pem));
        });
        if (!put) {
            return std::move(put).error();
        }
    }
    if (auto noted = write_audit(*database_, now(), "renew leaf", ""); !noted) {
        return std::move(noted).error();
    }
    if (auto committed = transaction->commit(); !committed) {
        return std::move(committed).error();
    }
    return renewed;
}

}  // namespace lontar::server
