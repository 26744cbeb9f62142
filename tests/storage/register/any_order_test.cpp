#include <map>
#include <optional>
#include <set>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include "storage/model/standing.hpp"
#include "storage/register/batches.hpp"
#include "storage/register/check.hpp"
#include "storage/register/drafts.hpp"
#include "storage/register/epochs.hpp"
#include "storage/register/people.hpp"
#include "storage/register/registrations.hpp"
#include "storage/register/replies.hpp"
#include "storage/register/saving.hpp"
#include "storage/register/withdrawals.hpp"
#include "support/register_scene.hpp"

namespace lontar::storage {

using model::Standing;
using support::expect;
using support::RegisterScene;

namespace {

/// A register as one would keep it on paper: where each revision is, and nothing else.
class Paper {
public:
    struct Batch {
        SealedBatch sealed;
        bool handed_over = false;
        bool received = false;
    };
    struct Revision {
        RegistrationId of;
        bool withdrawal = false;
        std::optional<std::size_t> batch;
        std::string told;   ///< by the province
        bool held = false;  ///< by this laptop
        bool taken_back = false;
    };
    std::vector<Revision> revisions;  ///< revision n stands at n - 1
    std::vector<Batch> batches;
    std::int64_t drafts = 0;

    void write(const RegistrationId& of, bool withdrawal, bool held) {
        revisions.push_back({of, withdrawal, {}, {}, held});
    }

    [[nodiscard]] Standing standing_of(const RegistrationId& id) const {
        bool waits = false;
        bool travels = false;
        const Revision* newest = nullptr;
        const Revision* answered = nullptr;
        for (const Revision& revision : revisions) {
            if (!(revision.of == id) || revision.taken_back) {
                continue;
            }
            newest = &revision;
            if (!revision.told.empty()) {
                answered = &revision;
                continue;
            }
            const Batch* batch = revision.batch ? &batches[*revision.batch] : nullptr;
            waits = waits || batch == nullptr || (!batch->handed_over && !batch->received);
            travels = travels || (batch != nullptr && batch->handed_over && !batch->received);
        }
        const bool held = newest->held && newest->told.empty();
        const bool asks = held || (answered != nullptr && answered->told != "accepted");
        const bool withdrawal_refused = answered == newest && asks;
        if (newest->withdrawal && !withdrawal_refused && !waits) {
            return Standing::closed;
        }
        if (waits) {
            return Standing::waiting;
        }
        if (travels) {
            return Standing::on_the_way;
        }
        return asks ? Standing::needs_correction : Standing::received;
    }

    [[nodiscard]] std::map<RegistrationId, Standing> everybody() const {
        std::map<RegistrationId, Standing> all;
        for (const Revision& revision : revisions) {
            all.try_emplace(revision.of, standing_of(revision.of));
        }
        return all;
    }
};

/// Does things to a register and writes them on paper.
class Official {
public:
    explicit Official(std::uint64_t seed) : scene(seed), random_(seed) {}

    void do_something() {
        scene.clock.pass(std::chrono::seconds(1));
        switch (random_.below(14)) {
            case 0:
            case 1:
            case 2:
                return save();
            case 3:
                return save_held();
            case 4:
                return correct();
            case 5:
                return withdraw();
            case 6:
                return type();
            case 7:
            case 8:
                return seal();
            case 9:
                return hand_over();
            case 10:
            case 11:
                return answer(true);
            case 12:
                return answer(false);
            default:
                return random_.below(4) == 0 ? begin_epoch() : scene.reopen();
        }
    }

    void compare() {
        const auto everybody = paper.everybody();
        model::Counters counters;
        for (const auto& [id, standing] : everybody) {
            counters.add(standing, 1);
        }
        counters.draft = paper.drafts;
        CHECK(scene.counters() == counters);
        PeopleFilter filter;
        filter.limit = 100'000;
        const auto lines = expect(list_people(*scene, filter));
        CHECK(lines.size() == everybody.size());
        for (const auto& line : lines) {
            INFO(line.id.hex());
            CHECK(name_of(line.standing) == name_of(everybody.at(line.id)));
        }
    }

    RegisterScene scene;
    Paper paper;

private:
    void save() {
        const auto answers = scene.people.next();
        const auto saved = scene.save(answers);
        paper.write(saved.id, false, false);
    }

    std::optional<Registration> somebody() {
        const auto lines = expect(list_people(*scene, {}));
        if (lines.empty()) {
            return std::nullopt;
        }
        return expect(find_registration(*scene, lines[random_.below(lines.size())].id));
    }

    void save_held() {
        const auto other = somebody();
        auto answers = scene.people.next();
        if (!other || other->withdrawn) {
            return;
        }
        for (const auto* field : {"nik", "tanggal_lahir", "jenis_kelamin"}) {
            answers[field] = other->fields.at(field);
        }
        const auto saved = expect(save_new(*scene, answers, scene.by("sesuai_ktp")));
        if (saved.result == SaveResult::saved_held) {
            paper.write(saved.id, false, true);
        }
    }

    void correct() {
        const auto one = somebody();
        if (!one || one->withdrawn) {
            return;
        }
        const auto saved =
            scene.correct(one->id, "alamat", "Jalan " + std::to_string(random_.below(1'000'000)));
        REQUIRE((saved.result == SaveResult::saved || saved.result == SaveResult::saved_held));
        paper.write(one->id, false, saved.result == SaveResult::saved_held);
    }

    void withdraw() {
        const auto one = somebody();
        if (one && !one->withdrawn) {
            scene.withdraw(one->id);
            paper.write(one->id, true, false);
            if (random_.below(3) == 0) {
                expect(take_back_withdrawal(*scene, one->id, scene.officer));
                paper.revisions.back().taken_back = true;
            }
        }
    }

    void type() {
        const auto drafts = expect(list_drafts(*scene));
        if (!drafts.empty() && random_.below(2) == 0) {
            expect(delete_draft(*scene, drafts.front().id));
            --paper.drafts;
            return;
        }
        Draft draft;
        draft.answers = {{"nama", "Maria"}};
        expect(save_draft(*scene, draft));
        ++paper.drafts;
    }

    void seal() {
        const auto batch = scene.seal(static_cast<std::int64_t>(1 + random_.below(5)));
        for (const std::int64_t number : batch.entries) {
            paper.revisions[static_cast<std::size_t>(number) - 1].batch = paper.batches.size();
        }
        paper.batches.push_back({batch, false, false});
    }

    void hand_over() {
        if (!paper.batches.empty()) {
            auto& batch = paper.batches[random_.below(paper.batches.size())];
            scene.hand_over(batch.sealed, random_.below(2) == 0 ? "usb" : "https");
            batch.handed_over = true;
        }
    }

    /// A reply to any batch there ever was: with its receipt, or only with later verdicts.
    void answer(bool with_receipt) {
        if (paper.batches.empty()) {
            return;
        }
        const std::size_t number = random_.below(paper.batches.size());
        auto& batch = paper.batches[number];
        ReplyRecord reply = scene.answer(batch.sealed);
        reply.n = ++replies_[batch.sealed.epoch];
        reply.have_upto = 1'000'000;  // this province never loses anything
        reply.verdicts.clear();
        if (number < first_batch_of_epoch_) {
            // Of an epoch that was left: it counts no more.
            CHECK(scene.apply(reply) == Applied::known_already);
            return;
        }
        if (with_receipt) {
            batch.received = true;
        } else {
            reply.receipts.clear();
        }
        for (std::size_t i = 0; i < batch.sealed.entries.size(); ++i) {
            if (random_.below(4) == 0) {
                continue;
            }
            const std::string code = random_.below(3) == 0 ? "needs_correction" : "accepted";
            reply.verdicts.push_back({batch.sealed.epoch,
                                      batch.sealed.seq,
                                      batch.sealed.first_line + static_cast<std::int64_t>(i),
                                      code,
                                      {}});
            paper.revisions[static_cast<std::size_t>(batch.sealed.entries[i]) - 1].told = code;
        }
        CHECK(scene.apply(reply) == Applied::applied);
        CHECK(scene.apply(reply) == Applied::known_already);
    }

    void begin_epoch() {
        expect(storage::begin_epoch(*scene, "fork"));
        std::set<std::int64_t> received;
        for (const auto& batch : paper.batches) {
            if (batch.received) {
                received.insert(batch.sealed.entries.begin(), batch.sealed.entries.end());
            }
        }
        std::int64_t number = 0;
        for (auto& revision : paper.revisions) {
            ++number;
            if (!revision.told.empty() && revision.batch && !received.contains(number)) {
                // Nothing says that it was told of our file.
                revision.told.clear();
                revision.held = false;
            }
            if (revision.told.empty()) {
                revision.batch.reset();
            }
        }
        first_batch_of_epoch_ = paper.batches.size();
    }

    support::SeededRandom random_;
    std::map<Epoch, std::int64_t> replies_;
    std::size_t first_batch_of_epoch_ = 0;
};

}  // namespace

TEST_CASE("counters add up and everybody stands where they are, in whatever order things happen") {
    const auto seed = GENERATE(range(1, 9));
    CAPTURE(seed);
    Official official(static_cast<std::uint64_t>(seed));
    for (int act = 0; act < 150; ++act) {
        official.do_something();
        CAPTURE(act);
        official.compare();
    }
    CHECK(check_register(*official.scene));
}

}  // namespace lontar::storage
