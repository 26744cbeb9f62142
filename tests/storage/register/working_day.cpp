#include "working_day.hpp"

#include <algorithm>

namespace lontar::storage {

using support::expect;
using support::RegisterScene;

namespace {

Promise has_revision(std::string words, const RegistrationId& id, const Rev& rev) {
    return {std::move(words), [id, rev](VillageRegister& village_register) {
                const auto found = village_register.registration(id);
                return found && std::ranges::find(found->revisions, rev, &RevisionInfo::rev) !=
                                    found->revisions.end();
            }};
}

RegistrationId first_person(RegisterScene& scene) {
    return expect(scene->people({})).front().id;
}

Promise save(RegisterScene& scene) {
    const auto saved = scene.save_next();
    return has_revision("saved", saved.id, *saved.rev);
}

Promise save_from_draft(RegisterScene& scene) {
    auto options = scene.by("sesuai_ktp");
    options.draft = expect(scene->drafts()).back().id;
    const auto saved = expect(scene->save_new(scene.people.next(), options));
    return has_revision("saved from a draft", saved.id, *saved.rev);
}

Promise correct(RegisterScene& scene) {
    const auto id = first_person(scene);
    const auto saved = scene.correct(id, "alamat", "Jalan Baru 7");
    return has_revision("corrected", id, *saved.rev);
}

Promise withdraw(RegisterScene& scene) {
    const auto id = expect(scene->people({})).back().id;
    scene.withdraw(id);
    return has_revision("withdrawn", id, expect(scene->registration(id)).rev);
}

Promise type_on(RegisterScene& scene, const std::string& name) {
    Draft draft;
    draft.answers = {{"nama", name}};
    const auto id = expect(scene->save_draft(draft));
    return {"draft " + name, [id, name](VillageRegister& village_register) {
                const auto found = village_register.draft(id);
                return found && *found && (*found)->answers.at("nama") == name;
            }};
}

Promise type_away(RegisterScene& scene) {
    type_on(scene, "Nama Sementara");
    return {"a draft that will be finished", [](VillageRegister&) { return true; }};
}

Promise import(RegisterScene& scene) {
    std::vector<ImportPerson> sheet;
    for (const auto& answers : scene.people.make(5)) {
        sheet.push_back({static_cast<std::int64_t>(sheet.size()) + 2, answers, {}});
    }
    const auto report = expect(scene->import_people(sheet, "warga.csv", scene.officer, false));
    return {"imported", [id = *report.id](VillageRegister& village_register) {
                const auto imports = village_register.imports();
                return imports && std::ranges::any_of(*imports, [&](const ImportInfo& info) {
                           return info.id == id && info.people == 5;
                       });
            }};
}

Promise seal(RegisterScene& scene) {
    const auto batch = scene.seal(4);
    return {"sealed", [batch](VillageRegister& village_register) {
                const auto bytes = village_register.batch_bytes(batch.epoch, batch.seq);
                return bytes && *bytes == batch.bytes;
            }};
}

SealedBatch last_batch(RegisterScene& scene) {
    const auto info = expect(scene->batches()).back();
    SealedBatch batch;
    batch.epoch = info.epoch;
    batch.seq = info.seq;
    batch.file = info.file;
    batch.first_line = info.seq == 1 ? 2 : 1;
    batch.entries.resize(static_cast<std::size_t>(info.entries));
    return batch;
}

template <typename Is>
Promise promise_of_batch(std::string words, const SealedBatch& batch, Is is) {
    return {std::move(words), [batch, is](VillageRegister& village_register) {
                const auto batches = village_register.batches();
                return batches && std::ranges::any_of(*batches, [&](const BatchInfo& info) {
                           return info.epoch == batch.epoch && info.seq == batch.seq && is(info);
                       });
            }};
}

Promise hand_over(RegisterScene& scene) {
    const auto batch = last_batch(scene);
    scene.hand_over(batch, "usb");
    return promise_of_batch("handed over", batch,
                            [](const BatchInfo& info) { return info.handed_over_at.has_value(); });
}

Promise apply(RegisterScene& scene) {
    const auto batch = last_batch(scene);
    scene.apply(scene.answer(batch));
    return promise_of_batch("received", batch,
                            [](const BatchInfo& info) { return info.receipt == "received"; });
}

Promise begin_epoch(RegisterScene& scene) {
    expect(scene->begin_epoch("fork"));
    return {"new epoch", [](VillageRegister& village_register) {
                const auto state = village_register.epoch_state();
                return state && state->why == "fork";
            }};
}

}  // namespace

Extent extent_of(VillageRegister& village_register) {
    const auto sizes = expect(village_register.sizes());
    const auto batches = expect(village_register.batches());
    return {sizes.registrations,
            sizes.revisions,
            expect(village_register.drafts()).size(),
            batches.size(),
            static_cast<std::size_t>(std::ranges::count_if(
                batches, [](const BatchInfo& info) { return info.handed_over_at.has_value(); })),
            static_cast<std::size_t>(std::ranges::count_if(
                batches, [](const BatchInfo& info) { return info.received_at.has_value(); }))};
}

std::vector<Step> working_day() {
    return {save,
            [](RegisterScene& scene) { return type_on(scene, "Maria"); },
            save,
            type_away,
            save_from_draft,
            correct,
            import,
            withdraw,
            seal,
            hand_over,
            apply,
            save,
            seal,
            hand_over,
            [](RegisterScene& scene) { return type_on(scene, "Yosef"); },
            begin_epoch,
            seal,
            hand_over,
            apply,
            save};
}

}  // namespace lontar::storage
