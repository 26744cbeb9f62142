#include "sync/wire/activation.hpp"

#include <catch2/catch_test_macros.hpp>

#include "support/province/test_province.hpp"
#include "sync/wire/signed_line.hpp"

using namespace lontar;
using lontar::support::TestProvince;

namespace {

std::string code_of(const Result<wire::Activation>& read) {
    return read ? "accepted" : read.error().code;
}

/// The file with `from` in its activation line replaced and signed again by `key`.
std::string changed(const TestProvince& province, const wire::Activation& activation,
                    std::string_view from, std::string_view to, const sealed::SigningKey& key) {
    const auto head = province.manifest.text();
    auto line = activation.text.substr(head.size());
    line.resize(line.find('\n'));
    const auto at = line.find(from);
    REQUIRE(at != std::string::npos);
    line.replace(at, from.size(), to);
    return head + line + "\n" + wire::sign_line(key, "lontar/activation-v1", line) + "\n";
}

}  // namespace

TEST_CASE("an activation file reads back as it was signed") {
    TestProvince province;
    const auto made = province.activation("5301022001");
    const auto read = wire::parse_activation(made.text, province.root.public_key());
    REQUIRE(read);
    CHECK(read->village == "5301022001");
    CHECK(read->village_name == "Desa Uji");
    CHECK(read->code == "K7QM-2XRD-9F");
    CHECK(read->id == made.id);
    CHECK(read->uses == 1);
    CHECK(read->expires == made.expires);
    CHECK_FALSE(read->with_register);
    REQUIRE(read->funders.size() == 2);
    CHECK(read->funders[0].code == "SB");
    CHECK(read->funders[0].seats == 40);
    CHECK(read->manifest.text() == province.manifest.text());
    CHECK(read->text == made.text);
    CHECK(read->text.size() <= wire::max_activation_bytes);
}

TEST_CASE("an activation file has no code when the code is told by phone") {
    TestProvince province;
    auto made = province.activation("5301022001");
    made.code.reset();
    made.with_register = true;
    const auto read = wire::sign_activation(made, province.invite);
    REQUIRE(read);
    CHECK_FALSE(read->code);
    CHECK(read->with_register);
}

TEST_CASE("an activation file cut at any byte is refused with A-03") {
    TestProvince province;
    const auto text = province.activation("5301022001").text;
    for (std::size_t length = 0; length < text.size(); ++length) {
        const auto read = wire::parse_activation(std::string_view(text).substr(0, length), {});
        REQUIRE(code_of(read) == "A-03");
    }
    CHECK(code_of(wire::parse_activation(text + "x\n", {})) == "A-03");
}

TEST_CASE("an activation file with any single bit turned is refused") {
    TestProvince province;
    auto text = province.activation("5301022001").text;
    for (std::size_t bit = 0; bit < text.size() * 8; ++bit) {
        auto& byte = text[bit / 8];
        byte = static_cast<char>(byte ^ (1 << (bit % 8)));
        const auto code = code_of(wire::parse_activation(text, province.root.public_key()));
        REQUIRE((code == "A-02" || code == "A-03" || code == "A-04"));
        byte = static_cast<char>(byte ^ (1 << (bit % 8)));
    }
}

TEST_CASE("an activation file of another root is refused with A-02 when a root is pinned") {
    TestProvince ours(1);
    TestProvince other(2);
    CHECK(code_of(wire::parse_activation(other.activation("5301022001").text,
                                         ours.root.public_key())) == "A-02");
}

TEST_CASE("an activation signed by a key the manifest does not list is refused with A-04") {
    TestProvince province;
    TestProvince stranger(2);
    const auto made = province.activation("5301022001");
    CHECK(code_of(wire::sign_activation(made, stranger.invite)) == "A-06");
    CHECK(code_of(wire::sign_activation(made, province.reply_key)) == "A-06");
    CHECK(code_of(wire::parse_activation(
              changed(province, made, R"("uses":1)", R"("uses":9)", stranger.invite), {})) ==
          "A-04");
}

TEST_CASE("an activation signed by a revoked invite key is refused with A-04") {
    TestProvince province;
    const auto made = province.activation("5301022001");
    province.manifest.revoked = {sealed::key_id(province.invite.public_key())};
    province.sign_again();
    auto again = made;
    again.manifest = province.manifest;
    CHECK(code_of(wire::sign_activation(again, province.invite)) == "A-06");
    // As somebody would write it by hand who holds that key.
    const auto signed_lines = made.text.substr(made.manifest.text().size());
    CHECK(code_of(wire::parse_activation(province.manifest.text() + signed_lines, {})) == "A-04");
}

TEST_CASE("a rightly signed activation is refused when a member is of another shape") {
    TestProvince province;
    const auto made = province.activation("5301022001");
    const auto after = [&](std::string_view from, std::string_view to) {
        return code_of(
            wire::parse_activation(changed(province, made, from, to, province.invite), {}));
    };
    CHECK(after(R"("uses":1)", R"("uses":2)") == "accepted");
    CHECK(after(R"("v":1)", R"("v":1,"later":1)") == "accepted");
    CHECK(after(R"("v":1)", R"("v":2)") == "A-05");
    CHECK(after(R"("village":"5301022001")", R"("village":"53.01.02.20")") == "A-03");
    CHECK(after(R"("uses":1)", R"("uses":0)") == "A-03");
    CHECK(after(R"("seats":40)", R"("seats":-1)") == "A-03");
    CHECK(after(R"("code":"SB")", R"("code":"sb")") == "A-03");
    CHECK(after(R"("register":false)", R"("register":"no")") == "A-03");
}
