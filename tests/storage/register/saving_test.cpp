#include <catch2/catch_test_macros.hpp>

#include "support/register_scene.hpp"

namespace lontar::storage {

using support::expect;
using support::RegisterScene;

TEST_CASE("a saved person is there after closing and opening") {
    RegisterScene scene;
    const auto answers = scene.people.next();
    const auto saved = scene.save(answers);
    CHECK(saved.result == SaveResult::saved);
    scene.reopen();
    const auto found = expect(scene->registration(saved.id));
    CHECK(found.fields == answers);
    CHECK(found.rev == saved.rev);
    CHECK(found.standing == model::Standing::waiting);
    CHECK(found.revisions.size() == 1);
}

}  // namespace lontar::storage
