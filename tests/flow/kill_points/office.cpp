#include "office.hpp"

#include <algorithm>
#include <sstream>
#include <thread>

#include <arpa/inet.h>
#include <catch2/catch_test_macros.hpp>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "storage/base/json.hpp"
#include "storage/base/world.hpp"
#include "storage/register/audit.hpp"
#include "storage/register/check.hpp"
#include "storage/register/drafts.hpp"
#include "storage/register/opening.hpp"
#include "storage/register/people.hpp"
#include "storage/register/register.hpp"
#include "storage/register/registrations.hpp"
#include "storage/register/status.hpp"

namespace lontar::flow {

namespace {

using namespace std::chrono_literals;

constexpr const char* village = "5301062015";
constexpr const char* passphrase = "kuda lari di pantai";

std::string free_port() {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    auto* any = reinterpret_cast<sockaddr*>(&address);
    REQUIRE(::bind(socket, any, size) == 0);
    REQUIRE(::getsockname(socket, any, &size) == 0);
    ::close(socket);
    return std::to_string(ntohs(address.sin_port));
}

void put_text(const Path& file, const std::string& text) {
    support::put_bytes(file, as_bytes(text));
}

World world() {
    return {system_disk(), system_clock(), system_random()};
}

std::set<std::string> lines_of(const std::string& text) {
    std::set<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) {
        INFO("a revision told twice: " << line);
        CHECK(lines.insert(line).second);
    }
    return lines;
}

}  // namespace

Office::Office(std::uint64_t seed)
    : random(seed),
      stick(to_utf8(folder / "stick")),
      programs_(LONTAR_BIN_DIR),
      port_(free_port()),
      errors_(to_utf8(folder / "errors.log")),
      people_(seed, village, Date::in_wita(system_clock().now())) {
    REQUIRE(system_disk().make_folder(folder / "stick"));
    put_text(folder / "pass", std::string(passphrase) + "\n");
    const std::string pass = to_utf8(folder / "pass");
    REQUIRE(lontar_server({"init", "--name", "NTT", "--server", "https://127.0.0.1:" + port_,
                           "--secrets", to_utf8(folder / "secrets"), "--passphrase-file", pass})
                .code == 0);
    REQUIRE(lontar_server({"invite", village, "--out", to_utf8(folder.path())}).code == 0);
    expect({"setup", to_utf8(folder / (std::string(village) + ".lontar-activation")), "--officer",
            "Maria Seran", "--yes", "--recovery-sheet-to", to_utf8(folder / "sheet")});
    serve();
}

std::vector<std::string> Office::laptop_environment(const std::string& place) const {
    std::vector<std::string> environment{"LONTAR_HOME=" + to_utf8(folder / "home"),
                                         "LONTAR_PASSPHRASE_FILE=" + to_utf8(folder / "pass"),
                                         "LONTAR_QUICK_PASSPHRASE=1", "LONTAR_LANG=id",
                                         "LC_ALL=C.UTF-8"};
    if (!place.empty()) {
        environment.push_back("LONTAR_CRASH=" + place);
    }
    return environment;
}

Program Office::start(std::vector<std::string> words, const std::string& place,
                      bool on_terminal) const {
    words.insert(words.begin(), programs_ + "/lontar");
    return Program({std::move(words), laptop_environment(place), on_terminal, errors_});
}

Ended Office::lontar(std::vector<std::string> words, const Kill& kill, bool on_terminal) {
    Program program = start(std::move(words), kill.place, on_terminal);
    const auto end = std::chrono::steady_clock::now() + kill.after.value_or(120s);
    for (;;) {
        const auto left = end - std::chrono::steady_clock::now();
        const bool is_said =
            !kill.on_words.empty() && program.said().find(kill.on_words) != std::string::npos;
        if (left <= 0s || is_said) {
            INFO("a command without an end; it said: " << program.said());
            REQUIRE((is_said || kill.after));
            program.kill();
            break;
        }
        if (!program.listen(std::chrono::duration_cast<std::chrono::microseconds>(left))) {
            break;
        }
    }
    const int code = program.wait();
    return {code, program.said()};
}

Ended Office::at_terminal(std::vector<std::string> words, const std::string& place,
                          const std::function<int(Program&)>& act) {
    Program program = start(std::move(words), place, true);
    const int code = act(program);
    return {code, program.said()};
}

Ended Office::lontar_while(std::vector<std::string> words, std::chrono::microseconds after,
                           const std::function<void()>& act) {
    Program program = start(std::move(words), {}, false);
    std::this_thread::sleep_for(after);
    act();
    const int code = program.wait();
    return {code, program.said()};
}

std::string Office::expect(std::vector<std::string> words, int code) {
    const std::string name = words.front();
    const Ended ended = lontar(std::move(words));
    INFO("lontar " << name << "; standard error ends with:\n" << end_of_errors());
    REQUIRE(ended.code == code);
    return ended.said;
}

std::string Office::end_of_errors() const {
    constexpr std::size_t enough = 600;
    const Bytes all = support::bytes_of(to_path(errors_));
    return std::string(as_text(ByteView(all).last(std::min(all.size(), enough))));
}

Ended Office::lontar_server(std::vector<std::string> words) {
    std::vector<std::string> all{programs_ + "/lontar-server", "--data",
                                 to_utf8(folder / "province")};
    std::move(words.begin(), words.end(), std::back_inserter(all));
    Program program({all, {"LC_ALL=C.UTF-8"}, false, errors_});
    const int code = program.wait();
    return {code, program.said()};
}

void Office::serve(const std::string& place) {
    kill_server();
    std::vector<std::string> environment{"LC_ALL=C.UTF-8"};
    if (!place.empty()) {
        environment.push_back("LONTAR_CRASH=" + place);
    }
    const std::string log = to_utf8(folder / "server.log");
    put_text(folder / "server.log", "");
    server_ = std::make_unique<Program>(
        Start{{programs_ + "/lontar-server", "--data", to_utf8(folder / "province"), "serve",
               "--listen", "127.0.0.1:" + port_, "--log-file", log},
              environment,
              false,
              errors_});
    for (int tries = 0; tries < 3000; ++tries) {
        const Bytes said = support::bytes_of(folder / "server.log");
        if (as_text(said).find("listening on") != std::string_view::npos) {
            return;
        }
        REQUIRE(server_->listen(10ms));
    }
    FAIL("the server does not listen; log in " << log);
}

void Office::kill_server() {
    if (server_) {
        server_->kill();
        server_->wait();
        server_.reset();
    }
}

std::chrono::microseconds Office::length_of(const std::string& name,
                                            const std::vector<std::string>& words) {
    auto& length = lengths_[name];
    if (length == 0us) {
        const auto begin = std::chrono::steady_clock::now();
        lontar(words);
        length = std::chrono::duration_cast<std::chrono::microseconds>(
            std::chrono::steady_clock::now() - begin);
    }
    return length;
}

std::chrono::microseconds Office::some_moment(std::chrono::microseconds length) {
    // Nothing of interest happens while the program is loaded.
    const auto first = length / 5;
    return first + std::chrono::microseconds(
                       random.below(static_cast<std::uint64_t>((length - first).count())));
}

std::string Office::json_file(const model::Answers& answers) {
    const Path file = folder / ("person-" + std::to_string(++files_) + ".json");
    put_text(file, storage::answers_text(answers));
    return to_utf8(file);
}

std::vector<model::Answers> Office::next_sheet(std::size_t rows, std::string& file) {
    auto people = people_.make(rows);
    for (model::Answers& answers : people) {
        answers.erase("pemberitahuan_tanggal");
        answers.erase("pemberitahuan_cara");
    }
    const Path path = folder / ("sheet-" + std::to_string(++files_) + ".csv");
    put_text(path, support::people_csv(people));
    file = to_utf8(path);
    return people;
}

void Office::add_people(std::size_t count) {
    std::string file;
    for (const auto& answers : next_sheet(count, file)) {
        workers_[answers.at("nik")] = {answers, 1};
    }
    expect({"import", file});
}

std::unique_ptr<storage::Register> Office::open() {
    if (!key_) {
        auto unlocked = storage::unlock_with_passphrase(
            system_disk(), folder / "home", std::nullopt, sealed::Secret::copy_of(passphrase));
        REQUIRE(unlocked);
        key_ = std::move(unlocked->key);
    }
    auto opened = storage::open_register(world(), folder / "home", *key_);
    REQUIRE(opened);
    return *std::move(opened);
}

void Office::settle(const std::vector<Attempt>& attempts, bool together) {
    const auto village_register = open();
    std::size_t happened = 0;
    for (const Attempt& attempt : attempts) {
        const std::string& nik = attempt.answers.at("nik");
        const auto before = workers_.find(nik);
        const auto id = storage::find_person(*village_register, nik);
        if (!id) {
            REQUIRE(id.error().code == "R-12");
            INFO("a save that was acknowledged is gone");
            CHECK_FALSE(attempt.acknowledged);
            CHECK(before == workers_.end());
            continue;
        }
        const auto found = storage::find_registration(*village_register, *id);
        REQUIRE(found);
        if (before != workers_.end() && found->fields == before->second.answers) {
            INFO("a correction that was acknowledged is gone");
            CHECK_FALSE(attempt.acknowledged);
            CHECK(found->revisions.size() == before->second.revisions);
            continue;
        }
        INFO("a save is there by half");
        CHECK(found->fields == attempt.answers);
        Worker& worker = workers_[nik];
        worker = {attempt.answers, worker.revisions + 1};
        CHECK(found->revisions.size() == worker.revisions);
        ++happened;
    }
    if (together) {
        INFO("a sheet went in by half");
        CHECK((happened == 0 || happened == attempts.size()));
    }
}

std::optional<std::int64_t> Office::settle_draft(const DraftAttempt& attempt) {
    const auto drafts = storage::list_drafts(*open());
    REQUIRE(drafts);
    std::optional<std::int64_t> kept;
    for (const storage::Draft& draft : *drafts) {
        if (const auto known = drafts_.find(draft.id); known != drafts_.end()) {
            INFO("a draft of before has changed");
            CHECK(draft.answers == known->second);
            continue;
        }
        INFO("two drafts of one person");
        CHECK_FALSE(kept);
        kept = draft.id;
        drafts_[draft.id] = draft.answers;
        for (const auto& [field, answer] : draft.answers) {
            INFO("field " << field << " has another answer than was typed");
            const auto typed = attempt.answers.find(field);
            CHECK((typed != attempt.answers.end() && typed->second == answer));
        }
        for (const std::string& field : attempt.acknowledged) {
            INFO("field " << field << " was left, and its answer is gone");
            CHECK(draft.answers.contains(field));
        }
    }
    INFO("a draft is gone");
    CHECK(drafts->size() == drafts_.size());
    CHECK((kept || attempt.acknowledged.empty()));
    return kept;
}

bool Office::is_sound() {
    const Status sound = storage::check_register(*open());
    return static_cast<bool>(sound);
}

void Office::compare_register() {
    const auto village_register = open();
    CHECK(storage::check_register(*village_register));
    CHECK(storage::verify_audit(*village_register));
    std::size_t seen = 0;
    for (;;) {
        storage::PeopleFilter filter;
        filter.limit = 500;
        filter.offset = static_cast<std::int64_t>(seen);
        const auto page = storage::list_people(*village_register, filter);
        REQUIRE(page);
        if (page->empty()) {
            break;
        }
        for (const storage::PersonLine& person : *page) {
            ++seen;
            const auto found = storage::find_registration(*village_register, person.id);
            REQUIRE(found);
            const auto worker = workers_.find(found->fields.at("nik"));
            REQUIRE(worker != workers_.end());
            CHECK(found->fields == worker->second.answers);
            CHECK(found->revisions.size() == worker->second.revisions);
        }
    }
    CHECK(seen == workers_.size());
    const auto drafts = storage::list_drafts(*village_register);
    REQUIRE(drafts);
    CHECK(drafts->size() == drafts_.size());
    for (const storage::Draft& draft : *drafts) {
        REQUIRE(drafts_.contains(draft.id));
        CHECK(draft.answers == drafts_.at(draft.id));
    }
}

void Office::heal() {
    compare_register();
    for (int round = 0; round < 5; ++round) {
        expect({"sync", "--json"});
        const auto status = storage::find_status(*open());
        REQUIRE(status);
        if (status->counters.waiting + status->counters.on_the_way == 0) {
            break;
        }
    }
    const auto status = storage::find_status(*open());
    REQUIRE(status);
    CHECK(status->counters.received == std::ssize(workers_));
    CHECK(status->counters.draft == std::ssize(drafts_));
    const auto here = lines_of(expect({"list", "--revisions"}));
    const Ended province = lontar_server({"revisions"});
    REQUIRE(province.code == 0);
    const auto there = lines_of(province.said);
    CHECK(here.size() == revisions());
    CHECK(here == there);
    CHECK(lontar_server({"verify"}).code == 0);
    expect({"doctor"});
    for (const auto& folder_name : {"spool/out", "spool/in"}) {
        const auto left = system_disk().list(folder / "home" / folder_name);
        REQUIRE(left);
        for (const auto& entry : *left) {
            INFO("left in " << folder_name << ": " << entry.name);
            // The hello stays, for a province that forgets the laptop.
            CHECK((!entry.name.ends_with(".batch.age") || entry.name.ends_with("-1.batch.age")));
            CHECK_FALSE(entry.name.ends_with(".reply.age"));
        }
    }
}

std::size_t Office::revisions() const {
    std::size_t sum = 0;
    for (const auto& [nik, worker] : workers_) {
        sum += worker.revisions;
    }
    return sum;
}

}  // namespace lontar::flow
