/// What is carried on sticks.
#include <algorithm>
#include <filesystem>

#include "simulate/player.hpp"
#include "simulate/told.hpp"
#include "sync/courier/courier.hpp"
#include "sync/server/admin/receive.hpp"

namespace lontar::simulate {

namespace {

namespace fs = std::filesystem;

std::vector<Path> files_below(const Path& folder) {
    std::vector<Path> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file()) {
            files.push_back(entry.path());
        }
    }
    std::ranges::sort(files);
    return files;
}

}  // namespace

std::string Player::act_on_stick(const Act& act) {
    LaptopBox& laptop = laptop_of(act);
    const Path stick = stick_of(act);
    switch (act.kind) {
        case ActKind::stick_out: {
            if (auto unlocked = laptop.unlock(); !unlocked) {
                return "unlock: " + outcome(unlocked);
            }
            const auto copied = laptop::export_to_stick(*laptop.session(), stick, go_on);
            return copied ? std::to_string(copied->copied) + " copied" : copied.error().code;
        }
        case ActKind::stick_home: {
            if (auto unlocked = laptop.unlock(); !unlocked) {
                return "unlock: " + outcome(unlocked);
            }
            const auto taken = laptop::import_from_stick(*laptop.session(), stick, go_on);
            return taken ? std::to_string(taken->intake.applied) + " replies applied"
                         : taken.error().code;
        }
        case ActKind::stick_to_province: {
            const auto received = server::receive(system_disk(), province_, stick);
            return received ? std::to_string(received->files) + " files, " +
                                  std::to_string(received->replies) + " replies"
                            : received.error().code;
        }
        case ActKind::relay: {
            const auto relayed =
                courier::relay(system_disk(), clock_, stick, go_on, road_.make_http("kecamatan"));
            return relayed ? std::to_string(relayed->sent) + " sent, " +
                                 std::to_string(relayed->replies) + " replies"
                           : relayed.error().code;
        }
        case ActKind::copy_stick:
            fs::copy(stick, top_ / part_of_stick((act.what + 1) % sticks_in_story),
                     fs::copy_options::recursive | fs::copy_options::overwrite_existing);
            break;
        default: {
            const auto files = files_below(stick);
            if (files.empty()) {
                return "an empty stick";
            }
            const Path& file = files[act.seed % files.size()];
            fs::resize_file(file, fs::file_size(file) / 2);
            break;
        }
    }
    for (std::size_t i = 0; i < sticks_in_story; ++i) {
        disk_.look_again(part_of_stick(i));
    }
    return "done";
}

}  // namespace lontar::simulate
