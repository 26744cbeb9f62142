#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>

#include <catch2/catch_test_macros.hpp>

#include "storage/sealed/hash.hpp"
#include "storage/sealed/sealed_file.hpp"
#include "support/temp_folder.hpp"

namespace lontar::sealed {

namespace {

struct Vector {
    std::map<std::string, std::string> members;
    Bytes file;
};

Vector read_vector(const Path& path) {
    const Bytes bytes = support::bytes_of(path);
    std::string_view text = as_text(bytes);
    const auto take_line = [&text] {
        const std::size_t end = text.find('\n');
        REQUIRE(end != std::string_view::npos);
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(end + 1);
        return line;
    };
    Vector vector;
    for (std::string_view line = take_line(); !line.empty(); line = take_line()) {
        const std::size_t colon = line.find(": ");
        REQUIRE(colon != std::string_view::npos);
        vector.members[std::string(line.substr(0, colon))] = line.substr(colon + 2);
    }
    std::string base64;
    while (!text.empty()) {
        base64 += take_line();
    }
    while (base64.ends_with('=')) {
        base64.pop_back();
    }
    const auto file = from_base64(base64);
    REQUIRE(file);
    vector.file = *file;
    return vector;
}

/// The code and the part of the context behind "act on object: ".
std::string told(const Error& error) {
    return error.code + " " + error.context.substr(error.context.find(": ") + 2);
}

/// What a careful reader finds: the checks without a key first.
std::string verdict_on(const Vector& vector) {
    const auto signer = array_from_hex<32>(vector.members.at("signer"));
    const auto identity = Identity::parse(vector.members.at("identity"));
    REQUIRE((signer && identity));
    const auto header = read_header(vector.file);
    if (!header) {
        return told(header.error());
    }
    if (const auto verified = verify_signature(*header, *signer); !verified) {
        return told(verified.error());
    }
    const std::size_t max = std::strtoull(vector.members.at("max").c_str(), nullptr, 10);
    const auto text = open(vector.file, *identity, max);
    return text ? "ok " + sha256(as_bytes(*text)).hex() : told(text.error());
}

std::string verdict_from_disk(const Vector& vector, const Path& path) {
    const auto signer = array_from_hex<32>(vector.members.at("signer"));
    const auto identity = Identity::parse(vector.members.at("identity"));
    support::put_bytes(path, vector.file);
    const auto header = read_header_of(path);
    if (!header) {
        return told(header.error());
    }
    if (const auto verified = verify_signature(*header, *signer); !verified) {
        return told(verified.error());
    }
    std::string text;
    const std::size_t max = std::strtoull(vector.members.at("max").c_str(), nullptr, 10);
    const auto opened = open_stream(path, *identity, max, [&text](std::string_view piece) {
        text += piece;
        return done();
    });
    return opened ? "ok " + sha256(as_bytes(text)).hex() : told(opened.error());
}

}  // namespace

TEST_CASE("every vector is taken, or refused by the check it was made for") {
    support::TempFolder folder;
    int vectors = 0;
    for (const auto& entry :
         std::filesystem::directory_iterator(LONTAR_SOURCE_DIR "/tests/vectors/sealed")) {
        ++vectors;
        const Vector vector = read_vector(entry.path());
        INFO(entry.path().filename().string() << ": " << vector.members.at("does"));
        CHECK(verdict_on(vector) == vector.members.at("expect"));
        CHECK(verdict_from_disk(vector, folder / "file.age") == vector.members.at("expect"));
    }
    CHECK(vectors >= 163);
}

}  // namespace lontar::sealed
