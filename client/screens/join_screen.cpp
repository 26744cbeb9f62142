#include "client/screens/join_screen.hpp"

#include <optional>
#include <utility>

#include "client/screens/backup_file_screen.hpp"
#include "client/screens/home_screen.hpp"
#include "client/screens/message_screen.hpp"
#include "client/screens/sheet_input_screen.hpp"
#include "client/text/join_words.hpp"
#include "client/text/terms.hpp"
#include "client/text/words.hpp"
#include "storage/model/region.hpp"
#include "storage/register/copies/backup.hpp"
#include "storage/register/copies/joining.hpp"
#include "storage/register/register.hpp"

namespace lontar::client {

namespace {

/// Names in one box, so that it fits a small terminal; the others follow in the next.
constexpr std::size_t names_in_box = 6;

std::string words_of(std::string_view key) {
    return std::string(say(key));
}

storage::Progress shown_by(Work& work) {
    return [&work](std::int64_t done, std::int64_t total) {
        return work.step(done, total,
                         say("screen.backup.progress",
                             {{"done", number_text(done)}, {"total", number_text(total)}}));
    };
}

struct JoinTalk {
    Path file;
    storage::BackupInfo info;
    std::optional<storage::DumpContent> content;
};

/// From a file that was chosen to what came of it. Until the last step nothing is written.
class JoinSteps {
public:
    JoinSteps(Desk& desk, const Path& file)
        : desk_(desk), talk_(std::make_shared<JoinTalk>(JoinTalk{file, {}, {}})) {}

    /// Looks at the file before anybody types a sheet for it.
    void begin() {
        auto head = std::make_shared<std::optional<Result<storage::BackupInfo>>>();
        desk_.work(
            words_of("screen.restore.checking"),
            [talk = talk_, head](Work& work) {
                head->emplace(storage::verify_backup(talk->file, nullptr, shown_by(work)));
            },
            [steps = *this, head]() mutable {
                if (!**head) {
                    steps.tell((**head).error());
                    return;
                }
                steps.talk_->info = ***head;
                if (steps.talk_->info.village != steps.village_register().village()) {
                    steps.tell(fail(ErrorKind::refused, "B-12", "join a backup"));
                    return;
                }
                steps.ask_sheet();
            });
    }

private:
    storage::Register& village_register() { return desk_.session()->village_register(); }

    void tell(const Error& error) {
        desk_.show_box(words_of("screen.join.title"), {explain(error)});
    }

    void ask_sheet() {
        desk_.open(make_sheet_input_screen(
            desk_, words_of("screen.join.title"),
            [steps = *this](const sealed::Identity& sheet) mutable { steps.look(sheet); }));
    }

    void look(const sealed::Identity& sheet) {
        auto key = std::make_shared<sealed::Secret>(sheet.text());
        auto plan = std::make_shared<std::optional<Result<storage::JoinOutcome>>>();
        desk_.work(
            words_of("screen.restore.checking"),
            [steps = *this, key, plan](Work& work) mutable {
                plan->emplace(steps.read(*sealed::Identity::parse(key->text()), work));
            },
            [steps = *this, plan]() mutable {
                if (!**plan) {
                    steps.tell((**plan).error());
                } else if ((**plan)->is_nothing()) {
                    steps.go_home(***plan, false);
                } else {
                    steps.confirm(***plan);
                }
            });
    }

    Result<storage::JoinOutcome> read(const sealed::Identity& sheet, Work& work) {
        auto content =
            storage::read_backup(talk_->file, sheet, village_register().village(), shown_by(work));
        if (!content) {
            return std::move(content).error();
        }
        talk_->content = *std::move(content);
        return storage::preview_join(village_register(), *talk_->content);
    }

    /// Yes first: who has typed a whole sheet wants it, and nothing here can be lost by it.
    void confirm(const storage::JoinOutcome& plan) {
        std::vector<std::string> lines{
            say("screen.restore.found", {{"village", model::region_title(talk_->info.village)},
                                         {"time", moment_text(talk_->info.made_at)},
                                         {"people", number_text(talk_->info.registrations)}})};
        for (std::string& line : join_words(plan, false)) {
            lines.push_back(std::move(line));
        }
        lines.push_back(words_of("join.rule"));
        lines.push_back(words_of("join.ask"));
        desk_.open(make_choice_screen(
            desk_, words_of("screen.join.title"), std::move(lines),
            {{"yes", words_of("screen.answer.yes")}, {"no", words_of("screen.answer.no")}},
            [steps = *this](const std::string& answer) mutable {
                if (answer == "yes") {
                    steps.join();
                }
            }));
    }

    void join() {
        auto outcome = std::make_shared<std::optional<Result<storage::JoinOutcome>>>();
        desk_.work(
            words_of("screen.join.working"),
            [steps = *this, outcome](Work&) mutable {
                outcome->emplace(storage::join(steps.village_register(), *steps.talk_->content,
                                               steps.desk_.session()->officer().id));
            },
            [steps = *this, outcome]() mutable {
                if (!**outcome) {
                    steps.tell((**outcome).error());
                    return;
                }
                steps.go_home(***outcome, true);
            });
    }

    void go_home(const storage::JoinOutcome& outcome, bool is_done) {
        desk_.replace_all(make_home_screen(desk_));
        desk_.show_box(
            words_of("screen.join.title"), join_words(outcome, is_done),
            [&desk = desk_, lines = differing_words(outcome)] { show_differing(desk, lines, 0); });
    }

    static void show_differing(Desk& desk, const std::vector<std::string>& all, std::size_t from) {
        if (from >= all.size()) {
            return;
        }
        std::vector<std::string> lines{words_of("join.differing")};
        for (std::size_t i = from; i < all.size() && i < from + names_in_box; ++i) {
            lines.push_back(all[i]);
        }
        desk.show_box(words_of("screen.join.title"), std::move(lines),
                      [&desk, all, from] { show_differing(desk, all, from + names_in_box); });
    }

    Desk& desk_;
    std::shared_ptr<JoinTalk> talk_;
};

}  // namespace

std::unique_ptr<Screen> make_join_screen(Desk& desk) {
    return make_backup_file_screen(desk,
                                   {"screen.join.title", "screen.join.text", "screen.help.join"},
                                   [&desk](const Path& file) { JoinSteps(desk, file).begin(); });
}

}  // namespace lontar::client
