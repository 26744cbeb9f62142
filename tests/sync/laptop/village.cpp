#include "village.hpp"

#include "storage/base/os.hpp"
#include "storage/register/saving.hpp"

namespace lontar::laptop {

using support::expect;

Village::Village(std::uint64_t seed)
    : clock(build_time() + std::chrono::hours(24)),
      random(seed),
      machine{{disk, clock, random}, folder / "data", sealed::PassphraseCost::for_tests()},
      people(7, std::string(support::village_of_tests), Date::in_wita(clock.now())) {}

Path Village::activation_file(std::string_view name, std::string_view village) {
    const Path file = folder / std::string(name);
    support::put_bytes(file, as_bytes(province.activation(std::string(village)).text));
    return file;
}

SetupAnswers Village::answers() {
    SetupAnswers answers;
    answers.officer_name = "Maria Seran";
    answers.officer_role = "operator";
    answers.passphrase = sealed::Secret::copy_of(support::passphrase_of_tests);
    return answers;
}

void Village::set_up() {
    const auto preview = expect(
        preview_setup(machine, activation_file("a.lontar-activation", support::village_of_tests)));
    auto made = expect(laptop::set_up(machine, preview, answers()));
    session = std::move(made.session);
    sheet = std::move(made.recovery_sheet);
}

void Village::unlock() {
    session = expect(Session::unlock(machine, std::nullopt,
                                     sealed::Secret::copy_of(support::passphrase_of_tests)));
}

RegistrationId Village::save_one() {
    storage::SaveOptions options;
    options.by = session->officer().id;
    options.why = "sesuai_ktp";
    return expect(storage::save_new(session->village_register(), people.next(), options)).id;
}

void Village::save(int count) {
    for (int i = 0; i < count; ++i) {
        save_one();
    }
}

}  // namespace lontar::laptop
