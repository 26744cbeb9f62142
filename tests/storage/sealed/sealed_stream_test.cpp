#include <catch2/catch_test_macros.hpp>

#include "storage/sealed/zstd_frame.hpp"
#include "support/faulty_disk.hpp"
#include "support/temp_folder.hpp"
#include "tests/storage/sealed/scene.hpp"

namespace lontar::sealed {

namespace {

using test::Scene;
using test::told;

Status write_sealed(Disk& disk, const Path& path, Scene& scene, std::string_view text,
                    std::size_t piece) {
    auto part = disk.begin(path);
    if (!part) {
        return part.error();
    }
    auto writer = SealedWriter::begin(**part, scene.request(), scene.random);
    if (!writer) {
        return writer.error();
    }
    for (std::size_t at = 0; at < text.size(); at += piece) {
        if (auto written = (*writer)->write(text.substr(at, piece)); !written) {
            return written;
        }
    }
    if (auto finished = (*writer)->finish(); !finished) {
        return finished;
    }
    return (*part)->finish();
}

Result<std::string> read_sealed(const Path& path, const Identity& identity, std::uint64_t max) {
    std::string text;
    auto opened = open_stream(path, identity, max, [&text](std::string_view piece) -> Status {
        CHECK(piece.size() <= 64 * 1024);
        text += piece;
        return done();
    });
    if (!opened) {
        return std::move(opened).error();
    }
    return text;
}

}  // namespace

TEST_CASE("what was written to disk in pieces is read from disk and from memory") {
    Scene scene;
    const support::TempFolder folder;
    for (const std::size_t size : {0U, 1U, 65'536U, 1'000'003U}) {
        INFO(size << " bytes");
        const std::string text = test::random_text(scene.random, size);
        REQUIRE(write_sealed(system_disk(), folder / "a.age", scene, text, 10'007));
        const auto header = read_header_of(folder / "a.age");
        REQUIRE(header);
        CHECK(verify_signature(*header, scene.device.public_key()));
        CHECK(header->meta.integer_at("seq") == 7);
        CHECK(*read_sealed(folder / "a.age", scene.sheet, size) == text);
        const Bytes file = support::bytes_of(folder / "a.age");
        CHECK(read_header(file)->meta_json == header->meta_json);
        CHECK(*open(file, scene.province, size) == text);
        if (size > 0) {
            CHECK(told(read_sealed(folder / "a.age", scene.sheet, size - 1)) ==
                  "S-08 more than is allowed comes out");
        }
    }
}

TEST_CASE("a file sealed in memory is read from disk") {
    Scene scene;
    const support::TempFolder folder;
    const std::string text = test::random_text(scene.random, 300'000);
    support::put_bytes(folder / "a.age", scene.sealed(text));
    CHECK(*read_sealed(folder / "a.age", scene.province, text.size()) == text);
}

TEST_CASE("a large backup is written, checked and read in constant memory") {
    Scene scene;
    const support::TempFolder folder;
    const std::string piece = test::random_text(scene.random, 1 << 20U);
    constexpr std::size_t pieces = 200;
    const int written = test::peak_mebibytes([&] {
        auto part = system_disk().begin(folder / "a.age");
        auto writer = SealedWriter::begin(**part, scene.request(), scene.random);
        for (std::size_t i = 0; i < pieces; ++i) {
            if (!(*writer)->write(piece)) {
                return false;
            }
        }
        return (*writer)->finish() && (*part)->finish();
    });
    CHECK((written >= 0 && written < 24));
    const int read = test::peak_mebibytes([&] {
        std::size_t size = 0;
        return read_header_of(folder / "a.age") &&
               open_stream(folder / "a.age", scene.sheet, pieces << 20U,
                           [&size](std::string_view text) {
                               size += text.size();
                               return done();
                           }) &&
               size == pieces << 20U;
    });
    CHECK((read >= 0 && read < 24));
}

TEST_CASE("a disk that fails at any act leaves the file that was there before") {
    Scene scene;
    const support::TempFolder folder;
    const std::string text = test::random_text(scene.random, 400'000);
    support::FaultyDisk disk(system_disk());
    support::put_bytes(folder / "a.age", as_bytes("before"));
    REQUIRE(write_sealed(disk, folder / "b.age", scene, text, 50'000));
    const std::uint64_t acts = disk.acts();
    REQUIRE(acts > 5);
    for (std::uint64_t act = 1; act <= acts; ++act) {
        INFO("act " << act);
        disk.heal();
        disk.fail_at(act, fail(ErrorKind::storage_full, "D-01", "test: full"));
        const auto written = write_sealed(disk, folder / "a.age", scene, text, 50'000);
        REQUIRE_FALSE(written);
        REQUIRE(written.error().code == "D-01");
        REQUIRE(as_text(support::bytes_of(folder / "a.age")) == "before");
    }
}

TEST_CASE("a writer that failed once never ends in a whole file") {
    Scene scene;
    const support::TempFolder folder;
    support::FaultyDisk disk(system_disk());
    auto part = disk.begin(folder / "a.age");
    REQUIRE(part);
    auto writer = SealedWriter::begin(**part, scene.request(), scene.random);
    REQUIRE(writer);
    const std::string text = test::random_text(scene.random, 2'000'000);
    disk.heal();
    disk.fail_at(1, fail(ErrorKind::storage_full, "D-01", "test: full"));
    REQUIRE_FALSE((*writer)->write(text));
    CHECK_FALSE((*writer)->write(text));
    const auto finished = (*writer)->finish();
    REQUIRE_FALSE(finished);
    CHECK(finished.error().code == "D-01");
}

TEST_CASE("reading stops with the error of whoever takes the text") {
    Scene scene;
    const support::TempFolder folder;
    REQUIRE(write_sealed(system_disk(), folder / "a.age", scene,
                         test::random_text(scene.random, 1'000'000), 100'000));
    int pieces = 0;
    const auto opened =
        open_stream(folder / "a.age", scene.sheet, 1 << 30U, [&pieces](std::string_view) -> Status {
            return ++pieces == 3 ? fail(ErrorKind::cancelled, "P-01", "test: stop") : done();
        });
    REQUIRE_FALSE(opened);
    CHECK(opened.error().kind == ErrorKind::cancelled);
    CHECK(pieces == 3);
}

TEST_CASE("a file whose line tells another hash is refused while it is opened from disk") {
    // As after an exchange of the file between the check of its head and its opening.
    Scene scene;
    const support::TempFolder folder;
    const auto draft = HeadDraft::begin(scene.request(), scene.random);
    REQUIRE(draft);
    Bytes file = to_bytes(draft->text(Hash{}));
    file.insert(file.end(), draft->nonce().begin(), draft->nonce().end());
    age::PayloadWriter payload(draft->file_key(), draft->nonce());
    payload.write(compress_small("text"), file);
    payload.finish(file);
    support::put_bytes(folder / "a.age", file);
    CHECK(told(read_sealed(folder / "a.age", scene.sheet, 100)) ==
          "S-03 the rest is not what the head was made for");
}

TEST_CASE("a file that is absent or cannot be read says so") {
    const Scene scene;
    const support::TempFolder folder;
    const auto absent = read_header_of(folder / "none.age");
    REQUIRE_FALSE(absent);
    CHECK(absent.error().kind == ErrorKind::not_found);
    const auto no_file = read_header_of(folder.path());
    REQUIRE_FALSE(no_file);
    CHECK(no_file.error().kind == ErrorKind::not_found);
    CHECK(no_file.error().code == "D-07");
}

TEST_CASE("a bit flipped anywhere in a large file on disk is found before it is opened") {
    Scene scene;
    const support::TempFolder folder;
    REQUIRE(write_sealed(system_disk(), folder / "a.age", scene,
                         test::random_text(scene.random, 400'000), 100'000));
    const Bytes good = support::bytes_of(folder / "a.age");
    REQUIRE(good.size() > 3 * 65'552);
    const std::size_t head = read_header(good)->header_bytes;
    for (int i = 0; i < 300; ++i) {
        Bytes bad = good;
        const std::size_t at = scene.random.below(good.size());
        test::flip(bad, at, scene.random.below(8));
        support::put_bytes(folder / "bad.age", bad);
        const auto header = read_header_of(folder / "bad.age");
        const bool is_proved = header && verify_signature(*header, scene.device.public_key());
        const auto opened = read_sealed(folder / "bad.age", scene.sheet, 1 << 20U);
        INFO("byte " << at);
        // Only the 45 bytes behind the three dashes are left to the MAC itself.
        REQUIRE((!is_proved || (at >= head - 45 && at < head)));
        REQUIRE_FALSE(opened);
    }
}

}  // namespace lontar::sealed
