#include "storage/register/withdrawals.hpp"

#include <catch2/catch_test_macros.hpp>

#include "storage/model/standing.hpp"
#include "storage/register/batches.hpp"
#include "storage/register/check.hpp"
#include "storage/register/epochs.hpp"
#include "storage/register/people.hpp"
#include "storage/register/registrations.hpp"
#include "storage/register/saving.hpp"
#include "storage/register/status.hpp"
#include "support/register_scene.hpp"

namespace lontar::storage {

using support::expect;
using support::RegisterScene;

namespace {

std::string code_of(const Status& status) {
    return status ? "done" : status.error().code;
}

}  // namespace

TEST_CASE("who is withdrawn looks so before the province has heard of it") {
    RegisterScene scene;
    const auto id = scene.save_next().id;
    scene.withdraw(id);
    const auto line = expect(list_people(*scene, {})).front();
    CHECK(line.answer == "withdrawn");
    CHECK(line.standing == model::Standing::waiting);
    CHECK(expect(find_registration(*scene, id)).withdrawn);
}

TEST_CASE("a withdrawal that is in no batch is taken back, and the person is as before") {
    RegisterScene scene;
    const auto answers = scene.people.next();
    const auto saved = scene.save(answers);
    scene.deliver();
    scene.withdraw(saved.id);
    CHECK(expect(find_registration(*scene, saved.id)).can_reopen);
    scene.reopen();
    CHECK(code_of(take_back_withdrawal(*scene, saved.id, scene.officer)) == "done");

    auto found = expect(find_registration(*scene, saved.id));
    CHECK_FALSE(found.withdrawn);
    CHECK_FALSE(found.can_reopen);
    CHECK(found.standing == model::Standing::received);
    CHECK(found.rev == saved.rev);
    CHECK(found.fields == answers);
    REQUIRE(found.revisions.size() == 2);
    CHECK(found.revisions.back().taken_back);
    CHECK(check_register(*scene));
    CHECK(expect(find_status(*scene)).unsealed == 0);
    // Found again as the same person, and corrected as if nothing had been.
    CHECK(expect(save_new(*scene, answers, scene.by())).result == SaveResult::already_there);
    scene.clock.pass(std::chrono::seconds(1));
    scene.correct(saved.id, "rt", "7");
    scene.withdraw(saved.id);
    found = expect(find_registration(*scene, saved.id));
    CHECK(found.withdrawn);
    CHECK(check_register(*scene));
}

TEST_CASE("a withdrawal that was sealed, or none, is not taken back") {
    RegisterScene scene;
    const auto id = scene.save_next().id;
    CHECK(code_of(take_back_withdrawal(*scene, id, scene.officer)) == "R-36");
    scene.withdraw(id);
    scene.seal();
    CHECK_FALSE(expect(find_registration(*scene, id)).can_reopen);
    CHECK(code_of(take_back_withdrawal(*scene, id, scene.officer)) == "R-36");
    // A new epoch takes it out of its batch, but a stick may have carried that one away.
    CHECK(begin_epoch(*scene, "again"));
    CHECK_FALSE(expect(find_registration(*scene, id)).can_reopen);
    CHECK(code_of(take_back_withdrawal(*scene, id, scene.officer)) == "R-36");
    CHECK(expect(find_registration(*scene, id)).withdrawn);
    CHECK(code_of(take_back_withdrawal(*scene, id, OfficerId{})) == "R-19");
}

TEST_CASE("who was registered anew since is not doubled by taking the withdrawal back") {
    RegisterScene scene;
    const auto answers = scene.people.next();
    const auto first = scene.save(answers);
    scene.withdraw(first.id);
    const auto second = scene.save(answers);
    CHECK(second.result == SaveResult::saved);
    CHECK(code_of(take_back_withdrawal(*scene, first.id, scene.officer)) == "R-37");
    CHECK(expect(find_registration(*scene, first.id)).withdrawn);
    scene.withdraw(second.id);
    CHECK(code_of(take_back_withdrawal(*scene, first.id, scene.officer)) == "done");
    CHECK(check_register(*scene));
}

}  // namespace lontar::storage
