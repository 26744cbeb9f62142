// The other implementations: `age`, `age-keygen`, `zstd` and `openssl` as the machine has them.
#include <catch2/catch_test_macros.hpp>

#include "support/temp_folder.hpp"
#include "tests/storage/sealed/scene.hpp"

namespace lontar::sealed {

namespace {

using test::Scene;
using test::shell;

void need(const std::string& program) {
    if (!test::has_program(program)) {
        SKIP("the program `" << program << "` is not installed, so nothing was compared with it");
    }
}

std::vector<std::size_t> payload_sizes() {
    std::vector<std::size_t> sizes{0, 1, 65535, 65536, 65537, 131072};
    support::SeededRandom random(2);
    for (int i = 0; i < 14; ++i) {
        sizes.push_back(random.below(300'000));
    }
    return sizes;
}

/// A folder with the scene's keys, where programs of the shell read and write.
struct Desk {
    Desk() {
        put("province.key", scene.province.text().text());
        put("sheet.key", scene.sheet.text().text());
    }
    [[nodiscard]] std::string at(std::string_view name) const {
        return "'" + (folder / name).string() + "'";
    }
    void put(std::string_view name, std::string_view text) const { put(name, as_bytes(text)); }
    void put(std::string_view name, ByteView bytes) const {
        support::put_bytes(folder / name, bytes);
    }
    [[nodiscard]] Bytes bytes(std::string_view name) const {
        return support::bytes_of(folder / name);
    }

    Scene scene;
    support::TempFolder folder;
};

/// What `age` sealed to the province, and its parts.
struct FromAge {
    Bytes file;
    age::Header header;
    Secret file_key;
};

FromAge from_age(const Desk& desk, std::string_view plain_name) {
    const Scene& scene = desk.scene;
    REQUIRE(shell("age -r " + scene.province.recipient().text() + " -o " + desk.at("a.age") + " " +
                  desk.at(plain_name)));
    FromAge from{desk.bytes("a.age"), {}, {}};
    auto header = age::parse_header(from.file, max_header_bytes);
    REQUIRE(header);
    from.header = std::move(*header);
    for (const age::Stanza& stanza : from.header.stanzas) {
        if (stanza.type != "X25519") {
            continue;
        }
        age::WrappedKey wrapped;
        const auto share = from_base64(stanza.arguments.at(0));
        std::copy(share->begin(), share->end(), wrapped.share.begin());
        std::copy(stanza.body.begin(), stanza.body.end(), wrapped.body.begin());
        from.file_key = age::unwrap(wrapped, scene.province).file_key;
    }
    REQUIRE(!from.file_key.empty());
    return from;
}

/// The file of `age` with a stanza of ours put in front, its MAC made anew.
Bytes with_own_stanza(const Scene& scene, const FromAge& from) {
    const std::string_view text = as_text(from.file);
    const std::size_t start = age::version_line().size();
    const std::string_view recipients = text.substr(start, from.header.covered - start);
    Sha256 tail;
    tail.update(as_bytes(recipients));
    tail.update(as_bytes(text.substr(from.header.size)));
    Json meta(scene.request().meta);
    meta.set("sha256", tail.finish().hex());
    std::string file(age::version_line());
    file += age::stanza_text("lontar/batch-v1 " + meta.dump(),
                             scene.device.sign("lontar/batch-v1", meta.dump()));
    file += recipients;
    file += age::mac_text(age::header_mac(from.file_key, as_bytes(file)));
    file += text.substr(from.header.size);
    return to_bytes(file);
}

}  // namespace

TEST_CASE("age opens a payload of ours at every boundary of its chunks") {
    need("age");
    Desk desk;
    for (const std::size_t size : payload_sizes()) {
        INFO(size << " bytes");
        const Bytes plain = test::random_bytes(desk.scene.random, size);
        desk.put("ours.age", desk.scene.around_plain(plain));
        for (const std::string key : {"province.key", "sheet.key"}) {
            REQUIRE(shell("age -d -i " + desk.at(key) + " " + desk.at("ours.age") + " > " +
                          desk.at("out")));
            REQUIRE(desk.bytes("out") == plain);
        }
    }
}

TEST_CASE("a payload made by age opens at every boundary of its chunks") {
    need("age");
    Desk desk;
    for (const std::size_t size : payload_sizes()) {
        INFO(size << " bytes");
        const Bytes plain = test::random_bytes(desk.scene.random, size);
        desk.put("plain", plain);
        const FromAge from = from_age(desk, "plain");
        const ByteView file(from.file);
        REQUIRE(age::header_mac(from.file_key, file.first(from.header.covered)) == from.header.mac);
        const ByteView payload = file.subspan(from.header.size);
        Bytes out;
        REQUIRE(age::open_payload(from.file_key, payload.first(16), payload.subspan(16), out));
        REQUIRE(out == plain);
    }
}

TEST_CASE("age and zstd give back what was sealed in memory") {
    need("age");
    need("zstd");
    Desk desk;
    for (const std::size_t size : {0U, 1U, 100U, 66'000U, 131'072U, 400'000U}) {
        INFO(size << " bytes");
        const std::string text = test::random_text(desk.scene.random, size);
        desk.put("ours.age", desk.scene.sealed(text));
        REQUIRE(shell("age -d -i " + desk.at("sheet.key") + " " + desk.at("ours.age") +
                      " | zstd -dc > " + desk.at("out")));
        REQUIRE(as_text(desk.bytes("out")) == text);
    }
}

TEST_CASE("age and zstd give back what was sealed to disk in pieces") {
    need("age");
    need("zstd");
    Desk desk;
    const std::string text = test::random_text(desk.scene.random, 5'000'000);
    auto part = system_disk().begin(desk.folder / "backup.age");
    REQUIRE(part);
    auto writer = SealedWriter::begin(**part, desk.scene.request(), desk.scene.random);
    REQUIRE(writer);
    for (std::size_t at = 0; at < text.size(); at += 77'777) {
        REQUIRE((*writer)->write(std::string_view(text).substr(at, 77'777)));
    }
    REQUIRE((*writer)->finish());
    REQUIRE((*part)->finish());
    REQUIRE(shell("age -d -i " + desk.at("sheet.key") + " " + desk.at("backup.age") +
                  " | zstd -dc > " + desk.at("out")));
    REQUIRE(as_text(desk.bytes("out")) == text);
}

TEST_CASE("a text packed by zstd and sealed by age opens when a stanza of ours stands in front") {
    need("age");
    need("zstd");
    Desk desk;
    for (const std::string level : {"-1", "-3 --no-check", "-19", "-22 --ultra --zstd=wlog=23"}) {
        for (const std::size_t size : {0U, 1U, 65'536U, 300'000U}) {
            INFO(size << " bytes, zstd " << level);
            const std::string text = test::random_text(desk.scene.random, size);
            desk.put("plain", text);
            REQUIRE(shell("zstd -qf " + level + " -o " + desk.at("plain.zst") + " " +
                          desk.at("plain")));
            const Bytes file = with_own_stanza(desk.scene, from_age(desk, "plain.zst"));
            const auto header = read_header(file);
            REQUIRE(header);
            REQUIRE(verify_signature(*header, desk.scene.device.public_key()));
            const auto opened = open(file, desk.scene.province, size);
            REQUIRE(opened);
            REQUIRE(*opened == text);
            desk.put("sealed.age", file);
            std::string streamed;
            REQUIRE(open_stream(desk.folder / "sealed.age", desk.scene.province, size,
                                [&](std::string_view piece) {
                                    streamed += piece;
                                    return done();
                                }));
            REQUIRE(streamed == text);
        }
    }
}

TEST_CASE("a frame with a window above 8 MiB is refused however it was made") {
    need("age");
    need("zstd");
    Desk desk;
    desk.put("plain", test::random_text(desk.scene.random, 1'000));
    // From a pipe zstd does not know the size and cannot make the window smaller.
    REQUIRE(shell("zstd -qc --long=24 < " + desk.at("plain") + " > " + desk.at("plain.zst")));
    const Bytes file = with_own_stanza(desk.scene, from_age(desk, "plain.zst"));
    CHECK(test::told(open(file, desk.scene.province, 1'000)) == "S-07 window too large");
}

TEST_CASE("what age alone sealed is not one of our files") {
    need("age");
    Desk desk;
    desk.put("plain", "text");
    const FromAge from = from_age(desk, "plain");
    CHECK(test::told(read_header(from.file)) == "S-02 first stanza is not ours");
    CHECK(test::told(open(from.file, desk.scene.province, 100)) == "S-02 first stanza is not ours");
}

TEST_CASE("age-keygen and we read each other's keys") {
    need("age-keygen");
    Desk desk;
    REQUIRE(shell("age-keygen -o " + desk.at("new.key") + " 2>/dev/null"));
    REQUIRE(shell("age-keygen -y -o " + desk.at("new.pub") + " " + desk.at("new.key")));
    const Bytes key_file = desk.bytes("new.key");
    const auto identities = parse_identity_file(as_text(key_file));
    REQUIRE(identities);
    REQUIRE(identities->size() == 1);
    const Identity& theirs = identities->front();
    CHECK(theirs.recipient().text() + "\n" == as_text(desk.bytes("new.pub")));
    CHECK(as_text(key_file).find(theirs.text().text()) != std::string_view::npos);

    REQUIRE(shell("age-keygen -y -o " + desk.at("ours.pub") + " " + desk.at("province.key")));
    CHECK(as_text(desk.bytes("ours.pub")) == desk.scene.province.recipient().text() + "\n");
}

TEST_CASE("openssl verifies the signature of a sealed file") {
    need("openssl");
    Desk desk;
    const auto header = read_header(desk.scene.sealed("text"));
    REQUIRE(header);
    // SubjectPublicKeyInfo of Ed25519 (RFC 8410) around the 32 bytes.
    Bytes key = *from_hex("302a300506032b6570032100");
    key.insert(key.end(), desk.scene.device.public_key().begin(),
               desk.scene.device.public_key().end());
    desk.put("key.der", key);
    desk.put("signature", ByteView(header->signature));
    desk.put("message", header->stanza_type + "\n" + header->meta_json);
    const std::string verify_message =
        "openssl pkeyutl -verify -pubin -keyform DER -rawin -inkey " + desk.at("key.der") +
        " -sigfile " + desk.at("signature") + " -in " + desk.at("message") + " >/dev/null 2>&1";
    CHECK(shell(verify_message));
    desk.put("message", header->stanza_type + "\n" + header->meta_json + " ");
    CHECK_FALSE(shell(verify_message));
}

}  // namespace lontar::sealed
