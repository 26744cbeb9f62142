/// The province's folder of every release, opened by the server of today.
#include <variant>

#include <catch2/catch_test_macros.hpp>

#include "release.hpp"
#include "storage/base/world.hpp"
#include "support/register_scene.hpp"
#include "sync/server/admin/calls.hpp"
#include "sync/server/ingest.hpp"

namespace lontar {

namespace {

World world_of_server() {
    return {system_disk(), system_clock(), system_random()};
}

}  // namespace

using support::expect;
using upgrade::Release;

TEST_CASE("the province of every release is sound and counts what it counted") {
    for (const Release& release : upgrade::all_releases()) {
        INFO(release.name());
        auto province =
            expect(server::Province::open(world_of_server(), release.copy / "province"));
        expect(server::answer_call(*province, Json().set("call", "verify")));
        const Json told = release.json("report.json");
        const Json report = expect(server::answer_call(*province, Json().set("call", "report")));
        for (const auto& [name, value] : *told.object()) {
            if (value.integer() != nullptr) {
                INFO(name);
                CHECK(report.integer_at(name) == *value.integer());
            }
        }
    }
}

TEST_CASE("a batch of every release that comes again gets the answer it got") {
    for (const Release& release : upgrade::all_releases()) {
        INFO(release.name());
        auto province =
            expect(server::Province::open(world_of_server(), release.copy / "province"));
        const Bytes batch = support::bytes_of(release.copy / "batch.age");
        const auto outside = server::check_outside(batch, {});
        const auto* proven = std::get_if<wire::ProvenBatch>(&outside);
        REQUIRE(proven != nullptr);
        const auto answer = server::Ingest(*province).take(*proven, server::Road::usb);
        CHECK(answer.body == support::bytes_of(release.copy / "reply.age"));
    }
}

}  // namespace lontar
