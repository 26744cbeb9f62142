#include "tests/sync/server/province_scene.hpp"

#include <catch2/catch_test_macros.hpp>

#include "storage/base/json.hpp"
#include "storage/sealed/hash.hpp"
#include "storage/sqlite/query.hpp"
#include "sync/server/admin/calls.hpp"
#include "sync/server/devices.hpp"

namespace lontar::support {

const sealed::Secret& passphrase() {
    static const auto secret =
        sealed::Secret::copy_of(std::string_view("sasando lontar komodo kelimutu"));
    return secret;
}

ProvinceScene::ProvinceScene(std::uint64_t seed) : random(seed) {
    const auto made = server::create_province(
        world, folder / "data", folder / "secrets",
        {"NTT", {"https://127.0.0.1:8443"}, sealed::PassphraseCost::for_tests()}, passphrase());
    REQUIRE(made);
    reopen();
}

void ProvinceScene::reopen() {
    province.reset();
    auto opened = server::Province::open(world, folder / "data");
    REQUIRE(opened);
    province = *std::move(opened);
}

Result<Json> ProvinceScene::try_call(const Json& request) {
    return server::answer_call(*province, request);
}

Json ProvinceScene::call(const Json& request) {
    auto answer = try_call(request);
    if (!answer) {
        FAIL(answer.error().code << " " << answer.error().context);
    }
    return *answer;
}

wire::Activation ProvinceScene::invite(const std::string& village, std::int64_t uses) {
    const auto made = call(Json().set("call", "invite").set("village", village).set("uses", uses));
    const auto activation =
        wire::parse_activation(made.text_at("text").value_or(""), province->manifest().root);
    REQUIRE(activation);
    return *activation;
}

wire::Activation ProvinceScene::invite_with_register(const std::string& village) {
    const auto made =
        call(Json().set("call", "invite").set("village", village).set("with_register", true));
    auto activation =
        wire::parse_activation(made.text_at("text").value_or(""), province->manifest().root);
    REQUIRE(activation);
    activation->code = made.text_at("code");
    return *std::move(activation);
}

server::Answer ProvinceScene::send(ByteView file, server::Road road) {
    auto checked = server::check_outside(to_bytes(file), std::nullopt);
    if (auto* refused = std::get_if<server::Answer>(&checked)) {
        return *refused;
    }
    return server::Ingest(*province).take(std::get<wire::ProvenBatch>(checked), road);
}

std::string ProvinceScene::ask(std::string_view sql) {
    const auto rows = sqlite::all_rows(province->database(), sql, sqlite::bind_nothing,
                                       [](const auto& row) { return std::string(row.text(0)); });
    REQUIRE(rows);
    std::string all;
    for (const auto& row : *rows) {
        all += (all.empty() ? "" : " ") + row;
    }
    return all;
}

model::Answers person(const std::string& nik, const std::string& name) {
    return {{"nik", nik}, {"nama", name}, {"pekerjaan", "petani"}};
}

Laptop::Laptop(ProvinceScene& in, std::string its_village, std::optional<std::string> its_code)
    : scene(in),
      village(std::move(its_village)),
      code(std::move(its_code)),
      key(sealed::SigningKey::generate(in.random)),
      identity(sealed::Identity::generate(in.random)),
      epoch(Epoch::random(in.random)) {}

Rev Laptop::write(const model::Entry& entry) {
    const auto line = model::entry_line(entry);
    REQUIRE(line);
    waiting_.push_back(*line);
    return sealed::rev_of(*line);
}

RegistrationId Laptop::add(const model::Answers& fields) {
    model::Entry entry;
    entry.id = RegistrationId::random(scene.random);
    entry.at = scene.clock.now();
    entry.fields = fields;
    known[entry.id] = {write(entry), fields};
    return entry.id;
}

Rev Laptop::correct(const RegistrationId& id, const std::string& field, const std::string& value,
                    std::optional<Rev> base) {
    Known& now = known.at(id);
    now.fields[field] = value;
    model::Entry entry;
    entry.id = id;
    entry.base = base.value_or(now.rev);
    entry.at = scene.clock.now();
    entry.why = "salah_ketik";
    entry.fields = now.fields;
    now.rev = write(entry);
    return now.rev;
}

Rev Laptop::withdraw(const RegistrationId& id) {
    model::Entry entry;
    entry.type = model::EntryType::withdrawal;
    entry.type_name = "withdrawal";
    entry.id = id;
    entry.base = known.at(id).rev;
    entry.at = scene.clock.now();
    entry.why = "pindah";
    known.at(id).rev = write(entry);
    return known.at(id).rev;
}

Rev Laptop::merge(const RegistrationId& id, const RegistrationId& into) {
    model::Entry entry;
    entry.type = model::EntryType::withdrawal;
    entry.type_name = "withdrawal";
    entry.id = id;
    entry.base = known.at(id).rev;
    entry.at = scene.clock.now();
    entry.why = "merged";
    entry.into = into;
    known.at(id).rev = write(entry);
    return known.at(id).rev;
}

void Laptop::share(const RegistrationId& id, Laptop& other) const {
    other.known[id] = known.at(id);
}

wire::Batch Laptop::next_batch() {
    wire::Batch batch;
    batch.device = id();
    batch.epoch = epoch;
    batch.seq = ++seq;
    batch.app = "test 1";
    batch.gen = gen;
    batch.ack = ack;
    batch.at = scene.clock.now();
    if (batch.seq == 1) {
        wire::Hello hello;
        hello.village = village;
        hello.why = why;
        hello.code = code;
        hello.recipient = identity.recipient();
        hello.officers = {{OfficerId::random(scene.random), "Yosef Bria", "operator"}};
        hello.from_epoch = from_epoch;
        hello.from = from;
        hello.machine = "abcd";
        batch.hello = hello;
    }
    batch.ask = std::exchange(ask, {});
    batch.lines = std::move(waiting_);
    waiting_.clear();
    return batch;
}

Bytes Laptop::seal_batch(const wire::Batch& batch, Random* random) {
    std::vector<sealed::Recipient> recipients = scene.province->manifest().receiving;
    recipients.push_back(scene.province->manifest().recovery);
    auto file = wire::seal_batch(batch, scene.province->manifest().number, recipients, key,
                                 random != nullptr ? *random : scene.random);
    REQUIRE(file);
    return *file;
}

Bytes Laptop::seal() {
    return seal_batch(next_batch());
}

void Laptop::begin_epoch(const std::string& reason) {
    from_epoch = epoch;
    epoch = Epoch::random(scene.random);
    why = reason;
    seq = 0;
    gen = 0;
    ack = 0;
}

std::optional<wire::Reply> Laptop::open(ByteView reply) const {
    const auto proven = wire::prove_reply(to_bytes(reply), scene.province->manifest(), id());
    auto opened = proven ? wire::open_reply(*proven, identity) : proven.error();
    return opened ? std::optional(*std::move(opened)) : std::nullopt;
}

std::optional<wire::Reply> Laptop::fetch(std::int64_t n, std::int64_t of_gen) {
    if (of_gen == 0) {
        const auto row = server::find_epoch(scene.province->database(), id(), epoch);
        of_gen = row && *row ? (*row)->gen : 1;
    }
    const auto answer = server::Ingest(*scene.province).fetch(id(), epoch, of_gen, n);
    return answer.status == 200 ? open(answer) : std::nullopt;
}

std::string verdict_on(const wire::Reply& reply, std::int64_t seq, std::int64_t line) {
    std::string verdict;
    for (const auto& each : reply.verdicts) {
        if (each.seq != seq) {
            continue;
        }
        if (each.rest_accepted) {
            verdict = "accepted";
        }
        for (const auto& exception : each.except) {
            if (exception.line == line) {
                const auto reason = exception.detail.text_at("reason");
                verdict = exception.code + (reason ? " " + *reason : "");
            }
        }
    }
    return verdict;
}

}  // namespace lontar::support
