#include "storage/register/copies/backup.hpp"

#include <algorithm>
#include <array>

#include "storage/base/crash_point.hpp"
#include "storage/register/audit.hpp"
#include "storage/register/copies/backup_name.hpp"
#include "storage/register/copies/dump.hpp"
#include "storage/register/copies/recipients.hpp"
#include "storage/register/register.hpp"
#include "storage/register/settings.hpp"
#include "storage/sealed/hash.hpp"
#include "storage/sealed/sealed_file.hpp"
#include "storage/sqlite/database.hpp"

namespace lontar::storage {

namespace {

constexpr std::string_view stanza_type = "lontar/backup-v1";
constexpr std::int64_t lines_between_reports = 256;

Error damaged(std::string_view why) {
    return fail(ErrorKind::corrupt, "B-02", "read a backup: " + std::string(why));
}

/// The error of a sealed file, as one of a backup.
Error as_backup_error(const Error& error) {
    switch (error.kind) {
        case ErrorKind::refused:
            return fail(ErrorKind::wrong_passphrase, "B-06",
                        "open a backup: sealed for another sheet");
        case ErrorKind::corrupt:
        case ErrorKind::invalid_input:
            return damaged(error.context);
        default:
            return error;
    }
}

std::uint64_t size_of(const Path& file) {
    std::error_code ignored;
    const auto size = std::filesystem::file_size(for_system(file), ignored);
    return ignored ? 0 : size;
}

/// Tells a person how far it is, and stops when they ask for it.
class Reporter {
public:
    Reporter(const Progress& progress, std::int64_t total) : progress_(progress), total_(total) {}
    /// cancelled "B-07".
    Status line() {
        ++done_;
        if (!progress_ || done_ % lines_between_reports != 0 ||
            progress_(std::min(done_, total_), total_)) {
            return done();
        }
        return fail(ErrorKind::cancelled, "B-07", "stopped on request");
    }

private:
    const Progress& progress_;
    std::int64_t total_;
    std::int64_t done_ = 0;
};

/// Puts the pieces of a stream together to lines, LF included.
class Lines {
public:
    explicit Lines(std::function<Status(std::string_view)> sink) : sink_(std::move(sink)) {}
    Status take(std::string_view piece) {
        while (true) {
            const auto end = piece.find('\n');
            if (end == std::string_view::npos) {
                held_ += piece;
                return held_.size() <= max_dump_line ? done()
                                                     : Status(damaged("a line is too long"));
            }
            held_ += piece.substr(0, end + 1);
            piece.remove_prefix(end + 1);
            const std::string line = std::move(held_);
            held_.clear();
            if (auto taken = sink_(line); !taken) {
                return taken;
            }
        }
    }
    [[nodiscard]] bool is_at_end() const { return held_.empty(); }

private:
    std::function<Status(std::string_view)> sink_;
    std::string held_;
};

struct Head {
    BackupInfo info;
    std::int64_t lines = 0;
};

/// What the file says of itself without a key, after grammar, tail hash and signature.
Result<Head> read_head(const Path& file) {
    const auto header = sealed::read_header_of(file);
    if (!header) {
        return as_backup_error(header.error());
    }
    const auto device = DeviceId::from_hex(header->meta.text_at("device").value_or(""));
    if (header->stanza_type != stanza_type || !device) {
        return damaged("another kind of file");
    }
    if (auto proved = sealed::verify_signature(*header, device->bytes); !proved) {
        return as_backup_error(proved.error());
    }
    Head head;
    head.info.path = file;
    head.info.village = header->meta.text_at("village").value_or("");
    head.info.made_at = {header->meta.integer_at("at").value_or(0)};
    head.info.registrations = header->meta.integer_at("registrations").value_or(0);
    head.info.revisions = header->meta.integer_at("revisions").value_or(0);
    head.info.bytes = size_of(file);
    // Each revision has a row in the audit chain beside it: near enough to tell how far it is.
    head.lines = 2 * head.info.revisions + head.info.registrations;
    return head;
}

Status read_lines(const Path& file, const sealed::Identity& sheet, Reporter& reporter,
                  const std::function<Status(std::string_view)>& sink) {
    Lines lines([&](std::string_view line) {
        auto going = reporter.line();
        return going ? sink(line) : going;
    });
    // What the sink says is ours already; what the file says becomes an error of a backup.
    Status taken;
    auto read =
        sealed::open_stream(file, sheet, max_backup_text_bytes, [&](std::string_view piece) {
            taken = lines.take(piece);
            return taken;
        });
    if (!taken) {
        return taken;
    }
    if (!read) {
        return as_backup_error(read.error());
    }
    return lines.is_at_end() ? done() : Status(damaged("the last line is cut"));
}

/// The first line, LF included, against what the file says of itself without a key.
Status check_dump_head(std::string_view line, const BackupInfo& said) {
    line.remove_suffix(1);
    const auto head = read_dump_head(line);
    if (!head) {
        return head.error();
    }
    return head->village == said.village && head->registrations == said.registrations &&
                   head->revisions == said.revisions
               ? done()
               : Status(damaged("another register than its head says"));
}

/// Counts the lines of a dump and follows its audit chain. `said` is what the file says of itself
/// without a key.
class DumpChecker {
public:
    /// `gatherer` may be null.
    DumpChecker(const BackupInfo& said, DumpGatherer* gatherer)
        : said_(said), gatherer_(gatherer) {}

    Status take(std::string_view text) {
        if (!begun_) {
            begun_ = true;
            return check_dump_head(text, said_);
        }
        text.remove_suffix(1);
        const auto line = parse_json(text, {.max_bytes = max_dump_line});
        if (!line || ended_) {
            return damaged("a line that is none");
        }
        const std::string name = line->text_at("t").value_or("");
        if (name == dump_end) {
            ended_ = true;
            return line->integer_at("rows") == rows_ ? done() : Status(damaged("rows are missing"));
        }
        ++rows_;
        if (name == "revision") {
            contents_.push_back(sealed::sha256(as_bytes(line->text_at("line").value_or(""))));
        }
        auto good = name == "audit" ? take_audit(*line) : done();
        return good && gatherer_ != nullptr ? gatherer_->take(*line) : good;
    }
    [[nodiscard]] bool is_whole() const {
        return begun_ && ended_ && vouched_ == contents_.size() &&
               said_.revisions == static_cast<std::int64_t>(contents_.size());
    }

private:
    Status take_audit(const Json& line) {
        AuditRow row;
        row.number = line.integer_at("number").value_or(0);
        row.act.at = {line.integer_at("at").value_or(0)};
        row.act.by = OfficerId::from_hex(line.text_at("officer_id").value_or(""));
        row.act.action = line.text_at("action").value_or("");
        row.act.object = line.text_at("object").value_or("");
        row.act.content = Hash::from_hex(line.text_at("content").value_or(""));
        row.hash = Hash::from_hex(line.text_at("hash").value_or("")).value_or(Hash{});
        if (auto good = chain_.next(row); !good) {
            return damaged(good.error().context);
        }
        if (!row.act.content) {
            return done();
        }
        const bool vouched = vouched_ < contents_.size() && contents_[vouched_] == *row.act.content;
        ++vouched_;
        return vouched ? done() : Status(damaged("a revision was changed"));
    }

    const BackupInfo& said_;
    DumpGatherer* gatherer_;
    AuditChain chain_;
    std::int64_t rows_ = 0;
    std::vector<Hash>
        contents_;  ///< of the revisions, in order: 32 bytes each, until the chain vouches
    std::size_t vouched_ = 0;
    bool begun_ = false;
    bool ended_ = false;
};

/// Every line, checked; `gatherer`, which may be null, gets the rows.
Status read_whole(const Head& head, const sealed::Identity& sheet, DumpGatherer* gatherer,
                  const Progress& progress) {
    DumpChecker checker(head.info, gatherer);
    Reporter reporter(progress, head.lines);
    auto read = read_lines(head.info.path, sheet, reporter,
                           [&](std::string_view line) { return checker.take(line); });
    if (!read) {
        return read;
    }
    return checker.is_whole() ? done() : Status(damaged("revisions are missing"));
}

/// storage_full and every other failure of writing, in a backup's words.
Error as_write_error(Error error) {
    if (error.kind == ErrorKind::storage_full) {
        error.code = "B-01";
    }
    return error;
}

/// Remembers a finished backup, for the home screen and the audit chain.
Status record_backup(Register& village_register, Timestamp at, std::int64_t registrations) {
    auto transaction = sqlite::Transaction::begin(village_register.database());
    if (!transaction) {
        return std::move(transaction).error();
    }
    if (auto put = put_setting(village_register, setting_names::last_backup_at,
                               std::to_string(at.seconds));
        !put) {
        return put;
    }
    auto logged =
        append_audit(village_register, {at, {}, "backed_up", std::to_string(registrations), {}});
    return logged ? transaction->commit() : logged;
}

}  // namespace

Result<BackupInfo> create_backup(Register& village_register, const Path& folder,
                                 const Progress& progress) {
    const World& world = village_register.world();
    const auto recipients = find_recipients(village_register);
    if (!recipients) {
        return recipients.error();
    }
    const auto sizes = find_sizes(village_register);
    if (!sizes) {
        return sizes.error();
    }
    const Timestamp now = world.clock.now();
    if (auto made = world.disk.make_folder(folder); !made) {
        return as_write_error(std::move(made).error());
    }
    const auto place = free_place_for_backup(world.disk, folder, village_register.village(),
                                             village_register.device().id, now);
    if (!place) {
        return place.error();
    }
    const Path& path = *place;
    auto part = world.disk.begin(path);
    if (!part) {
        return as_write_error(std::move(part).error());
    }
    Json::Object meta;
    meta.emplace("village", village_register.village());
    meta.emplace("device", village_register.device().id.hex());
    meta.emplace("at", now.seconds);
    meta.emplace("registrations", sizes->registrations);
    meta.emplace("revisions", sizes->revisions);
    auto writer = sealed::SealedWriter::begin(
        **part, {stanza_type, std::move(meta), *recipients, village_register.device().signing_key},
        world.random);
    if (!writer) {
        return as_write_error(std::move(writer).error());
    }
    Reporter reporter(progress, 2 * sizes->revisions + sizes->registrations);
    auto dumped = dump_register(village_register, [&](std::string_view line) {
        auto going = reporter.line();
        return going ? (*writer)->write(line) : going;
    });
    if (!dumped) {
        return as_write_error(std::move(dumped).error());
    }
    if (auto finished = (*writer)->finish(); !finished) {
        return as_write_error(std::move(finished).error());
    }
    crash_point("backup-before-rename");
    if (auto finished = (*part)->finish(); !finished) {
        return as_write_error(std::move(finished).error());
    }
    auto info = verify_backup(path, nullptr, {});
    if (!info) {
        static_cast<void>(world.disk.remove(path));
        return info;
    }
    if (auto recorded = record_backup(village_register, now, sizes->registrations); !recorded) {
        return std::move(recorded).error();
    }
    return info;
}

Result<BackupInfo> verify_backup(const Path& file, const sealed::Identity* sheet,
                                 const Progress& progress) {
    auto head = read_head(file);
    if (!head || sheet == nullptr) {
        return head ? Result<BackupInfo>(std::move(head->info)) : std::move(head).error();
    }
    if (auto read = read_whole(*head, *sheet, nullptr, progress); !read) {
        return std::move(read).error();
    }
    head->info.verified_payload = true;
    return std::move(head->info);
}

Result<DumpContent> read_backup(const Path& file, const sealed::Identity& sheet,
                                std::string_view village, const Progress& progress) {
    const auto head = read_head(file);
    if (!head) {
        return head.error();
    }
    if (head->info.village != village) {
        return fail(ErrorKind::refused, "B-12", "read a backup of another village");
    }
    DumpGatherer gatherer;
    if (auto read = read_whole(*head, sheet, &gatherer, progress); !read) {
        return std::move(read).error();
    }
    return gatherer.finish(head->info.village);
}

Result<BackupInfo> restore_backup(const World& world, const Path& file,
                                  const sealed::Identity& sheet, const Path& data_folder,
                                  const RestoreRequest& request,
                                  const std::string& expected_village, const Progress& progress) {
    auto head = read_head(file);
    if (!head) {
        return std::move(head).error();
    }
    if (!expected_village.empty() && head->info.village != expected_village) {
        return fail(ErrorKind::refused, "B-05", "restore a backup of another village");
    }
    auto restore = RegisterRestore::begin(world, data_folder);
    if (!restore) {
        return std::move(restore).error();
    }
    Reporter reporter(progress, head->lines);
    bool begun = false;
    auto read = read_lines(file, sheet, reporter, [&](std::string_view line) {
        auto good = begun ? done() : check_dump_head(line, head->info);
        begun = true;
        return good ? (*restore)->line(line) : good;
    });
    if (!read) {
        return std::move(read).error();
    }
    const auto registrations = (*restore)->finish(request);
    if (!registrations) {
        return registrations.error();
    }
    head->info.registrations = *registrations;
    head->info.verified_payload = true;
    return std::move(head->info);
}

}  // namespace lontar::storage
