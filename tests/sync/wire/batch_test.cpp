#include "sync/wire/batch.hpp"

#include <array>

#include <catch2/catch_test_macros.hpp>

#include "storage/model/entry.hpp"
#include "storage/sealed/hash.hpp"
#include "support/province/test_province.hpp"

using namespace lontar;
using lontar::support::sealed_batch;
using lontar::support::test_batch;
using lontar::support::TestDevice;
using lontar::support::TestProvince;

namespace {

struct Scene {
    TestProvince province;
    TestDevice device{province.random};

    std::string code_of(const Bytes& file) const {
        const auto batch = province.open(file);
        return batch ? "accepted" : batch.error().code;
    }
    /// A genuine file of `device` whose payload is `ndjson`.
    Bytes with_payload(const std::string& ndjson, std::int64_t seq = 2) {
        const std::array recipients{province.receiving.recipient()};
        const auto file = sealed::seal({.stanza_type = wire::batch_stanza,
                                        .meta = {{"device", device.id().hex()},
                                                 {"epoch", device.epoch.hex()},
                                                 {"seq", seq},
                                                 {"keys", 1}},
                                        .recipients = recipients,
                                        .signer = device.key},
                                       ndjson, province.random);
        REQUIRE(file);
        return *file;
    }
    std::string head(std::int64_t seq, std::size_t entries) const {
        Json json;
        json.set("t", "batch")
            .set("device", device.id().hex())
            .set("epoch", device.epoch.hex())
            .set("seq", seq)
            .set("entries", static_cast<std::int64_t>(entries))
            .set("app", "x")
            .set("gen", 0)
            .set("ack", 0)
            .set("at", 1);
        return json.dump() + "\n";
    }
};

}  // namespace

TEST_CASE("a batch opens with its entry lines byte for byte") {
    Scene scene;
    auto batch = test_batch(scene.device, 1, 3, scene.province.random);
    batch.prev = Hash::random(scene.province.random);
    batch.tip = Hash::random(scene.province.random);
    batch.gen = 4;
    batch.ack = 9;
    batch.uncertain = true;
    const auto file = sealed_batch(batch, scene.device, scene.province);

    const auto proven = wire::prove_batch(file);
    REQUIRE(proven);
    CHECK(to_bytes(proven->bytes()) == file);
    const auto* stanza = &proven->stanza();
    CHECK(stanza->device == scene.device.id());
    CHECK(stanza->epoch == scene.device.epoch);
    CHECK(stanza->seq == 1);
    CHECK(stanza->keys == 1);
    CHECK(stanza->file == sealed::sha256(file));

    const auto opened = scene.province.open(file);
    REQUIRE(opened);
    CHECK(opened->lines == batch.lines);
    CHECK(opened->prev == batch.prev);
    CHECK(opened->tip == batch.tip);
    CHECK(opened->gen == 4);
    CHECK(opened->ack == 9);
    CHECK(opened->at == batch.at);
    CHECK(opened->uncertain);
    REQUIRE(opened->hello);
    CHECK(wire::first_entry_line(opened->seq) == 2);
    CHECK(opened->hello->village == "5301022001");
    CHECK(opened->hello->code == batch.hello->code);
    CHECK(opened->hello->activation == batch.hello->activation);
    CHECK(opened->hello->recipient == scene.device.identity.recipient());
    REQUIRE(opened->hello->officers.size() == 1);
    CHECK(opened->hello->officers[0].name == "Maria Tefa");
    CHECK(opened->hello->machine == batch.hello->machine);
    CHECK_FALSE(opened->hello->snapshot);
}

TEST_CASE("the offline recovery key opens a batch too") {
    Scene scene;
    const auto batch = test_batch(scene.device, 2, 1, scene.province.random);
    const auto file = sealed_batch(batch, scene.device, scene.province);
    const std::array identities{&scene.province.recovery};
    const auto proven = wire::prove_batch(file);
    REQUIRE(proven);
    CHECK(wire::open_batch(*proven, identities));
    const std::array strangers{&scene.device.identity};
    const auto refused = wire::open_batch(*proven, strangers);
    REQUIRE_FALSE(refused);
    CHECK(refused.fault() == wire::OpenFault::unreadable);
    CHECK(refused.error().code == "S-05");
}

TEST_CASE("a batch cut at any byte is refused") {
    Scene scene;
    const auto file = sealed_batch(test_batch(scene.device, 1, 2, scene.province.random),
                                   scene.device, scene.province);
    for (std::size_t length = 0; length < file.size(); ++length) {
        const auto read = wire::prove_batch(to_bytes(ByteView(file).first(length)));
        REQUIRE_FALSE(read);
        REQUIRE((read.error().code == "S-02" || read.error().code == "S-03"));
    }
    auto longer = file;
    longer.push_back(0);
    CHECK(scene.code_of(longer) == "S-03");
}

TEST_CASE("a batch with any single bit turned is refused") {
    Scene scene;
    auto file = sealed_batch(test_batch(scene.device, 1, 2, scene.province.random), scene.device,
                             scene.province);
    std::size_t found_without_key = 0;
    for (std::size_t bit = 0; bit < file.size() * 8; ++bit) {
        file[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
        const auto proven = wire::prove_batch(file);
        if (proven) {
            // Only the 43 characters of the MAC are not covered by the signature.
            const auto code = scene.code_of(file);
            REQUIRE((code == "S-02" || code == "S-06"));
        } else {
            ++found_without_key;
            const auto& code = proven.error().code;
            REQUIRE((code == "S-02" || code == "S-03" || code == "S-04" || code == "S-22"));
        }
        file[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    }
    CHECK(found_without_key >= (file.size() - 43) * 8);
}

TEST_CASE("a batch over a limit is not sealed") {
    Scene scene;
    const auto& province = scene.province;
    const std::array recipients{province.receiving.recipient()};
    const auto code_of = [&](const wire::Batch& batch) {
        const auto file =
            wire::seal_batch(batch, 1, recipients, scene.device.key, scene.province.random);
        return file ? "sealed" : file.error().code;
    };
    auto batch = test_batch(scene.device, 2, 100, scene.province.random);
    CHECK(code_of(batch) == "sealed");
    batch.lines.push_back(batch.lines.front());
    CHECK(code_of(batch) == "S-21");
    batch.lines.assign(1, std::string(model::max_entry_bytes, 'x'));
    CHECK(code_of(batch) == "sealed");
    batch.lines[0] += 'x';
    CHECK(code_of(batch) == "S-21");
    batch.lines.assign(25, std::string(model::max_entry_bytes, 'x'));
    CHECK(code_of(batch) == "S-21");
    batch.lines = {"one\ntwo"};
    CHECK(code_of(batch) == "S-21");
    batch.lines = {""};
    CHECK(code_of(batch) == "S-21");
    batch.lines.clear();
    CHECK(code_of(batch) == "sealed");
    batch.seq = 0;
    CHECK(code_of(batch) == "S-21");
    batch.seq = 1;
    CHECK(code_of(batch) == "S-21");
    batch = test_batch(scene.device, 1, 1, scene.province.random);
    batch.seq = 2;
    CHECK(code_of(batch) == "S-21");
}

TEST_CASE("somebody else's batch signed again under another device is refused") {
    Scene scene;
    TestDevice thief(scene.province.random);
    thief.epoch = scene.device.epoch;
    auto batch = test_batch(scene.device, 2, 1, scene.province.random);
    const std::array recipients{scene.province.receiving.recipient()};
    // The payload still names its true device; the stanza names the thief.
    const auto original = sealed_batch(batch, scene.device, scene.province);
    const auto plain = sealed::open(original, scene.province.receiving, std::size_t{1} << 20U);
    REQUIRE(plain);
    const auto stolen = sealed::seal({.stanza_type = wire::batch_stanza,
                                      .meta = {{"device", thief.id().hex()},
                                               {"epoch", thief.epoch.hex()},
                                               {"seq", 2},
                                               {"keys", 1}},
                                      .recipients = recipients,
                                      .signer = thief.key},
                                     *plain, scene.province.random);
    REQUIRE(stolen);
    CHECK(wire::prove_batch(*stolen));
    CHECK(scene.code_of(*stolen) == "S-23");
}

TEST_CASE("a batch that says it is of a device that did not sign it is refused with S-04") {
    Scene scene;
    TestDevice other(scene.province.random);
    const std::array recipients{scene.province.receiving.recipient()};
    const auto batch = test_batch(scene.device, 2, 1, scene.province.random);
    const auto file = wire::seal_batch(batch, 1, recipients, other.key, scene.province.random);
    REQUIRE(file);
    CHECK(wire::prove_batch(*file).error().code == "S-04");
}

TEST_CASE("a payload that is not the lines of a batch is refused with S-24 or S-23") {
    Scene scene;
    const std::string entry = R"({"t":"registration"})"
                              "\n";
    const auto code = [&](const std::string& ndjson, std::int64_t seq = 2) {
        return scene.code_of(scene.with_payload(ndjson, seq));
    };
    CHECK(code(scene.head(2, 1) + entry) == "accepted");
    CHECK(code(scene.head(2, 1) + "not json at all\n") == "accepted");
    CHECK(code(scene.head(2, 2) + entry) == "S-24");
    CHECK(code(scene.head(2, 0) + entry) == "S-24");
    CHECK(code(scene.head(2, 1) + R"({"t":"registration"})") == "S-24");
    CHECK(code(scene.head(2, 1) + "\n") == "S-24");
    CHECK(code(scene.head(2, 2) + entry + "\n") == "S-24");
    CHECK(code("") == "S-24");
    CHECK(code("{\n") == "S-24");
    CHECK(code("[]\n") == "S-24");
    CHECK(code(entry) == "S-24");
    CHECK(code(std::string(5000, '[') + "\n") == "S-24");
    CHECK(code("{\"t\":\"batch\",\"t\":\"batch\"}\n") == "S-24");
    CHECK(code(scene.head(3, 1) + entry) == "S-23");
    CHECK(code(scene.head(1, 1) + entry, 1) == "S-24");
    CHECK(code(scene.head(1, 0), 1) == "S-24");
    CHECK(code(scene.head(2, 1) + std::string(model::max_entry_bytes + 1, 'x') + "\n") == "S-24");
    CHECK(code(scene.head(2, 1) + std::string(wire::max_batch_ndjson_bytes, ' ')) == "S-08");
    std::string many = scene.head(2, 101);
    for (int i = 0; i < 101; ++i) {
        many += entry;
    }
    CHECK(code(many) == "S-24");
    const auto binary = std::string("\0\xFF\xFE", 3) + "\n";
    CHECK(code(scene.head(2, 1) + binary) == "accepted");  // a bad line hides no other
    CHECK(code(binary) == "S-24");
}

TEST_CASE("a hello of another shape makes its batch unreadable") {
    Scene scene;
    const auto batch = test_batch(scene.device, 1, 0, scene.province.random);
    const auto good = sealed_batch(batch, scene.device, scene.province);
    auto plain = *sealed::open(good, scene.province.receiving, std::size_t{1} << 20U);
    REQUIRE(scene.code_of(scene.with_payload(plain, 1)) == "accepted");
    const auto changed = [&](std::string_view from, std::string_view to) {
        auto text = plain;
        const auto at = text.find(from);
        REQUIRE(at != std::string::npos);
        return scene.code_of(scene.with_payload(text.replace(at, from.size(), to), 1));
    };
    CHECK(changed(R"("village":"5301022001")", R"("village":"53010220")") == "S-24");
    CHECK(changed(R"("recipient":"age1)", R"("recipient":"age2)") == "S-24");
    CHECK(changed(R"("role":"operator")", R"("role":7)") == "S-24");
    CHECK(changed(R"("snapshot":false)", R"("snapshot":"false")") == "S-24");
    CHECK(changed(R"("t":"hello")", R"("t":"hallo")") == "S-24");
    CHECK(changed(R"("why":"new")", R"("why":"new","later":[])") == "accepted");
}

TEST_CASE("a sealed file of another kind is no batch") {
    Scene scene;
    const std::array recipients{scene.province.receiving.recipient()};
    const auto file = sealed::seal({.stanza_type = "lontar/backup-v1",
                                    .meta = {{"device", scene.device.id().hex()}},
                                    .recipients = recipients,
                                    .signer = scene.device.key},
                                   "{}\n", scene.province.random);
    REQUIRE(file);
    CHECK(scene.code_of(*file) == "S-22");
    CHECK(scene.code_of(Bytes(wire::max_batch_file_bytes + 1, 'x')) == "S-21");
}

TEST_CASE("a batch file's name tells its epoch and seq, and no other text does") {
    Scene scene;
    const auto name = wire::batch_file_name(scene.device.epoch, 12);
    CHECK(name == scene.device.epoch.hex() + "-12.batch.age");
    const auto parsed = wire::parse_batch_file_name(name);
    REQUIRE(parsed);
    CHECK(parsed->epoch == scene.device.epoch);
    CHECK(parsed->seq == 12);
    const auto hex = scene.device.epoch.hex();
    for (const auto& other :
         {name + ".part", "../" + name, hex + "-012.batch.age", hex + "-0.batch.age",
          hex + "--1.batch.age", hex + "-.batch.age", hex + "-1.reply.age", hex + "-1x.batch.age",
          std::string("batch.age"), std::string(), hex + "-99999999999999999999.batch.age"}) {
        CHECK_FALSE(wire::parse_batch_file_name(other));
    }
}
