#include "storage/register/people.hpp"

#include <algorithm>
#include <set>

#include <catch2/catch_test_macros.hpp>

#include "storage/model/standing.hpp"
#include "storage/register/batches.hpp"
#include "storage/register/registrations.hpp"
#include "storage/register/replies.hpp"
#include "storage/register/saving.hpp"
#include "storage/register/search.hpp"
#include "support/copied_nik.hpp"
#include "support/register_scene.hpp"

namespace lontar::storage {

using support::expect;
using support::RegisterScene;

namespace {

RegistrationId save_named(RegisterScene& scene, const std::string& name) {
    auto answers = scene.people.next();
    answers["nama"] = name;
    return scene.save(answers).id;
}

std::vector<std::string> names_for(RegisterScene& scene, const std::string& text) {
    PeopleFilter filter;
    filter.text = text;
    std::vector<std::string> names;
    for (const auto& line : expect(list_people(*scene, filter))) {
        names.push_back(line.name);
    }
    CHECK(expect(count_people(*scene, filter)) == static_cast<std::int64_t>(names.size()));
    return names;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("people stand in the order of their names") {
    RegisterScene scene;
    save_named(scene, "Yosef Manek");
    save_named(scene, "Agustina Fahik");
    save_named(scene, "maria nahak");
    CHECK(names_for(scene, "") == Names{"Agustina Fahik", "maria nahak", "Yosef Manek"});
}

TEST_CASE("a person is found by the beginning of any word of the name, in any order and spelling") {
    RegisterScene scene;
    save_named(scene, "Yohanes Seran Bria");
    save_named(scene, "Margaretha Sa'at");
    save_named(scene, "Yosef Bere");
    CHECK(names_for(scene, "bria yoh") == Names{"Yohanes Seran Bria"});
    CHECK(names_for(scene, "Johannes") == Names{"Yohanes Seran Bria"});
    CHECK(names_for(scene, "sa’at") == Names{"Margaretha Sa'at"});
    CHECK(names_for(scene, "saat") == Names{"Margaretha Sa'at"});
    CHECK(names_for(scene, "yo b") == Names{"Yohanes Seran Bria", "Yosef Bere"});
    CHECK(names_for(scene, "ria").empty());
}

TEST_CASE("signs alone find nobody, for no name has them, and blanks find everybody") {
    RegisterScene scene;
    save_named(scene, "Yosef Bere");
    for (const char* signs : {"%", "_", "*", "?", "' OR 1", "--"}) {
        CAPTURE(signs);
        CHECK(names_for(scene, signs).empty());
    }
    CHECK(names_for(scene, "  ").size() == 1);
}

TEST_CASE("a person is found by any part of the NIK, however it is grouped") {
    RegisterScene scene;
    const auto answers = scene.people.next();
    scene.save(answers);
    scene.save_next();
    const std::string nik = answers.at("nik");
    CHECK(names_for(scene, nik) == Names{answers.at("nama")});
    CHECK(names_for(scene, nik.substr(0, 6) + " " + nik.substr(6, 6) + "." + nik.substr(12)) ==
          Names{answers.at("nama")});
    CHECK(names_for(scene, nik.substr(6)) == Names{answers.at("nama")});
}

TEST_CASE("pages follow each other without a gap or a repeat") {
    RegisterScene scene;
    for (int i = 0; i < 25; ++i) {
        scene.save_next();
    }
    std::set<RegistrationId> seen;
    PeopleFilter filter;
    filter.limit = 10;
    for (filter.offset = 0; filter.offset < 30; filter.offset += 10) {
        const auto page = expect(list_people(*scene, filter));
        CHECK(page.size() == (filter.offset == 20 ? 5U : 10U));
        for (const auto& line : page) {
            CHECK(seen.insert(line.id).second);
        }
    }
    CHECK(seen.size() == 25);
}

TEST_CASE("each standing lists exactly the people its counter counts") {
    RegisterScene scene;
    for (int i = 0; i < 4; ++i) {
        scene.save_next();
    }
    auto batch = scene.seal(2);
    scene.hand_over(batch);
    auto reply = scene.answer(batch);
    reply.verdicts[0].code = "needs_correction";
    reply.verdicts[0].detail = Json(Json::Object{{"reasons", Json::List{"NIK_TIDAK_PADAN"}}});
    scene.apply(reply);
    scene.hand_over(scene.seal(1));
    const auto counters = scene.counters();
    CHECK(counters ==
          model::Counters{.waiting = 1, .on_the_way = 1, .needs_correction = 1, .received = 1});
    using enum model::Standing;
    for (const auto standing : {closed, waiting, on_the_way, needs_correction, received}) {
        PeopleFilter filter;
        filter.standing = standing;
        const auto lines = expect(list_people(*scene, filter));
        CHECK(std::ranges::all_of(lines,
                                  [&](const auto& line) { return line.standing == standing; }));
        model::Counters counted;
        counted.add(standing, static_cast<std::int64_t>(lines.size()));
        CHECK(counted.entered() == expect(count_people(*scene, filter)));
        CHECK(lines.size() == (standing == closed ? 0U : 1U));
    }
}

TEST_CASE("find takes the beginning of an id or a whole NIK") {
    RegisterScene scene;
    const auto answers = scene.people.next();
    const auto saved = scene.save(answers);
    scene.save_next();
    CHECK(expect(find_person(*scene, answers.at("nik"))) == saved.id);
    CHECK(expect(find_person(*scene, saved.id.hex())) == saved.id);
    CHECK(expect(find_person(*scene, saved.id.hex().substr(0, 9))) == saved.id);
    for (const auto* nothing : {"", "zz", "5302151208859999"}) {
        const auto found = find_person(*scene, nothing);
        REQUIRE_FALSE(found);
        CHECK(found.error().code == "R-12");
    }
}

TEST_CASE("a NIK finds its person in every form in which it is copied") {
    RegisterScene scene;
    const auto answers = scene.people.next();
    const auto saved = scene.save(answers);
    scene.save_next();
    for (const std::string& copied : support::copied_forms(answers.at("nik"))) {
        INFO(copied);
        CHECK(expect(find_person(*scene, copied)) == saved.id);
        PeopleFilter filter;
        filter.text = copied;
        const auto lines = expect(list_people(*scene, filter));
        REQUIRE(lines.size() == 1);
        CHECK(lines.front().id == saved.id);
        // What is saved under it is the same person, too.
        auto again = answers;
        again["nik"] = copied;
        CHECK(expect(save_new(*scene, again, scene.by())).result == SaveResult::already_there);
    }
}

TEST_CASE("find asks for more when several fit") {
    RegisterScene scene;
    for (int i = 0; i < 20; ++i) {
        scene.save_next();
    }
    std::string first_digit;
    std::set<char> seen;
    for (const auto& line : expect(list_people(*scene, {}))) {
        if (!seen.insert(line.id.hex().front()).second) {
            first_digit = line.id.hex().substr(0, 1);
        }
    }
    const auto found = find_person(*scene, first_digit);
    REQUIRE_FALSE(found);
    CHECK(found.error().code == "R-13");
}

TEST_CASE("a NIK finds the person who is registered rather than the one who was withdrawn") {
    RegisterScene scene;
    const auto answers = scene.people.next();
    const auto old = scene.save(answers);
    scene.withdraw(old.id);
    CHECK(expect(find_person(*scene, answers.at("nik"))) == old.id);
    const auto now = scene.save(answers);
    CHECK(expect(find_person(*scene, answers.at("nik"))) == now.id);
}

TEST_CASE("a search text that sounds like one letter finds only names that are written so") {
    RegisterScene scene;
    auto answers = scene.people.next();
    answers["nama"] = "Yosef Seran";
    scene.save(answers);
    answers = scene.people.next();
    answers["nama"] = "Zakarias Zzz";
    scene.save(answers);
    const auto found = [&](std::string_view typed) {
        PeopleFilter filter;
        filter.text = typed;
        return expect(list_people(*scene, filter)).size();
    };
    CHECK(found("zzz") == 1);
    CHECK(found("qqq") == 0);
    CHECK(found("z") == 1);
    CHECK(found("s") == 2);
    CHECK(found("seran zzz") == 0);
    CHECK(found("jo") == 1);
    CHECK(found("Josep SERAN") == 1);
}

TEST_CASE("a search text of nothing but signs finds nobody, an empty one everybody") {
    RegisterScene scene;
    scene.save(scene.people.next());
    const auto found = [&](std::string_view typed) {
        PeopleFilter filter;
        filter.text = typed;
        return expect(list_people(*scene, filter)).size();
    };
    for (const std::string_view signs : {"!!!", "'", "-", ". .", "?"}) {
        INFO(signs);
        CHECK(found(signs) == 0);
    }
    CHECK(found("") == 1);
    CHECK(found("  ") == 1);
}

TEST_CASE("words are searched in their folded form and by their match key") {
    CHECK(search_text("Drs. Petrus Ta'e").starts_with(" drs petrus tae"));
    CHECK(search_words("5302 1512.0885").nik == "530215120885");
    CHECK(search_words("'5302").nik == "5302");
    CHECK(search_words("rt 5").nik.empty());
    CHECK(search_words("a b c d").words[2] == " c");
    CHECK(search_words("").words[0].empty());
}

}  // namespace lontar::storage
