// Everything of a sealed file, a keyring or a key that comes from outside. The first byte says what
// the others are put into, so that the inner readers are reached although the outer ones prove
// every bit.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <set>

#include "storage/sealed/bech32.hpp"
#include "storage/sealed/code.hpp"
#include "storage/sealed/keyring.hpp"
#include "storage/sealed/zstd_frame.hpp"
#include "support/one_file_disk.hpp"
#include "tests/fuzz/fuzz.hpp"
#include "tests/storage/sealed/scene.hpp"

namespace lontar::sealed {

namespace {

using test::Scene;

constexpr std::size_t max_text = 64 * 1024;

void must(bool holds, const char* what) {
    if (!holds) {
        std::fprintf(stderr, "must hold: %s\n", what);
        std::abort();
    }
}

/// Files that the scene's device did seal.
struct World {
    Scene scene;
    std::set<Bytes> sealed;

    World() {
        for (const std::string& text :
             {std::string(), std::string("{\"t\":\"batch\"}\n"), std::string(2'000, 'x')}) {
            sealed.insert(scene.sealed(text));
        }
    }
};

World& world() {
    static World world;
    return world;
}

void whole_file(ByteView bytes) {
    const Scene& scene = world().scene;
    const auto header = read_header(bytes);
    const bool is_proved = header && verify_signature(*header, scene.device.public_key());
    const bool is_open = open(bytes, scene.province, max_text).has_value();
    must(!(is_proved && is_open) || world().sealed.contains(to_bytes(bytes)),
         "only what the device sealed is proved and opens");
}

void metadata(ByteView bytes) {
    Scene& scene = world().scene;
    const std::string json(as_text(bytes));
    std::string file(age::version_line());
    file += age::stanza_text("lontar/batch-v1 " + json, scene.device.sign("lontar/batch-v1", json));
    const Bytes good = scene.sealed("");
    const std::string_view text = as_text(good);
    file += text.substr(text.find("-> X25519"));
    const auto head = parse_own_head(as_bytes(file));
    // With a line end inside, it is a whole head of its own.
    if (head && json.find('\n') == std::string::npos) {
        must(head->shown.meta_json == json, "metadata is taken as it came");
        must(json.find_first_of(" \t\r") == std::string::npos, "metadata has no blank");
        must(head->shown.meta.object() != nullptr, "metadata is an object");
    }
}

void recipients(ByteView bytes) {
    const Bytes good = *world().sealed.begin();
    const std::string_view text = as_text(good);
    const std::size_t start = text.find("-> X25519");
    std::string file(text.substr(0, start));
    file += as_text(bytes);
    file += text.substr(text.find("---"));
    const auto head = parse_own_head(as_bytes(file));
    must(!head || (head->shown.recipients >= 1 && head->shown.recipients <= max_recipients),
         "1 to 8 recipients");
    must(!head || head->shown.header_bytes <= max_header_bytes, "a head within its limit");
    (void)open(as_bytes(file), world().scene.province, max_text);
}

void frame(ByteView bytes) {
    const auto text = open(world().scene.around_plain(bytes), world().scene.province, max_text);
    must(!text || text->size() <= max_text, "no more text than allowed");
    must(text || text.error().code == "S-07" || text.error().code == "S-08",
         "a bad frame is told as one");
}

void payload(ByteView bytes) {
    const Bytes file = world().scene.around([bytes](const HeadDraft&) { return to_bytes(bytes); });
    must(!open(file, world().scene.province, max_text), "a payload cannot be guessed");
}

void keyring(ByteView bytes) {
    support::OneFileDisk disk("keyring.json");
    disk.set(to_bytes(bytes));
    const auto read = read_keyring(disk, "");
    must(!read || read->wraps.size() <= 64, "a bounded keyring");
}

void texts(ByteView bytes) {
    const std::string_view text = as_text(bytes);
    const auto base64 = from_base64(text);
    must(!base64 || to_base64(*base64) == text, "one value has one base64");
    const auto decoded = bech32::decode(text);
    must(!decoded || bech32::encode(decoded->prefix, decoded->groups).size() == text.size(),
         "one value has one Bech32");
    const auto recipient = Recipient::parse(text);
    must(!recipient || recipient->text() == text, "one key has one text");
    const auto identity = Identity::parse(text);
    must(!identity || Identity::parse(identity->text().text()), "what was read is read again");
    const auto code = normalise_code(text);
    must(!code || normalise_code(grouped_code(*code)) == code, "what was read is read again");
    (void)parse_identity_file(text);
}

constexpr std::array inner{whole_file, metadata, recipients, frame, payload, keyring, texts};

Bytes seed(std::uint8_t kind, ByteView bytes) {
    Bytes input(1 + bytes.size(), kind);
    std::ranges::copy(bytes, input.begin() + 1);
    return input;
}

}  // namespace

}  // namespace lontar::sealed

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > 0) {
        lontar::sealed::inner.at(data[0] % lontar::sealed::inner.size())({data + 1, size - 1});
    }
    return 0;
}

namespace lontar::fuzz {

std::vector<Bytes> seeds() {
    using sealed::seed;
    sealed::World& world = sealed::world();
    std::vector<Bytes> seeds;
    for (const Bytes& file : world.sealed) {
        seeds.push_back(seed(0, file));
        const std::string_view text = as_text(file);
        seeds.push_back(seed(1, as_bytes(sealed::read_header(file)->meta_json)));
        const std::size_t start = text.find("-> X25519");
        seeds.push_back(seed(2, as_bytes(text.substr(start, text.find("---") - start))));
    }
    for (const std::string& text :
         {std::string(), std::string("{\"t\":\"batch\"}\n{\"t\":\"x\"}\n")}) {
        seeds.push_back(seed(3, sealed::compress_small(text)));
        seeds.push_back(seed(3, sealed::test::raw_frame(as_bytes(text))));
    }
    seeds.push_back(
        seed(3, sealed::compress_small(sealed::test::random_text(world.scene.random, 5'000))));
    seeds.push_back(seed(3, sealed::test::frame_of_zeros(3)));
    seeds.push_back(seed(4, Bytes(16 + 16)));
    seeds.push_back(seed(4, Bytes(16 + 65'552 + 20)));
    seeds.push_back(seed(5, as_bytes(R"({"check":"","version":1,"wraps":[]})")));
    for (const std::string_view text : {"AAAA", "+/8", "7K3QF9XM2PC"}) {
        seeds.push_back(seed(6, as_bytes(text)));
    }
    seeds.push_back(seed(6, as_bytes(world.scene.sheet.recipient().text())));
    seeds.push_back(seed(6, world.scene.sheet.text().view()));
    return seeds;
}

}  // namespace lontar::fuzz
