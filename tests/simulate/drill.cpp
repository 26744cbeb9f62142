#include "simulate/drill.hpp"

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "simulate/laptop_box.hpp"
#include "simulate/ledger.hpp"
#include "simulate/places.hpp"
#include "simulate/province_box.hpp"
#include "simulate/road.hpp"
#include "simulate/told.hpp"
#include "storage/model/region.hpp"
#include "storage/register/saving.hpp"
#include "support/register_scene.hpp"
#include "sync/laptop/delivery.hpp"
#include "sync/server/admin/receive.hpp"

namespace lontar::simulate {

using support::expect;

namespace {

constexpr std::size_t people_before = 9;
constexpr std::size_t people_each_time = 10;  // twice: 29 people in 3 files
constexpr std::size_t laptops_of_village = 4;
constexpr std::size_t one_in_late = 10;
constexpr std::size_t one_in_old_replies = 4;

class Drill {
public:
    Drill(const Path& top, const DrillOptions& options)
        : top_(top),
          options_(options),
          province_(top, {system_disk(), clock_, random_}),
          road_(province_, [] { return false; }) {}

    bool play() {
        make_province();
        const auto villages = model::search_villages("a", options_.laptops);
        for (std::size_t i = 0; i < options_.laptops; ++i) {
            laptops_.push_back(
                std::make_unique<LaptopBox>(top_, i, 1, villages.at(i / laptops_of_village).code));
            invitations_.push_back(invite(province_, laptops_.back()->village()));
            if (!is_late(i)) {
                begin(i);
            }
        }
        for (const std::size_t i : {std::size_t{0}, std::size_t{1}}) {
            expect(province_.call(Json()
                                      .set("call", "accept")
                                      .set("device", laptops_[i]->device())
                                      .set("with_register", true)));
        }
        const Path backup = top_ / "province.age";
        expect(province_.back_up(backup));
        go_on_after_the_backup();
        restore(backup);
        expect(province_.call(Json().set("call", "confirm")));
        measure_states();
        std::size_t wrong = 0;
        for (int journey = 1; journey <= 3; ++journey) {
            wrong = round(journey);
        }
        return wrong == 0;
    }

private:
    [[nodiscard]] static bool is_late(std::size_t i) { return i % one_in_late >= one_in_late - 2; }
    [[nodiscard]] static bool has_stick(std::size_t i) { return i % 2 == 1; }
    [[nodiscard]] static bool keeps_reply_on_stick(std::size_t i) {
        return has_stick(i) && i % one_in_old_replies == 1;
    }
    [[nodiscard]] Path stick_of(std::size_t i) const {
        return top_ / ("stick-" + std::to_string(i));
    }

    void make_province() {
        const Path part = top_ / std::string(part_of_province);
        expect(system_disk().make_folder(part));
        expect(server::create_province(
            {system_disk(), clock_, random_}, part / "data", part / "secrets",
            {"NTT", {"https://province.test"}, sealed::PassphraseCost::for_tests()}, passphrase()));
    }

    void pass(std::chrono::hours span) {
        clock_.pass(span);
        for (const auto& laptop : laptops_) {
            laptop->clock.pass(span);
        }
    }

    void begin(std::size_t i) {
        std::filesystem::create_directories(stick_of(i));
        (void)set_up(*laptops_[i], invitations_[i]);
        add(i, people_before);
        exchange(i, true);
    }

    void add(std::size_t i, std::size_t people) {
        LaptopBox& laptop = *laptops_[i];
        expect(laptop.unlock());
        for (std::size_t k = 0; k < people; ++k) {
            const auto saved =
                expect(storage::save_new(laptop.session()->village_register(),
                                         laptop.people_of_village.next(), laptop.by("sesuai_ktp")));
            ledger_.saved(saved.rev->hex(), {saved.id.hex()});
        }
    }

    void exchange(std::size_t i, bool comes_home) {
        LaptopBox& laptop = *laptops_[i];
        expect(laptop.unlock());
        if (!has_stick(i)) {
            expect(laptop::deliver(*laptop.session(), {}, road_.make_http(laptop.part())));
            return;
        }
        expect(laptop::export_to_stick(*laptop.session(), stick_of(i), simulate::go_on));
        expect(server::receive(system_disk(), province_, stick_of(i)));
        if (comes_home) {
            expect(laptop::import_from_stick(*laptop.session(), stick_of(i), simulate::go_on));
        }
    }

    void go_on_after_the_backup() {
        for (int time = 1; time <= 2; ++time) {
            pass(std::chrono::hours(72));
            for (std::size_t i = 0; i < laptops_.size(); ++i) {
                if (time == 1 && is_late(i)) {
                    begin(i);
                }
                add(i, people_each_time);
                exchange(i, time == 1 || !keeps_reply_on_stick(i));
            }
        }
        pass(std::chrono::hours(24));
    }

    void restore(const Path& backup) {
        expect(province_.restore(backup));
        if (options_.restored_twice) {
            for (std::size_t i = 0; i < laptops_.size(); i += 3) {
                exchange(i, true);
            }
            expect(province_.restore(backup));
        }
        if (options_.clock_behind) {
            clock_.set(clock_.now() + std::chrono::hours(-24 * 30));
        }
    }

    /// What the restore wrote to a laptop that was there before the backup, with a link and 29
    /// people in 3 files.
    void measure_states() {
        constexpr std::size_t plain = 2;
        LaptopBox& laptop = *laptops_.at(plain);
        laptop.lock();
        const std::size_t down = road_.bytes_down();
        auto uploader =
            expect(upload::Uploader::begin(system_disk(), laptop.clock, laptop.random,
                                           laptop.data(), road_.make_http(laptop.part())));
        upload::UploadOptions options;
        options.watch = true;
        expect(uploader->tick(options));
        std::printf("  states of 29 people in 3 files: %zu bytes\n", road_.bytes_down() - down);
    }

    /// How many sentences are untrue after it.
    std::size_t round(int journey) {
        pass(std::chrono::hours(24));
        const std::size_t up = road_.bytes_up();
        const std::size_t down = road_.bytes_down();
        // Those with the register come last: what others send later is news of the next time.
        for (std::size_t i = laptops_.size(); i > 0; --i) {
            exchange(i - 1, true);
        }
        std::vector<LaptopBox*> all;
        all.reserve(laptops_.size());
        for (const auto& laptop : laptops_) {
            all.push_back(laptop.get());
        }
        const auto faults = ledger_.judge(province_, all);
        const std::size_t half = (laptops_.size() + 1) / 2;
        const auto linked = static_cast<double>(half);
        std::printf(
            "  exchange %d: %zu sentences untrue; each laptop with a link: %.0f bytes up, %.0f "
            "down\n",
            journey, faults.size(), static_cast<double>(road_.bytes_up() - up) / linked,
            static_cast<double>(road_.bytes_down() - down) / linked);
        if (!faults.empty()) {
            std::printf("  the first: %s: %s\n", faults.front().rule.c_str(),
                        faults.front().words.c_str());
        }
        return faults.size();
    }

    Path top_;
    DrillOptions options_;
    support::FakeClock clock_;
    support::SeededRandom random_{1};
    ProvinceBox province_;
    Road road_;
    Ledger ledger_;
    std::vector<std::unique_ptr<LaptopBox>> laptops_;
    std::vector<std::string> invitations_;
};

}  // namespace

bool play_drill(const Path& top, const DrillOptions& options) {
    return Drill(top, options).play();
}

}  // namespace lontar::simulate
