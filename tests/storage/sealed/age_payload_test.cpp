#include <catch2/catch_test_macros.hpp>

#include "support/temp_folder.hpp"
#include "tests/storage/sealed/scene.hpp"

namespace lontar::sealed {

namespace {

using age::chunk_plain_bytes;
using test::Scene;
using test::told;

/// Chunks as somebody who holds the file key may arrange them.
struct Chunks {
    const HeadDraft& draft;
    age::ChunkCipher cipher{draft.file_key(), draft.nonce()};
    Bytes payload = to_bytes(draft.nonce());

    Chunks& add(ByteView plain, bool is_last) {
        cipher.seal(plain, is_last, payload);
        return *this;
    }
    Chunks& add_bytes(ByteView bytes) {
        payload.insert(payload.end(), bytes.begin(), bytes.end());
        return *this;
    }
};

/// What a reader in memory and one from disk say; they must agree.
std::string told_both(Scene& scene, const std::function<Bytes(const HeadDraft&)>& make) {
    const Bytes file = scene.around(make);
    const support::TempFolder folder;
    support::put_bytes(folder / "file.age", file);
    REQUIRE(read_header(file));
    REQUIRE(read_header_of(folder / "file.age"));
    const std::string in_memory = told(open(file, scene.province, 1'000'000));
    const std::string from_disk = told(open_stream(folder / "file.age", scene.province, 1'000'000,
                                                   [](std::string_view) { return done(); }));
    CHECK(in_memory == from_disk);
    return in_memory;
}

}  // namespace

TEST_CASE("a payload ends with its last chunk, full or not") {
    Scene scene;
    // Frames of exactly one chunk, two chunks, and one byte around them: 6 + 3 per block besides.
    const auto frame_of = [&](std::size_t size) {
        const std::size_t blocks = size > 131'081 ? 2 : 1;
        return test::raw_frame(test::random_bytes(scene.random, size - 6 - 3 * blocks));
    };
    for (const std::size_t size : {65'535U, 65'536U, 65'537U, 131'071U, 131'072U, 131'073U}) {
        INFO(size << " bytes of frame");
        const Bytes frame = frame_of(size);
        REQUIRE(frame.size() == size);
        const ByteView view(frame);
        CHECK(told_both(scene, [&](const HeadDraft& draft) {
                  Chunks chunks{draft};
                  ByteView rest = view;
                  while (rest.size() > chunk_plain_bytes) {
                      chunks.add(rest.first(chunk_plain_bytes), false);
                      rest = rest.subspan(chunk_plain_bytes);
                  }
                  return chunks.add(rest, true).payload;
              }) == "ok");
    }
}

TEST_CASE("chunks in any other arrangement are refused") {
    Scene scene;
    const Bytes frame = test::raw_frame(test::random_bytes(scene.random, 65'536 * 2 - 9));
    REQUIRE(frame.size() == 2 * chunk_plain_bytes);
    const ByteView first = ByteView(frame).first(chunk_plain_bytes);
    const ByteView second = ByteView(frame).subspan(chunk_plain_bytes);
    const auto of = [&](const std::function<void(Chunks&)>& arrange) {
        return told_both(scene, [&](const HeadDraft& draft) {
            Chunks chunks{draft};
            arrange(chunks);
            return chunks.payload;
        });
    };
    CHECK(of([&](Chunks& c) { c.add(first, false).add(second, true); }) == "ok");
    CHECK(of([&](Chunks& c) { c.add(first, false).add(second, false).add({}, true); }) ==
          "S-06 empty last chunk");
    CHECK(of([&](Chunks& c) { c.add(first, false).add(second, false); }) == "S-06 chunk");
    CHECK(of([&](Chunks& c) { c.add(first, false); }) == "S-06 chunk");
    CHECK(of([&](Chunks& c) { c.add(first, true).add(second, true); }) == "S-06 chunk");
    CHECK(of([&](Chunks& c) { c.add(second, false).add(first, true); }) == "S-07 not a zstd frame");
    CHECK(of([&](Chunks& c) {
              c.cipher.seal(first, false, c.payload);
              c.cipher.seal(second, true, c.payload);
              std::rotate(c.payload.begin() + 16, c.payload.begin() + 16 + 65'552, c.payload.end());
          }) == "S-06 chunk");
    CHECK(of([&](Chunks& c) { c.add(first, false).add(second, true).add_bytes(Bytes(1)); }) ==
          "S-06 chunk");
    CHECK(of([&](Chunks& c) { c.add(first, false).add(second, true).add_bytes(Bytes(16)); }) ==
          "S-06 chunk");
    CHECK(of([&](Chunks& c) { c.add(first, false).add_bytes(Bytes(15)); }) ==
          "S-06 chunk shorter than its tag");
    CHECK(of([&](Chunks& c) {
              c.add(first, false).add(second, true);
              const Bytes again(c.payload.begin() + 16 + 65'552, c.payload.end());
              c.add_bytes(again);
          }) == "S-06 chunk");
}

TEST_CASE("the number of a chunk is counted over eleven bytes, most significant first") {
    // A nonce that wrapped or ran the other way would show at chunk 256.
    Scene scene;
    const auto draft = HeadDraft::begin(scene.request(), scene.random);
    REQUIRE(draft);
    const Bytes plain(chunk_plain_bytes * 257 + 5, 'x');
    Bytes payload;
    age::PayloadWriter writer(draft->file_key(), draft->nonce());
    writer.write(plain, payload);
    writer.finish(payload);
    Bytes opened;
    REQUIRE(age::open_payload(draft->file_key(), draft->nonce(), payload, opened));
    CHECK(opened == plain);
    // Chunks 0 and 256 hold the same text and must not look the same.
    CHECK_FALSE(
        std::equal(payload.begin(), payload.begin() + 65'552, payload.begin() + 256 * 65'552));
}

TEST_CASE("a payload is the same in whatever pieces it was written") {
    Scene scene;
    const auto draft = HeadDraft::begin(scene.request(), scene.random);
    REQUIRE(draft);
    const Bytes plain = test::random_bytes(scene.random, 200'000);
    const auto in_pieces = [&](std::size_t size) {
        Bytes payload;
        age::PayloadWriter writer(draft->file_key(), draft->nonce());
        for (std::size_t at = 0; at < plain.size(); at += size) {
            writer.write(ByteView(plain).subspan(at, std::min(size, plain.size() - at)), payload);
        }
        writer.finish(payload);
        return payload;
    };
    const Bytes whole = in_pieces(plain.size());
    for (const std::size_t size : {1U, 1'000U, 65'535U, 65'536U, 65'537U, 131'072U}) {
        CHECK(in_pieces(size) == whole);
    }
}

}  // namespace lontar::sealed
