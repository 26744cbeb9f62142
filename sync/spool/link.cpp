#include "sync/spool/link.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <span>

#include "storage/base/json.hpp"
#include "sync/wire/batch.hpp"
#include "sync/wire/members.hpp"

namespace lontar::spool {

namespace {

constexpr std::int64_t version = 1;

Error damaged(std::string_view what) {
    return fail(ErrorKind::corrupt, "L-20", "read link.json: " + std::string(what));
}

/// The first `most` of them.
template <typename Identity>
Json hex_list(const std::vector<Identity>& ids, std::size_t most) {
    Json::List list;
    for (const Identity& id : std::span(ids).first(std::min(ids.size(), most))) {
        list.emplace_back(id.hex());
    }
    return list;
}

/// Who sealed a whole file of `out/` that is not this register's. Of the current epoch nobody else.
std::optional<DeviceId> stranger_of(Spool& spool, const Link& link, const OutFile& file) {
    if (file.epoch == link.epoch) {
        return std::nullopt;
    }
    auto bytes = spool.read_out(file.epoch, file.seq);
    if (!bytes) {
        return std::nullopt;
    }
    const auto batch = wire::prove_batch(*std::move(bytes));
    return batch && !is_ours(link, batch->stanza().device) ? std::optional(batch->stanza().device)
                                                           : std::nullopt;
}

/// Absent is none. False: it is no list of at most `most` ids.
template <typename Identity>
bool read_hex_list(const Json& json, std::string_view name, std::size_t most,
                   std::vector<Identity>& ids) {
    const Json* value = json.find(name);
    if (value == nullptr) {
        return true;
    }
    if (value->list() == nullptr || value->list()->size() > most) {
        return false;
    }
    for (const Json& item : *value->list()) {
        const auto id = Identity::from_hex(item.text() == nullptr ? "" : *item.text());
        if (!id) {
            return false;
        }
        ids.push_back(*id);
    }
    return true;
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
    std::erase_if(*files,
                  [&](const OutFile& file) { return stranger_of(spool, link, file).has_value(); });
    for (OutFile& file : *files) {
        file.in_reserve =
            file.seq == 1 && std::ranges::find(link.greeted, file.epoch) != link.greeted.end();
    }
    std::ranges::stable_partition(*files,
                                  [&](const OutFile& file) { return file.epoch == link.epoch; });
    return files;
}

Result<std::vector<DeviceId>> list_strangers(Spool& spool, const Link& link) {
    const auto files = spool.out();
    if (!files) {
        return files.error();
    }
    std::set<DeviceId> strangers;
    for (const OutFile& file : *files) {
        if (const auto stranger = stranger_of(spool, link, file)) {
            strangers.insert(*stranger);
        }
    }
    return std::vector<DeviceId>(strangers.begin(), strangers.end());
}

Result<std::size_t> adopt_strangers(Disk& disk, const Path& data_folder) {
    auto link = read_link(disk, data_folder);
    if (!link) {
        return std::move(link).error();
    }
    Spool spool(disk, data_folder);
    const auto strangers = list_strangers(spool, *link);
    if (!strangers) {
        return strangers.error();
    }
    std::size_t adopted = 0;
    for (const DeviceId& stranger : *strangers) {
        if (link->earlier.size() < max_earlier_devices) {
            link->earlier.push_back(stranger);
            ++adopted;
        }
    }
    if (adopted == 0) {
        return adopted;
    }
    auto written = write_link(disk, data_folder, *link);
    return written ? Result<std::size_t>(adopted) : std::move(written).error();
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
        json.set("earlier", hex_list(link.earlier, max_earlier_devices));
    }
    if (!link.greeted.empty()) {
        json.set("greeted", hex_list(link.greeted, max_greeted_epochs));
    }
    return json.pretty() + "\n";
}

Result<Link> parse_link(std::string_view text) {
    const auto json = parse_json(text, {.max_bytes = max_link_bytes, .max_depth = max_link_depth});
    if (!json) {
        return damaged("not JSON");
    }
    const std::int64_t its_version = json->integer_at("v").value_or(0);
    if (its_version > version) {
        return fail(ErrorKind::too_new, "A-05", "read link.json: of a newer version");
    }
    const auto device = DeviceId::from_hex(json->text_at("device").value_or(""));
    const auto epoch = Epoch::from_hex(json->text_at("epoch").value_or(""));
    const auto village = json->text_at("village");
    const auto gen = json->integer_at("gen");
    const auto ack = json->integer_at("ack");
    const auto floor = json->integer_at("clock_floor");
    if (its_version != version || !device || !epoch || !village ||
        !wire::is_digits(*village, wire::village_digits) || !gen || !ack || !floor || *gen < 0 ||
        *ack < 0) {
        return damaged("members");
    }
    // Whose root it is was decided at set-up; this file is written anew from the register at every
    // unlock.
    auto manifest = wire::parse_manifest(json->text_at("manifest").value_or(""), std::nullopt);
    if (!manifest) {
        return damaged("manifest");
    }
    Link link{*device, *village, *epoch, *gen, *ack, Timestamp{*floor}, *std::move(manifest)};
    if (!read_hex_list(*json, "earlier", max_earlier_devices, link.earlier)) {
        return damaged("earlier devices");
    }
    if (!read_hex_list(*json, "greeted", max_greeted_epochs, link.greeted)) {
        return damaged("greeted epochs");
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
    if (const auto back = parse_link(text); !back) {
        return fail(ErrorKind::invalid_input, "L-28", "write link.json: " + back.error().context);
    }
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
