#include "sync/wire/stick_files.hpp"

#include <algorithm>
#include <utility>

#include "storage/sealed/hash.hpp"
#include "sync/wire/batch.hpp"
#include "sync/wire/reply.hpp"
#include "sync/wire/stick.hpp"

namespace lontar::wire {

namespace {

/// A program that took the file for text may have changed its line ends: damaged, and ours.
bool take_line(std::string_view& text, std::string_view line) {
    if (!text.starts_with(line)) {
        return false;
    }
    text.remove_prefix(line.size());
    text.remove_prefix(text.starts_with('\r') ? 1 : 0);
    if (!text.starts_with('\n')) {
        return false;
    }
    text.remove_prefix(1);
    return true;
}

/// `lontar/batch-v1` without its version: a later one is ours too.
std::string_view family_of(std::string_view stanza) {
    return stanza.substr(0, stanza.rfind('v') + 1);
}

std::uint64_t most_bytes(StickFileKind kind) {
    return kind == StickFileKind::batch ? max_batch_file_bytes : max_reply_file_bytes;
}

}  // namespace

StickFileKind kind_by_content(ByteView start) {
    std::string_view text = as_text(start);
    if (text.starts_with('{')) {
        return StickFileKind::note;
    }
    if (!take_line(text, "age-encryption.org/v1") || !text.starts_with("-> ")) {
        return StickFileKind::other;
    }
    text.remove_prefix(3);
    if (text.starts_with(family_of(batch_stanza))) {
        return StickFileKind::batch;
    }
    return text.starts_with(family_of(reply_stanza)) ? StickFileKind::reply : StickFileKind::other;
}

StickFileKind kind_by_name(std::string_view name) {
    const auto has = [&](std::string_view part) { return name.find(part) != name.npos; };
    if (is_device_note_name(name)) {
        return StickFileKind::note;
    }
    if (is_passed_over(name) || !has(".age")) {
        return StickFileKind::other;
    }
    if (has(".batch")) {
        return StickFileKind::batch;
    }
    return has(".reply") || has(".refusal") ? StickFileKind::reply : StickFileKind::other;
}

Result<std::vector<StickFile>> StickFiles::in(const Path& folder) {
    std::vector<StickFile> files;
    if (!seen_folders_.insert(folder.lexically_normal()).second) {
        return files;
    }
    const auto entries = disk_.list(folder);
    if (!entries) {
        return entries.error();
    }
    for (const FileEntry& entry : *entries) {
        if (is_passed_over(entry.name)) {
            continue;
        }
        if (files_ >= max_stick_files || bytes_ >= max_stick_bytes) {
            ++not_looked_at_;
            continue;
        }
        files.push_back(look_at(folder / to_path(entry.name), entry.bytes));
    }
    return files;
}

Result<StickFile> StickFiles::at(const Path& file) {
    const auto start = disk_.read_start(file, start_bytes);
    if (!start) {
        return start.error();
    }
    return look_at(file, 0);
}

StickFile StickFiles::look_at(Path path, std::uint64_t bytes) {
    ++files_;
    const auto start = disk_.read_start(path, start_bytes);
    const auto by_content = start ? kind_by_content(*start) : StickFileKind::other;
    const auto kind =
        by_content != StickFileKind::other ? by_content : kind_by_name(to_utf8(path.filename()));
    if (kind == StickFileKind::batch || kind == StickFileKind::reply) {
        bytes_ += std::min(bytes, most_bytes(kind));
    }
    return {std::move(path), kind, bytes};
}

Result<std::optional<Bytes>> StickFiles::read(const StickFile& file) {
    auto bytes = disk_.read(file.path, most_bytes(file.kind));
    if (!bytes) {
        return std::move(bytes).error();
    }
    if (!seen_files_.insert(sealed::sha256(*bytes)).second) {
        return std::optional<Bytes>();
    }
    return std::optional<Bytes>(*std::move(bytes));
}

}  // namespace lontar::wire
