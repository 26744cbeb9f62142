#include "sync/courier/stick.hpp"

namespace lontar::courier {

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

Result<Stick> Stick::find(Disk& disk, const Path& named) {
    auto place = wire::find_stick(named);
    if (!place) {
        return std::move(place).error();
    }
    return Stick(disk, *std::move(place));
}

Result<spool::Link> Stick::link() {
    for (const Path& folder : place_.folders()) {
        auto link = spool::read_link(disk_, folder);
        if (link || link.error().kind != ErrorKind::not_found) {
            return link;
        }
    }
    return fail(ErrorKind::not_found, "C-04", "read stick: no LONTAR/link.json");
}

wire::KeyManifest Stick::newest(const wire::KeyManifest& manifest) {
    wire::KeyManifest newest = manifest;
    for (const Path& folder : place_.folders()) {
        const auto link = spool::read_link(disk_, folder);
        if (link && link->manifest.root == newest.root && link->manifest.number > newest.number) {
            newest = link->manifest;
        }
    }
    return newest;
}

Status Stick::update_link(const spool::Link& link) {
    if (const auto there = spool::read_link(disk_, folder());
        there && there->manifest.root == link.manifest.root &&
        there->manifest.number >= link.manifest.number) {
        return done();
    }
    auto written = spool::write_link(disk_, folder(), link);
    return written ? done() : stick_error(written.error());
}

Status Stick::put_device(const spool::Link& link) {
    const auto path = out(link.village) / to_path(wire::device_note_name(link.device));
    const auto text = spool::link_text(link);
    if (const auto there = disk_.read(path, spool::max_link_bytes);
        there && as_text(*there) == text) {
        return done();
    }
    return put(path, as_bytes(text));
}

std::optional<spool::Link> Stick::read_note(const Path& file) {
    const auto bytes = disk_.read(file, spool::max_link_bytes);
    if (!bytes) {
        return std::nullopt;
    }
    auto link = spool::parse_link(as_text(*bytes));
    return link ? std::optional(*std::move(link)) : std::nullopt;
}

Status Stick::put(const Path& path, ByteView bytes) {
    auto put = wire::put_on_stick(disk_, path, bytes);
    return put ? done() : stick_error(put.error());
}

}  // namespace lontar::courier
