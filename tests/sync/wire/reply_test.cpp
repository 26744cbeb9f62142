#include "sync/wire/reply.hpp"

#include <catch2/catch_test_macros.hpp>

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
    wire::Batch batch = test_batch(device, 2, 3, province.random);
    Bytes batch_file = sealed_batch(batch, device, province);

    wire::Reply reply() const { return support::accepting(batch, batch_file, 1, 2); }
    Bytes seal(const wire::Reply& reply) {
        return province.seal(reply, wire::Answered{batch.seq, sealed::sha256(batch_file)},
                             device.identity.recipient());
    }
    Result<wire::Reply> open(ByteView file) const {
        return support::read_reply(file, province.manifest, device.id(), device.identity);
    }
    std::string code_of(ByteView file) const {
        const auto reply = open(file);
        return reply ? "accepted" : reply.error().code;
    }
    /// A genuine reply (gen 1, n 2) whose payload is `ndjson`.
    Bytes with_payload(const std::string& ndjson) {
        const auto recipient = device.identity.recipient();
        const auto file =
            sealed::seal({.stanza_type = wire::reply_stanza,
                          .meta = {{"device", device.id().hex()},
                                   {"epoch", device.epoch.hex()},
                                   {"gen", 1},
                                   {"n", 2},
                                   {"keys", 1},
                                   {"key", sealed::key_id(province.reply_key.public_key()).hex()}},
                          .recipients = {&recipient, 1},
                          .signer = province.reply_key},
                         ndjson, province.random);
        REQUIRE(file);
        return *file;
    }
    std::string head() const {
        return R"({"t":"reply","device":")" + device.id().hex() + R"(","epoch":")" +
               device.epoch.hex() +
               R"(","gen":1,"n":2,"time":5,"have":{"upto":2,"missing":[4,6]}})" + "\n";
    }
};

}  // namespace

TEST_CASE("a reply opens with every receipt, verdict and notice") {
    Scene scene;
    auto reply = scene.reply();
    reply.have.missing = {4, 6};
    reply.verdicts[0].except = {
        {2, "needs_correction", Json::Object{{"reasons", Json::List{"MOTHER"}}}}, {3, "held", {}}};
    reply.notices = {{"Rapat hari Senin", {}, {}}, {"Laptop baru: 01ab", "new_laptop", "01ab"}};
    const auto file = scene.seal(reply);

    const auto proven = wire::prove_reply(file, scene.province.manifest, scene.device.id());
    REQUIRE(proven);
    CHECK(to_bytes(proven->bytes()) == file);
    const auto* stanza = &proven->stanza();
    CHECK(stanza->gen == 1);
    CHECK(stanza->n == 2);
    CHECK(stanza->seq == 2);
    CHECK(stanza->file == sealed::sha256(scene.batch_file));
    CHECK(wire::reply_file_name(*stanza) == scene.device.epoch.hex() + "-1-2.reply.age");

    const auto opened = scene.open(file);
    REQUIRE(opened);
    CHECK(opened->have.upto == 2);
    CHECK(opened->have.missing == std::vector<std::int64_t>{4, 6});
    REQUIRE(opened->receipts.size() == 1);
    CHECK(opened->receipts[0].file == sealed::sha256(scene.batch_file));
    CHECK(opened->receipts[0].status == "received");
    REQUIRE(opened->verdicts.size() == 1);
    CHECK(opened->verdicts[0].rest_accepted);
    REQUIRE(opened->verdicts[0].except.size() == 2);
    CHECK(opened->verdicts[0].except[0].line == 2);
    CHECK(opened->verdicts[0].except[0].code == "needs_correction");
    CHECK(opened->verdicts[0].except[0].detail == reply.verdicts[0].except[0].detail);
    CHECK(opened->verdicts[0].except[1].detail.is_null());
    CHECK(opened->notices == reply.notices);
    CHECK_FALSE(opened->problem);
}

TEST_CASE("an unnumbered refusal tells its problem and is named a refusal") {
    Scene scene;
    wire::Reply reply;
    reply.device = scene.device.id();
    reply.epoch = scene.device.epoch;
    reply.problem = "code_used";
    const auto file = scene.seal(reply);
    const auto opened = scene.open(file);
    REQUIRE(opened);
    CHECK(opened->n == 0);
    CHECK(opened->problem == "code_used");
    const auto proven = wire::prove_reply(file, scene.province.manifest, scene.device.id());
    REQUIRE(proven);
    CHECK(wire::reply_file_name(proven->stanza()) == scene.device.epoch.hex() + "-0-2.refusal.age");
}

TEST_CASE("a reply cut at any byte is refused") {
    Scene scene;
    const auto file = scene.seal(scene.reply());
    for (std::size_t length = 0; length < file.size(); ++length) {
        const auto code = scene.code_of(ByteView(file).first(length));
        REQUIRE((code == "S-02" || code == "S-03"));
    }
}

TEST_CASE("a reply with any single bit turned is refused") {
    Scene scene;
    auto file = scene.seal(scene.reply());
    for (std::size_t bit = 0; bit < file.size() * 8; ++bit) {
        file[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
        REQUIRE(scene.code_of(file) != "accepted");
        file[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    }
    CHECK(scene.code_of(file) == "accepted");
}

TEST_CASE("a reply for another device is refused with S-27") {
    Scene scene;
    TestDevice other(scene.province.random);
    const auto file = scene.seal(scene.reply());
    const auto read = wire::prove_reply(file, scene.province.manifest, other.id());
    REQUIRE_FALSE(read);
    CHECK(read.error().code == "S-27");
    CHECK(read.error().kind == ErrorKind::refused);
    CHECK(read.fault() == wire::ReplyFault::for_another_device);
    // Who carries it for others asks for nobody's.
    const auto anybody = wire::prove_reply(file, scene.province.manifest);
    REQUIRE(anybody);
    CHECK(anybody->stanza().device == scene.device.id());
}

TEST_CASE("a reply of an unknown or revoked reply key is refused with S-25") {
    Scene scene;
    const auto file = scene.seal(scene.reply());
    TestProvince stranger(2);
    const auto read = wire::prove_reply(file, stranger.manifest, scene.device.id());
    REQUIRE_FALSE(read);
    CHECK(read.error().code == "S-25");
    CHECK(read.fault() == wire::ReplyFault::unknown_key);
    scene.province.manifest.revoked = {sealed::key_id(scene.province.reply_key.public_key())};
    scene.province.sign_again();
    CHECK(scene.code_of(file) == "S-25");
}

TEST_CASE("a forged reply under the name of a known key is refused with S-04") {
    Scene scene;
    TestProvince forger(2);
    const auto recipient = scene.device.identity.recipient();
    const auto forged = sealed::seal(
        {.stanza_type = wire::reply_stanza,
         .meta = {{"device", scene.device.id().hex()},
                  {"epoch", scene.device.epoch.hex()},
                  {"gen", 1},
                  {"n", 2},
                  {"keys", 1},
                  {"key", sealed::key_id(scene.province.reply_key.public_key()).hex()}},
         .recipients = {&recipient, 1},
         .signer = forger.reply_key},
        scene.head(), scene.province.random);
    REQUIRE(forged);
    CHECK(scene.code_of(*forged) == "S-04");
}

TEST_CASE("a batch is no reply") {
    Scene scene;
    CHECK(scene.code_of(scene.batch_file) == "S-26");
}

TEST_CASE("lines of a newer province are skipped, hostile ones spoil the reply with S-28") {
    Scene scene;
    const auto code = [&](const std::string& lines) {
        return scene.code_of(scene.with_payload(lines));
    };
    const auto epoch = scene.device.epoch.hex();
    CHECK(code(scene.head()) == "accepted");
    CHECK(code(scene.head() + R"({"t":"programme","x":[1,{"y":2}]})" + "\n") == "accepted");
    CHECK(code(scene.head() + R"({"t":"notice","text":"a","later":1})" + "\n") == "accepted");
    CHECK(code(scene.head() + "{}\n") == "S-28");
    CHECK(code(scene.head() + "\n") == "S-28");
    CHECK(code(scene.head() + "<html>\n") == "S-28");
    CHECK(code(scene.head() + R"({"t":"notice"})") == "S-28");
    CHECK(code(scene.head() + R"({"t":"notice","text":7})" + "\n") == "S-28");
    CHECK(code(scene.head() + R"({"t":"notice","t":"notice","text":"a"})" + "\n") == "S-28");
    CHECK(code(scene.head() + std::string(100'000, '[') + "\n") == "S-28");
    CHECK(code(scene.head() + R"({"t":"receipt","epoch":")" + epoch + R"(","seq":1})" + "\n") ==
          "S-28");
    const auto verdict = [&](const std::string& except) {
        return code(scene.head() + R"({"t":"verdict","epoch":")" + epoch +
                    R"(","seq":1,"except":)" + except + "}\n");
    };
    CHECK(verdict("[]") == "accepted");
    CHECK(verdict(R"([[1,"held"]])") == "accepted");
    CHECK(verdict(R"([[0,"held"]])") == "S-28");
    CHECK(verdict(R"([["1","held"]])") == "S-28");
    CHECK(verdict(R"([[1,"held",7]])") == "S-28");
    CHECK(verdict(R"([[1]])") == "S-28");
    CHECK(verdict(R"({"1":"held"})") == "S-28");
    CHECK(code("") == "S-28");
    CHECK(code(R"({"t":"notice","text":"a"})" + std::string("\n")) == "S-28");
}

TEST_CASE("a reply whose inner ids differ from its stanza is refused with S-28") {
    Scene scene;
    auto head = scene.head();
    head.replace(head.find(R"("n":2)"), 5, R"("n":3)");
    CHECK(scene.code_of(scene.with_payload(head)) == "S-28");
    head = scene.head();
    head.replace(head.find("[4,6]"), 5, "[1,6]");
    CHECK(scene.code_of(scene.with_payload(head)) == "S-28");
}

TEST_CASE("a reply of one mebibyte of zeros costs no memory and is refused") {
    Scene scene;
    CHECK(scene.code_of(scene.with_payload(std::string(std::size_t{8} << 20U, '\0'))) == "S-08");
    CHECK(scene.code_of(Bytes(wire::max_reply_file_bytes + 1)) == "S-26");
}
