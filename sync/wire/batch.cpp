#include "sync/wire/batch.hpp"

#include <algorithm>
#include <charconv>

#include "storage/base/json.hpp"
#include "storage/model/entry.hpp"
#include "storage/sealed/hash.hpp"
#include "sync/wire/members.hpp"

namespace lontar::wire {

namespace {

constexpr std::string_view file_ending = ".batch.age";
/// Stanza types of batches of every format, ours and later ones.
constexpr std::string_view stanza_family = "lontar/batch-v";

Error over_limit(std::string_view what) {
    return fail(ErrorKind::invalid_input, "S-21", "seal batch: " + std::string(what));
}

Unpassed<BatchFault> unproved(BatchFault fault, Error error) {
    return {fault, std::move(error)};
}

Unpassed<OpenFault> malformed(std::string_view what) {
    return {OpenFault::malformed,
            fail(ErrorKind::corrupt, "S-24", "open batch: " + std::string(what))};
}

std::string head_line(const Batch& batch, std::size_t entries) {
    Json json;
    json.set("t", "batch")
        .set("device", batch.device.hex())
        .set("epoch", batch.epoch.hex())
        .set("seq", batch.seq)
        .set("entries", static_cast<std::int64_t>(entries))
        .set("app", batch.app)
        .set("gen", batch.gen)
        .set("ack", batch.ack)
        .set("at", batch.at.seconds);
    if (batch.prev) {
        json.set("prev", batch.prev->hex());
    }
    if (batch.tip) {
        json.set("tip", batch.tip->hex());
    }
    if (batch.uncertain) {
        json.set("uncertain", true);
    }
    if (!batch.ask.empty()) {
        json.set("ask", json_of(batch.ask));
    }
    return json.dump();
}

std::string hello_line(const Hello& hello) {
    Json::List officers;
    for (const auto& officer : hello.officers) {
        officers.emplace_back(
            Json::Object{{"id", officer.id.hex()}, {"name", officer.name}, {"role", officer.role}});
    }
    Json json;
    json.set("t", "hello")
        .set("village", hello.village)
        .set("why", hello.why)
        .set_if("code", hello.code)
        .set("recipient", hello.recipient.text())
        .set("officers", std::move(officers))
        .set("snapshot", hello.snapshot)
        .set("machine", hello.machine);
    if (hello.activation) {
        json.set("activation", hello.activation->hex());
    }
    if (hello.from_epoch) {
        json.set("from_epoch", hello.from_epoch->hex());
    }
    if (!hello.from.empty()) {
        Json::List from;
        for (const EarlierEpoch& earlier : hello.from) {
            from.emplace_back(Json::List{earlier.epoch.hex(), earlier.rev.hex()});
        }
        json.set("from", std::move(from));
    }
    return json.dump();
}

/// Absent is none.
void read_from(Members& members, Hello& hello) {
    if (!members.has("from")) {
        return;
    }
    for (const auto& value : members.list("from", 0, max_sight_epochs)) {
        const auto* row = value.list();
        const bool is_pair = row != nullptr && row->size() == 2 && (*row)[0].text() != nullptr &&
                             (*row)[1].text() != nullptr;
        const auto epoch = is_pair ? Epoch::from_hex(*(*row)[0].text()) : std::nullopt;
        const auto rev = is_pair ? Rev::from_hex(*(*row)[1].text()) : std::nullopt;
        if (!epoch || !rev) {
            members.spoil("from");
            return;
        }
        hello.from.push_back({*epoch, *rev});
    }
}

bool is_entry_line(std::string_view line) {
    return !line.empty() && line.size() <= model::max_entry_bytes;
}

std::optional<Hello> read_hello(std::string_view line) {
    const auto json =
        parse_json(line, {.max_bytes = max_batch_ndjson_bytes, .max_depth = max_line_depth});
    if (!json || json->text_at("t") != "hello") {
        return std::nullopt;
    }
    Members members(*json);
    Hello hello;
    hello.village = members.text("village", village_digits);
    hello.why = members.text("why", max_word_bytes);
    hello.code = members.text_if("code", max_word_bytes);
    hello.activation = members.id_if<ActivationId>("activation");
    hello.recipient = members.parsed<sealed::Recipient>("recipient");
    for (const auto& value : members.list("officers", 0, max_officers)) {
        Members officer(value);
        hello.officers.push_back({officer.id<OfficerId>("id"), officer.text("name", max_name_bytes),
                                  officer.text("role", max_word_bytes)});
        if (!officer.whole()) {
            members.spoil("officers");
        }
    }
    hello.from_epoch = members.id_if<Epoch>("from_epoch");
    read_from(members, hello);
    hello.snapshot = members.flag("snapshot");
    // Empty on a machine that has no name of its own.
    if (const auto machine = json->text_at("machine");
        machine && machine->size() <= max_machine_bytes) {
        hello.machine = *machine;
    } else {
        members.spoil("machine");
    }
    if (!members.whole() || !is_digits(hello.village, village_digits)) {
        return std::nullopt;
    }
    return hello;
}

/// Without the hash of the file.
Result<BatchStanza> stanza_of(const Json& meta) {
    Members members(meta);
    BatchStanza stanza;
    stanza.device = members.id<DeviceId>("device");
    stanza.epoch = members.id<Epoch>("epoch");
    stanza.seq = members.integer("seq", 1);
    stanza.keys = members.integer("keys", 0);
    if (!members.whole()) {
        return fail(ErrorKind::invalid_input, "S-22", "prove batch: " + members.why());
    }
    return stanza;
}

/// Line 0 of the payload, without its `entries`.
Checked<Batch, OpenFault> read_head(const Json& json, const BatchStanza& stanza) {
    Members members(json);
    Batch batch;
    batch.device = members.id<DeviceId>("device");
    batch.epoch = members.id<Epoch>("epoch");
    batch.seq = members.integer("seq", 1);
    if (!members.whole() || batch.device != stanza.device || batch.epoch != stanza.epoch ||
        batch.seq != stanza.seq) {
        return Unpassed<OpenFault>{
            OpenFault::other_ids,
            fail(ErrorKind::corrupt, "S-23", "open batch: inner ids differ from the stanza")};
    }
    batch.prev = members.id_if<Hash>("prev");
    batch.app = members.text("app", max_word_bytes);
    batch.gen = members.integer("gen", 0);
    batch.ack = members.integer("ack", 0);
    batch.tip = members.id_if<Hash>("tip");
    if (members.has("ask")) {
        batch.ask = read_epochs(members, "ask");
    }
    batch.at = {members.integer("at", -max_number)};
    batch.uncertain = members.flag("uncertain");
    if (!members.whole()) {
        return malformed(members.why());
    }
    return batch;
}

/// The lines of a batch, for the reader and for the writer before it hands them out.
Checked<Batch, OpenFault> read_batch(std::string_view ndjson, const BatchStanza& stanza) {
    const auto lines = split_lines(ndjson, max_batch_entries + 2);
    if (!lines || lines->empty()) {
        return malformed("lines");
    }
    const auto head =
        parse_json((*lines)[0], {.max_bytes = model::max_entry_bytes, .max_depth = max_line_depth});
    if (!head || head->text_at("t") != "batch") {
        return malformed("line 0");
    }
    auto batch = read_head(*head, stanza);
    if (!batch) {
        return batch;
    }
    if (batch->seq == 1) {
        if (lines->size() > 1) {
            batch->hello = read_hello((*lines)[1]);
        }
        if (!batch->hello) {
            return malformed("hello");
        }
    }
    batch->lines.assign(lines->begin() + static_cast<std::ptrdiff_t>(first_entry_line(batch->seq)),
                        lines->end());
    if (batch->lines.size() > max_batch_entries ||
        head->integer_at("entries") != static_cast<std::int64_t>(batch->lines.size()) ||
        !std::all_of(batch->lines.begin(), batch->lines.end(), is_entry_line)) {
        return malformed("number or size of entries");
    }
    return batch;
}

/// Head and hello, each with LF.
std::string opening_lines(const Batch& batch, std::size_t entries) {
    std::string lines = head_line(batch, entries) + "\n";
    if (batch.hello) {
        lines += hello_line(*batch.hello) + "\n";
    }
    return lines;
}

}  // namespace

std::size_t room_for_entries(const Batch& batch) {
    const std::size_t taken = opening_lines(batch, max_batch_entries).size();
    return taken < max_batch_ndjson_bytes ? max_batch_ndjson_bytes - taken : 0;
}

Result<Bytes> seal_batch(const Batch& batch, std::int64_t manifest_number,
                         std::span<const sealed::Recipient> recipients,
                         const sealed::SigningKey& device, Random& random) {
    if ((batch.seq == 1) != batch.hello.has_value()) {
        return over_limit("hello stands in seq 1 and nowhere else");
    }
    std::string ndjson = opening_lines(batch, batch.lines.size());
    for (const auto& line : batch.lines) {
        ndjson += line;
        ndjson += '\n';
    }
    if (ndjson.size() > max_batch_ndjson_bytes) {
        return over_limit("bytes");
    }
    // What this end would not take is never handed out: it would wait for an answer for ever.
    Json::Object meta{{"device", batch.device.hex()},
                      {"epoch", batch.epoch.hex()},
                      {"seq", batch.seq},
                      {"keys", manifest_number}};
    const auto stanza = stanza_of(meta);
    if (!stanza) {
        return over_limit(stanza.error().context);
    }
    if (const auto back = read_batch(ndjson, *stanza); !back) {
        return over_limit(back.error().context);
    }
    return sealed::seal({.stanza_type = batch_stanza,
                         .meta = std::move(meta),
                         .recipients = recipients,
                         .signer = device},
                        ndjson, random);
}

Checked<ProvenBatch, BatchFault> prove_batch(Bytes file) {
    if (file.size() > max_batch_file_bytes) {
        return unproved(BatchFault::too_large,
                        fail(ErrorKind::invalid_input, "S-21", "prove batch: larger than 1 MiB"));
    }
    auto read = sealed::SealedFile::parse(std::move(file));
    if (!read) {
        return unproved(BatchFault::not_a_batch, std::move(read).error());
    }
    if (auto whole = read->check_tail(); !whole) {
        return unproved(BatchFault::tail_differs, std::move(whole).error());
    }
    const sealed::SealedHeader& header = read->header();
    if (header.stanza_type != batch_stanza) {
        const bool is_later = header.stanza_type.starts_with(stanza_family);
        return unproved(
            is_later ? BatchFault::later_format : BatchFault::not_a_batch,
            fail(ErrorKind::invalid_input, "S-22", "prove batch: another kind of file"));
    }
    auto stanza = stanza_of(header.meta);
    if (!stanza) {
        return unproved(BatchFault::not_a_batch, std::move(stanza).error());
    }
    stanza->file = sealed::sha256(read->bytes());
    if (auto genuine = sealed::verify_signature(header, stanza->device.bytes); !genuine) {
        return unproved(BatchFault::bad_signature, std::move(genuine).error());
    }
    return ProvenBatch(*std::move(read), *stanza);
}

Checked<Batch, OpenFault> open_batch(const ProvenBatch& proven,
                                     std::span<const sealed::Identity* const> receiving) {
    auto ndjson = proven.file_.open(receiving, max_batch_ndjson_bytes);
    if (!ndjson) {
        return Unpassed<OpenFault>{OpenFault::unreadable, std::move(ndjson).error()};
    }
    return read_batch(*ndjson, proven.stanza());
}

std::string batch_file_name(const Epoch& epoch, std::int64_t seq) {
    return epoch.hex() + "-" + std::to_string(seq) + std::string(file_ending);
}

std::optional<BatchName> parse_batch_file_name(std::string_view name) {
    constexpr std::size_t epoch_digits = 2 * Epoch::size;
    if (name.size() <= epoch_digits + 1 + file_ending.size() || !name.ends_with(file_ending) ||
        name[epoch_digits] != '-') {
        return std::nullopt;
    }
    const auto epoch = Epoch::from_hex(name.substr(0, epoch_digits));
    const auto digits =
        name.substr(epoch_digits + 1, name.size() - epoch_digits - 1 - file_ending.size());
    std::int64_t seq = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), seq);
    if (!epoch || error != std::errc() || end != digits.data() + digits.size() || seq < 1 ||
        batch_file_name(*epoch, seq) != name) {
        return std::nullopt;
    }
    return BatchName{*epoch, seq};
}

}  // namespace lontar::wire
