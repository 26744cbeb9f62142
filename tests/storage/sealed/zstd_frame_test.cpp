#include "storage/sealed/zstd_frame.hpp"

#include <catch2/catch_test_macros.hpp>

#include "tests/storage/sealed/scene.hpp"

namespace lontar::sealed {

namespace {

using test::told;

Result<std::string> unpack(ByteView frame, std::uint64_t max, std::size_t piece) {
    std::string text;
    Decompressor decompressor(max, [&text](std::string_view got) {
        text += got;
        return done();
    });
    for (std::size_t at = 0; at < frame.size(); at += piece) {
        auto written = decompressor.write(frame.subspan(at, std::min(piece, frame.size() - at)));
        if (!written) {
            return std::move(written).error();
        }
    }
    if (auto finished = decompressor.finish(); !finished) {
        return std::move(finished).error();
    }
    return text;
}

Bytes pack_long(std::string_view text) {
    Bytes frame;
    Compressor compressor;
    compressor.write(text, frame);
    compressor.finish(frame);
    return frame;
}

}  // namespace

TEST_CASE("a text comes back whatever the pieces its frame arrives in") {
    support::SeededRandom random(3);
    for (const std::size_t size : {0U, 1U, 65'536U, 300'000U}) {
        const std::string text = test::random_text(random, size);
        for (const Bytes& frame : {compress_small(text), pack_long(text)}) {
            for (const std::size_t piece : {1U, 3U, 65'536U, 1'000'000U}) {
                CHECK(*unpack(frame, size, piece) == text);
            }
        }
    }
}

TEST_CASE("a text larger than the window is packed within the window that we accept") {
    support::SeededRandom random(4);
    const std::string part = test::random_text(random, 4'000'000);
    std::string text;
    for (int i = 0; i < 3; ++i) {
        text += part;
    }
    CHECK(*unpack(compress_small(text), text.size(), 65'536) == text);
    CHECK(*unpack(pack_long(text), text.size(), 65'536) == text);
}

TEST_CASE("a frame cut at any byte or followed by any byte is refused") {
    const Bytes frame = compress_small("{\"t\":\"batch\"}\n{\"t\":\"batch\"}\n{\"t\":\"batch\"}\n");
    for (std::size_t size = 0; size < frame.size(); ++size) {
        CHECK(told(unpack(ByteView(frame).first(size), 1'000, 1'000)) == "S-07 the frame is cut");
        CHECK(told(unpack(ByteView(frame).first(size), 1'000, 1)) == "S-07 the frame is cut");
    }
    for (unsigned byte = 0; byte < 256; ++byte) {
        Bytes longer = frame;
        longer.push_back(static_cast<std::uint8_t>(byte));
        CHECK(told(unpack(longer, 1'000, 1'000)) == "S-07 bytes after the frame");
        CHECK(told(unpack(longer, 1'000, 1)) == "S-07 bytes after the frame");
    }
}

TEST_CASE("output is stopped at the limit though the frame says it is small") {
    // Says 10 bytes in one piece; the block repeats a byte 128 KiB times.
    const Bytes liar = *from_hex(
        "28b52ffd200a030010"
        "00");
    const auto unpacked = unpack(liar, 1'000, 1'000);
    REQUIRE_FALSE(unpacked);
    CHECK(unpacked.error().code == "S-07");
    CHECK(told(unpack(test::frame_of_zeros(2), 262'143, 1'000)) ==
          "S-08 more than is allowed comes out");
    CHECK(unpack(test::frame_of_zeros(2), 262'144, 1'000)->size() == 262'144);
}

TEST_CASE("hundred registrations pack as small as the strongest setting makes them") {
    std::string lines;
    support::SeededRandom random(5);
    for (int i = 0; i < 100; ++i) {
        lines +=
            R"({"at":1795334400,"by":"00000000000000000000000000000001","f":{"alamat":"RT 03",)"
            R"("name":"Maria Bano","nik":"53)" +
            std::to_string(random.below(100'000'000'000'000)) + R"("},"t":"registration"})" + "\n";
    }
    CHECK(compress_small(lines).size() < pack_long(lines).size());
    CHECK(compress_small(lines).size() < lines.size() / 10);
}

}  // namespace lontar::sealed
