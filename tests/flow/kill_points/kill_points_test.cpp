// Real programs are killed at every stage of a registration's way, again and again on the same
// register and the same province. What the programs acknowledged stands in a ledger beside them.
#include <algorithm>
#include <array>
#include <functional>
#include <iomanip>
#include <iostream>

#include <catch2/catch_test_macros.hpp>

#include "client/text/terms.hpp"
#include "office.hpp"

namespace lontar::flow {

namespace {

using namespace std::chrono_literals;

constexpr int kills_in_a_phase = 20;
constexpr std::uint64_t seed = 20261122;
constexpr const char* saved_words = "Tersimpan";

struct Row {
    std::string phase;
    int kills = 0;
    int recovered = 0;
};

// ---- draft: a person at the terminal, one field after the other

/// The field whose question is the last line on the terminal.
const model::Field* asked_field(const std::string& said) {
    const std::string line = said.substr(said.rfind('\n') + 1);
    if (!line.ends_with(": ")) {
        return nullptr;
    }
    for (const model::Field& field : model::form_fields()) {
        const std::string title = client::field_title(field.key);
        if (line == title + ": " || line.starts_with(title + " [")) {
            return &field;
        }
    }
    return nullptr;
}

/// Where the person at the terminal is interrupted.
struct Stop {
    int fields = 1000;  ///< after so many questions
    std::optional<std::chrono::microseconds>
        after;  ///< so long after the answer; else at the next question
};

/// Answers every question until the program ends or is killed.
int type_in(Program& program, DraftAttempt& attempt, const Stop& stop) {
    std::string left;
    std::size_t typed_at = 0;
    int asked = 0;
    for (;;) {
        const bool has_answered = program.said().find('\n', typed_at) != std::string::npos;
        const model::Field* field = has_answered ? asked_field(program.said()) : nullptr;
        if (field == nullptr) {
            if (!program.listen(60s)) {
                return program.wait();
            }
            continue;
        }
        if (attempt.answers.contains(left)) {
            attempt.acknowledged.insert(left);
        }
        if (asked == stop.fields && !stop.after) {
            program.kill();
            return program.wait();
        }
        left = field->key;
        typed_at = program.said().size();
        const auto answer = attempt.answers.find(left);
        program.type(answer == attempt.answers.end() ? "" : answer->second);
        if (asked++ == stop.fields) {
            const auto end = std::chrono::steady_clock::now() + *stop.after;
            while (std::chrono::steady_clock::now() < end) {
            }
            program.kill();
            return program.wait();
        }
    }
}

/// Types what is missing; the person is saved and the draft gone.
void finish_draft(Office& office, std::int64_t draft, const model::Answers& answers) {
    const Ended ended =
        office.at_terminal({"add", "--resume", std::to_string(draft)}, {}, [&](Program& program) {
            DraftAttempt rest{answers, {}};
            return type_in(program, rest, {});
        });
    REQUIRE(ended.code == 0);
    office.draft_is_finished(draft);
    office.settle({{answers, ended.said.find(saved_words) != std::string::npos}});
}

bool strike_draft(Office& office, int round) {
    const auto pick = [&](int count) {
        return static_cast<int>(office.random.below(static_cast<std::uint64_t>(count)));
    };
    DraftAttempt attempt{office.next_person(), {}};
    std::string place;
    Stop stop;
    switch (round % 4) {
        case 0:
            place = "draft-before-commit:" + std::to_string(1 + pick(18));
            break;
        case 1:
            place = "draft-after-commit:" + std::to_string(1 + pick(18));
            break;
        case 2:
            stop.fields = 1 + pick(20);
            break;
        default:
            stop.fields = pick(20);
            stop.after = std::chrono::microseconds(pick(20'000));
            break;
    }
    const Ended ended = office.at_terminal(
        {"add"}, place, [&](Program& program) { return type_in(program, attempt, stop); });
    REQUIRE(ended.code == killed);
    const auto draft = office.settle_draft(attempt);
    if (draft && round % 3 == 0) {
        finish_draft(office, *draft, attempt.answers);
    }
    return true;
}

// ---- save

bool acknowledged(const Ended& ended) {
    return ended.code == 0 || ended.said.find(saved_words) != std::string::npos;
}

Kill kill_of_save(Office& office, int kind, const std::string& name,
                  const std::vector<std::string>& like) {
    switch (kind) {
        case 0:
            return {"save-before-commit", {}, {}};
        case 1:
            return {"save-after-commit", {}, {}};
        case 2:
            return {{}, {}, saved_words};
        default:
            return {{}, office.some_moment(office.length_of(name, like)), {}};
    }
}

bool strike_add(Office& office, int kind) {
    const auto answers = office.next_person();
    const Kill kill = kill_of_save(office, kind, "add", {"list", "--drafts"});
    const Ended ended =
        office.lontar({"add", "--from-json", office.json_file(answers)}, kill, true);
    office.settle({{answers, acknowledged(ended)}});
    return ended.code == killed;
}

bool strike_edit(Office& office, int kind, int round) {
    const auto& workers = office.workers();
    const auto worker = std::next(workers.begin(),
                                  static_cast<std::ptrdiff_t>(office.random.below(workers.size())));
    const std::string nik = worker->first;
    model::Answers answers = worker->second.answers;
    answers["lokasi_kerja"] = "Kebun " + std::to_string(round);
    const Kill kill = kill_of_save(office, kind, "edit", {"list", "--drafts"});
    const Ended ended =
        office.lontar({"edit", nik, "--set", "lokasi_kerja=" + answers["lokasi_kerja"], "--reason",
                       "salah_ketik"},
                      kill, true);
    office.settle({{answers, acknowledged(ended)}});
    return ended.code == killed;
}

bool strike_import(Office& office, int kind) {
    std::string file;
    const auto people = office.next_sheet(4, file);
    // A sheet says another word at its end.
    const Kill kill = kill_of_save(office, kind == 2 ? 3 : kind, "import", {"list", "--drafts"});
    const Ended ended = office.lontar({"import", file}, kill, true);
    std::vector<Attempt> attempts;
    attempts.reserve(people.size());
    for (const auto& answers : people) {
        attempts.push_back({answers, acknowledged(ended)});
    }
    office.settle(attempts, true);
    return ended.code == killed;
}

bool strike_save(Office& office, int round) {
    const int kind = round / 3 % 4;
    switch (round % 3) {
        case 0:
            return strike_add(office, kind);
        case 1:
            return strike_edit(office, kind, round);
        default:
            return strike_import(office, kind);
    }
}

// ---- on the way

/// A command with new people to send, killed at a place or at some moment.
bool strike_command(Office& office, const std::vector<std::string>& words,
                    const std::string& place) {
    office.add_people(2);
    Kill kill{place, {}, {}};
    if (place.empty()) {
        kill.after = office.some_moment(office.length_of(words.front(), words));
        office.add_people(1);
    }
    return office.lontar(words, kill).code == killed;
}

bool strike_seal(Office& office, int round) {
    constexpr std::array places{"seal-before-commit", "seal-after-commit", ""};
    const std::string place = places.at(static_cast<std::size_t>(round) % places.size());
    return round % 2 == 0 ? strike_command(office, {"sync"}, place)
                          : strike_command(office, {"courier", "export", office.stick}, place);
}

bool strike_spool(Office& office, int round) {
    constexpr std::array places{"spool-before-part", "spool-part-written", "spool-renamed",
                                "part-written:2",    "renamed:2",          ""};
    return strike_command(office, {"courier", "export", office.stick},
                          places.at(static_cast<std::size_t>(round) % places.size()));
}

bool strike_put(Office& office, int round) {
    constexpr std::array places{"put-before-send", "put-after-answer", "put-before-send:2",
                                "put-after-answer:2", ""};
    return strike_command(office, {"sync"},
                          places.at(static_cast<std::size_t>(round) % places.size()));
}

/// The province ends at a place while a laptop sends two batches.
bool strike_server(Office& office, const std::string& place, int round) {
    office.serve(place + (round % 3 == 0 ? ":2" : ":1"));
    office.add_people(2);
    office.expect({"courier", "export", office.stick});
    office.add_people(1);
    const Ended ended = office.lontar({"sync"});
    if (ended.code == 0) {
        return false;
    }
    CHECK(ended.code == 3);
    return office.server()->wait() == killed;
}

bool strike_reply(Office& office, int round) {
    constexpr std::array places{"reply-before-part", "reply-part-written", "reply-stored"};
    if (round % 2 == 0) {
        return strike_server(office, "reply-write", round);
    }
    office.serve();
    return strike_command(office, {"sync"},
                          places.at(static_cast<std::size_t>(round / 2) % places.size()));
}

bool strike_apply(Office& office, int round) {
    constexpr std::array places{"apply-before-commit", "apply-after-commit", "out-unlinked"};
    if (round % 4 != 3) {
        return strike_command(office, {"sync"}, places.at(static_cast<std::size_t>(round) % 4));
    }
    // A reply that waits is applied as soon as the register is opened.
    if (!strike_command(office, {"sync"}, "reply-stored")) {
        return false;
    }
    const auto moment = office.some_moment(office.length_of("status", {"status"}));
    return office.lontar({"status"}, {{}, moment, {}}).code == killed;
}

bool strike_client_anywhere(Office& office, int) {
    return strike_command(office, {"sync"}, "");
}

bool strike_server_anywhere(Office& office, int) {
    office.serve();
    office.add_people(2);
    office.expect({"courier", "export", office.stick});
    office.add_people(1);
    const auto moment = office.some_moment(office.length_of("sync", {"sync"}));
    const Ended ended = office.lontar_while({"sync"}, moment, [&] { office.server()->kill(); });
    CHECK((ended.code == 0 || ended.code == 3));
    return office.server()->wait() == killed;
}

/// Strikes until so many kills have hit, then heals everything.
Row play(Office& office, const std::string& phase,
         const std::function<bool(Office&, int)>& strike) {
    Row row{phase, 0, 0};
    for (int round = 0; row.kills < kills_in_a_phase; ++round) {
        INFO("phase " << phase << ", round " << round);
        REQUIRE(round < 4 * kills_in_a_phase);
        if (strike(office, round)) {
            ++row.kills;
            row.recovered += office.is_sound() ? 1 : 0;
        }
    }
    INFO("after phase " << phase);
    office.serve();
    office.heal();
    std::cout << std::left << std::setw(28) << row.phase << std::right << std::setw(6) << row.kills
              << std::setw(11) << row.recovered << std::endl;
    return row;
}

}  // namespace

TEST_CASE("nothing acknowledged is lost or doubled, wherever the programs are killed") {
    Office office(seed);
    const auto server_at = [](const char* place) {
        return [place](Office& at, int round) { return strike_server(at, place, round); };
    };
    std::cout << std::left << std::setw(28) << "phase" << std::right << std::setw(6) << "kills"
              << std::setw(11) << "recovered" << std::endl;
    std::vector<Row> rows;
    rows.push_back(play(office, "draft", strike_draft));
    rows.push_back(play(office, "save", strike_save));
    rows.push_back(play(office, "seal", strike_seal));
    rows.push_back(play(office, "spool write", strike_spool));
    rows.push_back(play(office, "PUT", strike_put));
    rows.push_back(play(office, "server before COMMIT", server_at("server-before-commit")));
    rows.push_back(play(office, "server after COMMIT", server_at("server-after-commit")));
    rows.push_back(play(office, "reply write", strike_reply));
    rows.push_back(play(office, "apply", strike_apply));
    rows.push_back(play(office, "laptop, any moment", strike_client_anywhere));
    rows.push_back(play(office, "server, any moment", strike_server_anywhere));
    for (const Row& row : rows) {
        INFO("phase " << row.phase);
        CHECK(row.kills >= kills_in_a_phase);
        CHECK(row.recovered == row.kills);
    }
    std::cout << office.workers().size() << " people, " << office.revisions()
              << " revisions, each once on both sides" << std::endl;
}

}  // namespace lontar::flow
