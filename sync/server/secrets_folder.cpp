#include "sync/server/secrets_folder.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "sync/server/province.hpp"

namespace lontar::server {

namespace {

constexpr std::string_view root_name = "root";
constexpr std::string_view recovery_name = "recovery";
constexpr std::string_view note_name = "README.txt";

std::string note(const sealed::PublicKey& root) {
    return "Secrets of a Lontar province: root key and recovery key, wrapped by a passphrase.\n"
           "\n"
           "Carry this folder away from the server: two copies, on paper-labelled media, in two "
           "locked places,\n"
           "and the passphrase in a third. The server never needs it to run. Without it the keys "
           "of the province\n"
           "cannot be renewed, its backups cannot be opened and a forgotten laptop cannot be "
           "helped.\n"
           "\n"
           "The six words of this root: " +
           sealed::fingerprint_words(root) + "\n";
}

}  // namespace

Result<OfflineSecrets> make_offline_secrets(const World& world, const Path& folder,
                                            const sealed::Secret& passphrase,
                                            const sealed::PassphraseCost& cost) {
    if (auto made = world.disk.make_folder(folder); !made) {
        return std::move(made).error();
    }
    const auto there = world.disk.list(folder);
    if (!there) {
        return there.error();
    }
    if (!there->empty()) {
        return fail(ErrorKind::conflict, "V-11", "init: the folder for the secrets is not empty");
    }
    OfflineSecrets secrets{sealed::SigningKey::generate(world.random),
                           sealed::Identity::generate(world.random)};
    sealed::Keyring keyring;
    const std::pair<std::string_view, ByteView> keys[] = {
        {root_name, secrets.root.seed()}, {recovery_name, secrets.recovery.bytes()}};
    for (const auto& [name, key] : keys) {
        auto wrap = sealed::wrap_key(key, OfficerId::random(world.random), name, passphrase, cost,
                                     world.random);
        if (!wrap) {
            return std::move(wrap).error();
        }
        keyring.wraps.push_back(*std::move(wrap));
    }
    if (auto written = sealed::write_keyring(world.disk, folder, keyring); !written) {
        return std::move(written).error();
    }
    if (auto told = world.disk.write(folder / note_name, as_bytes(note(secrets.root.public_key())));
        !told) {
        return std::move(told).error();
    }
    return secrets;
}

Result<OfflineSecrets> read_offline_secrets(Disk& disk, const Path& folder,
                                            const sealed::Secret& passphrase) {
    const auto keyring = sealed::read_keyring(disk, folder);
    if (!keyring) {
        return keyring.error();
    }
    const auto unwrap = [&](std::string_view name) -> Result<sealed::Secret> {
        const auto wrap = std::find_if(keyring->wraps.begin(), keyring->wraps.end(),
                                       [&](const auto& each) { return each.name == name; });
        if (wrap == keyring->wraps.end()) {
            return fail(ErrorKind::not_found, "K-04", "read the offline secrets");
        }
        return sealed::unwrap_key(*wrap, passphrase);
    };
    const auto root = unwrap(root_name);
    if (!root) {
        return root.error();
    }
    const auto recovery = unwrap(recovery_name);
    if (!recovery) {
        return recovery.error();
    }
    auto signing = sealed::SigningKey::from_seed(root->view());
    auto identity = sealed::Identity::from_bytes(recovery->view());
    if (!signing || !identity) {
        return fail(ErrorKind::corrupt, "K-03", "read the offline secrets");
    }
    return OfflineSecrets{*std::move(signing), *std::move(identity)};
}

}  // namespace lontar::server
