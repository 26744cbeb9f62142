#include "sync/spool/link.hpp"

#include <algorithm>

#include "storage/base/json.hpp"
#include "sync/wire/batch.hpp"

namespace lontar::spool {

namespace {

constexpr std::int64_t version = 1;

Error damaged(std::string_view what) {
    return fail(ErrorKind::corrupt, "L-20", "read link.json: " + std::string(what));
}

}  // namespace

bool is_ours(const Link& link, const DeviceId& device) {
    return device == link.device || std::ranges::find(link.earlier, device) != link.earlier.end();
}

Result<std::vector<OutFile>> own_files(Spool& spool, const Link& link) {
    auto files = spool.out();
    if (!files) {
        return files;
    }
    std::erase_if(*files, [&](const OutFile& file) {
        if (file.epoch == link.epoch) {
            return false;
        }
        auto bytes = spool.read_out(file.epoch, file.seq);
        if (!bytes) {
            return false;
        }
        const auto batch = wire::prove_batch(*std::move(bytes));
        return batch && !is_ours(link, batch->stanza().device);
    });
    std::ranges::stable_partition(*files,
                                  [&](const OutFile& file) { return file.epoch == link.epoch; });
    return files;
}

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
    if (!link.earlier.empty()) {
        Json::List earlier;
        for (const DeviceId& device : link.earlier) {
            earlier.emplace_back(device.hex());
        }
        json.set("earlier", std::move(earlier));
    }
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
    Link link{*device, *village, *epoch, *gen, *ack, Timestamp{*floor}, *std::move(manifest)};
    if (const Json* earlier = json->find("earlier"); earlier != nullptr) {
        if (earlier->list() == nullptr || earlier->list()->size() > max_earlier_devices) {
            return damaged("earlier devices");
        }
        for (const Json& item : *earlier->list()) {
            const auto one = DeviceId::from_hex(item.text() == nullptr ? "" : *item.text());
            if (!one) {
                return damaged("an earlier device");
            }
            link.earlier.push_back(*one);
        }
    }
    return link;
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
