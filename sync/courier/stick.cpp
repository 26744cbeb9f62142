#include "sync/courier/stick.hpp"

namespace lontar::courier {

namespace {

constexpr std::size_t max_note_bytes = 32 * 1024;

}  // namespace

Error stick_error(const Error& error) {
    switch (error.kind) {
        case ErrorKind::storage_full:
            return fail(ErrorKind::storage_full, "C-01", error.context);
        case ErrorKind::storage_failed:
            return fail(ErrorKind::storage_failed, "C-02", error.context);
        default:
            return error;
    }
}

Result<spool::Link> Stick::link() {
    auto link = spool::read_link(disk_, folder_);
    if (!link && link.error().kind == ErrorKind::not_found) {
        return fail(ErrorKind::not_found, "C-04", "read stick: no LONTAR/link.json");
    }
    return link;
}

Status Stick::update_link(const spool::Link& link) {
    if (const auto there = this->link(); there && there->manifest.root == link.manifest.root &&
                                         there->manifest.number >= link.manifest.number) {
        return done();
    }
    auto written = spool::write_link(disk_, folder_, link);
    return written ? done() : stick_error(written.error());
}

Status Stick::put_device(const spool::Link& link) {
    const auto path = out(link.village) / to_path(wire::device_note_name(link.device));
    const auto text = spool::link_text(link);
    if (const auto there = disk_.read(path, max_note_bytes); there && as_text(*there) == text) {
        return done();
    }
    return put(path, as_bytes(text));
}

Result<std::vector<spool::Link>> Stick::devices(const std::string& village) {
    const auto entries = disk_.list(out(village));
    if (!entries) {
        return entries.error();
    }
    std::vector<spool::Link> links;
    for (const auto& entry : *entries) {
        if (!wire::is_device_note_name(entry.name)) {
            continue;
        }
        const auto bytes = disk_.read(out(village) / to_path(entry.name), max_note_bytes);
        if (!bytes) {
            continue;
        }
        if (auto link = spool::parse_link(as_text(*bytes))) {
            links.push_back(*std::move(link));
        }
    }
    return links;
}

Status Stick::put(const Path& path, ByteView bytes) {
    auto put = wire::put_on_stick(disk_, path, bytes);
    return put ? done() : stick_error(put.error());
}

}  // namespace lontar::courier
