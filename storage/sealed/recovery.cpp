#include <optional>
#include <utility>

#include "storage/sealed/keyring.hpp"
#include "storage/sealed/sealed_file.hpp"

namespace lontar::sealed {

namespace {

constexpr std::string_view stanza_type = "lontar/recovery-v1";
constexpr std::size_t register_key_bytes = 32;

Error damaged(std::string_view reason) {
    return fail(ErrorKind::corrupt, "K-07", "read recovery file: " + std::string(reason));
}

/// The key inside `{"key":"<64 hex digits>","t":"recovery"}` and LF, without a reader that would
/// leave copies in memory.
std::optional<Secret> key_in(std::string_view line) {
    constexpr std::string_view start = R"({"key":")";
    constexpr std::string_view end = "\",\"t\":\"recovery\"}\n";
    if (!line.starts_with(start) || !line.ends_with(end) ||
        line.size() != start.size() + 2 * register_key_bytes + end.size()) {
        return std::nullopt;
    }
    auto bytes = from_hex(line.substr(start.size(), 2 * register_key_bytes));
    if (!bytes) {
        return std::nullopt;
    }
    Secret key = Secret::copy_of(*bytes);
    wipe(*bytes);
    return key;
}

}  // namespace

Status write_recovery(Disk& disk, const Path& folder, ByteView register_key,
                      std::span<const Recipient> recipients, const SigningKey& device,
                      Random& random) {
    std::string line = R"({"key":")";
    line.reserve(128);
    std::string hex = to_hex(register_key);
    line += hex;
    line += "\",\"t\":\"recovery\"}\n";
    wipe(hex);
    if (!key_in(line)) {
        wipe(line);
        return fail(ErrorKind::invalid_input, "K-17", "write recovery file: not a register key");
    }
    const SealRequest request{
        stanza_type, {{"device", to_hex(device.public_key())}}, recipients, device};
    const auto file = seal(request, line, random);
    wipe(line);
    if (!file) {
        return file.error();
    }
    if (file->size() > max_recovery_file_bytes) {
        return fail(ErrorKind::invalid_input, "K-17", "write recovery file: too large");
    }
    return disk.write(folder / recovery_file, *file);
}

Result<Secret> read_recovery(Disk& disk, const Path& folder, const Identity& sheet) {
    const auto file = disk.read(folder / recovery_file, max_recovery_file_bytes);
    if (!file) {
        switch (file.error().kind) {
            case ErrorKind::not_found:
                return fail(ErrorKind::not_found, "K-08", "read recovery file");
            case ErrorKind::invalid_input:
                return damaged("too large");
            default:
                return file.error();
        }
    }
    const auto header = read_header(*file);
    if (!header) {
        return damaged(header.error().context);
    }
    if (header->stanza_type != stanza_type) {
        return damaged("another kind of file");
    }
    const auto device = array_from_hex<32>(header->meta.text_at("device").value_or(""));
    if (!device || !verify_signature(*header, *device)) {
        return damaged("not signed by the device it names");
    }
    auto line = open(*file, sheet, max_recovery_text_bytes);
    if (!line) {
        return line.error().kind == ErrorKind::refused
                   ? fail(ErrorKind::wrong_passphrase, "K-06", "open recovery file")
                   : damaged(line.error().context);
    }
    auto key = key_in(*line);
    wipe(*line);
    if (!key) {
        return damaged("no key inside");
    }
    return std::move(*key);
}

}  // namespace lontar::sealed
