#include "support/province/test_province.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <source_location>

#include "storage/base/json.hpp"
#include "storage/sealed/hash.hpp"

namespace lontar::support {

namespace {

/// The value, or the end of the test program: a scene that cannot be built is no finding.
template <typename T>
T must(Result<T> result, std::source_location place = std::source_location::current()) {
    if (!result) {
        std::fprintf(stderr, "%s:%u: %s %s\n", place.file_name(), unsigned(place.line()),
                     result.error().code.c_str(), result.error().context.c_str());
        std::abort();
    }
    return *std::move(result);
}

wire::PublishedKey published(const sealed::SigningKey& key) {
    return {sealed::key_id(key.public_key()), key.public_key()};
}

}  // namespace

TestProvince::TestProvince(std::uint64_t seed)
    : random(seed),
      root(sealed::SigningKey::generate(random)),
      invite(sealed::SigningKey::generate(random)),
      reply_key(sealed::SigningKey::generate(random)),
      receiving(sealed::Identity::generate(random)),
      recovery(sealed::Identity::generate(random)) {
    manifest.number = 1;
    manifest.issued = test_now;
    manifest.servers = {"https://127.0.0.1:1"};
    manifest.ca = {"-----BEGIN CERTIFICATE-----\nVEVTVA==\n-----END CERTIFICATE-----\n"};
    manifest.receiving = {receiving.recipient()};
    manifest.recovery = recovery.recipient();
    manifest.reply = {published(reply_key)};
    manifest.invite = {published(invite)};
    sign_again();
}

void TestProvince::sign_again() {
    manifest = must(wire::sign_manifest(manifest, root));
}

wire::Activation TestProvince::activation(const std::string& village) {
    wire::Activation activation;
    activation.manifest = manifest;
    activation.id = ActivationId::random(random);
    activation.village = village;
    activation.village_name = "Desa Uji";
    activation.funders = {{"SB", 40}, {"SD", 10}};
    activation.code = "K7QM-2XRD-9F";
    activation.made = test_now;
    activation.expires = test_now + std::chrono::hours(24 * 180);
    return must(wire::sign_activation(activation, invite));
}

Result<wire::Batch> TestProvince::open(ByteView file) const {
    const auto proven = wire::prove_batch(to_bytes(file));
    if (!proven) {
        return proven.error();
    }
    const std::array identities{&receiving};
    auto batch = wire::open_batch(*proven, identities);
    return batch ? Result<wire::Batch>(*std::move(batch)) : batch.error();
}

Bytes TestProvince::seal(const wire::Reply& reply, const std::optional<wire::Answered>& answered,
                         const sealed::Recipient& device) {
    return must(wire::seal_reply(reply, answered, manifest.number, device, reply_key, random));
}

wire::Reply accepting(const wire::Batch& batch, ByteView file, std::int64_t gen, std::int64_t n) {
    wire::Reply reply;
    reply.device = batch.device;
    reply.epoch = batch.epoch;
    reply.gen = gen;
    reply.n = n;
    reply.time = test_now;
    reply.have.upto = batch.seq;
    reply.receipts = {{batch.epoch, batch.seq, sealed::sha256(file), "received", test_now}};
    reply.verdicts = {{batch.epoch, batch.seq, true, {}}};
    return reply;
}

TestDevice::TestDevice(Random& random)
    : key(sealed::SigningKey::generate(random)),
      identity(sealed::Identity::generate(random)),
      epoch(Epoch::random(random)) {}

Result<wire::Reply> read_reply(ByteView file, const wire::KeyManifest& manifest,
                               const DeviceId& device, const sealed::Identity& identity) {
    const auto proven = wire::prove_reply(to_bytes(file), manifest, device);
    return proven ? wire::open_reply(*proven, identity) : proven.error();
}

wire::Batch test_batch(const TestDevice& device, std::int64_t seq, std::size_t entries,
                       SeededRandom& random) {
    wire::Batch batch;
    batch.device = device.id();
    batch.epoch = device.epoch;
    batch.seq = seq;
    batch.app = "lontar 0.1.0";
    batch.at = test_now;
    if (seq == 1) {
        wire::Hello hello;
        hello.village = "5301022001";
        hello.why = "new";
        hello.code = "K7QM-2XRD-9F";
        hello.activation = ActivationId::random(random);
        hello.recipient = device.identity.recipient();
        hello.officers = {{OfficerId::random(random), "Maria Tefa", "operator"}};
        hello.machine = Hash::random(random).hex();
        batch.hello = hello;
    }
    for (std::size_t i = 0; i < entries; ++i) {
        Json line;
        line.set("t", "registration")
            .set("id", RegistrationId::random(random).hex())
            .set("at", test_now.seconds)
            .set("by", OfficerId::random(random).hex())
            .set("f", Json::Object{{"name", "Uji " + std::to_string(i)}});
        batch.lines.push_back(line.dump());
    }
    return batch;
}

Bytes sealed_batch(const wire::Batch& batch, const TestDevice& device, TestProvince& province) {
    const std::array recipients{province.receiving.recipient(), province.recovery.recipient()};
    return must(
        wire::seal_batch(batch, province.manifest.number, recipients, device.key, province.random));
}

}  // namespace lontar::support
