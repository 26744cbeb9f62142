#include "client/screens/restore_screen.hpp"

#include <optional>
#include <utility>

#include "client/screens/backup_file_screen.hpp"
#include "client/screens/home_screen.hpp"
#include "client/screens/message_screen.hpp"
#include "client/screens/new_passphrase.hpp"
#include "client/screens/sheet_input_screen.hpp"
#include "client/text/terms.hpp"
#include "client/text/words.hpp"
#include "storage/base/text.hpp"
#include "storage/model/region.hpp"
#include "storage/register/copies/backup.hpp"
#include "storage/register/officer_name.hpp"

namespace lontar::client {

namespace {

std::string words_of(std::string_view key) {
    return std::string(say(key));
}

std::string village_of(const storage::BackupInfo& info) {
    const std::string title = model::region_title(info.village);
    return title.empty() ? drawable(info.village) : title;
}

storage::Progress shown_by(Work& work) {
    return [&work](std::int64_t done, std::int64_t total) {
        return work.step(done, total,
                         say("screen.backup.progress",
                             {{"done", number_text(done)}, {"total", number_text(total)}}));
    };
}

/// Everything the restoring has learned so far, handed from step to step.
struct RestoreTalk {
    Path file;
    std::optional<sealed::Identity> sheet;
    std::string officer;
};

/// From a file that was chosen to the home screen. Until the last step nothing is written.
class RestoreSteps {
public:
    RestoreSteps(Desk& desk, const Path& file)
        : desk_(desk), talk_(std::make_shared<RestoreTalk>(RestoreTalk{file, {}, {}})) {}

    /// Looks at the file before anybody types a sheet for it.
    void begin() {
        check([steps = *this](const storage::BackupInfo&) mutable { steps.ask_sheet(); });
    }

private:
    void check(std::function<void(const storage::BackupInfo&)> then) {
        auto outcome = std::make_shared<std::optional<Result<storage::BackupInfo>>>();
        desk_.work(
            words_of("screen.restore.checking"),
            [talk = talk_, outcome](Work& work) {
                outcome->emplace(storage::verify_backup(
                    talk->file, talk->sheet ? &*talk->sheet : nullptr, shown_by(work)));
            },
            [steps = *this, outcome, then = std::move(then)] {
                if (steps.is_good(**outcome)) {
                    then(***outcome);
                }
            });
    }

    bool is_good(const Result<storage::BackupInfo>& outcome) const {
        if (!outcome) {
            desk_.show_box(words_of("screen.restore.title"), {explain(outcome.error())});
        }
        return outcome.has_value();
    }

    void ask_sheet() {
        desk_.open(make_sheet_input_screen(desk_, words_of("screen.restore.title"),
                                           [steps = *this](sealed::Identity sheet) mutable {
                                               steps.talk_->sheet = std::move(sheet);
                                               steps.check([steps](const auto& info) mutable {
                                                   steps.confirm(info);
                                               });
                                           }));
    }

    /// Yes first: who has typed a whole sheet wants it, and nothing here can be lost by it.
    void confirm(const storage::BackupInfo& info) {
        desk_.open(make_choice_screen(
            desk_, words_of("screen.restore.title"),
            {say("screen.restore.found", {{"village", village_of(info)},
                                          {"time", moment_text(info.made_at)},
                                          {"people", number_text(info.registrations)}}),
             words_of("screen.restore.ask")},
            {{"yes", words_of("screen.answer.yes")}, {"no", words_of("screen.answer.no")}},
            [steps = *this](const std::string& answer) mutable {
                if (answer == "yes") {
                    steps.ask_name();
                }
            }));
    }

    void ask_name() {
        desk_.open(make_line_screen(
            desk_, words_of("screen.restore.title"), {words_of("screen.setup.officer_name")}, "",
            false, [steps = *this](const std::string& typed) mutable {
                auto name = tidy_text(typed);
                if (!name || name->empty()) {
                    return words_of("screen.setup.officer_missing");
                }
                if (const Status named = storage::check_name(*name); !named) {
                    return explain(named.error());
                }
                steps.talk_->officer = *name;
                steps.ask_passphrase();
                return std::string();
            }));
    }

    void ask_passphrase() {
        ask_new_passphrase(
            desk_, words_of("screen.restore.title"), words_of("screen.setup.passphrase"),
            [steps = *this](const SharedSecret& secret) mutable { steps.restore(secret); });
    }

    void restore(const SharedSecret& secret) {
        auto info = std::make_shared<std::optional<Result<storage::BackupInfo>>>();
        auto opened = std::make_shared<std::optional<Result<std::unique_ptr<laptop::Session>>>>();
        desk_.work(
            words_of("screen.restore.working"),
            [talk = talk_, secret, info, opened, &machine = desk_.machine()](Work& work) {
                info->emplace(storage::restore_backup(
                    machine.world, talk->file, *talk->sheet, machine.data_folder,
                    {talk->officer, *secret, laptop::passphrase_cost(machine),
                     talk->sheet->recipient()},
                    {}, shown_by(work)));
                if (**info) {
                    opened->emplace(laptop::Session::unlock(machine, std::nullopt, *secret));
                }
            },
            [steps = *this, info, opened]() mutable {
                if (steps.is_good(**info)) {
                    steps.finish(***info, std::move(**opened));
                }
            });
    }

    void finish(const storage::BackupInfo& info, Result<std::unique_ptr<laptop::Session>> session) {
        if (!session) {
            // The register is there: it is opened as on any other day.
            desk_.replace_all(first_screen(desk_));
            desk_.show_box(words_of("screen.restore.title"), {explain(session.error())});
            return;
        }
        desk_.set_session(std::move(*session));
        desk_.replace_all(make_home_screen(desk_));
        desk_.show_box(words_of("screen.restore.title"),
                       {say("screen.restore.done", {{"people", number_text(info.registrations)}}),
                        words_of("screen.restore.next")});
    }

    Desk& desk_;
    std::shared_ptr<RestoreTalk> talk_;
};

}  // namespace

std::unique_ptr<Screen> make_restore_screen(Desk& desk) {
    return make_backup_file_screen(
        desk, {"screen.restore.title", "screen.restore.text", "screen.help.restore"},
        [&desk](const Path& file) { RestoreSteps(desk, file).begin(); });
}

}  // namespace lontar::client
