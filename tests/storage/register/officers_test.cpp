#include "storage/register/officers.hpp"

#include <filesystem>

#include <catch2/catch_test_macros.hpp>

#include "storage/model/limits.hpp"
#include "storage/register/audit.hpp"
#include "storage/register/opening.hpp"
#include "storage/register/register.hpp"
#include "storage/register/registrations.hpp"
#include "storage/register/saving.hpp"
#include "storage/register/settings.hpp"
#include "storage/register/unlock.hpp"
#include "support/register_scene.hpp"

namespace lontar::storage {

using support::expect;
using support::RegisterScene;

namespace {

sealed::Secret secret(std::string_view text) {
    return sealed::Secret::copy_of(text);
}

const auto cheap = sealed::PassphraseCost::for_tests();

Result<Unlocked> unlock(RegisterScene& scene, std::string_view passphrase,
                        const std::optional<OfficerId>& officer = std::nullopt) {
    return unlock_with_passphrase(system_disk(), scene.folder / "data", officer,
                                  secret(passphrase));
}

Officer second_officer(RegisterScene& scene) {
    expect(add_officer(*scene, "Yosef Sekdes", "sekdes", secret("kata sandi yang kedua"), cheap,
                       scene.officer));
    return expect(list_officers(*scene)).back();
}

}  // namespace

TEST_CASE("the passphrase of set-up opens the register and tells whose it is") {
    RegisterScene scene;
    scene.close();
    const auto unlocked = expect(unlock(scene, support::passphrase_of_tests));
    CHECK(unlocked.officer == scene.officer);
    const auto names = expect(who_can_unlock(system_disk(), scene.folder / "data"));
    REQUIRE(names.size() == 1);
    CHECK(names[0].name == "Maria Operator");
    const auto opened = expect(open_register(scene.world(), scene.folder / "data", unlocked.key));
    CHECK(opened->village() == support::village_of_tests);
    CHECK(opened->village_name() == "Desa Percobaan");
    CHECK_FALSE(opened->training());
}

TEST_CASE("a wrong passphrase opens nothing") {
    RegisterScene scene;
    const auto wrong = unlock(scene, "bukan kata sandi itu");
    REQUIRE_FALSE(wrong);
    CHECK(wrong.error().code == "K-02");
}

TEST_CASE(
    "a second officer unlocks with a passphrase of their own and saves under their own name") {
    RegisterScene scene;
    const auto second = second_officer(scene);
    CHECK(second.name == "Yosef Sekdes");
    CHECK(second.role == "sekdes");
    CHECK(expect(unlock(scene, "kata sandi yang kedua")).officer == second.id);
    CHECK(expect(unlock(scene, support::passphrase_of_tests)).officer == scene.officer);
    CHECK_FALSE(unlock(scene, "kata sandi yang kedua", scene.officer));
    SaveOptions options = scene.by();
    options.by = second.id;
    const auto saved = expect(save_new(*scene, scene.people.next(), options));
    CHECK(expect(find_registration(*scene, saved.id)).revisions[0].by == second.id);
}

TEST_CASE("a weak passphrase adds nobody") {
    RegisterScene scene;
    const auto weak = add_officer(*scene, "Yosef", "sekdes", secret("abc"), cheap, scene.officer);
    REQUIRE_FALSE(weak);
    CHECK(weak.error().code == "K-01");
    CHECK(expect(list_officers(*scene)).size() == 1);
}

TEST_CASE("a second officer of one name is refused, in whatever letters and blanks it is written") {
    RegisterScene scene;
    const auto passphrase = secret("kata sandi yang kedua");
    for (const char* name : {"Maria Operator", "MARIA OPERATOR", "maria  operator",
                             " Maria\u00A0Operator", "MariaOperator"}) {
        INFO(name);
        const auto added = add_officer(*scene, name, "operator", passphrase, cheap, scene.officer);
        REQUIRE_FALSE(added);
        CHECK(added.error().kind == ErrorKind::conflict);
        CHECK(added.error().code == "K-12");
    }
    CHECK(expect(list_officers(*scene)).size() == 1);
    CHECK_FALSE(unlock(scene, "kata sandi yang kedua"));
    // An accent makes another name.
    CHECK(check_new_name(*scene, "Mária Operator"));
    // Who was removed may come back.
    const auto second = second_officer(scene);
    expect(remove_officer(*scene, second.id, scene.officer));
    CHECK(second_officer(scene).id != second.id);
}

TEST_CASE("a passphrase that opens for somebody else is refused, at add and at a change") {
    RegisterScene scene;
    const auto first = secret(support::passphrase_of_tests);
    const auto added = add_officer(*scene, "Yosef Nahak", "sekdes", first, cheap, scene.officer);
    REQUIRE_FALSE(added);
    CHECK(added.error().code == "K-13");
    CHECK(expect(list_officers(*scene)).size() == 1);
    const auto second = second_officer(scene);
    const auto changed = change_passphrase(*scene, second.id, first, cheap);
    REQUIRE_FALSE(changed);
    CHECK(changed.error().code == "K-13");
    CHECK(expect(unlock(scene, "kata sandi yang kedua")).officer == second.id);
    // One's own is nobody else's.
    expect(change_passphrase(*scene, second.id, secret("kata sandi yang kedua"), cheap));
    CHECK(expect(unlock(scene, support::passphrase_of_tests)).officer == scene.officer);
}

TEST_CASE("a name that fits two officers of an old register chooses neither and names their ids") {
    RegisterScene scene;
    const auto second = second_officer(scene);
    const auto twin = OfficerId::random(scene.random);
    expect(insert_officer(*scene, twin, "YOSEF SEKDES", "kades", scene.clock.now()));
    const auto several = find_active_officer(*scene, "yosef sekdes");
    REQUIRE_FALSE(several);
    CHECK(several.error().kind == ErrorKind::conflict);
    CHECK(several.error().code == "K-11");
    CHECK(several.error().context == second.id.hex() + ", " + twin.hex());
    CHECK(expect(find_active_officer(*scene, twin.hex())).role == "kades");
    CHECK(expect(find_active_officer(*scene, second.id.hex())).role == "sekdes");
    CHECK(expect(find_active_officer(*scene, "maria operator")).id == scene.officer);
    const auto nobody = find_active_officer(*scene, "Nobody");
    REQUIRE_FALSE(nobody);
    CHECK(nobody.error().kind == ErrorKind::not_found);
    // One without a passphrase on this laptop can be removed as well.
    expect(remove_officer(*scene, twin, scene.officer));
    CHECK(expect(find_active_officer(*scene, "YOSEF SEKDES")).id == second.id);
}

TEST_CASE("a name of 200 bytes is an officer's, one byte more is refused when it is given") {
    RegisterScene scene;
    const auto add = [&](const std::string& name) {
        return add_officer(*scene, name, "operator", secret("kata sandi yang kedua"), cheap,
                           scene.officer);
    };
    const auto long_name = add(std::string(model::max_name_bytes + 1, 'x'));
    REQUIRE_FALSE(long_name);
    CHECK(long_name.error().kind == ErrorKind::invalid_input);
    CHECK(long_name.error().code == "K-15");
    CHECK(check_new_name(*scene, std::string(model::max_name_bytes + 1, 'x')).error().code ==
          "K-15");
    CHECK(add("").error().code == "R-21");
    CHECK(expect(list_officers(*scene)).size() == 1);
    CHECK(check_new_name(*scene, std::string(model::max_name_bytes, 'x')));
    CHECK(add(std::string(model::max_name_bytes, 'x')));
    CHECK(check_officers(expect(list_officers(*scene))));
}

TEST_CASE("the 50th active officer is added and the 51st is not, until somebody leaves") {
    RegisterScene scene;
    for (std::size_t i = 2; i < model::max_officers; ++i) {
        expect(insert_officer(*scene, OfficerId::random(scene.random), std::to_string(i),
                              "operator", scene.clock.now()));
    }
    const auto add = [&](const char* name, std::string_view passphrase) {
        return add_officer(*scene, name, "operator", secret(passphrase), cheap, scene.officer);
    };
    CHECK(add("Yosef Nahak", "kata sandi yang kedua"));
    CHECK(check_officers(expect(list_officers(*scene))));
    const auto above = add("Maria Klau", "kata sandi yang ketiga");
    REQUIRE_FALSE(above);
    CHECK(above.error().kind == ErrorKind::conflict);
    CHECK(above.error().code == "K-16");
    CHECK(check_new_name(*scene, "Maria Klau").error().code == "K-16");
    expect(remove_officer(*scene, expect(find_active_officer(*scene, "2")).id, scene.officer));
    CHECK(add("Maria Klau", "kata sandi yang ketiga"));
}

TEST_CASE("a register of before the limits on officers is told that it is above them") {
    RegisterScene scene;
    CHECK(check_officers(expect(list_officers(*scene))));
    const auto long_one = OfficerId::random(scene.random);
    expect(insert_officer(*scene, long_one, std::string(300, 'x'), "operator", scene.clock.now()));
    CHECK(check_officers(expect(list_officers(*scene))).error().code == "K-15");
    expect(remove_officer(*scene, long_one, scene.officer));
    CHECK(check_officers(expect(list_officers(*scene))));
    for (std::size_t i = 1; i <= model::max_officers; ++i) {
        expect(insert_officer(*scene, OfficerId::random(scene.random), std::to_string(i),
                              "operator", scene.clock.now()));
    }
    CHECK(check_officers(expect(list_officers(*scene))).error().code == "K-16");
}

TEST_CASE("a changed passphrase opens and the old one no longer does") {
    RegisterScene scene;
    expect(change_passphrase(*scene, scene.officer, secret("kata sandi yang baru"), cheap));
    CHECK(unlock(scene, "kata sandi yang baru"));
    CHECK_FALSE(unlock(scene, support::passphrase_of_tests));
}

TEST_CASE("a removed officer opens nothing more and can save nothing more") {
    RegisterScene scene;
    const auto second = second_officer(scene);
    expect(remove_officer(*scene, second.id, scene.officer));
    CHECK_FALSE(unlock(scene, "kata sandi yang kedua"));
    CHECK_FALSE(expect(list_officers(*scene)).back().active);
    SaveOptions options = scene.by();
    options.by = second.id;
    CHECK_FALSE(save_new(*scene, scene.people.next(), options));
}

TEST_CASE("the last officer cannot be removed") {
    RegisterScene scene;
    const auto refused = remove_officer(*scene, scene.officer, scene.officer);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == "K-09");
    CHECK(unlock(scene, support::passphrase_of_tests));
}

TEST_CASE("the recovery sheet opens the register and gives an officer a new passphrase") {
    RegisterScene scene;
    scene.save_next();
    scene.close();
    // Both copies of the keyring are gone with the forgotten passphrase.
    std::filesystem::remove(scene.folder / "data/keyring.json");
    std::filesystem::remove(scene.folder / "data/keyring.json.2");
    const auto key =
        expect(unlock_with_recovery(system_disk(), scene.folder / "data", scene.making.sheet));
    scene.village_register = expect(open_register(scene.world(), scene.folder / "data", key));
    CHECK(scene.counters().entered() == 1);
    expect(change_passphrase(*scene, scene.officer, secret("kata sandi yang baru"), cheap));
    CHECK(expect(unlock(scene, "kata sandi yang baru")).officer == scene.officer);
}

TEST_CASE("the province's recovery key opens it as well, another sheet does not") {
    RegisterScene scene;
    CHECK(
        unlock_with_recovery(system_disk(), scene.folder / "data", scene.making.province_recovery));
    const auto other = sealed::Identity::generate(scene.random);
    const auto wrong = unlock_with_recovery(system_disk(), scene.folder / "data", other);
    REQUIRE_FALSE(wrong);
    CHECK(wrong.error().code == "K-06");
}

TEST_CASE("a new recovery sheet replaces the old one") {
    RegisterScene scene;
    const auto sheet = sealed::Identity::generate(scene.random);
    expect(replace_recovery_sheet(*scene, sheet.recipient()));
    CHECK(unlock_with_recovery(system_disk(), scene.folder / "data", sheet));
    CHECK_FALSE(unlock_with_recovery(system_disk(), scene.folder / "data", scene.making.sheet));
    CHECK(expect(find_setting(*scene, "recovery_sheet")) == sheet.recipient().text());
}

TEST_CASE("every change of officers stands in the audit chain") {
    RegisterScene scene;
    const auto before = expect(find_audit_tip(*scene));
    second_officer(scene);
    CHECK(expect(find_audit_tip(*scene)) != before);
    expect(record_act(*scene, "nik_shown", "0123", scene.officer));
    CHECK(verify_audit(*scene));
}

}  // namespace lontar::storage
