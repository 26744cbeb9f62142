#include "sync/wire/manifest.hpp"

#include <algorithm>

#include <catch2/catch_test_macros.hpp>

#include "support/province/test_province.hpp"
#include "sync/wire/signed_line.hpp"

using namespace lontar;
using lontar::support::TestProvince;

namespace {

/// `line` under the province's root, whatever it says.
std::string signed_text(const TestProvince& province, const std::string& line) {
    return line + "\n" + wire::sign_line(province.root, "lontar/keys-v1", line) + "\n";
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("a manifest reads back as it was signed") {
    TestProvince province;
    const auto read = wire::parse_manifest(province.manifest.text(), province.root.public_key());
    REQUIRE(read);
    CHECK(read->number == 1);
    CHECK(read->servers == province.manifest.servers);
    CHECK(read->ca == province.manifest.ca);
    CHECK(read->receiving == province.manifest.receiving);
    CHECK(read->recovery == province.manifest.recovery);
    CHECK(read->text() == province.manifest.text());
    CHECK(*read->reply_key(sealed::key_id(province.reply_key.public_key())) ==
          province.reply_key.public_key());
}

TEST_CASE("a key is not found in a manifest that revokes it") {
    TestProvince province;
    const auto id = sealed::key_id(province.reply_key.public_key());
    province.manifest.revoked = {id};
    province.sign_again();
    CHECK(province.manifest.reply_key(id) == nullptr);
    CHECK(province.manifest.reply_key(KeyId{}) == nullptr);
}

TEST_CASE("a manifest of another root is refused with A-02 when a root is pinned") {
    TestProvince ours(1);
    TestProvince other(2);
    const auto read = wire::parse_manifest(other.manifest.text(), ours.root.public_key());
    REQUIRE_FALSE(read);
    CHECK(read.error().code == "A-02");
    CHECK(read.error().kind == ErrorKind::refused);
    CHECK(wire::parse_manifest(other.manifest.text(), std::nullopt));
}

TEST_CASE("a manifest cut at any byte is refused") {
    TestProvince province;
    const auto text = province.manifest.text();
    for (std::size_t length = 0; length < text.size(); ++length) {
        const auto read = wire::parse_manifest(std::string_view(text).substr(0, length), {});
        REQUIRE_FALSE(read);
        REQUIRE(read.error().code == "A-01");
    }
    CHECK_FALSE(wire::parse_manifest(text + "x", {}));
    CHECK_FALSE(wire::parse_manifest(text + "\n", {}));
}

TEST_CASE("a manifest with any single bit turned is refused under the pinned root") {
    TestProvince province;
    auto text = province.manifest.text();
    for (std::size_t bit = 0; bit < text.size() * 8; ++bit) {
        auto& byte = text[bit / 8];
        byte = static_cast<char>(byte ^ (1 << (bit % 8)));
        const auto read = wire::parse_manifest(text, province.root.public_key());
        REQUIRE_FALSE(read);
        REQUIRE((read.error().code == "A-01" || read.error().code == "A-02"));
        byte = static_cast<char>(byte ^ (1 << (bit % 8)));
    }
}

TEST_CASE("a rightly signed manifest is refused when a member is absent or of another shape") {
    TestProvince province;
    const auto& line = province.manifest.line;
    const auto code_of = [&](const std::string& changed) {
        const auto read = wire::parse_manifest(signed_text(province, changed), {});
        return read ? std::string("accepted") : read.error().code;
    };
    CHECK(code_of(line) == "accepted");
    CHECK(code_of(replaced(line, R"("v":1)", R"("v":1,"later":{"a":[1]})")) == "accepted");
    CHECK(code_of(replaced(line, R"("v":1)", R"("v":2)")) == "A-05");
    CHECK(code_of(replaced(line, R"("number":1)", R"("number":0)")) == "A-01");
    CHECK(code_of(replaced(line, R"("number":1)", R"("number":"1")")) == "A-01");
    CHECK(code_of(replaced(line, R"("number":1)", R"("number":1,"number":2)")) == "A-01");
    CHECK(code_of(replaced(line, "https://", "http://")) == "A-01");
    CHECK(code_of(replaced(line, "127.0.0.1:1", "user@127.0.0.1:1")) == "A-01");
    CHECK(code_of(replaced(line, "127.0.0.1:1", "127.0.0.1:1/")) == "A-01");
    CHECK(code_of(replaced(line, R"("recovery":"age1)", R"("recovery":"age2)")) == "A-01");
    CHECK(code_of(replaced(line, "-----BEGIN CERT", "-----BEGIN PRIV")) == "A-01");
    CHECK(code_of(replaced(line, R"("revoked":[])", R"("revoked":[7])")) == "A-01");
}

TEST_CASE("a key under an id that is not its own is refused") {
    TestProvince province;
    const auto id = sealed::key_id(province.reply_key.public_key()).hex();
    const auto line = replaced(province.manifest.line, id, KeyId{}.hex());
    const auto read = wire::parse_manifest(signed_text(province, line), {});
    REQUIRE_FALSE(read);
    CHECK(read.error().code == "A-01");
}

TEST_CASE("a manifest that its own reader would not accept is not signed") {
    TestProvince province;
    auto manifest = province.manifest;
    manifest.servers = {"http://127.0.0.1"};
    CHECK_FALSE(wire::sign_manifest(manifest, province.root));
    manifest = province.manifest;
    manifest.receiving.assign(8, province.receiving.recipient());
    CHECK_FALSE(wire::sign_manifest(manifest, province.root));
}
