#include "support/disk_image.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "support/fakes.hpp"
#include "support/temp_folder.hpp"

namespace lontar::support {

namespace {

using Kind = DiskAct::Kind;

constexpr std::size_t sector = 512;

void put_at(Bytes& content, std::uint64_t at, ByteView bytes) {
    content.resize(std::max<std::size_t>(content.size(), at + bytes.size()));
    std::copy(bytes.begin(), bytes.end(), content.begin() + static_cast<std::ptrdiff_t>(at));
}

void apply(Bytes& content, const DiskAct& act) {
    if (act.kind == Kind::truncate) {
        content.resize(act.at);
    } else {
        put_at(content, act.at, act.bytes);
    }
}

void apply(std::map<std::string, std::uint64_t>& names, const DiskAct& act) {
    if (act.kind == Kind::create) {
        names[act.name] = act.file;
    } else if (act.kind == Kind::remove) {
        names.erase(act.name);
    } else {
        names.erase(act.name);
        names[act.new_name] = act.file;
    }
}

void apply_torn(Bytes& content, const DiskAct& act, SeededRandom& random) {
    if (act.kind == Kind::truncate) {
        apply(content, act);
        return;
    }
    for (std::size_t from = 0; from < act.bytes.size();) {
        // Sectors lie where the disk has them, not where the write begins.
        const std::size_t room = sector - (act.at + from) % sector;
        const std::size_t count = std::min(room, act.bytes.size() - from);
        if (random.below(2) == 0) {
            put_at(content, act.at + from, ByteView(act.bytes).subspan(from, count));
        }
        from += count;
    }
}

/// "" for what lies at the top.
std::string_view folder_of(std::string_view name) {
    const auto slash = name.rfind('/');
    return slash == std::string_view::npos ? std::string_view() : name.substr(0, slash);
}

}  // namespace

std::string_view word_of(DiskAct::Kind kind) {
    switch (kind) {
        case Kind::create:
            return "create";
        case Kind::write:
            return "write";
        case Kind::truncate:
            return "truncate";
        case Kind::sync:
            return "sync";
        case Kind::sync_folder:
            return "sync folder";
        case Kind::rename:
            return "rename";
        case Kind::remove:
            return "remove";
    }
    return "?";
}

bool is_below(std::string_view name, std::string_view part) {
    return part.empty() ||
           (name.size() > part.size() && name.starts_with(part) && name[part.size()] == '/');
}

DiskImage::DiskImage(std::map<std::string, std::uint64_t> names,
                     std::map<std::uint64_t, Bytes> contents)
    : names_(std::move(names)), contents_(std::move(contents)) {
    for (const auto& [name, file] : names_) {
        first_names_[file] = name;
    }
}

Bytes DiskImage::content(std::uint64_t file) const {
    const auto found = contents_.find(file);
    return found == contents_.end() ? Bytes() : found->second;
}

void DiskImage::take(const DiskAct& act) {
    switch (act.kind) {
        case Kind::write:
        case Kind::truncate:
            pending_[act.file].push_back(&act);
            break;
        case Kind::create:
            first_names_[act.file] = act.name;
            pending_names_.push_back(&act);
            break;
        case Kind::rename:
        case Kind::remove:
            pending_names_.push_back(&act);
            break;
        case Kind::sync:
            for (const DiskAct* waiting : pending_[act.file]) {
                apply(contents_[act.file], *waiting);
            }
            pending_[act.file].clear();
            break;
        case Kind::sync_folder:
            std::erase_if(pending_names_, [&](const DiskAct* waiting) {
                const bool is_synced = folder_of(waiting->name) == act.name;
                if (is_synced) {
                    apply(names_, *waiting);
                }
                return is_synced;
            });
            break;
    }
}

void DiskImage::settle(Unsynced unsynced, std::uint64_t seed, std::string_view part) {
    SeededRandom random(seed);
    const auto in_part = std::ranges::stable_partition(
        pending_names_, [&](const DiskAct* act) { return !is_below(act->name, part); });
    const std::vector<const DiskAct*> names(in_part.begin(), in_part.end());
    pending_names_.erase(in_part.begin(), in_part.end());
    std::size_t names_kept = 0;
    if (unsynced != Unsynced::lost) {
        names_kept = unsynced == Unsynced::kept ? names.size() : random.below(names.size() + 1);
    }
    for (std::size_t i = 0; i < names_kept; ++i) {
        apply(names_, *names[i]);
    }
    for (auto& [file, acts] : pending_) {
        if (!is_below(first_names_[file], part)) {
            continue;
        }
        for (const DiskAct* act : acts) {
            if (unsynced == Unsynced::torn) {
                apply_torn(contents_[file], *act, random);
            } else if (unsynced == Unsynced::kept ||
                       (unsynced == Unsynced::some && random.below(2) == 0)) {
                apply(contents_[file], *act);
            }
        }
        acts.clear();
    }
}

void DiskImage::put_into(const Path& target) const {
    for (const auto& [name, file] : names_) {
        const Path path = target / to_path(name);
        std::filesystem::create_directories(path.parent_path());
        put_bytes(path, content(file));
    }
}

}  // namespace lontar::support
