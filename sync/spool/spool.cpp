#include "sync/spool/spool.hpp"

#include <algorithm>
#include <tuple>

#include "storage/base/crash_point.hpp"
#include "storage/base/json.hpp"

namespace lontar::spool {

namespace {

constexpr std::string_view batch_ending = ".batch.age";
constexpr std::string_view mark_ending = ".sent.json";
constexpr std::size_t max_mark_bytes = 1024;

/// Names of the points where a test may end the process.
struct Points {
    std::string_view before;
    std::string_view written;
    std::string_view stored;
};
constexpr Points out_points{"spool-before-part", "spool-part-written", "spool-renamed"};
constexpr Points in_points{"reply-before-part", "reply-part-written", "reply-stored"};

Status write_file(Disk& disk, const Path& path, ByteView bytes, const Points& points) {
    if (auto made = disk.make_folder(path.parent_path()); !made) {
        return made;
    }
    crash_point(points.before);
    auto part = disk.begin(path);
    if (!part) {
        return std::move(part).error();
    }
    if (auto written = (*part)->write(bytes); !written) {
        return written;
    }
    crash_point(points.written);
    if (auto finished = (*part)->finish(); !finished) {
        return finished;
    }
    crash_point(points.stored);
    return done();
}

/// The mark that stands in `name` and `bytes`; nothing when it is none.
std::optional<SentMark> read_mark(std::string_view name, ByteView bytes) {
    name.remove_suffix(mark_ending.size());
    const auto batch = wire::parse_batch_file_name(std::string(name) + std::string(batch_ending));
    const auto json = parse_json(as_text(bytes), {.max_bytes = max_mark_bytes, .max_depth = 2});
    if (!batch || !json) {
        return std::nullopt;
    }
    const auto file = Hash::from_hex(json->text_at("file").value_or(""));
    const auto at = json->integer_at("at");
    if (!file || !at) {
        return std::nullopt;
    }
    return SentMark{batch->epoch, batch->seq, *file, Timestamp{*at}};
}

}  // namespace

Spool::Spool(Disk& disk, const Path& data_folder) : disk_(disk), folder_(data_folder / "spool") {}

Path Spool::out_file(const Epoch& epoch, std::int64_t seq) const {
    return folder_ / "out" / wire::batch_file_name(epoch, seq);
}

Path Spool::mark_file(const Epoch& epoch, std::int64_t seq) const {
    return in_folder() / (epoch.hex() + "-" + std::to_string(seq) + std::string(mark_ending));
}

Path Spool::question_file(const Epoch& epoch) const {
    return in_folder() / (epoch.hex() + ".question-wanted");
}

Path Spool::manifest_file() const {
    return in_folder() / "keys.manifest";
}

Result<std::vector<OutFile>> Spool::out() {
    const auto entries = disk_.list(folder_ / "out");
    if (!entries) {
        return entries.error();
    }
    std::vector<OutFile> files;
    for (const auto& entry : *entries) {
        if (const auto name = wire::parse_batch_file_name(entry.name)) {
            files.push_back({name->epoch, name->seq, entry.bytes});
        }
    }
    std::sort(files.begin(), files.end(), [](const OutFile& a, const OutFile& b) {
        return std::tie(a.epoch, a.seq) < std::tie(b.epoch, b.seq);
    });
    return files;
}

Result<Bytes> Spool::read_out(const Epoch& epoch, std::int64_t seq) {
    return disk_.read(out_file(epoch, seq), wire::max_batch_file_bytes);
}

Status Spool::put_out(const Epoch& epoch, std::int64_t seq, ByteView bytes) {
    return write_file(disk_, out_file(epoch, seq), bytes, out_points);
}

Status Spool::remove_out(const Epoch& epoch, std::int64_t seq) {
    auto removed = disk_.remove(out_file(epoch, seq));
    crash_point("out-unlinked");
    return removed;
}

Status Spool::set_aside_out(const Epoch& epoch, std::int64_t seq) {
    const auto from = out_file(epoch, seq);
    const auto folder = folder_ / "aside";
    if (auto made = disk_.make_folder(folder); !made) {
        return made;
    }
    return disk_.move(from, folder / from.filename());
}

Status Spool::bring_back_out() {
    const auto folder = folder_ / "aside";
    const auto entries = disk_.list(folder);
    if (!entries) {
        return entries.error();
    }
    for (const auto& entry : *entries) {
        const auto name = wire::parse_batch_file_name(entry.name);
        if (!name || disk_.exists(out_file(name->epoch, name->seq))) {
            continue;
        }
        if (auto moved = disk_.move(folder / to_path(entry.name), out_file(name->epoch, name->seq));
            !moved) {
            return moved;
        }
    }
    return done();
}

Result<std::vector<std::string>> Spool::in() {
    const auto entries = disk_.list(in_folder());
    if (!entries) {
        return entries.error();
    }
    std::vector<std::string> names;
    for (const auto& entry : *entries) {
        if (wire::is_reply_file_name(entry.name)) {
            names.push_back(entry.name);
        }
    }
    return names;
}

Result<Bytes> Spool::read_in(const std::string& name) {
    return disk_.read(in_folder() / to_path(name), wire::max_reply_file_bytes);
}

Status Spool::put_in(const std::string& name, ByteView bytes) {
    const auto path = in_folder() / to_path(name);
    if (!disk_.exists(path)) {
        return write_file(disk_, path, bytes, in_points);
    }
    const auto there = disk_.read(path, wire::max_reply_file_bytes);
    if (there && std::equal(there->begin(), there->end(), bytes.begin(), bytes.end())) {
        return done();
    }
    return write_file(disk_, in_folder() / to_path(name + ".2"), bytes, in_points);
}

Status Spool::remove_in(const std::string& name) {
    return disk_.remove(in_folder() / to_path(name));
}

Status Spool::set_aside_in(const std::string& name) {
    const auto from = in_folder() / to_path(name);
    const auto folder = in_folder() / "foreign";
    if (auto made = disk_.make_folder(folder); !made) {
        return made;
    }
    return disk_.move(from, folder / to_path(name));
}

Status Spool::mark_sent(const SentMark& mark) {
    Json json;
    json.set("file", mark.file.hex()).set("at", mark.at.seconds);
    if (auto made = disk_.make_folder(in_folder()); !made) {
        return made;
    }
    return disk_.write(mark_file(mark.epoch, mark.seq), as_bytes(json.dump() + "\n"));
}

Result<std::vector<SentMark>> Spool::sent_marks() {
    const auto entries = disk_.list(in_folder());
    if (!entries) {
        return entries.error();
    }
    std::vector<SentMark> marks;
    for (const auto& entry : *entries) {
        if (!entry.name.ends_with(mark_ending)) {
            continue;
        }
        const auto bytes = disk_.read(in_folder() / to_path(entry.name), max_mark_bytes);
        if (!bytes) {
            return bytes.error();
        }
        if (const auto mark = read_mark(entry.name, *bytes)) {
            marks.push_back(*mark);
        }
    }
    return marks;
}

Status Spool::remove_mark(const Epoch& epoch, std::int64_t seq) {
    return disk_.remove(mark_file(epoch, seq));
}

Status Spool::put_manifest(const wire::KeyManifest& manifest) {
    const auto waiting = waiting_manifest();
    if (!waiting) {
        return waiting.error();
    }
    if (const auto there = wire::parse_manifest(*waiting, manifest.root);
        there && there->number >= manifest.number) {
        return done();
    }
    if (auto made = disk_.make_folder(in_folder()); !made) {
        return made;
    }
    return disk_.write(manifest_file(), as_bytes(manifest.text()));
}

Result<std::string> Spool::waiting_manifest() {
    if (!disk_.exists(manifest_file())) {
        return std::string();
    }
    const auto bytes = disk_.read(manifest_file(), wire::max_manifest_bytes);
    if (!bytes) {
        // Longer than a manifest can be: as good as none.
        return bytes.error().kind == ErrorKind::invalid_input ? Result<std::string>(std::string())
                                                              : bytes.error();
    }
    return std::string(as_text(*bytes));
}

Status Spool::remove_manifest() {
    return disk_.remove(manifest_file());
}

Status Spool::want_question(const Epoch& epoch) {
    if (disk_.exists(question_file(epoch))) {
        return done();
    }
    if (auto made = disk_.make_folder(in_folder()); !made) {
        return made;
    }
    return disk_.write(question_file(epoch), {});
}

Result<bool> Spool::is_question_wanted(const Epoch& epoch) {
    return disk_.exists(question_file(epoch));
}

Status Spool::remove_question_wish(const Epoch& epoch) {
    return disk_.exists(question_file(epoch)) ? disk_.remove(question_file(epoch)) : done();
}

}  // namespace lontar::spool
