#include "simulate/places.hpp"

#include <filesystem>

#include "simulate/laptop_box.hpp"
#include "simulate/province_box.hpp"
#include "support/register_scene.hpp"
#include "support/temp_folder.hpp"
#include "sync/laptop/set_up.hpp"

namespace lontar::simulate {

using support::expect;

namespace {

/// A release asks of a passphrase what a person has the time for, and a story has not.
void make_cheap(const Path& secrets, Random& random) {
    auto keyring = expect(sealed::read_keyring(system_disk(), secrets));
    for (sealed::Wrap& wrap : keyring.wraps) {
        const sealed::Secret key = expect(sealed::unwrap_key(wrap, passphrase()));
        wrap = expect(sealed::wrap_key(key.view(), wrap.officer, wrap.name, passphrase(),
                                       sealed::PassphraseCost::for_tests(), random));
    }
    expect(sealed::write_keyring(system_disk(), secrets, keyring));
}

}  // namespace

std::string part_of_laptop(std::size_t laptop) {
    return "laptop-" + std::to_string(laptop + 1);
}

std::string part_of_stick(std::size_t stick) {
    return "stick-" + std::to_string(stick + 1);
}

const sealed::Secret& passphrase() {
    static const auto secret = sealed::Secret::copy_of("kuda lari di pantai");
    return secret;
}

std::string invite(ProvinceBox& province, std::string_view village) {
    const Json made = expect(province.call(Json()
                                               .set("call", "invite")
                                               .set("village", village)
                                               .set("name", "Desa Percobaan")
                                               .set("uses", 1)));
    return *made.text_at("text");
}

sealed::Identity set_up(LaptopBox& laptop, std::string_view invitation) {
    expect(system_disk().make_folder(laptop.folder()));
    const Path file = laptop.folder() / "village.lontar-activation";
    support::put_bytes(file, as_bytes(invitation));
    const auto preview = expect(laptop::preview_setup(laptop.machine(), file));
    laptop::SetupAnswers answers;
    answers.officer_name = "Maria Bere";
    answers.officer_role = "operator";
    answers.passphrase = sealed::Secret::copy_of(passphrase().view());
    const auto made = expect(laptop::set_up(laptop.machine(), preview, std::move(answers)));
    return *sealed::Identity::parse(made.recovery_sheet.text());
}

Template::Template(Path folder, const Path& released) : folder_(std::move(folder)) {
    support::FakeClock clock;
    support::SeededRandom random(1);
    const World world{system_disk(), clock, random};
    const Path part = folder_ / std::string(part_of_province);
    for (const Path& made : {part, folder_ / std::string(part_of_shelf)}) {
        expect(system_disk().make_folder(made));
    }
    for (std::size_t i = 0; i < sticks_in_story; ++i) {
        expect(system_disk().make_folder(folder_ / part_of_stick(i)));
    }
    if (released.empty()) {
        expect(server::create_province(
            world, part / "data", part / "secrets",
            {"NTT", {"https://province.test"}, sealed::PassphraseCost::for_tests()}, passphrase()));
    } else {
        take(released);
        clock.pass(age_);
    }
    ProvinceBox province(folder_, world);
    while (sheets_.size() < laptops_in_story) {
        LaptopBox laptop(folder_, sheets_.size(), 1, villages.at(sheets_.size()));
        laptop.clock.pass(age_);
        sheets_.push_back(set_up(laptop, invite(province, laptop.village())));
    }
    province.stop();
}

void Template::take(const Path& released) {
    // It was made in these days of 2026.
    age_ = std::chrono::days{8};
    const Path part = folder_ / std::string(part_of_province);
    std::filesystem::copy(released / "province", part / "data");
    std::filesystem::copy(released / "secrets", part / "secrets");
    support::SeededRandom random(1);
    make_cheap(part / "secrets", random);
    LaptopBox laptop(folder_, 0, 1, villages.front());
    laptop.clock.pass(age_);
    std::filesystem::create_directories(laptop.folder());
    std::filesystem::copy(released / "laptop", laptop.data(),
                          std::filesystem::copy_options::recursive);
    make_cheap(laptop.data(), random);
    const Bytes sheet = support::bytes_of(released / "recovery-sheet.txt");
    sheets_.push_back(std::move(sealed::parse_identity_file(as_text(sheet))->front()));
    // Looked at in a copy: a story opens it for the first time.
    LaptopBox copy(folder_ / "look", 0, 1, villages.front());
    copy.clock.pass(age_);
    std::filesystem::create_directories(copy.folder());
    std::filesystem::copy(laptop.folder(), copy.folder(), std::filesystem::copy_options::recursive);
    expect(copy.unlock());
    for (const auto& person : copy.people()) {
        for (const auto& revision : person.revisions) {
            lines_[revision.rev.hex()] = {person.id.hex(),
                                          person.withdrawn && revision.rev == person.rev,
                                          revision.base ? revision.base->hex() : ""};
        }
    }
    copy.lock();
    std::filesystem::remove_all(folder_ / "look");
}

}  // namespace lontar::simulate
