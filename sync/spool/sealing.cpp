#include "sync/spool/sealing.hpp"

#include <algorithm>
#include <optional>
#include <span>

#include "storage/base/os.hpp"
#include "storage/base/text.hpp"
#include "storage/base/world.hpp"
#include "storage/register/audit.hpp"
#include "storage/register/batches.hpp"
#include "storage/register/epochs.hpp"
#include "storage/register/moment.hpp"
#include "storage/register/officers.hpp"
#include "storage/register/question.hpp"
#include "storage/register/register.hpp"
#include "storage/register/settings.hpp"
#include "storage/sealed/hash.hpp"
#include "sync/spool/manifest_store.hpp"
#include "sync/spool/question.hpp"
#include "sync/spool/this_program.hpp"
#include "sync/wire/activation.hpp"
#include "sync/wire/batch.hpp"
#include "sync/wire/members.hpp"

namespace lontar::spool {

namespace {

constexpr std::chrono::minutes quiet{10};
constexpr std::int64_t full_batch = wire::max_batch_entries;

/// Differs on every machine, tells nothing about it, and is another one for another device.
std::string machine_hash(const DeviceId& device) {
    const auto name = machine_name_secret();
    if (name.empty()) {
        return {};
    }
    return sealed::sha256(as_bytes("lontar/machine-v1\n" + device.hex() + "\n" + name)).hex();
}

/// The active ones who were here first, with names as long as a province takes them: a register of
/// before these limits has to be heard all the same (`storage::check_officers` tells people).
std::vector<wire::HelloOfficer> officers_that_travel(
    const std::vector<storage::Officer>& officers) {
    std::vector<wire::HelloOfficer> travelling;
    for (const storage::Officer& officer : officers) {
        if (officer.active && travelling.size() < wire::max_officers) {
            travelling.push_back({officer.id,
                                  std::string(first_bytes(officer.name, wire::max_name_bytes)),
                                  std::string(first_bytes(officer.role, wire::max_word_bytes))});
        }
    }
    return travelling;
}

Result<wire::Hello> hello_of(storage::Register& village_register, const storage::EpochState& state,
                             const wire::KeyManifest& manifest) {
    const auto text = storage::find_setting(village_register, storage::setting_names::activation);
    if (!text) {
        return text.error();
    }
    const auto told = storage::find_setting(village_register, told_code_setting);
    if (!told) {
        return told.error();
    }
    const auto officers = storage::list_officers(village_register);
    if (!officers) {
        return officers.error();
    }
    wire::Hello hello;
    hello.village = village_register.village();
    hello.why = state.why;
    hello.recipient = village_register.device().identity.recipient();
    hello.from_epoch = state.from_epoch;
    hello.machine = machine_hash(village_register.device().id);
    // A register restored from a backup has the activation of its first laptop; the province
    // decides what it is worth.
    if (const auto activation = wire::parse_activation(*text, manifest.root)) {
        hello.activation = activation->id;
        hello.code = activation->code;
        hello.snapshot = activation->with_register;
    }
    if (!told->empty()) {
        hello.code = *told;
    }
    const auto earlier = storage::list_earlier_epochs(village_register, wire::max_sight_epochs - 1);
    if (!earlier) {
        return earlier.error();
    }
    for (const storage::EarlierEpoch& each : *earlier) {
        hello.from.push_back({each.epoch, each.rev});
    }
    hello.officers = officers_that_travel(*officers);
    return hello;
}

/// How many of the oldest entries go into one batch.
std::size_t count_that_fits(std::span<const storage::UnsealedEntry> entries, std::size_t room) {
    std::size_t count = 0;
    for (const auto& entry : entries) {
        if (entry.line.size() + 1 > room) {
            break;
        }
        room -= entry.line.size() + 1;
        ++count;
    }
    return count;
}

Result<wire::Batch> next_batch(storage::Register& village_register,
                               const storage::EpochState& state,
                               const wire::KeyManifest& manifest) {
    const auto tip = storage::find_audit_tip(village_register);
    if (!tip) {
        return tip.error();
    }
    const auto moment = storage::find_moment(village_register);
    if (!moment) {
        return moment.error();
    }
    wire::Batch batch;
    batch.device = village_register.device().id;
    batch.epoch = state.epoch;
    batch.seq = state.last_seq + 1;
    batch.prev = state.last_file;
    batch.app = this_program;
    batch.gen = state.gen;
    batch.ack = state.ack;
    batch.tip = *tip;
    batch.at = moment->at;
    batch.uncertain = moment->uncertain;
    if (batch.seq == 1) {
        auto hello = hello_of(village_register, state, manifest);
        if (!hello) {
            return std::move(hello).error();
        }
        batch.hello = *std::move(hello);
    }
    return batch;
}

struct Asking {
    storage::Register& village_register;
    Spool& spool;
    const World& world;
    Road road;
};

/// `is_made`: the batch is made anyway.
Result<bool> is_to_ask(const Asking& asking, const storage::EpochState& state, bool is_made) {
    const auto question = storage::find_question_state(asking.village_register);
    if (!question) {
        return question.error();
    }
    const auto wished = asking.spool.is_question_wanted(state.epoch);
    if (!wished) {
        return wished.error();
    }
    const auto told_code = storage::find_setting(asking.village_register, told_code_setting);
    if (!told_code) {
        return told_code.error();
    }
    // With a code told by phone the village's register was promised.
    const bool is_hello = state.last_seq == 0 && (state.why != "new" || !told_code->empty());
    Occasion occasion{is_hello, *wished, false, std::string(this_program)};
    if (asking.road == Road::stick && !is_made) {
        const auto batches = storage::list_batches(asking.village_register);
        if (!batches) {
            return batches.error();
        }
        occasion.is_for_stick = std::ranges::none_of(*batches, [&](const auto& batch) {
            return batch.epoch == state.epoch && batch.receipt.empty();
        });
    }
    const Timestamp now = asking.world.clock.now();
    return is_made ? asks_along(*question, occasion, now) : asks_alone(*question, occasion, now);
}

/// One run over everything that waits.
class Sealing {
public:
    Sealing(storage::Register& village_register, Spool& spool, const World& world, Road road,
            const wire::KeyManifest& manifest)
        : register_(village_register),
          spool_(spool),
          world_(world),
          road_(road),
          manifest_(manifest) {}

    Result<SealOutcome> run() {
        SealOutcome outcome;
        while (true) {
            const auto state = storage::find_epoch_state(register_);
            if (!state) {
                return state.error();
            }
            const auto waiting = storage::list_unsealed(register_, full_batch);
            if (!waiting) {
                return waiting.error();
            }
            const bool with_hello = state->last_seq == 0;
            const auto asks = is_to_ask({register_, spool_, world_, road_}, *state,
                                        with_hello || !waiting->empty());
            if (!asks) {
                return asks.error();
            }
            if (waiting->empty() && !with_hello && !*asks) {
                return outcome;
            }
            auto begun = begin_batch(*state, *asks);
            if (!begun) {
                return std::move(begun).error();
            }
            const auto entries = std::span(*waiting).first(
                count_that_fits(*waiting, wire::room_for_entries(*begun)));
            const auto batch = seal_one(*std::move(begun), entries, *asks);
            if (!batch) {
                return batch.error();
            }
            if (auto put = spool_.put_out(batch->epoch, batch->seq, batch->bytes); !put) {
                return std::move(put).error();
            }
            ++outcome.batches;
            outcome.entries += static_cast<std::int64_t>(batch->entries.size());
            outcome.bytes += static_cast<std::int64_t>(batch->bytes.size());
        }
    }

private:
    /// The next batch, without its entries.
    Result<wire::Batch> begin_batch(const storage::EpochState& state, bool asks) {
        auto batch = next_batch(register_, state, manifest_);
        if (batch && asks) {
            auto epochs = storage::list_held_epochs(register_, wire::max_sight_epochs);
            if (!epochs) {
                return std::move(epochs).error();
            }
            batch->ask = *std::move(epochs);
        }
        return batch;
    }

    /// Seals `batch` with `entries`; durable in the register on return.
    Result<storage::SealedBatch> seal_one(wire::Batch batch,
                                          std::span<const storage::UnsealedEntry> entries,
                                          bool asks) {
        storage::SealedBatch sealed_batch;
        sealed_batch.epoch = batch.epoch;
        sealed_batch.seq = batch.seq;
        sealed_batch.first_line = wire::first_entry_line(batch.seq);
        sealed_batch.app = batch.app;
        sealed_batch.asks = asks;
        for (const auto& entry : entries) {
            batch.lines.push_back(entry.line);
            sealed_batch.entries.push_back(entry.number);
        }
        auto recipients = manifest_.receiving;
        recipients.push_back(manifest_.recovery);
        auto file = wire::seal_batch(batch, manifest_.number, recipients,
                                     register_.device().signing_key, world_.random);
        if (!file) {
            return std::move(file).error();
        }
        sealed_batch.file = sealed::sha256(*file);
        sealed_batch.bytes = *std::move(file);
        if (auto recorded = storage::record_batch(register_, sealed_batch); !recorded) {
            return std::move(recorded).error();
        }
        if (auto removed = asks ? spool_.remove_question_wish(batch.epoch) : done(); !removed) {
            return std::move(removed).error();
        }
        return sealed_batch;
    }

    storage::Register& register_;
    Spool& spool_;
    const World& world_;
    Road road_;
    const wire::KeyManifest& manifest_;
};

}  // namespace

Result<SealOutcome> seal_pending(storage::Register& village_register, Spool& spool,
                                 const World& world, Road road) {
    const auto manifest = adopt_manifest(village_register, spool);
    if (!manifest) {
        return manifest.error();
    }
    return Sealing(village_register, spool, world, road, *manifest).run();
}

Result<bool> is_question_due(storage::Register& village_register, Spool& spool,
                             const World& world) {
    const auto state = storage::find_epoch_state(village_register);
    if (!state) {
        return state.error();
    }
    return is_to_ask({village_register, spool, world, Road::any}, *state, false);
}

bool sealing_is_due(std::int64_t unsealed, Timestamp last_save, Timestamp now) {
    return unsealed >= full_batch ||
           (unsealed > 0 && (now - last_save >= quiet || now < last_save));
}

}  // namespace lontar::spool
