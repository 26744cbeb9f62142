#include "working_day.hpp"

#include <algorithm>

#include "storage/register/batches.hpp"
#include "storage/register/copies/dump.hpp"
#include "storage/register/drafts.hpp"
#include "storage/register/epochs.hpp"
#include "storage/register/imports.hpp"
#include "storage/register/officers.hpp"
#include "storage/register/people.hpp"
#include "storage/register/register.hpp"
#include "storage/register/registrations.hpp"
#include "storage/register/replies.hpp"
#include "storage/register/same_person.hpp"
#include "storage/register/saving.hpp"
#include "storage/sealed/keyring.hpp"

namespace lontar::storage {

using support::expect;
using support::RegisterScene;

namespace {

Promise has_revision(std::string words, const RegistrationId& id, const Rev& rev) {
    return {std::move(words), [id, rev](Register& village_register) {
                const auto found = find_registration(village_register, id);
                return found && std::ranges::find(found->revisions, rev, &RevisionInfo::rev) !=
                                    found->revisions.end();
            }};
}

RegistrationId first_person(RegisterScene& scene) {
    return expect(list_people(*scene, {})).front().id;
}

Promise save(RegisterScene& scene) {
    const auto saved = scene.save_next();
    return has_revision("saved", saved.id, *saved.rev);
}

Promise save_from_draft(RegisterScene& scene) {
    auto options = scene.by("sesuai_ktp");
    options.draft = expect(list_drafts(*scene)).back().id;
    const auto saved = expect(save_new(*scene, scene.people.next(), options));
    return has_revision("saved from a draft", saved.id, *saved.rev);
}

Promise correct_first(RegisterScene& scene) {
    const auto id = first_person(scene);
    const auto saved = scene.correct(id, "alamat", "Jalan Baru 7");
    return has_revision("corrected", id, *saved.rev);
}

Promise withdraw_last(RegisterScene& scene) {
    const auto id = expect(list_people(*scene, {})).back().id;
    scene.withdraw(id);
    return has_revision("withdrawn", id, expect(find_registration(*scene, id)).rev);
}

Promise merge_two(RegisterScene& scene) {
    const auto people = expect(list_people(*scene, {}));
    const RegistrationId leaves = people[0].id;
    const RegistrationId into = people[1].id;
    const Rev base = expect(find_registration(*scene, leaves)).rev;
    const auto merged = expect(merge_into(*scene, leaves, base, into, scene.officer));
    return {"merged", [leaves, into, draft = *merged.draft](Register& village_register) {
                const auto found = find_registration(village_register, leaves);
                const auto typed = find_draft(village_register, draft);
                return found && found->into == into && typed && *typed && (*typed)->of == into;
            }};
}

Promise type_on(RegisterScene& scene, const std::string& name) {
    Draft draft;
    draft.answers = {{"nama", name}};
    const auto id = expect(save_draft(*scene, draft));
    return {"draft " + name, [id, name](Register& village_register) {
                const auto found = find_draft(village_register, id);
                return found && *found && (*found)->answers.at("nama") == name;
            }};
}

Promise type_away(RegisterScene& scene) {
    type_on(scene, "Nama Sementara");
    return {"a draft that will be finished", [](Register&) { return true; }};
}

Promise import_all(RegisterScene& scene, const std::vector<model::Answers>& people) {
    std::vector<ImportPerson> sheet;
    sheet.reserve(people.size());
    for (const auto& answers : people) {
        sheet.push_back({static_cast<std::int64_t>(sheet.size()) + 2, answers, {}});
    }
    const auto report = expect(import_people(*scene, sheet, "warga.csv", scene.officer, false));
    return {"imported", [id = *report.id, count = people.size()](Register& village_register) {
                const auto imports = list_imports(village_register);
                return imports && std::ranges::any_of(*imports, [&](const ImportInfo& info) {
                           return info.id == id && info.people == static_cast<std::int64_t>(count);
                       });
            }};
}

Promise import(RegisterScene& scene) {
    return import_all(scene, scene.people.make(5));
}

Promise seal(RegisterScene& scene) {
    const auto batch = scene.seal(4);
    return {"sealed", [batch](Register& village_register) {
                const auto bytes = find_batch_bytes(village_register, batch.epoch, batch.seq);
                return bytes && *bytes == batch.bytes;
            }};
}

PeopleFilter to_check() {
    PeopleFilter filter;
    filter.to_check = true;
    return filter;
}

Promise import_doubtful(RegisterScene& scene) {
    auto answers = scene.people.next();
    std::erase_if(answers,
                  [](const auto& answer) { return answer.first.starts_with("ahli_waris"); });
    return import_all(scene, {answers});
}

Promise check(RegisterScene& scene) {
    const auto id = expect(list_people(*scene, to_check())).front().id;
    expect(mark_checked(*scene, id, scene.officer));
    return {"checked", [id](Register& village_register) {
                const auto left = list_people(village_register, to_check());
                return left && std::ranges::find(*left, id, &PersonLine::id) == left->end();
            }};
}

Promise welcome_officer(RegisterScene& scene) {
    const std::string name = "Yosef Sekdes";
    const auto passphrase = sealed::Secret::copy_of("kata sandi yang kedua");
    expect(add_officer(*scene, name, "sekdes", passphrase, sealed::PassphraseCost::for_tests(),
                       scene.officer));
    return {"officer added", [name](Register& village_register) {
                const auto officers = list_officers(village_register);
                return officers &&
                       std::ranges::find(*officers, name, &Officer::name) != officers->end();
            }};
}

SealedBatch last_batch(RegisterScene& scene) {
    const auto info = expect(list_batches(*scene)).back();
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
    return {std::move(words), [batch, is](Register& village_register) {
                const auto batches = list_batches(village_register);
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

Promise leave_epoch(RegisterScene& scene) {
    expect(begin_epoch(*scene, "fork"));
    return {"new epoch", [](Register& village_register) {
                const auto state = find_epoch_state(village_register);
                return state && state->why == "fork";
            }};
}

}  // namespace

Extent extent_of(Register& village_register) {
    const auto sizes = expect(find_sizes(village_register));
    const auto batches = expect(list_batches(village_register));
    const auto drafts = expect(list_drafts(village_register));
    const auto corrections = static_cast<std::size_t>(
        std::ranges::count_if(drafts, [](const Draft& draft) { return draft.of.has_value(); }));
    return {sizes.registrations,
            sizes.revisions,
            drafts.size() - corrections,
            corrections,
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
            correct_first,
            import,
            import_doubtful,
            check,
            merge_two,
            withdraw_last,
            seal,
            hand_over,
            apply,
            welcome_officer,
            save,
            seal,
            hand_over,
            [](RegisterScene& scene) { return type_on(scene, "Yosef"); },
            leave_epoch,
            seal,
            hand_over,
            apply,
            save};
}

}  // namespace lontar::storage
