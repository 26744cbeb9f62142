#include <set>
#include <string>

#include <catch2/catch_test_macros.hpp>

#include "support/temp_folder.hpp"
#include "tests/storage/sealed/scene.hpp"

namespace lontar::sealed {

namespace {

using test::Scene;
using test::told;

constexpr std::string_view text = "{\"t\":\"batch\"}\n{\"t\":\"registration\",\"id\":\"00\"}\n";

/// Every check that needs no identity.
bool is_proved(ByteView file, const PublicKey& device) {
    const auto header = read_header(file);
    return header && verify_signature(*header, device);
}

}  // namespace

TEST_CASE("every recipient opens the sealed text and a reader sees the line above it") {
    Scene scene;
    const Bytes file = scene.sealed(text);
    const auto header = read_header(file);
    REQUIRE(header);
    CHECK(verify_signature(*header, scene.device.public_key()));
    CHECK(header->stanza_type == "lontar/batch-v1");
    CHECK(header->recipients == 2);
    CHECK(header->meta.integer_at("seq") == 7);
    CHECK(header->meta.text_at("device") == to_hex(scene.device.public_key()));
    CHECK(as_text(file).find("-> lontar/batch-v1 " + header->meta_json + "\n") !=
          std::string_view::npos);
    CHECK(as_text(file)[header->header_bytes - 1] == '\n');
    CHECK(*open(file, scene.province, 1'000) == text);
    CHECK(*open(file, scene.sheet, 1'000) == text);
}

TEST_CASE("one of several identities is enough to open a file") {
    Scene scene;
    const Bytes file = scene.sealed(text);
    const Identity stranger = Identity::generate(scene.random);
    const std::array<const Identity*, 3> some{&stranger, &scene.sheet, &stranger};
    CHECK(*open(file, some, 1'000) == text);
    const std::array<const Identity*, 2> none{&stranger, &stranger};
    CHECK(told(open(file, none, 1'000)) == "S-05 sealed to another key");
    CHECK(told(open(file, std::span<const Identity* const>(), 1'000)) ==
          "S-05 sealed to another key");
}

TEST_CASE("every single flipped bit of a file is found") {
    Scene scene;
    const Bytes good = scene.sealed(text);
    const auto header = read_header(good);
    REQUIRE(header);
    const std::size_t mac_end = header->header_bytes;
    const std::size_t mac_start = as_text(good).rfind("---", mac_end) + 3;
    int flips = 0;
    for (std::size_t at = 0; at < good.size(); ++at) {
        for (unsigned bit = 0; bit < 8; ++bit) {
            Bytes bad = good;
            test::flip(bad, at, bit);
            const bool is_in_mac = at >= mac_start && at < mac_end;
            if (!is_in_mac && is_proved(bad, scene.device.public_key())) {
                FAIL("not found without a key: byte " << at << " bit " << bit);
            }
            if (open(bad, scene.province, 1'000)) {
                FAIL("opened: byte " << at << " bit " << bit);
            }
            ++flips;
        }
    }
    CHECK(flips == static_cast<int>(good.size() * 8));
}

TEST_CASE("a file whose head was read once tells of every flipped bit what the readers tell") {
    Scene scene;
    const Bytes good = scene.sealed(text);
    for (std::size_t at = 0; at < good.size(); ++at) {
        Bytes bad = good;
        test::flip(bad, at, 0);
        const auto header = read_header(bad);
        const auto file = SealedFile::parse(bad);
        const Status whole = file ? file->check_tail() : Status(file.error());
        INFO("byte " << at);
        REQUIRE(told(whole) == told(header));
        if (file) {
            REQUIRE(told(file->open(scene.province, 1'000)) ==
                    told(open(bad, scene.province, 1'000)));
        }
    }
    auto file = SealedFile::parse(good);
    REQUIRE(file);
    auto moved = *std::move(file);
    CHECK(to_bytes(moved.bytes()) == good);
    CHECK(moved.header().meta_json == read_header(good)->meta_json);
    CHECK(moved.check_tail());
    CHECK(*moved.open(scene.province, 1'000) == text);
    const Identity stranger = Identity::generate(scene.random);
    CHECK(told(moved.open(stranger, 1'000)) == "S-05 sealed to another key");
}

TEST_CASE("a file cut at any byte is refused, from memory and from disk") {
    Scene scene;
    const Bytes good = scene.sealed(text);
    const support::TempFolder folder;
    for (std::size_t size = 0; size < good.size(); ++size) {
        INFO(size << " of " << good.size() << " bytes");
        const ByteView cut = ByteView(good).first(size);
        const auto header = read_header(cut);
        REQUIRE_FALSE(header);
        REQUIRE(header.error().kind == ErrorKind::corrupt);
        const auto opened = open(cut, scene.province, 1'000);
        REQUIRE_FALSE(opened);
        REQUIRE(opened.error().kind == ErrorKind::corrupt);
        support::put_bytes(folder / "cut.age", cut);
        REQUIRE_FALSE(read_header_of(folder / "cut.age"));
        REQUIRE_FALSE(open_stream(folder / "cut.age", scene.province, 1'000,
                                  [](std::string_view) { return done(); }));
    }
}

TEST_CASE("sealing the same text again shares no share, nonce or file", "[long]") {
    Scene scene;
    scene.recipients.resize(1);
    const SealRequest request = scene.request();
    constexpr std::size_t files = 100'000;
    std::set<std::string> shares;
    std::set<std::string> nonces;
    std::set<Hash> hashes;
    for (std::size_t i = 0; i < files; ++i) {
        // The machine's own generator: what would repeat in the field would repeat here.
        const auto file = seal(request, "", system_random());
        REQUIRE(file);
        const std::string_view bytes = as_text(*file);
        shares.emplace(bytes.substr(bytes.find("-> X25519 ") + 10, 43));
        nonces.emplace(bytes.substr(bytes.find('\n', bytes.find("\n--- ") + 1) + 1, 16));
        hashes.insert(sha256(*file));
    }
    CHECK(shares.size() == files);
    CHECK(nonces.size() == files);
    CHECK(hashes.size() == files);
}

TEST_CASE("two recipients of one file get different shares") {
    Scene scene;
    const auto head = parse_own_head(scene.sealed(text));
    REQUIRE(head);
    CHECK(head->wrapped.at(0).share != head->wrapped.at(1).share);
}

TEST_CASE("a request that breaks a limit of the format is refused before anything is sealed") {
    Scene scene;
    const auto with_meta = [&](Json::Object meta) {
        return told(seal({"lontar/batch-v1", std::move(meta), scene.recipients, scene.device}, text,
                         scene.random));
    };
    const std::string bad_meta = "S-01 metadata that the readable line cannot hold";
    CHECK(with_meta({{"a", "two words"}}) == bad_meta);
    CHECK(with_meta({{"a", "tab\t"}}) == bad_meta);
    CHECK(with_meta({{"a", "caf\xc3\xa9"}}) == bad_meta);
    CHECK(with_meta({{"a", "\x7f"}}) == bad_meta);
    CHECK(with_meta({{"a b", 1}}) == bad_meta);
    CHECK(with_meta({{"a", true}}) == bad_meta);
    CHECK(with_meta({{"a", nullptr}}) == bad_meta);
    CHECK(with_meta({{"a", Json::List{}}}) == bad_meta);
    CHECK(with_meta({{"a", Json::Object{}}}) == bad_meta);
    CHECK(with_meta({{"sha256", "0"}}) == bad_meta);
    CHECK(with_meta({{"a", std::string(7'000, 'x')}}) == "ok");
    CHECK(with_meta({{"a", std::string(8'000, 'x')}}) == "S-01 head longer than its limit");

    const auto with_type = [&](std::string_view type) {
        return told(seal({type, {}, scene.recipients, scene.device}, text, scene.random));
    };
    for (const std::string_view type :
         {"", "lontar/", "lontar/a b", "Lontar/a", "lontar/A", "X25519"}) {
        CHECK(with_type(type) == "S-01 stanza type");
    }

    scene.recipients.clear();
    CHECK(with_meta({}) == "S-01 number of recipients");
    scene.recipients.assign(8, scene.province.recipient());
    CHECK(with_meta({}) == "ok");
    scene.recipients.assign(9, scene.province.recipient());
    CHECK(with_meta({}) == "S-01 number of recipients");
    scene.recipients.assign(1, Recipient{});
    CHECK(with_meta({}) == "S-01 recipient of low order");
}

TEST_CASE("the longest head we write is one we read") {
    Scene scene;
    scene.recipients.assign(8, scene.province.recipient());
    std::size_t longest = 0;
    for (std::size_t size = 6'500; size < 7'500; ++size) {
        const auto file = seal(
            {"lontar/batch-v1", {{"a", std::string(size, 'x')}}, scene.recipients, scene.device},
            text, scene.random);
        if (!file) {
            break;
        }
        const auto header = read_header(*file);
        REQUIRE(header);
        longest = header->header_bytes;
    }
    CHECK(longest == max_header_bytes);
}

TEST_CASE("a bomb of 1 GiB of zeros is refused with little memory") {
    Scene scene;
    const Bytes bomb = scene.around_plain(test::frame_of_zeros(8 * 1024));
    CHECK(bomb.size() < 40'000);
    const support::TempFolder folder;
    support::put_bytes(folder / "bomb.age", bomb);
    constexpr std::size_t limit = 4 << 20U;
    const int in_memory = test::peak_mebibytes([&] {
        const auto opened = open(bomb, scene.province, limit);
        return !opened && opened.error().code == "S-08";
    });
    CHECK((in_memory >= 0 && in_memory < 64));
    const int from_disk = test::peak_mebibytes([&] {
        std::size_t given = 0;
        const auto opened = open_stream(folder / "bomb.age", scene.province, limit,
                                        [&given](std::string_view piece) {
                                            given += piece.size();
                                            return done();
                                        });
        return !opened && opened.error().code == "S-08" && given <= limit;
    });
    CHECK((from_disk >= 0 && from_disk < 64));
}

}  // namespace lontar::sealed
