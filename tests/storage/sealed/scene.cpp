#include "tests/storage/sealed/scene.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "support/child.hpp"

namespace lontar::sealed::test {

Scene::Scene(std::uint64_t seed)
    : random(seed),
      device(SigningKey::generate(random)),
      province(Identity::generate(random)),
      sheet(Identity::generate(random)),
      recipients{province.recipient(), sheet.recipient()} {}

SealRequest Scene::request() const {
    return {"lontar/batch-v1",
            {{"device", to_hex(device.public_key())}, {"seq", 7}, {"keys", 3}},
            recipients,
            device};
}

Bytes Scene::sealed(std::string_view text) {
    return *seal(request(), text, random);
}

Bytes Scene::around(const std::function<Bytes(const HeadDraft&)>& make) {
    const auto draft = HeadDraft::begin(request(), random);
    const Bytes payload = make(*draft);
    Sha256 tail;
    tail.update(as_bytes(draft->covered_by_tail()));
    tail.update(payload);
    Bytes file = to_bytes(draft->text(tail.finish()));
    file.insert(file.end(), payload.begin(), payload.end());
    return file;
}

Bytes Scene::around_plain(ByteView plain) {
    return around([plain](const HeadDraft& draft) {
        Bytes payload = to_bytes(draft.nonce());
        age::PayloadWriter writer(draft.file_key(), draft.nonce());
        writer.write(plain, payload);
        writer.finish(payload);
        return payload;
    });
}

void flip(std::span<std::uint8_t> bytes, std::size_t at, std::uint64_t bit) {
    bytes[at] = static_cast<std::uint8_t>(bytes[at] ^ 1U << bit);
}

Bytes random_bytes(support::SeededRandom& random, std::size_t size) {
    Bytes bytes(size);
    random.fill(bytes);
    return bytes;
}

std::string random_text(support::SeededRandom& random, std::size_t size) {
    std::string text = to_hex(random_bytes(random, size / 2 + 1));
    text.resize(size);
    for (std::size_t at = 63; at < size; at += 64) {
        text[at] = '\n';
    }
    return text;
}

namespace {

constexpr std::size_t max_block = 128 * 1024;

void append_block(Bytes& frame, std::size_t size, unsigned kind, bool is_last) {
    const std::size_t head = size << 3U | kind << 1U | (is_last ? 1U : 0U);
    for (unsigned shift = 0; shift < 24; shift += 8) {
        frame.push_back(static_cast<std::uint8_t>(head >> shift));
    }
}

Bytes frame_start() {
    return {0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x68};
}

}  // namespace

Bytes raw_frame(ByteView data) {
    Bytes frame = frame_start();
    do {
        const ByteView block = data.first(std::min(data.size(), max_block));
        data = data.subspan(block.size());
        append_block(frame, block.size(), 0, data.empty());
        frame.insert(frame.end(), block.begin(), block.end());
    } while (!data.empty());
    return frame;
}

Bytes frame_of_zeros(std::size_t blocks) {
    Bytes frame = frame_start();
    for (std::size_t i = 0; i < blocks; ++i) {
        append_block(frame, max_block, 1, i + 1 == blocks);
        frame.push_back(0);
    }
    return frame;
}

std::string told(const Error& error) {
    const std::size_t colon = error.context.find(": ");
    return error.code + " " +
           (colon == std::string::npos ? error.context : error.context.substr(colon + 2));
}

namespace {

/// VmHWM of this process, in KiB; 0 where the system does not tell.
long peak_kibibytes() {
    std::ifstream status("/proc/self/status");
    std::string word;
    while (status >> word) {
        if (word == "VmHWM:") {
            long value = 0;
            status >> value;
            return value;
        }
    }
    return 0;
}

}  // namespace

int peak_mebibytes(const std::function<bool()>& act) {
    const int result = support::in_child([&act] {
        const long before = peak_kibibytes();
        if (!act()) {
            return 125;
        }
        return static_cast<int>(std::min((peak_kibibytes() - before) / 1024, 124L));
    });
    return result >= 125 ? -1 : result;
}

bool shell(const std::string& command) {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): the tests have one thread
    return std::system(command.c_str()) == 0;
}

bool has_program(const std::string& name) {
    return shell("command -v " + name + " >/dev/null 2>&1");
}

}  // namespace lontar::sealed::test
