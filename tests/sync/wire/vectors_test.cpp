// The committed files of tests/vectors are what every later version must go on reading. Manifest,
// activation, batches and replies were made by the hidden test at the end, from seed 2026; the
// sealed ones are not made again to compare, as another zstd may compress otherwise. activation-2
// is of a second implementation, `make_files.py`.
#include <array>
#include <cstdlib>
#include <filesystem>
#include <string>

#include <catch2/catch_test_macros.hpp>

#include "storage/base/durable_file.hpp"
#include "storage/base/json.hpp"
#include "storage/sealed/hash.hpp"
#include "support/province/test_province.hpp"
#include "support/temp_folder.hpp"

using namespace lontar;
using lontar::support::bytes_of;
using lontar::support::put_bytes;
using lontar::support::sealed_batch;
using lontar::support::test_batch;
using lontar::support::TestDevice;
using lontar::support::TestProvince;

namespace {

constexpr std::uint64_t seed = 2026;
constexpr std::size_t max_plain = std::size_t{1} << 20U;

Path vectors() {
    return Path(LONTAR_SOURCE_DIR) / "tests" / "vectors";
}
std::string text_of(const Path& file) {
    return std::string(as_text(bytes_of(file)));
}

struct Scene {
    TestProvince province{seed};
    TestDevice device{province.random};
    wire::Activation activation = province.activation("5301022001");
    // Before anything is sealed, so that the lines do not depend on what sealing draws.
    std::array<wire::Batch, 2> batches{test_batch(device, 1, 2, province.random),
                                       test_batch(device, 2, 2, province.random)};
};

/// A well signed batch that is wrong inside.
Bytes batch_with_other_inner_seq(Scene& scene) {
    const auto plain = text_of(vectors() / "batch" / "seq-2.ndjson");
    const std::array recipients{scene.province.receiving.recipient()};
    auto file = sealed::seal({.stanza_type = wire::batch_stanza,
                              .meta = {{"device", scene.device.id().hex()},
                                       {"epoch", scene.device.epoch.hex()},
                                       {"seq", 3},
                                       {"keys", 1}},
                              .recipients = recipients,
                              .signer = scene.device.key},
                             plain, scene.province.random);
    REQUIRE(file);
    return *file;
}

}  // namespace

TEST_CASE("the manifest and activation vectors are made byte for byte from their seed") {
    Scene scene;
    CHECK(text_of(vectors() / "manifest" / "number-1.manifest") == scene.province.manifest.text());
    CHECK(text_of(vectors() / "activation" / "village.lontar-activation") == scene.activation.text);
}

TEST_CASE("the batch vectors open to the lines beside them") {
    Scene scene;
    for (std::int64_t seq : {1, 2}) {
        const auto name = "seq-" + std::to_string(seq);
        const auto file = bytes_of(vectors() / "batch" / (name + ".batch.age"));
        const auto plain = sealed::open(file, scene.province.receiving, max_plain);
        REQUIRE(plain);
        CHECK(*plain == text_of(vectors() / "batch" / (name + ".ndjson")));
        const auto batch = scene.province.open(file);
        REQUIRE(batch);
        CHECK(batch->device == scene.device.id());
        CHECK(batch->epoch == scene.device.epoch);
        CHECK(batch->seq == seq);
        CHECK(batch->lines.size() == 2);
        CHECK(batch->hello.has_value() == (seq == 1));
    }
}

TEST_CASE("a batch written today has the lines of its vector") {
    Scene scene;
    for (const auto& batch : scene.batches) {
        const auto file = sealed_batch(batch, scene.device, scene.province);
        const auto plain = sealed::open(file, scene.province.receiving, max_plain);
        REQUIRE(plain);
        const auto name = "seq-" + std::to_string(batch.seq) + ".ndjson";
        CHECK(*plain == text_of(vectors() / "batch" / name));
    }
}

TEST_CASE("the reply vectors open to the lines beside them") {
    Scene scene;
    for (const auto* name : {"receipt", "refusal"}) {
        const auto file = bytes_of(vectors() / "reply" / (std::string(name) + ".age"));
        const auto plain = sealed::open(file, scene.device.identity, max_plain);
        REQUIRE(plain);
        CHECK(*plain == text_of(vectors() / "reply" / (std::string(name) + ".ndjson")));
        CHECK(support::read_reply(file, scene.province.manifest, scene.device.id(),
                                  scene.device.identity));
    }
}

TEST_CASE("the worked example of the format page is what the vectors hold") {
    const auto page = text_of(Path(LONTAR_SOURCE_DIR) / "sync" / "wire" / "FORMAT.md");
    const auto lines = text_of(vectors() / "reply" / "receipt.ndjson");
    // The first line is shortened on the page; the others stand there whole.
    std::size_t at = lines.find('\n') + 1;
    int seen = 0;
    for (auto end = lines.find('\n', at); end != std::string::npos;
         at = end + 1, end = lines.find('\n', at)) {
        CHECK(page.find("    " + lines.substr(at, end - at) + "\n") != std::string::npos);
        ++seen;
    }
    CHECK(seen == 3);
}

TEST_CASE("the refused vectors are refused with the code in their name") {
    Scene scene;
    for (const auto& entry : std::filesystem::directory_iterator(vectors() / "batch")) {
        const auto name = entry.path().filename().string();
        if (name.starts_with("refused-")) {
            INFO(name);
            const auto batch = scene.province.open(bytes_of(entry.path()));
            REQUIRE_FALSE(batch);
            CHECK(name.substr(8, 4) == batch.error().code);
        }
    }
}

TEST_CASE(
    "an activation that another program made is taken, or refused with the code in its name") {
    const auto folder = vectors() / "activation-2";
    const auto root = array_from_hex<32>(text_of(folder / "root.hex").substr(0, 64));
    REQUIRE(root);
    int refused = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        const auto name = entry.path().filename().string();
        if (name.starts_with("refused-")) {
            INFO(name);
            ++refused;
            const auto activation = wire::parse_activation(text_of(entry.path()), *root);
            REQUIRE_FALSE(activation);
            CHECK(name.substr(8, 4) == activation.error().code);
        }
    }
    CHECK(refused == 5);

    const auto text = text_of(folder / "good.lontar-activation");
    for (const auto& pinned : {std::optional(*root), std::optional<sealed::PublicKey>()}) {
        const auto activation = wire::parse_activation(text, pinned);
        REQUIRE(activation);
        CHECK(activation->text == text);
        CHECK(activation->village == "5302011002");
        CHECK(activation->village_name == "Desa Uji Coba – Kec. Percobaan");
        REQUIRE(activation->funders.size() == 2);
        CHECK(activation->funders[0].code == "SG");
        CHECK(activation->funders[0].seats == 29);
        CHECK(activation->code == "K7QM2XRD9FA");
        CHECK(activation->uses == 2);
        CHECK_FALSE(activation->with_register);
        CHECK(activation->manifest.number == 7);
        CHECK(activation->manifest.next_root);
        CHECK(activation->manifest.revoked.size() == 1);
    }
    const Scene scene;
    const auto other = wire::parse_activation(text, scene.province.root.public_key());
    REQUIRE_FALSE(other);
    CHECK(other.error().kind == ErrorKind::refused);
}

TEST_CASE("the vectors are written anew when asked for", "[.write-vectors]") {
    Scene scene;
    for (const auto* folder : {"manifest", "activation", "batch", "reply"}) {
        std::filesystem::create_directories(vectors() / folder);
    }
    const auto put = [](const Path& place, std::string_view text) {
        put_bytes(vectors() / place, as_bytes(text));
    };
    put("manifest/number-1.manifest", scene.province.manifest.text());
    put("activation/village.lontar-activation", scene.activation.text);
    std::string keys = "# Keys of the batch and reply vectors. Of no use outside the tests.\n";
    for (const auto* identity : {&scene.province.receiving, &scene.province.recovery}) {
        keys += std::string(identity->text().text()) + "\n";
    }
    put("batch/receiving.keys", keys);
    put("reply/device.keys", std::string(scene.device.identity.text().text()) + "\n");
    Bytes newest;
    for (const auto& batch : scene.batches) {
        newest = sealed_batch(batch, scene.device, scene.province);
        const auto name = "batch/seq-" + std::to_string(batch.seq);
        put_bytes(vectors() / (name + ".batch.age"), newest);
        put(name + ".ndjson", *sealed::open(newest, scene.province.receiving, max_plain));
    }
    const auto& batch = scene.batches[1];
    auto reply = support::accepting(batch, newest, 1, 2);
    reply.verdicts[0].except = {
        {2, "needs_correction", Json::Object{{"reasons", Json::List{"MOTHER"}}}}};
    reply.notices = {{"Rapat hari Senin", {}, {}}};
    wire::Reply refusal;
    refusal.device = batch.device;
    refusal.epoch = batch.epoch;
    refusal.time = reply.time;
    refusal.problem = "code_used";
    const wire::Answered answered{batch.seq, sealed::sha256(newest)};
    for (const auto& [name, what] : {std::pair{"receipt", reply}, std::pair{"refusal", refusal}}) {
        const auto file = scene.province.seal(what, answered, scene.device.identity.recipient());
        put_bytes(vectors() / "reply" / (std::string(name) + ".age"), file);
        put(std::string("reply/") + name + ".ndjson",
            *sealed::open(file, scene.device.identity, max_plain));
    }
    put_bytes(vectors() / "batch" / "refused-S-23-inner-seq.batch.age",
              batch_with_other_inner_seq(scene));
    newest[newest.size() - 1] ^= 1U;
    put_bytes(vectors() / "batch" / "refused-S-03-last-byte.batch.age", newest);
}
