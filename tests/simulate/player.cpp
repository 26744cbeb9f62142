#include "simulate/player.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <iostream>

#include "storage/register/copies/backup.hpp"
#include "storage/register/imports.hpp"
#include "storage/register/register.hpp"
#include "storage/register/saving.hpp"
#include "support/register_scene.hpp"
#include "sync/courier/courier.hpp"
#include "sync/server/admin/receive.hpp"

namespace lontar::simulate {

namespace {

namespace fs = std::filesystem;

constexpr std::chrono::minutes between_acts{7};
constexpr std::chrono::hours a_day{24};
/// A refused hello is tried again daily, and an accepted one then sends what waited for it.
constexpr int days_at_the_end = 6;

/// For the trace; errors hold no person's data.
std::string outcome(const Status& status) {
    return status ? "done" : status.error().code + " " + status.error().context;
}

bool go_on(std::int64_t /*done*/, std::int64_t /*total*/) {
    return true;
}

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

support::Unsynced kind_of(std::uint32_t seed) {
    using support::Unsynced;
    constexpr std::array kinds{Unsynced::lost, Unsynced::kept, Unsynced::some, Unsynced::torn};
    return kinds.at(seed % kinds.size());
}

const Path& filled(const Path& top, const Path& from) {
    fs::copy(from, top, fs::copy_options::recursive);
    return top;
}

}  // namespace

Player::Player(const Template& start, const Path& top, std::uint64_t seed)
    : top_(top),
      disk_(filled(top, start.folder())),
      random_(seed),
      province_(top, {system_disk(), clock_, random_}),
      road_(province_, [this] { return disk_.has_failed(); }),
      laptop_backups_(laptops_in_story) {
    for (std::size_t i = 0; i < laptops_in_story; ++i) {
        laptops_.push_back(std::make_unique<LaptopBox>(top, i, seed));
        sheets_.push_back(&start.sheet(i));
    }
}

Player::~Player() = default;

void Player::pass(std::chrono::minutes span) {
    clock_.pass(span);
    for (const auto& laptop : laptops_) {
        laptop->clock.pass(span);
    }
}

Path Player::stick_of(const Act& act) const {
    return top_ / part_of_stick(act.what % sticks_in_story);
}

void Player::play(const Act& act, bool trace) {
    pass(between_acts);
    threaten(act);
    std::string told = act_out(act);
    end_threat(act, told);
    if (trace) {
        std::cout << "  " << text_of(act) << ": " << told << '\n';
    }
}

void Player::threaten(const Act& act) {
    constexpr std::uint32_t kinds = 5;
    constexpr std::uint32_t acts_of_disk = 60;
    const std::uint32_t at = 1 + act.seed % acts_of_disk;
    switch (act.threat == 0 ? kinds : act.threat % kinds) {
        case 0:
            road_.set(RoadState::closed);
            break;
        case 1:
            road_.set(RoadState::loses_answers);
            break;
        case 2:
            road_.set(RoadState::breaks_once);
            break;
        case 3:
            disk_.fail_at(at, EIO, true, laptop_of(act).part());
            break;
        case 4:
            disk_.fail_at(at, EIO, true, std::string(part_of_province));
            break;
        default:
            break;
    }
}

void Player::end_threat(const Act& act, std::string& told) {
    road_.set(RoadState::open);
    if (disk_.has_failed()) {
        const bool is_laptop = act.threat % 5 == 3;
        LaptopBox& laptop = laptop_of(act);
        // What the program would still do has no effect: it is dead.
        if (is_laptop) {
            laptop.lock();
        } else {
            province_.stop();
        }
        disk_.cut_power(is_laptop ? laptop.part() : std::string(part_of_province),
                        kind_of(act.seed), act.seed);
        told += "; power cut";
    }
    disk_.heal();
}

std::string Player::act_out(const Act& act) {
    switch (act.kind) {
        case ActKind::add:
        case ActKind::correct:
        case ActKind::withdraw:
        case ActKind::import:
        case ActKind::undo_import:
        case ActKind::seal:
        case ActKind::deliver:
        case ActKind::lock:
        case ActKind::poll:
            return act_of_official(act);
        case ActKind::stick_out:
        case ActKind::stick_to_province:
        case ActKind::stick_home:
        case ActKind::relay:
        case ActKind::copy_stick:
        case ActKind::spoil_stick:
            return act_on_stick(act);
        case ActKind::send_back:
        case ActKind::accept_devices:
        case ActKind::restart_province:
            return act_of_office(act);
        case ActKind::back_up_laptop:
        case ActKind::restore_laptop:
        case ActKind::lose_register:
        case ActKind::clone_laptop:
        case ActKind::back_up_province:
        case ActKind::restore_province:
            return act_of_restoring(act);
        case ActKind::pass_hours:
        case ActKind::pass_days:
        case ActKind::set_clock:
            return act_of_world(act);
    }
    return {};
}

std::string Player::act_of_official(const Act& act) {
    LaptopBox& laptop = laptop_of(act);
    if (act.kind == ActKind::lock) {
        laptop.lock();
        return "locked";
    }
    if (act.kind == ActKind::poll) {
        laptop.lock();
        return poll(laptop);
    }
    if (auto unlocked = laptop.unlock(); !unlocked) {
        return "unlock: " + outcome(unlocked);
    }
    switch (act.kind) {
        case ActKind::add:
            return add(laptop, act);
        case ActKind::import:
            return import(laptop, act);
        case ActKind::undo_import:
            return undo_import(laptop);
        case ActKind::seal: {
            const auto sealed = laptop::seal_pending(*laptop.session());
            return sealed ? "sealed" : sealed.error().code;
        }
        case ActKind::deliver:
            return deliver(laptop);
        default:
            return change(laptop, act);
    }
}

std::string Player::add(LaptopBox& laptop, const Act& act) {
    constexpr std::uint32_t rarely = 12;
    model::Answers answers = laptop.people_of_village.next();
    const auto& met = laptops_[(act.who + 1) % laptops_.size()];
    if (act.what % rarely == 0 && met->session() != nullptr) {
        // Somebody whom another laptop registered already.
        if (const auto people = met->people(); !people.empty()) {
            answers = people[act.seed % people.size()].fields;
        }
    }
    const auto saved =
        storage::save_new(laptop.session()->village_register(), answers, laptop.by("sesuai_ktp"));
    if (!saved) {
        return saved.error().code;
    }
    if (!saved->rev) {
        return "not saved";
    }
    ledger_.saved(saved->rev->hex(), saved->id.hex(), false);
    return "Tersimpan " + saved->id.hex().substr(0, 8);
}

std::string Player::change(LaptopBox& laptop, const Act& act) {
    auto people = laptop.people();
    std::erase_if(people, [](const auto& person) { return person.withdrawn; });
    if (people.empty()) {
        return "nobody there";
    }
    const auto& person = people[act.what % people.size()];
    storage::Register& village_register = laptop.session()->village_register();
    if (act.kind == ActKind::withdraw) {
        const auto withdrawn = storage::withdraw(village_register, person.id, person.rev,
                                                 "meninggal", laptop.session()->officer().id);
        if (!withdrawn) {
            return withdrawn.error().code;
        }
        const auto now = support::expect(storage::find_registration(village_register, person.id));
        ledger_.saved(now.rev.hex(), person.id.hex(), true);
        return "withdrawn " + person.id.hex().substr(0, 8);
    }
    constexpr std::array fields{"alamat", "tempat_lahir", "lokasi_kerja"};
    model::Answers answers = person.fields;
    answers[fields.at(act.seed % fields.size())] = "Jalan " + std::to_string(act.seed);
    const auto saved = storage::correct(village_register, person.id, person.rev, answers,
                                        laptop.by("salah_ketik"));
    if (!saved) {
        return saved.error().code;
    }
    if (!saved->rev) {
        return "not saved";
    }
    ledger_.saved(saved->rev->hex(), person.id.hex(), false);
    return "corrected " + person.id.hex().substr(0, 8);
}

std::string Player::import(LaptopBox& laptop, const Act& act) {
    constexpr std::uint32_t most = 6;
    std::vector<storage::ImportPerson> sheet;
    for (const auto& answers : laptop.people_of_village.make(1 + act.what % most)) {
        sheet.push_back({static_cast<std::int64_t>(sheet.size()) + 2, answers, {}});
    }
    const auto before = laptop.revisions();
    const auto report = storage::import_people(laptop.session()->village_register(), sheet,
                                               "warga.csv", laptop.session()->officer().id, false);
    if (!report) {
        return report.error().code;
    }
    for (const auto& person : laptop.people()) {
        for (const auto& revision : person.revisions) {
            if (!before.contains(revision.rev.hex()) && !revision.taken_back) {
                ledger_.saved(revision.rev.hex(), person.id.hex(), false);
            }
        }
    }
    return "imported " + std::to_string(sheet.size());
}

std::string Player::undo_import(LaptopBox& laptop) {
    storage::Register& village_register = laptop.session()->village_register();
    for (const auto& info : support::expect(storage::list_imports(village_register))) {
        if (info.can_be_undone) {
            const auto before = laptop.people();
            const auto undone =
                storage::undo_import(village_register, info.id, laptop.session()->officer().id);
            if (!undone) {
                return undone.error().code;
            }
            std::set<RegistrationId> left;
            for (const auto& person : laptop.people()) {
                left.insert(person.id);
            }
            for (const auto& person : before) {
                if (!left.contains(person.id)) {
                    ledger_.taken_back(person.id.hex());
                }
            }
            return "undone";
        }
    }
    return "nothing to undo";
}

std::string Player::deliver(LaptopBox& laptop) {
    const auto outcome = laptop::deliver(*laptop.session(), {}, road_.make_http(laptop.part()));
    if (!outcome) {
        return outcome.error().code + " " + outcome.error().context;
    }
    return std::to_string(outcome->upload.files_answered) + " answered, " +
           std::to_string(outcome->upload.files_waiting) + " waiting, " +
           std::to_string(outcome->intake.applied) + " replies applied " +
           outcome->upload.last_code;
}

std::string Player::poll(LaptopBox& laptop) {
    auto uploader = upload::Uploader::begin(system_disk(), laptop.clock, laptop.random,
                                            laptop.data(), road_.make_http(laptop.part()));
    if (!uploader) {
        return uploader.error().code;
    }
    upload::UploadOptions options;
    options.watch = true;
    const auto status = (*uploader)->tick(options);
    return status ? std::to_string(status->files_answered) + " answered " + status->last_code
                  : status.error().code;
}

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

std::string Player::act_of_office(const Act& act) {
    if (act.kind == ActKind::restart_province) {
        province_.stop();
        return outcome(province_.start());
    }
    if (act.kind == ActKind::accept_devices) {
        const auto pending = province_.call(Json().set("call", "pending"));
        if (!pending) {
            return pending.error().code;
        }
        const Json::List& waiting = *pending->find("pending")->list();
        for (const Json& device : waiting) {
            (void)province_.call(
                Json().set("call", "accept").set("device", *device.text_at("device")));
        }
        return std::to_string(waiting.size()) + " accepted";
    }
    // Read before anything breaks.
    if (!province_.start()) {
        return "the server does not start";
    }
    const auto page = province_.call(Json().set("call", "registrations"));
    if (!page || page->find("rows")->list()->empty()) {
        return "nobody there";
    }
    const Json::List& rows = *page->find("rows")->list();
    const auto told = province_.call(Json()
                                         .set("call", "return")
                                         .set("id", *rows[act.what % rows.size()].text_at("id"))
                                         .set("reasons", Json::List{"BERKAS"})
                                         .set("note", "surat " + std::to_string(act.seed)));
    return told ? "returned" : told.error().code;
}

std::set<std::string> Player::held_but(const LaptopBox* laptop, bool province) {
    std::set<std::string> held;
    for (const auto& other : laptops_) {
        if (other.get() != laptop && other->unlock()) {
            held.merge(other->revisions());
        }
    }
    if (!province) {
        for (const auto& [rev, where] : province_.revisions()) {
            held.insert(rev);
        }
    }
    return held;
}

std::string Player::act_of_restoring(const Act& act) {
    const std::size_t number = act.who % laptops_.size();
    LaptopBox& laptop = *laptops_[number];
    const Path shelf = top_ / std::string(part_of_shelf);
    switch (act.kind) {
        case ActKind::back_up_laptop: {
            if (auto unlocked = laptop.unlock(); !unlocked) {
                return "unlock: " + outcome(unlocked);
            }
            const Path folder = shelf / std::to_string(++backups_made_);
            fs::create_directories(folder);
            const auto made =
                storage::create_backup(laptop.session()->village_register(), folder, go_on);
            if (!made) {
                return made.error().code;
            }
            laptop_backups_[number].push_back({made->path, sheets_[number], laptop.revisions()});
            return "backup " + std::to_string(laptop_backups_[number].size());
        }
        case ActKind::back_up_province: {
            const Path file = shelf / (std::to_string(++backups_made_) + ".age");
            if (const Status made = province_.back_up(file); !made) {
                return outcome(made);
            }
            ProvinceBackup backup{file, {}};
            for (const auto& [rev, where] : province_.revisions()) {
                backup.revisions.insert(rev);
            }
            province_backups_.push_back(std::move(backup));
            return "backup " + std::to_string(province_backups_.size());
        }
        case ActKind::restore_laptop:
            return restore_laptop(number, act);
        case ActKind::lose_register:
            return lose_register(number, act);
        case ActKind::clone_laptop:
            return clone_laptop(number);
        default:
            return restore_province(act);
    }
}

std::string Player::restore_laptop(std::size_t number, const Act& act) {
    const auto& backups = laptop_backups_[number];
    if (backups.empty() || act.threat != 0) {
        return "no backup";
    }
    LaptopBox& laptop = *laptops_[number];
    const auto& backup = backups[act.what % backups.size()];
    auto left = held_but(&laptop, false);
    left.insert(backup.revisions.begin(), backup.revisions.end());
    laptop.lock();
    fs::remove_all(laptop.data());
    disk_.look_again(laptop.part());
    const Status restored = laptop.restore(backup.file, *backup.sheet);
    sheets_[number] = backup.sheet;
    ledger_.lost(left);
    return "backup " + std::to_string(act.what % backups.size() + 1) + ": " + outcome(restored);
}

std::string Player::lose_register(std::size_t number, const Act& act) {
    const auto& backups = laptop_backups_[number];
    LaptopBox& laptop = *laptops_[number];
    // The sheet of another register would not open what this one sealed its backups for.
    if (backups.empty() || act.threat != 0 || !laptop.unlock() ||
        backups[act.what % backups.size()].sheet != sheets_[number]) {
        return "no backup";
    }
    const auto& backup = backups[act.what % backups.size()];
    auto left = held_but(&laptop, false);
    left.merge(laptop.lines_in_out());
    left.insert(backup.revisions.begin(), backup.revisions.end());
    laptop.lock();
    for (const char* ending : {"", "-wal"}) {
        fs::remove(laptop.data() / (std::string("register.db") + ending));
    }
    disk_.look_again(laptop.part());
    const Status restored = laptop.restore(backup.file, *backup.sheet);
    ledger_.lost(left);
    return "backup " + std::to_string(act.what % backups.size() + 1) + ": " + outcome(restored);
}

std::string Player::clone_laptop(std::size_t number) {
    const std::size_t other = number == 0 ? 1 : 0;
    if (number > 1) {
        return "the only laptop of its village";
    }
    LaptopBox& from = *laptops_[number];
    LaptopBox& to = *laptops_[other];
    ledger_.lost(held_but(&to, false));
    from.lock();
    to.lock();
    fs::remove_all(to.data());
    fs::copy(from.data(), to.data(), fs::copy_options::recursive);
    disk_.look_again(to.part());
    sheets_[other] = sheets_[number];
    return "copied over " + to.part();
}

std::string Player::restore_province(const Act& act) {
    if (province_backups_.empty() || act.threat != 0) {
        return "no backup";
    }
    const auto& backup = province_backups_[act.what % province_backups_.size()];
    auto left = held_but(nullptr, true);
    left.insert(backup.revisions.begin(), backup.revisions.end());
    const Status restored = province_.restore(backup.file);
    disk_.look_again(std::string(part_of_province));
    ledger_.lost(left);
    return "backup " + std::to_string(act.what % province_backups_.size() + 1) + ": " +
           outcome(restored);
}

std::string Player::act_of_world(const Act& act) {
    constexpr std::uint32_t hours = 20;
    constexpr std::uint32_t days = 15;
    switch (act.kind) {
        case ActKind::pass_hours:
            pass(std::chrono::hours(1 + act.what % hours));
            return "hours later";
        case ActKind::pass_days:
            pass(a_day * (1 + act.what % days));
            return "days later";
        default: {
            LaptopBox& laptop = laptop_of(act);
            constexpr std::array<int, 4> shifts{-3650, -2, 1, 400};
            const int shift = shifts.at(act.what % shifts.size());
            laptop.clock.set(clock_.now() + a_day * shift);
            return laptop.part() + " by " + std::to_string(shift) + " days";
        }
    }
}

std::vector<Fault> Player::end(bool trace) {
    std::vector<Fault> faults;
    for (int day = 0; day < days_at_the_end; ++day) {
        pass(a_day + std::chrono::hours(1));
        for (const auto& laptop : laptops_) {
            // Somebody has set the clock.
            laptop->clock.set(clock_.now());
            std::string told;
            if (auto unlocked = laptop->unlock(); !unlocked) {
                told = "unlock: " + outcome(unlocked);
                if (day + 1 == days_at_the_end) {
                    faults.push_back({"a register opens", laptop->part() + " " + told});
                }
            } else {
                told = deliver(*laptop);
            }
            if (trace) {
                std::cout << "  day " << day + 1 << " " << laptop->part() << ": " << told << '\n';
            }
        }
        const std::string accepted = act_of_office({ActKind::accept_devices, 0, 0, 0, 0});
        if (trace) {
            std::cout << "  day " << day + 1 << " office: " << accepted << '\n';
        }
    }
    if (!faults.empty()) {
        return faults;
    }
    std::vector<LaptopBox*> laptops;
    laptops.reserve(laptops_.size());
    for (const auto& laptop : laptops_) {
        laptops.push_back(laptop.get());
    }
    return ledger_.judge(province_, laptops);
}

}  // namespace lontar::simulate
