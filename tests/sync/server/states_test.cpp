#include <catch2/catch_test_macros.hpp>

#include "storage/sealed/hash.hpp"
#include "sync/server/ingest.hpp"
#include "sync/server/province_scene.hpp"
#include "sync/server/replies.hpp"

namespace lontar {

namespace {

using support::Laptop;
using support::oenif;
using support::person;
using support::ProvinceScene;

FileMark mark_of(const Bytes& file) {
    return model::mark_of(sealed::sha256(file));
}

model::FileSum sum_of(std::initializer_list<Bytes> files) {
    model::FileSum sum;
    for (const Bytes& file : files) {
        sum.add(mark_of(file));
    }
    return sum;
}

/// Asks with a batch that has nothing else.
std::optional<wire::Reply> ask(Laptop& laptop) {
    laptop.ask = {{laptop.epoch, laptop.seq}};
    return laptop.open(laptop.scene.send(laptop.seal()));
}

}  // namespace

TEST_CASE("every numbered answer sums up the files that are here, and only those") {
    ProvinceScene scene;
    const auto activation = scene.invite(oenif, 2);
    Laptop laptop(scene, activation);
    Laptop stranger(scene, activation);
    laptop.add(person("5301010101800001"));
    const Bytes first = laptop.seal();
    const Bytes second = laptop.seal();
    CHECK(laptop.open(scene.send(first))->sum == sum_of({first}));
    stranger.add(person("5301010101800002"));
    scene.send(stranger.seal());
    CHECK(laptop.open(scene.send(second))->sum == sum_of({first, second}));
    CHECK(laptop.open(scene.send(first))->sum == sum_of({first}));
}

TEST_CASE("who asks is told every file and what became of each line that is not plainly accepted") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    laptop.add(person("5301010101800001"));
    const auto returned = laptop.add(person("5301010101800002"));
    laptop.add(person("5301010101800001"));
    const Bytes first = laptop.seal();
    scene.send(first);
    auto elsewhere = person("5301010101800009");
    elsewhere["kode_desa"] = "5301032002";
    laptop.add(elsewhere);
    const Bytes second = laptop.seal();
    scene.send(second);
    scene.call(Json()
                   .set("call", "return")
                   .set("id", returned.hex())
                   .set("reasons", Json::List{"BERKAS"})
                   .set("note", "KTP tidak terbaca"));

    const auto reply = ask(laptop);

    REQUIRE(reply);
    REQUIRE(reply->states.size() == 1);
    const wire::States& states = reply->states[0];
    CHECK(states.epochs == std::vector<model::EpochUpto>{{laptop.epoch, 3}});
    REQUIRE(states.files.size() == 1);
    CHECK(states.files[0].from_seq == 1);
    REQUIRE(states.files[0].files.size() == 3);
    CHECK(states.files[0].files[0] == mark_of(first));
    CHECK(states.files[0].files[1] == mark_of(second));
    REQUIRE(states.except.size() == 3);
    CHECK(states.except[0].verdict.line == 3);
    CHECK(states.except[0].verdict.code == "needs_correction");
    CHECK(states.except[0].verdict.detail.text_at("note") == "KTP tidak terbaca");
    CHECK(states.except[1].verdict.line == 4);
    CHECK(states.except[1].verdict.code == "duplicate");
    CHECK(states.except[2].seq == 2);
    CHECK(states.except[2].verdict.code == "refused");
    CHECK(states.except[2].verdict.detail.text_at("reason") == "not_your_village");
}

TEST_CASE("a second question within the hour is not answered, a later one is") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    scene.send(laptop.seal());
    CHECK(ask(laptop)->states.size() == 1);
    CHECK(ask(laptop)->states.empty());
    scene.clock.pass(std::chrono::hours(1));
    CHECK(ask(laptop)->states.size() == 1);
}

TEST_CASE("fifty files sent at once without a question bring no states") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    for (int file = 0; file < 50; ++file) {
        CHECK(laptop.open(scene.send(laptop.seal()))->states.empty());
    }
}

TEST_CASE("missing files are named up to the last that is here") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    const Bytes first = laptop.seal();
    scene.send(first);
    laptop.seal();
    laptop.seal();
    const auto reply = ask(laptop);
    REQUIRE(reply->states.size() == 1);
    const auto& run = reply->states[0].files.at(0);
    REQUIRE(run.files.size() == 4);
    CHECK(run.files[0] == mark_of(first));
    CHECK_FALSE(run.files[1]);
    CHECK_FALSE(run.files[2]);
    CHECK(run.files[3]);
}

TEST_CASE("a laptop that jumps in its numbers makes no list without end") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    scene.send(laptop.seal());
    laptop.seq = 1'000'000'000;
    const auto reply = ask(laptop);
    REQUIRE(reply);
    REQUIRE(reply->states.size() == 1);
    CHECK(reply->states[0].epochs.at(0).seq == 1'000'000'001);
    CHECK(reply->states[0].files.back().from_seq == 1'000'000'001);
}

TEST_CASE("states that are too much for one line come in parts, each within the limit") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    std::int64_t files = 0;
    for (int batch = 0; batch < 8; ++batch) {
        for (int line = 0; line < 99; ++line) {
            // Of another village: each line is an exception.
            auto fields = person("53010101018" + std::to_string(10000 + batch * 100 + line));
            fields["kode_desa"] = "5301032002";
            laptop.add(fields);
        }
        scene.send(laptop.seal());
        ++files;
    }
    const auto first = ask(laptop);
    REQUIRE(first);
    std::vector<wire::States> parts = first->states;
    std::int64_t n = first->n;
    while (const auto next = laptop.fetch(++n)) {
        parts.insert(parts.end(), next->states.begin(), next->states.end());
    }
    CHECK(parts.size() > 1);
    std::int64_t listed = 0;
    std::size_t exceptions = 0;
    for (const wire::States& part : parts) {
        CHECK(wire::states_line(part).size() <= wire::max_states_bytes);
        CHECK(part.epochs == parts[0].epochs);
        for (const auto& run : part.files) {
            listed += static_cast<std::int64_t>(run.files.size());
        }
        exceptions += part.except.size();
    }
    CHECK(listed == files + 1);
    CHECK(exceptions == 8 * 99);
}

TEST_CASE("a device that was revoked is told nothing of what is here") {
    ProvinceScene scene;
    Laptop laptop(scene, scene.invite(oenif));
    scene.send(laptop.seal());
    scene.call(Json().set("call", "revoke").set("device", laptop.id().hex()));
    const auto reply = ask(laptop);
    REQUIRE(reply);
    CHECK(reply->states.empty());
    CHECK_FALSE(reply->sum);
}

TEST_CASE(
    "an earlier epoch is in the sight of who names a line of it, also when that line comes late") {
    ProvinceScene scene;
    const auto activation = scene.invite(oenif, 2);
    Laptop before(scene, activation);
    const auto id = before.add(person("5301010101800001"));
    const Bytes first = before.seal();
    before.add(person("5301010101800002"));
    const Bytes second = before.seal();
    scene.send(first);
    Laptop after(scene, activation);
    after.why = "restore";
    after.from = {{before.epoch, before.known.at(id).rev}};
    const Bytes hello = after.seal();
    CHECK(after.open(scene.send(hello))->sum == sum_of({first, hello}));
    scene.send(second);
    const Bytes next = after.seal();
    CHECK(after.open(scene.send(next))->sum == sum_of({first, second, hello, next}));
}

}  // namespace lontar
