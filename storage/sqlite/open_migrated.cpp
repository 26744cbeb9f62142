#include "storage/sqlite/open_migrated.hpp"

#include <fstream>
#include <string>

#include "storage/base/crash_point.hpp"
#include "storage/base/file_error.hpp"

namespace lontar::sqlite {

namespace {

constexpr std::string_view copy_mark = ".before-";

Path copy_of(const Path& file, std::int64_t version) {
    Path copy = file;
    copy += std::string(copy_mark) + std::to_string(version);
    return copy;
}

Path log_of(const Path& file) {
    Path log = file;
    log += "-wal";
    return log;
}

/// `keep`: a name that stays.
Status remove_copies_but(Disk& disk, const Path& file, const std::string& keep) {
    const std::string begin = to_utf8(file.filename()) + std::string(copy_mark);
    const auto entries = disk.list(file.parent_path());
    if (!entries) {
        return entries.error();
    }
    for (const FileEntry& entry : *entries) {
        if (!entry.name.starts_with(begin) || entry.name == keep) {
            continue;
        }
        if (auto removed = disk.remove(file.parent_path() / to_path(entry.name)); !removed) {
            return removed;
        }
    }
    return done();
}

/// Byte by byte, of a file that nobody has open.
Status copy_file(Disk& disk, const Path& from, const Path& to) {
    constexpr std::size_t piece_bytes = std::size_t{256} * 1024;
    std::ifstream in(for_system(from), std::ios::binary);
    auto out = disk.begin(to);
    if (!out) {
        return std::move(out).error();
    }
    Bytes piece(piece_bytes);
    while (in) {
        in.read(reinterpret_cast<char*>(piece.data()), static_cast<std::streamsize>(piece.size()));
        const auto read = static_cast<std::size_t>(in.gcount());
        if (auto written = (*out)->write(ByteView(piece).first(read)); !written) {
            return written;
        }
    }
    if (!in.eof()) {
        return fail(ErrorKind::storage_failed, "D-02",
                    file_context("read a database to copy it", from, "it ends early"));
    }
    return (*out)->finish();
}

/// Reads every page of the copy with the key.
Status prove_copy(const Path& copy, const OpenOptions& options, std::int64_t version) {
    auto database = Database::open(copy, {.key = options.key, .create = false, .read_only = true});
    if (!database) {
        return std::move(database).error();
    }
    const auto found = (*database)->user_version();
    if (!found || *found != version) {
        return found ? Status(fail(ErrorKind::corrupt, "R-06", "read the copy of a database"))
                     : Status(found.error());
    }
    return (*database)->check_integrity();
}

/// Consumes the database: closed, all of it is in one file.
Status keep_copy(Disk& disk, const Path& file, std::unique_ptr<Database> database,
                 const OpenOptions& options, std::int64_t version) {
    if (auto whole = database->checkpoint(); !whole) {
        return whole;
    }
    database.reset();
    const Path copy = copy_of(file, version);
    if (auto copied = copy_file(disk, file, copy); !copied) {
        return copied;
    }
    Status proved = prove_copy(copy, options, version);
    // Reading may leave an empty log behind.
    if (auto removed = disk.remove(log_of(copy)); !removed) {
        return removed;
    }
    if (!proved) {
        static_cast<void>(disk.remove(copy));
        return proved;
    }
    crash_point("migration-copied");
    return remove_copies_but(disk, file, to_utf8(copy.filename()));
}

}  // namespace

Result<Opened> open_migrated(Disk& disk, const Path& file, const OpenOptions& options,
                             std::span<const Script> scripts) {
    const bool has_log = disk.exists(log_of(file));
    auto database = Database::open(file, options);
    if (!database) {
        return std::move(database).error();
    }
    const auto version = (*database)->user_version();
    if (!version) {
        return version.error();
    }
    if (*version > newest_version(scripts) && has_log) {
        // A newer program is to find all as it left it.
        (*database)->leave_log();
    }
    // Version 0 is a database that was just made.
    const bool is_older = *version > 0 && *version < newest_version(scripts);
    if (is_older) {
        auto kept = keep_copy(disk, file, *std::move(database), options, *version);
        if (!kept) {
            return std::move(kept).error();
        }
        database = Database::open(file, options);
        if (!database) {
            return std::move(database).error();
        }
    }
    if (auto migrated = migrate(**database, scripts); !migrated) {
        return std::move(migrated).error();
    }
    return Opened{*std::move(database), is_older};
}

Status remove_copies(Disk& disk, const Path& file) {
    return remove_copies_but(disk, file, {});
}

}  // namespace lontar::sqlite
