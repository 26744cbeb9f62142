/// Two registrations of one person: the withdrawal of one names the other, and counts while that
/// one lives.
#include <algorithm>
#include <vector>

#include <catch2/catch_test_macros.hpp>

#include "storage/base/json.hpp"
#include "tests/sync/server/province_scene.hpp"

namespace lontar {
namespace {

using support::Laptop;
using support::oenif;
using support::otan;
using support::person;
using support::ProvinceScene;
using support::verdict_on;

constexpr const char* nik = "5301010101800001";
constexpr const char* other_nik = "5301010101800002";

std::string state_of(ProvinceScene& scene, const RegistrationId& id) {
    return scene.ask("SELECT state FROM registration WHERE registration_id = unhex('" + id.hex() +
                     "')");
}

std::string answer_to(Laptop& laptop, std::int64_t line = 1) {
    const auto reply = laptop.open(laptop.scene.send(laptop.seal()));
    REQUIRE(reply);
    return verdict_on(*reply, laptop.seq, line);
}

TEST_CASE("a merge takes the double out, and it is counted nowhere") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    const auto stays = laptop.add(person(nik));
    scene.send(laptop.seal());
    const auto goes = laptop.add(person(nik));
    scene.send(laptop.seal());
    laptop.merge(goes, stays);
    CHECK(answer_to(laptop) == "accepted");
    CHECK(state_of(scene, goes) == "withdrawn");
    CHECK(state_of(scene, stays) == "live");
    CHECK(scene.count("registrations") == 1);
    CHECK(scene.count("withdrawn") == 0);
    CHECK(scene.count("live") == 1);
    CHECK(scene.count("duplicates") == 0);
}

TEST_CASE("a merge into somebody of whom nothing came is held, and counts when they come") {
    ProvinceScene scene;
    Laptop one(scene, scene.invite(oenif));
    Laptop two(scene, scene.invite(oenif));
    scene.send(two.seal());
    const auto stays = two.add(person(other_nik));
    const Bytes late = two.seal();
    const auto goes = one.add(person(nik));
    scene.send(one.seal());
    one.merge(goes, stays);
    CHECK(answer_to(one) == "held base_missing");
    CHECK(state_of(scene, goes) == "live");
    one.ask = {{one.epoch, one.seq}};
    const auto states = one.open(scene.send(one.seal()));
    REQUIRE(states);
    CHECK(states->states.at(0).except.at(0).verdict.detail.text_at("reason") == "base_missing");

    scene.send(late);
    CHECK(state_of(scene, goes) == "withdrawn");
    CHECK(verdict_on(*one.fetch(4), 2, 1) == "accepted");
    CHECK(scene.count("held") == 0);
}

TEST_CASE("a merge and who it names may come in one batch, the merge first") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    const auto goes = laptop.add(person(nik));
    scene.send(laptop.seal());
    const auto stays = laptop.add(person(other_nik));
    const auto line = laptop.next_batch();
    laptop.seq = 1;
    laptop.merge(goes, stays);
    laptop.add_line(line.lines.front());
    const auto reply = laptop.open(scene.send(laptop.seal()));
    REQUIRE(reply);
    CHECK(verdict_on(*reply, 2, 1) == "accepted");
    CHECK(state_of(scene, goes) == "withdrawn");
    CHECK(state_of(scene, stays) == "live");
}

TEST_CASE("a merge into somebody who left is held for a check") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    const auto left = laptop.add(person(other_nik));
    const auto goes = laptop.add(person(nik));
    scene.send(laptop.seal());
    laptop.withdraw(left);
    scene.send(laptop.seal());
    laptop.merge(goes, left);
    CHECK(answer_to(laptop) == "held check");
    CHECK(state_of(scene, goes) == "live");
}

TEST_CASE("a merge into somebody of another village is held for a check") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    Laptop stranger(scene, scene.invite(otan));
    const auto theirs = stranger.add(person(other_nik));
    scene.send(stranger.seal());
    const auto goes = laptop.add(person(nik));
    scene.send(laptop.seal());
    laptop.merge(goes, theirs);
    CHECK(answer_to(laptop) == "held check");
    CHECK(state_of(scene, goes) == "live");
}

TEST_CASE("two laptops that merge two people into each other lose neither") {
    ProvinceScene scene;
    Laptop one(scene, scene.invite(oenif));
    Laptop two(scene, scene.invite_with_register(oenif));
    const auto a = one.add(person(nik));
    const auto b = one.add(person(other_nik));
    scene.send(one.seal());
    scene.send(two.seal());
    one.share(a, two);
    one.share(b, two);
    one.merge(a, b);
    CHECK(answer_to(one) == "accepted");
    two.merge(b, a);
    CHECK(answer_to(two) == "held check");
    CHECK(state_of(scene, a) == "withdrawn");
    CHECK(state_of(scene, b) == "live");
}

TEST_CASE("a merge into somebody who waits for another village counts once they live") {
    ProvinceScene scene;
    Laptop here(scene, scene.invite(oenif));
    Laptop there(scene, scene.invite(otan));
    const auto holder = there.add(person(other_nik));
    scene.send(there.seal());
    const auto stays = here.add(person(other_nik));
    const auto goes = here.add(person(nik));
    scene.send(here.seal());
    here.merge(goes, stays);
    CHECK(answer_to(here) == "held check");
    there.withdraw(holder);
    scene.send(there.seal());
    CHECK(state_of(scene, stays) == "live");
    CHECK(state_of(scene, goes) == "withdrawn");
    CHECK(verdict_on(*here.fetch(3), 2, 1) == "accepted");
}

TEST_CASE("the one that holds the NIK may be merged into the one that waits, which goes on") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    const auto goes = laptop.add(person(nik));
    scene.send(laptop.seal());
    const auto stays = laptop.add(person(nik));
    scene.send(laptop.seal());
    laptop.merge(goes, stays);
    const auto reply = laptop.open(scene.send(laptop.seal()));
    REQUIRE(reply);
    CHECK(verdict_on(*reply, 3, 1) == "accepted");
    CHECK(verdict_on(*reply, 2, 1) == "accepted");
    CHECK(state_of(scene, stays) == "live");
    CHECK(state_of(scene, goes) == "withdrawn");
}

TEST_CASE("who was merged stays so when the other one is merged on, or leaves") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    const auto a = laptop.add(person(nik));
    const auto b = laptop.add(person(other_nik));
    const auto c = laptop.add(person("5301010101800003"));
    scene.send(laptop.seal());
    laptop.merge(a, b);
    laptop.merge(b, c);
    scene.send(laptop.seal());
    CHECK(state_of(scene, a) == "withdrawn");
    CHECK(state_of(scene, b) == "withdrawn");
    laptop.withdraw(c);
    scene.send(laptop.seal());
    CHECK(state_of(scene, a) == "withdrawn");
    CHECK(scene.count("registrations") == 1);
    CHECK(scene.count("withdrawn") == 1);
}

TEST_CASE("who goes on from a merge that is held has decided otherwise, and it counts no more") {
    ProvinceScene scene;
    Laptop one(scene, scene.invite(oenif));
    Laptop two(scene, scene.invite(oenif));
    scene.send(two.seal());
    const auto stays = two.add(person(other_nik));
    const Bytes late = two.seal();
    const auto goes = one.add(person(nik));
    scene.send(one.seal());
    one.merge(goes, stays);
    CHECK(answer_to(one) == "held base_missing");
    one.correct(goes, "pekerjaan", "nelayan");
    CHECK(answer_to(one) == "accepted");
    CHECK(state_of(scene, goes) == "live");
    CHECK(scene.count("held") == 0);
    scene.send(late);
    CHECK(state_of(scene, goes) == "live");
    CHECK(scene.ask("SELECT json_extract(fields, '$.pekerjaan') FROM registration WHERE nik = '" +
                    std::string(nik) + "'") == "nelayan");
}

TEST_CASE("a merge that is held may be said again with another reason") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    const auto left = laptop.add(person(other_nik));
    const auto goes = laptop.add(person(nik));
    scene.send(laptop.seal());
    laptop.withdraw(left);
    scene.send(laptop.seal());
    laptop.merge(goes, left);
    CHECK(answer_to(laptop) == "held check");
    laptop.withdraw(goes);
    CHECK(answer_to(laptop) == "accepted");
    CHECK(state_of(scene, goes) == "withdrawn");
    CHECK(scene.count("held") == 0);
    CHECK(scene.count("withdrawn") == 2);
}

TEST_CASE("a merge that names itself or nobody is malformed") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    const auto id = laptop.add(person(nik));
    const auto rev = laptop.known.at(id).rev.hex();
    scene.send(laptop.seal());
    const std::string begin = R"({"at":1,"base":")" + rev + R"(","by":")" + std::string(32, '0') +
                              R"(","id":")" + id.hex() + R"(",)";
    laptop.add_line(begin + R"("t":"withdrawal","why":"merged"})");
    laptop.add_line(begin + R"("into":")" + id.hex() + R"(","t":"withdrawal","why":"merged"})");
    const auto reply = laptop.open(scene.send(laptop.seal()));
    REQUIRE(reply);
    CHECK(verdict_on(*reply, 2, 1) == "refused malformed");
    CHECK(verdict_on(*reply, 2, 2) == "refused malformed");
    CHECK(state_of(scene, id) == "live");
}

TEST_CASE("merges and who they name end in one state, whatever order the files come in") {
    for (std::uint64_t order = 0; order < 6; ++order) {
        CAPTURE(order);
        ProvinceScene scene;
        Laptop one(scene, scene.invite(oenif));
        Laptop two(scene, scene.invite(oenif));
        scene.send(one.seal());
        scene.send(two.seal());
        const auto goes = one.add(person(nik));
        const auto stays = two.add(person(other_nik));
        std::vector<Bytes> files{one.seal(), two.seal()};
        one.merge(goes, stays);
        files.push_back(one.seal());
        std::vector<std::size_t> at{0, 1, 2};
        for (std::uint64_t step = 0; step < order; ++step) {
            std::next_permutation(at.begin(), at.end());
        }
        for (const std::size_t each : at) {
            scene.send(files[each]);
        }
        CHECK(state_of(scene, goes) == "withdrawn");
        CHECK(state_of(scene, stays) == "live");
        CHECK(scene.count("held") == 0);
    }
}

}  // namespace
}  // namespace lontar
