#include "storage/register/copies/dump_content.hpp"

#include <array>
#include <utility>

#include "storage/model/reasons.hpp"
#include "storage/sealed/hash.hpp"
#include "storage/sealed/signing.hpp"

namespace lontar::storage {

namespace {

Error not_ours(std::string_view what) {
    return fail(ErrorKind::corrupt, "B-02", "gather a dump: " + std::string(what));
}

template <typename Identity>
std::optional<Identity> id_at(const Json& row, std::string_view name) {
    const auto hex = row.text_at(name);
    return hex ? Identity::from_hex(*hex) : std::nullopt;
}

}  // namespace

std::vector<Rev> lines_below(const model::Entry& entry, std::string_view line) {
    std::vector<Rev> revs;
    if (entry.base) {
        revs.push_back(*entry.base);
    }
    if (entry.type_name != model::merged_type) {
        return revs;
    }
    const auto json = parse_json(line);
    const Json* heads = json ? json->find("heads") : nullptr;
    if (heads != nullptr && heads->list() != nullptr) {
        for (const Json& head : *heads->list()) {
            const auto rev = head.text() != nullptr ? Rev::from_hex(*head.text()) : std::nullopt;
            if (rev) {
                revs.push_back(*rev);
            }
        }
    }
    return revs;
}

Status DumpGatherer::take(const Json& row) {
    using Taker = Status (DumpGatherer::*)(const Json&);
    static constexpr std::array takers{
        std::pair<std::string_view, Taker>{"registration", &DumpGatherer::take_person},
        std::pair<std::string_view, Taker>{"revision", &DumpGatherer::take_line},
        std::pair<std::string_view, Taker>{"epoch", &DumpGatherer::take_epoch},
        std::pair<std::string_view, Taker>{"batch", &DumpGatherer::take_batch},
        std::pair<std::string_view, Taker>{"sealing", &DumpGatherer::take_sealing},
        std::pair<std::string_view, Taker>{"draft", &DumpGatherer::take_draft}};
    const std::string table = row.text_at("t").value_or("");
    for (const auto& [name, taker] : takers) {
        if (name == table) {
            return (this->*taker)(row);
        }
    }
    return done();
}

DumpContent DumpGatherer::finish(std::string village) {
    content_.village = std::move(village);
    // Taken back with an import, or named by lines alone that were: nobody there any more.
    std::erase_if(content_.people, [](const auto& person) { return person.second.lines.empty(); });
    revs_.clear();
    return std::exchange(content_, {});
}

Status DumpGatherer::take_person(const Json& row) {
    const auto id = id_at<RegistrationId>(row, "registration_id");
    const auto newest = row.integer_at("newest");
    if (!id || !newest) {
        return not_ours("a registration");
    }
    content_.people[*id] = {*newest,
                            row.integer_at("withdrawn").value_or(0) != 0,
                            row.integer_at("to_check").value_or(0) != 0,
                            {}};
    return done();
}

Status DumpGatherer::take_line(const Json& row) {
    const auto id = id_at<RegistrationId>(row, "registration_id");
    const auto number = row.integer_at("number");
    auto text = row.text_at("line");
    if (!id || !number || !text) {
        return not_ours("a revision");
    }
    const auto person = content_.people.find(*id);
    const auto entry = model::parse_told_line(*text);
    if (person == content_.people.end() || !entry || entry->id != *id ||
        entry->type == model::EntryType::unknown) {
        return not_ours("the line of a revision");
    }
    DumpLine line;
    line.number = *number;
    line.rev = sealed::rev_of(*text);
    line.type = entry->type;
    line.at = entry->at.seconds;
    line.base = entry->base;
    line.below = lines_below(*entry, *text);
    line.is_merged = entry->type_name == model::merged_type;
    line.is_death =
        entry->type == model::EntryType::withdrawal && entry->why == model::reason_of_death;
    line.travels = row.integer_at("travels").value_or(1) != 0;
    const auto epoch = id_at<Epoch>(row, "came_epoch");
    const auto seq = row.integer_at("came_seq");
    if (epoch && seq) {
        line.came = model::EpochUpto{*epoch, *seq};
    }
    line.line = *std::move(text);
    revs_.emplace(line.number, line.rev);
    // What neither travels nor was told was taken back there, and nobody goes on from it.
    if (line.travels || line.came || line.is_merged) {
        person->second.lines.push_back(std::move(line));
    }
    return done();
}

Status DumpGatherer::take_epoch(const Json& row) {
    const auto epoch = id_at<Epoch>(row, "epoch");
    const auto device = id_at<DeviceId>(row, "device_id");
    const auto why = row.text_at("why");
    if (!epoch || !device || !why) {
        return not_ours("an epoch");
    }
    content_.epochs.push_back(
        {*epoch, device->hex(), *why, row.integer_at("began_at").value_or(0)});
    return done();
}

Status DumpGatherer::take_batch(const Json& row) {
    const auto id = row.integer_at("batch_id");
    const auto epoch = id_at<Epoch>(row, "epoch");
    const auto seq = row.integer_at("seq");
    const auto file = id_at<Hash>(row, "file");
    auto bytes = sealed::from_base64(row.text_at("bytes").value_or(""));
    if (!id || !epoch || !seq || !file || !bytes || sealed::sha256(*bytes) != *file) {
        return not_ours("a batch");
    }
    content_.batches.push_back({*id, *epoch, *seq, *file, row.integer_at("entries").value_or(0),
                                row.integer_at("sealed_at").value_or(0),
                                row.integer_at("handed_over_at"), row.text_at("road").value_or(""),
                                row.integer_at("received_at"), row.text_at("receipt").value_or(""),
                                row.text_at("app"), *std::move(bytes)});
    return done();
}

Status DumpGatherer::take_sealing(const Json& row) {
    const auto batch = row.integer_at("batch_id");
    const auto line = row.integer_at("line");
    const auto number = row.integer_at("number");
    const auto rev = number ? revs_.find(*number) : revs_.end();
    if (!batch || !line || rev == revs_.end()) {
        return not_ours("the place of a revision");
    }
    content_.sealings.push_back({*batch, *line, rev->second});
    return done();
}

Status DumpGatherer::take_draft(const Json& row) {
    auto answers = row.text_at("answers");
    if (!answers) {
        return not_ours("a draft");
    }
    content_.drafts.push_back({id_at<RegistrationId>(row, "registration_id"), *std::move(answers),
                               row.text_at("cursor").value_or(""),
                               row.integer_at("saved_at").value_or(0)});
    return done();
}

}  // namespace lontar::storage
