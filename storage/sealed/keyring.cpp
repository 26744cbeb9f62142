#include "storage/sealed/keyring.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "storage/base/file_error.hpp"
#include "storage/base/json.hpp"
#include "storage/sealed/hash.hpp"

namespace lontar::sealed {

namespace {

constexpr std::uint64_t max_file_bytes = 256 * 1024;
constexpr std::size_t max_wraps = 64;
constexpr int newest_version = 1;
/// A 32-byte key and the 16-byte tag of its wrapping.
constexpr std::size_t sealed_key_bytes = 48;

/// Bounds of what is believed from a file: Argon2's own floor, and a ceiling that a damaged or
/// planted number cannot use to make the machine stand still.
constexpr std::int64_t min_memory_bytes = 8 * 1024;
constexpr std::int64_t max_memory_bytes = std::int64_t{1} << 30U;
constexpr std::int64_t max_passes = 32;

Json json_of(const Wrap& wrap) {
    Json json;
    json.set("officer", wrap.officer.hex());
    json.set("name", wrap.name);
    json.set("kdf", "argon2id13");
    json.set("memory", static_cast<std::int64_t>(wrap.cost.memory_bytes));
    json.set("passes", std::int64_t{wrap.cost.passes});
    json.set("salt", to_hex(wrap.salt));
    json.set("nonce", to_hex(wrap.nonce));
    json.set("sealed", to_hex(wrap.sealed));
    return json;
}

std::optional<Wrap> wrap_of(const Json& json) {
    const auto officer = OfficerId::from_hex(json.text_at("officer").value_or(""));
    const auto name = json.text_at("name");
    const auto memory = json.integer_at("memory").value_or(0);
    const auto passes = json.integer_at("passes").value_or(0);
    const auto salt = array_from_hex<16>(json.text_at("salt").value_or(""));
    const auto nonce = array_from_hex<24>(json.text_at("nonce").value_or(""));
    auto sealed = from_hex(json.text_at("sealed").value_or(""));
    if (!officer || !name || json.text_at("kdf") != "argon2id13" || memory < min_memory_bytes ||
        memory > max_memory_bytes || passes < 1 || passes > max_passes || !salt || !nonce ||
        !sealed || sealed->size() != sealed_key_bytes) {
        return std::nullopt;
    }
    Wrap wrap;
    wrap.officer = *officer;
    wrap.name = *name;
    wrap.cost = {static_cast<std::uint64_t>(memory), static_cast<std::uint32_t>(passes)};
    wrap.salt = *salt;
    wrap.nonce = *nonce;
    wrap.sealed = std::move(*sealed);
    return wrap;
}

std::string file_of(const Keyring& keyring) {
    Json::List wraps;
    for (const Wrap& wrap : keyring.wraps) {
        wraps.push_back(json_of(wrap));
    }
    Json json;
    json.set("version", newest_version);
    json.set("wraps", std::move(wraps));
    // A flipped bit in a wrap would look like a wrong passphrase; the check tells damage apart.
    json.set("check", sha256(as_bytes(json.dump())).hex());
    return json.pretty() + "\n";
}

/// Nothing when the copy is damaged; a keyring of another version without wraps when it is newer.
std::optional<Keyring> keyring_of(std::string_view text) {
    auto json = parse_json(text, {.max_bytes = max_file_bytes, .max_depth = 8});
    if (!json || json->object() == nullptr) {
        return std::nullopt;
    }
    Keyring keyring;
    const auto version = json->integer_at("version").value_or(0);
    if (version > newest_version) {
        keyring.version = newest_version + 1;
        return keyring;
    }
    const auto check = json->text_at("check");
    json->object()->erase("check");
    const Json* wraps = json->find("wraps");
    if (version != newest_version || check != sha256(as_bytes(json->dump())).hex() ||
        wraps == nullptr || wraps->list() == nullptr || wraps->list()->size() > max_wraps) {
        return std::nullopt;
    }
    for (const Json& item : *wraps->list()) {
        auto wrap = wrap_of(item);
        if (!wrap) {
            return std::nullopt;
        }
        keyring.wraps.push_back(std::move(*wrap));
    }
    return keyring;
}

bool has_one_wrap_per_officer(const Keyring& keyring) {
    for (auto wrap = keyring.wraps.begin(); wrap != keyring.wraps.end(); ++wrap) {
        if (std::any_of(keyring.wraps.begin(), wrap,
                        [&](const Wrap& other) { return other.officer == wrap->officer; })) {
            return false;
        }
    }
    return !keyring.wraps.empty() && keyring.wraps.size() <= max_wraps;
}

}  // namespace

Result<Keyring> read_keyring(Disk& disk, const Path& folder) {
    bool is_any_there = false;
    bool is_any_newer = false;
    std::optional<Error> unread;
    for (const std::string_view name : {keyring_file, keyring_copy_file}) {
        const auto bytes = disk.read(folder / name, max_file_bytes);
        if (!bytes) {
            const ErrorKind kind = bytes.error().kind;
            is_any_there = is_any_there || kind != ErrorKind::not_found;
            // A copy that is too large is a damaged one.
            if (kind != ErrorKind::not_found && kind != ErrorKind::invalid_input) {
                unread = bytes.error();
            }
            continue;
        }
        is_any_there = true;
        auto keyring = keyring_of(as_text(*bytes));
        if (keyring && keyring->version == newest_version) {
            return std::move(*keyring);
        }
        is_any_newer = is_any_newer || keyring.has_value();
    }
    if (unread) {
        return std::move(*unread);
    }
    if (is_any_newer) {
        return fail(ErrorKind::too_new, "K-05", "read keyring");
    }
    return is_any_there ? fail(ErrorKind::corrupt, "K-03", "read keyring: no copy is whole")
                        : fail(ErrorKind::not_found, "K-04", "read keyring");
}

Status write_keyring(Disk& disk, const Path& folder, const Keyring& keyring) {
    if (!has_one_wrap_per_officer(keyring)) {
        return fail(ErrorKind::invalid_input, "K-09", "write keyring: wraps and officers differ");
    }
    const std::string file = file_of(keyring);
    if (!keyring_of(file)) {
        return fail(ErrorKind::invalid_input, "K-09", "write keyring: over a limit");
    }
    for (const std::string_view name : {keyring_copy_file, keyring_file}) {
        if (auto written = disk.write(folder / name, as_bytes(file)); !written) {
            return written;
        }
        const auto back = disk.read(folder / name, max_file_bytes);
        if (!back) {
            return back.error();
        }
        if (as_text(*back) != file) {
            return fail(ErrorKind::storage_failed, "D-02",
                        file_context("write keyring", folder / name, "other bytes came back"));
        }
    }
    return done();
}

}  // namespace lontar::sealed
