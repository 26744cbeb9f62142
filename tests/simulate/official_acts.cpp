/// What an official does at the keyboard.
#include <algorithm>
#include <array>

#include "simulate/player.hpp"
#include "simulate/told.hpp"
#include "storage/register/imports.hpp"
#include "storage/register/register.hpp"
#include "storage/register/same_person.hpp"
#include "storage/register/saving.hpp"
#include "support/register_scene.hpp"

namespace lontar::simulate {

namespace {

/// The province named another registration of the village that has the NIK.
bool is_double(const storage::Registration& person) {
    return person.verdict.code == "duplicate" && person.verdict.detail.text_at("id");
}

}  // namespace

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
    ledger_.saved(saved->rev->hex(), {saved->id.hex()});
    return "Tersimpan " + saved->id.hex().substr(0, 8);
}

std::string Player::merge(LaptopBox& laptop, const storage::Registration& person) {
    storage::Register& village_register = laptop.session()->village_register();
    const auto other = RegistrationId::from_hex(*person.verdict.detail.text_at("id"));
    const auto merged =
        storage::merge_into(village_register, person.id, person.rev,
                            other.value_or(RegistrationId{}), laptop.session()->officer().id);
    if (!merged) {
        return merged.error().code;
    }
    const auto now = support::expect(storage::find_registration(village_register, person.id));
    // Without its base: it may rightly be held on that, until the other one lives.
    ledger_.saved(now.rev.hex(), {person.id.hex(), true});
    return "merged " + person.id.hex().substr(0, 8) + " into " + other->hex().substr(0, 8);
}

std::string Player::change(LaptopBox& laptop, const Act& act) {
    auto people = laptop.people();
    std::erase_if(people, [](const auto& person) { return person.withdrawn; });
    if (people.empty()) {
        return "nobody there";
    }
    const auto twin = std::ranges::find_if(people, is_double);
    if (act.kind == ActKind::withdraw && twin != people.end()) {
        return merge(laptop, *twin);
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
        ledger_.saved(now.rev.hex(), {person.id.hex(), true, person.rev.hex()});
        return "withdrawn " + person.id.hex().substr(0, 8);
    }
    constexpr std::array fields{"alamat", "tempat_lahir"};
    model::Answers answers = person.fields;
    const std::string field = fields.at(act.seed % fields.size());
    answers[field] = "Jalan " + std::to_string(act.seed);
    const auto saved = storage::correct(village_register, person.id, person.rev, answers,
                                        laptop.by("salah_ketik"));
    if (!saved) {
        ledger_.attempted({person.id.hex(), false, person.rev.hex(), field, answers.at(field)});
        return saved.error().code;
    }
    if (!saved->rev) {
        return "not saved";
    }
    ledger_.saved(saved->rev->hex(),
                  {person.id.hex(), false, person.rev.hex(), field, answers.at(field)});
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
                ledger_.saved(revision.rev.hex(), {person.id.hex()});
            }
        }
    }
    return "imported " + std::to_string(sheet.size());
}

std::string Player::undo_import(LaptopBox& laptop) {
    storage::Register& village_register = laptop.session()->village_register();
    std::string told = "nothing to undo";
    for (const auto& info : support::expect(storage::list_imports(village_register))) {
        // The list a person looks at may be of before the last sealing.
        const auto before = laptop.people();
        const auto undone =
            storage::undo_import(village_register, info.id, laptop.session()->officer().id);
        if (!undone) {
            told = undone.error().code;
            continue;
        }
        std::set<RegistrationId> left;
        for (const auto& person : laptop.people()) {
            left.insert(person.id);
        }
        for (const auto& person : before) {
            if (!left.contains(person.id)) {
                ledger_.taken_back(person);
            }
        }
        return "undone";
    }
    return told;
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

}  // namespace lontar::simulate
