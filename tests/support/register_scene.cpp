#include "support/register_scene.hpp"

#include <cstdlib>
#include <iostream>

#include "storage/model/standing.hpp"
#include "storage/register/batches.hpp"
#include "storage/register/creating.hpp"
#include "storage/register/epochs.hpp"
#include "storage/register/officers.hpp"
#include "storage/register/opening.hpp"
#include "storage/register/register.hpp"
#include "storage/register/registrations.hpp"
#include "storage/register/replies.hpp"
#include "storage/register/saving.hpp"
#include "storage/register/status.hpp"
#include "storage/sealed/hash.hpp"

namespace lontar::support {

namespace {

constexpr std::chrono::hours a_day{24};

}  // namespace

void give_up(const Error& error) {
    std::cerr << "unexpected: " << error.code << ' ' << name_of(error.kind) << ": " << error.context
              << std::endl;
    std::abort();
}

void expect(const Status& status) {
    if (!status) {
        give_up(status.error());
    }
}

RegisterMaking::RegisterMaking(Random& random)
    : sheet(sealed::Identity::generate(random)),
      province_recovery(sealed::Identity::generate(random)),
      root(sealed::SigningKey::generate(random)) {}

storage::NewRegister RegisterMaking::request() const {
    return {.village = std::string(village_of_tests),
            .village_name = "Desa Percobaan",
            .activation = "activation file",
            .manifest = "manifest\nsignature\n",
            .root = root.public_key(),
            .officer_name = "Maria Operator",
            .officer_role = "operator",
            .passphrase = passphrase,
            .cost = sealed::PassphraseCost::for_tests(),
            .recovery_sheet = sheet.recipient(),
            .province_recovery = province_recovery.recipient(),
            .training = training};
}

RegisterScene::RegisterScene(std::uint64_t seed, Disk& disk)
    : clock(build_time() + a_day),
      random(seed),
      making(random),
      people(seed, std::string(village_of_tests), Date::in_wita(clock.now())),
      disk_(disk) {
    village_register = expect(storage::create_register(world(), folder / "data", making.request()));
    key = sealed::Secret::copy_of(village_register->key().view());
    officer = expect(storage::list_officers(*village_register)).front().id;
}

RegisterScene::~RegisterScene() = default;

void RegisterScene::close() {
    village_register.reset();
}

void RegisterScene::reopen() {
    close();
    village_register = expect(storage::open_register(world(), folder / "data", key));
}

storage::SaveOptions RegisterScene::by(std::optional<std::string> why) const {
    storage::SaveOptions options;
    options.by = officer;
    options.why = std::move(why);
    return options;
}

storage::Saved RegisterScene::save(const model::Answers& answers) {
    auto saved = expect(storage::save_new(*village_register, answers, by("sesuai_ktp")));
    if (saved.result != storage::SaveResult::saved &&
        saved.result != storage::SaveResult::saved_held) {
        for (const auto& found : saved.findings) {
            std::cerr << found.code << ' ' << found.field << '\n';
        }
        give_up({ErrorKind::invalid_input, "", "save result " + std::to_string(int(saved.result))});
    }
    return saved;
}

storage::Saved RegisterScene::save_next() {
    return save(people.next());
}

storage::Saved RegisterScene::correct(const RegistrationId& id, const std::string& field,
                                      const std::string& value) {
    auto registration = expect(storage::find_registration(*village_register, id));
    registration.fields[field] = value;
    return expect(storage::correct(*village_register, id, registration.rev, registration.fields,
                                   by("data_berubah")));
}

void RegisterScene::withdraw(const RegistrationId& id) {
    const auto registration = expect(storage::find_registration(*village_register, id));
    expect(storage::withdraw(*village_register, id, registration.rev, "pindah", officer));
}

storage::SealedBatch RegisterScene::seal(std::int64_t limit, bool asks) {
    const auto state = expect(storage::find_epoch_state(*village_register));
    storage::SealedBatch batch;
    batch.epoch = state.epoch;
    batch.seq = state.last_seq + 1;
    batch.asks = asks;
    batch.first_line = batch.seq == 1 ? 2 : 1;
    std::string bytes = "sealed " + batch.epoch.hex() + " " + std::to_string(batch.seq) + "\n";
    for (const auto& entry : expect(storage::list_unsealed(*village_register, limit))) {
        batch.entries.push_back(entry.number);
        bytes += entry.line + "\n";
    }
    batch.bytes = to_bytes(bytes);
    batch.file = sealed::sha256(batch.bytes);
    expect(storage::record_batch(*village_register, batch));
    return batch;
}

void RegisterScene::hand_over(const storage::SealedBatch& batch, std::string_view road) {
    expect(
        storage::record_handed_over(*village_register, batch.epoch, batch.seq, road, clock.now()));
}

storage::ReplyRecord RegisterScene::answer(const storage::SealedBatch& batch) {
    const auto state = expect(storage::find_epoch_state(*village_register));
    storage::ReplyRecord reply;
    reply.epoch = batch.epoch;
    reply.gen = 1;
    reply.n = state.gen == 1 ? state.ack + 1 : 1;
    random.fill(reply.file.bytes);
    reply.time = clock.now();
    reply.have_upto = batch.seq;
    reply.receipts.push_back({batch.epoch, batch.seq, batch.file, "received", clock.now()});
    for (std::size_t i = 0; i < batch.entries.size(); ++i) {
        reply.verdicts.push_back({batch.epoch,
                                  batch.seq,
                                  batch.first_line + static_cast<std::int64_t>(i),
                                  "accepted",
                                  {}});
    }
    return reply;
}

storage::Applied RegisterScene::apply(const storage::ReplyRecord& reply) {
    return expect(storage::apply_reply(*village_register, reply)).how;
}

storage::SealedBatch RegisterScene::deliver() {
    auto batch = seal();
    hand_over(batch);
    apply(answer(batch));
    return batch;
}

model::Counters RegisterScene::counters() {
    return expect(storage::find_status(*village_register)).counters;
}

}  // namespace lontar::support
