#include "simulate/places.hpp"

#include "simulate/laptop_box.hpp"
#include "simulate/province_box.hpp"
#include "support/register_scene.hpp"
#include "support/temp_folder.hpp"
#include "sync/laptop/set_up.hpp"

namespace lontar::simulate {

using support::expect;

namespace {

/// An activation file of this village for so many laptops.
std::string invite(ProvinceBox& province, std::string_view village, std::int64_t uses) {
    const Json made = expect(province.call(Json()
                                               .set("call", "invite")
                                               .set("village", village)
                                               .set("name", "Desa Percobaan")
                                               .set("uses", uses)));
    return *made.text_at("text");
}

}  // namespace

std::string part_of_laptop(std::size_t laptop) {
    return "laptop-" + std::to_string(laptop + 1);
}

std::string part_of_stick(std::size_t stick) {
    return "stick-" + std::to_string(stick + 1);
}

const sealed::Secret& passphrase() {
    static const auto secret = sealed::Secret::copy_of("sasando lontar komodo kelimutu");
    return secret;
}

Template::Template(Path folder) : folder_(std::move(folder)) {
    support::FakeClock clock;
    support::SeededRandom random(1);
    const World world{system_disk(), clock, random};
    const Path part = folder_ / std::string(part_of_province);
    for (const Path& made : {part, folder_ / std::string(part_of_shelf)}) {
        expect(system_disk().make_folder(made));
    }
    expect(server::create_province(
        world, part / "data", part / "secrets",
        {"NTT", {"https://province.test"}, sealed::PassphraseCost::for_tests()}, passphrase()));
    ProvinceBox province(folder_, world);
    for (std::size_t i = 0; i < sticks_in_story; ++i) {
        expect(system_disk().make_folder(folder_ / part_of_stick(i)));
    }
    std::map<std::string_view, std::string> invitations;
    for (const std::string_view village : villages) {
        if (!invitations.contains(village)) {
            invitations[village] = invite(province, village, laptops_in_story);
        }
    }
    for (std::size_t i = 0; i < laptops_in_story; ++i) {
        LaptopBox laptop(folder_, i, 1);
        expect(system_disk().make_folder(laptop.folder()));
        const Path file = laptop.folder() / "village.lontar-activation";
        support::put_bytes(file, as_bytes(invitations.at(villages.at(i))));
        const auto preview = expect(laptop::preview_setup(laptop.machine(), file));
        laptop::SetupAnswers answers;
        answers.officer_name = "Maria Bere";
        answers.officer_role = "operator";
        answers.passphrase = sealed::Secret::copy_of(passphrase().view());
        const auto made = expect(laptop::set_up(laptop.machine(), preview, std::move(answers)));
        sheets_.push_back(*sealed::Identity::parse(made.recovery_sheet.text()));
    }
    province.stop();
}

}  // namespace lontar::simulate
