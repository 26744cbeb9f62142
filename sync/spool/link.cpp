#include "sync/spool/link.hpp"

#include "storage/base/json.hpp"

namespace lontar::spool {

namespace {

constexpr std::int64_t version = 1;

Error damaged(std::string_view what) {
    return fail(ErrorKind::corrupt, "L-20", "read link.json: " + std::string(what));
}

}  // namespace

Path link_file(const Path& folder) {
    return folder / "link.json";
}

std::string link_text(const Link& link) {
    Json json;
    json.set("v", version)
        .set("device", link.device.hex())
        .set("village", link.village)
        .set("epoch", link.epoch.hex())
        .set("gen", link.gen)
        .set("ack", link.ack)
        .set("clock_floor", link.clock_floor.seconds)
        .set("manifest", link.manifest.text());
    return json.pretty() + "\n";
}

Result<Link> parse_link(std::string_view text) {
    const auto json = parse_json(text, {.max_bytes = max_link_bytes, .max_depth = max_link_depth});
    if (!json) {
        return damaged("not JSON");
    }
    const auto device = DeviceId::from_hex(json->text_at("device").value_or(""));
    const auto epoch = Epoch::from_hex(json->text_at("epoch").value_or(""));
    const auto village = json->text_at("village");
    const auto gen = json->integer_at("gen");
    const auto ack = json->integer_at("ack");
    const auto floor = json->integer_at("clock_floor");
    if (!device || !epoch || !village || !gen || !ack || !floor || *gen < 0 || *ack < 0) {
        return damaged("members");
    }
    // Whose root it is was decided at set-up; this file is written anew from the register at every
    // unlock.
    auto manifest = wire::parse_manifest(json->text_at("manifest").value_or(""), std::nullopt);
    if (!manifest) {
        return damaged("manifest");
    }
    return Link{*device, *village, *epoch, *gen, *ack, Timestamp{*floor}, *std::move(manifest)};
}

Result<Link> read_link(Disk& disk, const Path& data_folder) {
    const auto bytes = disk.read(link_file(data_folder), max_link_bytes);
    if (!bytes) {
        return bytes.error().kind == ErrorKind::invalid_input ? damaged("too large")
                                                              : bytes.error();
    }
    return parse_link(as_text(*bytes));
}

Status write_link(Disk& disk, const Path& data_folder, const Link& link) {
    const auto path = link_file(data_folder);
    const auto text = link_text(link);
    // Rewritten at every unlock: a sync of the disk is spent only when something changed.
    if (const auto there = disk.read(path, max_link_bytes); there && as_text(*there) == text) {
        return done();
    }
    if (auto made = disk.make_folder(data_folder); !made) {
        return made;
    }
    return disk.write(path, as_bytes(text));
}

}  // namespace lontar::spool
