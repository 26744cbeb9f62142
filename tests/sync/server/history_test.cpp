#include "sync/server/history.hpp"

#include <algorithm>
#include <array>
#include <chrono>

#include <catch2/catch_test_macros.hpp>

#include "support/fakes.hpp"

namespace lontar::server {
namespace {

constexpr const char* village = "5301042003";

DeviceId device(std::uint8_t number) {
    DeviceId made;
    made.bytes[0] = number;
    return made;
}

RegistrationId person_id() {
    RegistrationId made;
    made.bytes[0] = 1;
    return made;
}

Revision revision(const model::Answers& fields, std::optional<Rev> base, std::uint8_t of_device) {
    model::Entry entry;
    entry.id = person_id();
    entry.base = base;
    entry.why = "salah_ketik";
    entry.at = Timestamp{of_device};
    entry.fields = fields;
    return revision_of(entry, *model::entry_line(entry), device(of_device), village);
}

Revision withdrawal(const Rev& base, std::uint8_t of_device) {
    model::Entry entry;
    entry.type = model::EntryType::withdrawal;
    entry.type_name = "withdrawal";
    entry.id = person_id();
    entry.base = base;
    entry.why = "pindah";
    entry.at = Timestamp{of_device};
    return revision_of(entry, *model::entry_line(entry), device(of_device), village);
}

History history_of(const std::vector<Revision>& revisions) {
    History history(person_id());
    for (const Revision& each : revisions) {
        history.add(each);
    }
    return history;
}

RevisionState state_in(const History& history, const Revision& revision) {
    return history.find(revision.rev)->state;
}

const model::Answers start{{"nik", "1"}, {"nama", "A"}, {"alamat", "X"}};

model::Answers with(model::Answers fields, const std::string& key, const std::string& value) {
    fields[key] = value;
    return fields;
}

TEST_CASE("a chain of corrections ends in its last record, under its own rev") {
    const auto first = revision(start, std::nullopt, 1);
    const auto second = revision(with(start, "nama", "B"), first.rev, 1);
    const auto history = history_of({first, second});
    CHECK(history.record().fields == with(start, "nama", "B"));
    CHECK(history.rev() == second.rev);
    CHECK(history.heads() == std::set{second.rev});
}

TEST_CASE("edits that do not touch give the same record and the same rev in either order") {
    const auto first = revision(start, std::nullopt, 1);
    const auto one = revision(with(start, "nama", "B"), first.rev, 1);
    const auto two = revision(with(start, "alamat", "Y"), first.rev, 2);
    const auto forward = history_of({first, one, two});
    const auto backward = history_of({first, two, one});
    CHECK(forward.record().fields == with(with(start, "nama", "B"), "alamat", "Y"));
    CHECK(forward.record() == backward.record());
    CHECK(forward.rev() == backward.rev());
    CHECK(forward.find(forward.rev())->kind == RevisionKind::merged);
}

TEST_CASE("a correction on top of the merged record needs no second merge") {
    const auto first = revision(start, std::nullopt, 1);
    const auto one = revision(with(start, "nama", "B"), first.rev, 1);
    const auto two = revision(with(start, "alamat", "Y"), first.rev, 2);
    auto history = history_of({first, one, two});
    const auto next = revision(with(history.record().fields, "nama", "C"), history.rev(), 1);
    CHECK(history.add(next) == RevisionState::applied);
    CHECK(history.rev() == next.rev);
    CHECK(history.heads() == std::set{next.rev});
}

TEST_CASE("a laptop that goes on from its own version keeps what the other changed") {
    const auto first = revision(start, std::nullopt, 1);
    const auto one = revision(with(start, "nama", "B"), first.rev, 1);
    const auto two = revision(with(start, "alamat", "Y"), first.rev, 2);
    const auto two_again = revision(with(with(start, "alamat", "Y"), "rt", "5"), two.rev, 2);
    const auto history = history_of({first, one, two, two_again});
    CHECK(history.record().fields ==
          with(with(with(start, "nama", "B"), "alamat", "Y"), "rt", "5"));
}

TEST_CASE(
    "a conflict changes nothing, and a later edit of the same laptop on top of it conflicts too") {
    const auto first = revision(start, std::nullopt, 1);
    const auto one = revision(with(start, "nama", "B"), first.rev, 1);
    const auto two = revision(with(start, "nama", "C"), first.rev, 2);
    const auto two_again = revision(with(with(start, "nama", "C"), "rt", "5"), two.rev, 2);
    const auto history = history_of({first, one, two, two_again});
    CHECK(state_in(history, two) == RevisionState::conflict);
    CHECK(state_in(history, two_again) == RevisionState::conflict);
    CHECK(history.record().fields == with(start, "nama", "B"));
}

TEST_CASE("an edit that gives way takes the conflict before it along") {
    const auto first = revision(start, std::nullopt, 1);
    const auto one = revision(with(start, "nama", "B"), first.rev, 1);
    const auto two = revision(with(with(start, "nama", "C"), "rt", "5"), first.rev, 2);
    const auto gives_way = revision(with(with(start, "nama", "B"), "rt", "5"), two.rev, 2);
    const auto history = history_of({first, one, two, gives_way});
    CHECK(state_in(history, two) == RevisionState::applied);
    CHECK(history.record().fields == with(with(start, "nama", "B"), "rt", "5"));
}

TEST_CASE("a decision on the province's version settles the laptop's conflict") {
    const auto first = revision(start, std::nullopt, 1);
    const auto one = revision(with(start, "nama", "B"), first.rev, 1);
    const auto two = revision(with(start, "nama", "C"), first.rev, 2);
    auto history = history_of({first, one, two});
    const auto decided = revision(with(start, "nama", "C"), history.rev(), 2);
    CHECK(history.add(decided) == RevisionState::applied);
    CHECK(state_in(history, two) == RevisionState::settled);
    CHECK(history.record().fields == with(start, "nama", "C"));
}

TEST_CASE("a withdrawal keeps another laptop's edit and never conflicts") {
    const auto first = revision(start, std::nullopt, 1);
    const auto edit = revision(with(start, "nama", "B"), first.rev, 1);
    const auto gone = withdrawal(first.rev, 2);
    for (const auto& history : {history_of({first, edit, gone}), history_of({first, gone, edit})}) {
        CHECK(history.record().withdrawn);
        CHECK(history.record().fields == with(start, "nama", "B"));
    }
}

TEST_CASE("a registration written on top of its withdrawal lives again") {
    const auto first = revision(start, std::nullopt, 1);
    const auto gone = withdrawal(first.rev, 1);
    const auto again = revision(with(start, "rt", "5"), gone.rev, 1);
    const auto history = history_of({first, gone, again});
    CHECK_FALSE(history.record().withdrawn);
    CHECK(history.rev() == again.rev);
}

/// The base and `count` edits of it, each of a field of its own.
std::vector<Revision> side_by_side(std::size_t count) {
    std::vector<Revision> all{revision(start, std::nullopt, 1)};
    const Rev base = all.front().rev;
    for (std::size_t i = 0; i < count; ++i) {
        all.push_back(revision(with(start, "field" + std::to_string(i), "x"), base, 1));
    }
    return all;
}

std::size_t bytes_of_lines(const History& history) {
    std::size_t bytes = 0;
    for (const auto& [rev, each] : history.revisions()) {
        bytes += each.line.size();
    }
    return bytes;
}

TEST_CASE("sixteen edits side by side are put together, and a seventeenth is held") {
    const auto edits = side_by_side(max_merged_heads + 1);
    auto history = history_of({edits.begin(), edits.end() - 1});
    for (const Revision& each : edits) {
        if (each.rev != edits.back().rev) {
            CHECK(state_in(history, each) == RevisionState::applied);
        }
    }
    const Rev before = history.rev();
    CHECK(history.heads().size() == max_merged_heads);
    CHECK(history.add(edits.back()) == RevisionState::held);
    CHECK_FALSE(history.waits_for_base(edits.back()));
    CHECK(history.rev() == before);
    CHECK_FALSE(history.record().fields.contains("field16"));
    // Who builds on it waits for it, for the same reason.
    const auto next = revision(with(edits.back().fields, "rt", "5"), edits.back().rev, 2);
    CHECK(history.add(next) == RevisionState::held);
    CHECK_FALSE(history.waits_for_base(next));
    const auto stray = revision(with(start, "rt", "6"), Rev{}, 2);
    CHECK(history.add(stray) == RevisionState::held);
    CHECK(history.waits_for_base(stray));
}

TEST_CASE("what was held for the size of the record is applied as soon as there is room") {
    const auto edits = side_by_side(max_merged_heads + 1);
    auto history = history_of(edits);
    REQUIRE(state_in(history, edits.back()) == RevisionState::held);
    const auto decided = revision(with(history.record().fields, "rt", "5"), history.rev(), 2);
    CHECK(history.add(decided) == RevisionState::applied);
    CHECK(state_in(history, edits.back()) == RevisionState::applied);
    CHECK(history.record().fields.at("field16") == "x");
    CHECK(history.heads().size() == 2);
}

TEST_CASE("a merged record has sixty-four fields, and an edit that brings one more is held") {
    const auto wide = [](std::size_t fields, const std::string& name) {
        model::Answers answers = start;
        for (std::size_t i = 0; i < fields; ++i) {
            answers.emplace(name + std::to_string(i), "x");
        }
        return answers;
    };
    const auto first = revision(start, std::nullopt, 1);
    const auto one = revision(wide(31, "a"), first.rev, 1);
    const auto two = revision(wide(max_merged_fields - 3 - 31, "b"), first.rev, 2);
    const auto above = revision(wide(max_merged_fields - 3 - 31 + 1, "b"), first.rev, 2);
    const auto history = history_of({first, one, two});
    CHECK(state_in(history, two) == RevisionState::applied);
    CHECK(history.record().fields.size() == max_merged_fields);
    CHECK(state_in(history_of({first, one, above}), above) == RevisionState::held);
    // One laptop's own record is not merged: it travelled as it is.
    const auto alone = revision(wide(max_merged_fields, "a"), first.rev, 1);
    CHECK(state_in(history_of({first, alone}), alone) == RevisionState::applied);
}

TEST_CASE("a merged record has 7 KiB, and an edit that brings one byte more is held") {
    const auto first = revision(start, std::nullopt, 1);
    const auto one = revision(with(start, "a", std::string(3'000, 'x')), first.rev, 1);
    const auto rest = [&](std::size_t above) {
        // {"a":"…","alamat":"X","b":"…","nama":"A","nik":"1"}
        const std::size_t others =
            std::string(R"({"a":"","alamat":"X","b":"","nama":"A","nik":"1"})").size() + 3'000;
        return revision(with(start, "b", std::string(max_merged_bytes - others + above, 'y')),
                        first.rev, 2);
    };
    const auto at = rest(0);
    const auto history = history_of({first, one, at});
    CHECK(state_in(history, at) == RevisionState::applied);
    const auto above = rest(1);
    CHECK(state_in(history_of({first, one, above}), above) == RevisionState::held);
    // What the province put together, a laptop can go on from in one entry.
    const auto next = revision(with(history.record().fields, "rt", "005"), history.rev(), 1);
    CHECK(next.line.size() < model::max_entry_bytes);
}

TEST_CASE("a thousand edits on one base stay small and quick") {
    const auto edits = side_by_side(1'000);
    std::size_t sent = 0;
    for (const Revision& each : edits) {
        sent += each.line.size();
    }
    const auto before = std::chrono::steady_clock::now();
    const auto history = history_of(edits);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - before;
    CHECK(bytes_of_lines(history) < sent + max_merged_heads * model::max_entry_bytes);
    CHECK(history.revisions().size() < edits.size() + max_merged_heads);
    CHECK(took.count() < 5);
}

TEST_CASE("a history with a row that cannot be read holds what comes and changes nothing") {
    const auto first = revision(start, std::nullopt, 1);
    const auto one = revision(with(start, "nama", "B"), first.rev, 1);
    History history(person_id());
    auto stored = first;
    stored.state = RevisionState::applied;
    history.load(stored);
    history.load_current(village, {start, false}, first.rev, {first.rev});
    history.stop();
    CHECK(history.add(one) == RevisionState::held);
    CHECK(history.record().fields == start);
    CHECK_FALSE(history.changed());

    // A revision that something names is not there.
    History gap(person_id());
    auto applied = one;
    applied.state = RevisionState::applied;
    gap.load(applied);
    gap.load_current(village, {one.fields, false}, one.rev, {one.rev});
    CHECK(gap.is_readable());
    gap.check_loaded();
    CHECK_FALSE(gap.is_readable());
    CHECK(gap.add(revision(with(one.fields, "rt", "5"), one.rev, 1)) == RevisionState::held);
}

TEST_CASE(
    "whatever order the revisions of a tree come in, the record is the same when nobody "
    "conflicts") {
    // Two laptops, each with fields of its own, go on from their own last version or from a shared
    // one.
    support::SeededRandom random(7);
    for (int round = 0; round < 300; ++round) {
        std::vector<Revision> tree{revision(start, std::nullopt, 1)};
        std::array<std::size_t, 2> last{0, 0};
        for (int i = 0; i < 8; ++i) {
            const auto who = static_cast<std::size_t>(random.below(2));
            const Revision& base = tree[random.below(4) == 0 ? 0 : last[who]];
            const std::string field = "field" + std::to_string(who) + std::to_string(i);
            tree.push_back(random.below(9) == 0
                               ? withdrawal(base.rev, static_cast<std::uint8_t>(who + 1))
                               : revision(with(base.fields.empty() ? start : base.fields, field,
                                               std::to_string(random.below(3))),
                                          base.rev, static_cast<std::uint8_t>(who + 1)));
            last[who] = tree.back().kind == RevisionKind::withdrawal ? last[who] : tree.size() - 1;
        }
        const auto expected = history_of(tree);
        for (int shuffle = 0; shuffle < 5; ++shuffle) {
            for (std::size_t i = tree.size() - 1; i > 0; --i) {
                std::swap(tree[i], tree[random.below(i + 1)]);
            }
            auto repeated = tree;
            repeated.insert(repeated.end(), tree.begin(), tree.begin() + 3);
            const auto history = history_of(repeated);
            REQUIRE(history.record() == expected.record());
            REQUIRE(history.heads() == expected.heads());
            REQUIRE(history.rev() == expected.rev());
        }
    }
}

}  // namespace
}  // namespace lontar::server
