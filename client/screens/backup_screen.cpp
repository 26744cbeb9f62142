#include "client/screens/backup_screen.hpp"

#include <optional>

#include "client/screens/join_screen.hpp"
#include "client/screens/places.hpp"
#include "client/text/words.hpp"
#include "storage/base/text.hpp"
#include "storage/register/copies/backup.hpp"

namespace lontar::client {

namespace {

void back_up(Desk& desk, const Path& folder) {
    auto outcome = std::make_shared<std::optional<Result<storage::BackupInfo>>>();
    desk.work(
        std::string(say("screen.backup.working")),
        [&desk, folder, outcome](Work& work) {
            laptop::Session& session = *desk.session();
            outcome->emplace(storage::create_backup(
                session.village_register(), folder, [&work](std::int64_t done, std::int64_t total) {
                    return work.step(
                        done, total,
                        say("screen.backup.progress",
                            {{"done", number_text(done)}, {"total", number_text(total)}}));
                }));
        },
        [&desk, outcome] {
            const std::string title(say("screen.backup.title"));
            if (!**outcome) {
                desk.show_box(title, {explain((**outcome).error())});
                return;
            }
            const storage::BackupInfo& info = ***outcome;
            desk.show_box(title,
                          {say("screen.backup.done",
                               {{"people", number_text(info.registrations)},
                                {"size", bytes_text(static_cast<std::int64_t>(info.bytes))}}),
                           drawable(path_text(info.path)), std::string(say("screen.backup.keep"))});
        });
}

}  // namespace

std::unique_ptr<Screen> make_backup_screen(Desk& desk) {
    return make_folder_screen(
        desk, std::string(say("screen.backup.title")), {std::string(say("screen.backup.text"))},
        [&desk](const Path& folder) { back_up(desk, folder); },
        OtherChoice{std::string(say("screen.backup.join")),
                    [&desk] { desk.open(make_join_screen(desk)); }});
}

}  // namespace lontar::client
