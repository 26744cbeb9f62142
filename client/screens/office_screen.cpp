#include "client/screens/office_screen.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "client/screens/message_screen.hpp"
#include "client/screens/new_passphrase.hpp"
#include "client/text/terms.hpp"
#include "client/text/words.hpp"
#include "storage/base/text.hpp"
#include "storage/base/version.hpp"
#include "storage/model/roles.hpp"
#include "storage/register/officers.hpp"
#include "storage/sealed/keyring.hpp"

namespace lontar::client {

namespace {

std::string words_of(std::string_view key) {
    return std::string(say(key));
}

/// Argon2 takes a second, so it runs beside the screen.
void run_slowly(Desk& desk, const std::string& title, std::function<Status()> act,
                const std::string& done_words) {
    auto outcome = std::make_shared<std::optional<Status>>();
    desk.work(
        title, [act = std::move(act), outcome](Work&) { outcome->emplace(act()); },
        [&desk, title, outcome, done_words] {
            desk.show_box(title, {**outcome ? done_words : explain((*outcome)->error())});
        });
}

void change_passphrase(Desk& desk) {
    const std::string title = words_of("screen.office.passphrase");
    ask_new_passphrase(
        desk, title, words_of("screen.passphrase.new"), [&desk, title](const SharedSecret& secret) {
            run_slowly(
                desk, title,
                [&desk, secret] {
                    return storage::change_passphrase(desk.session()->village_register(),
                                                      desk.session()->officer().id, *secret,
                                                      laptop::passphrase_cost(desk.machine()));
                },
                words_of("screen.office.passphrase_done"));
        });
}

void add_officer(Desk& desk) {
    const std::string title = words_of("screen.office.add");
    desk.open(make_line_screen(
        desk, title, {words_of("screen.setup.officer_name")}, "", false,
        [&desk, title](const std::string& typed) {
            const auto name = tidy_text(typed);
            if (!name || name->empty()) {
                return words_of("screen.setup.officer_missing");
            }
            std::vector<Option> roles;
            for (const std::string_view role : model::roles()) {
                roles.push_back({std::string(role), role_text(role)});
            }
            desk.open(make_choice_screen(
                desk, title, {words_of("screen.setup.officer_role")}, std::move(roles),
                [&desk, title, name](const std::string& role) {
                    ask_new_passphrase(
                        desk, title, say("screen.passphrase.of", {{"name", drawable(*name)}}),
                        [&desk, title, name, role](const SharedSecret& secret) {
                            run_slowly(
                                desk, title,
                                [&desk, name, role, secret] {
                                    return storage::add_officer(
                                        desk.session()->village_register(), *name, role, *secret,
                                        laptop::passphrase_cost(desk.machine()),
                                        desk.session()->officer().id);
                                },
                                words_of("screen.office.add_done"));
                        });
                }));
            return std::string();
        }));
}

void remove_officer(Desk& desk) {
    auto officers = storage::list_officers(desk.session()->village_register());
    if (!officers) {
        desk.tell_error(officers.error());
        return;
    }
    std::vector<Option> options;
    for (const storage::Officer& officer : *officers) {
        if (officer.active) {
            options.push_back(
                {officer.id.hex(), drawable(officer.name) + " (" + role_text(officer.role) + ")"});
        }
    }
    desk.open(make_choice_screen(
        desk, words_of("screen.office.remove"), {words_of("screen.office.remove_who")},
        std::move(options), [&desk](const std::string& id) {
            desk.ask(words_of("screen.office.remove"), {words_of("screen.office.remove_sure")},
                     [&desk, id] {
                         auto removed =
                             storage::remove_officer(desk.session()->village_register(),
                                                     OfficerId::from_hex(id).value_or(OfficerId{}),
                                                     desk.session()->officer().id);
                         desk.show_box(words_of("screen.office.remove"),
                                       {removed ? words_of("screen.office.remove_done")
                                                : explain(removed.error())});
                     });
        }));
}

void show_about(Desk& desk) {
    auto& village_register = desk.session()->village_register();
    std::vector<std::string> lines{
        version_line("lontar"),
        say("screen.about.village", {{"village", drawable(village_register.village_name())},
                                     {"code", village_register.village()}}),
        say("screen.about.device", {{"device", village_register.device().id.hex().substr(0, 16)}}),
        words_of("screen.about.data")};
    desk.show_box(words_of("screen.office.about"), std::move(lines));
}

}  // namespace

std::unique_ptr<Screen> make_office_screen(Desk& desk) {
    std::vector<Option> options{{"passphrase", words_of("screen.office.passphrase")},
                                {"add", words_of("screen.office.add")},
                                {"remove", words_of("screen.office.remove")},
                                {"about", words_of("screen.office.about")}};
    return make_choice_screen(
        desk, words_of("screen.office.title"),
        {say("screen.office.you_are", {{"name", drawable(desk.session()->officer().name)}})},
        std::move(options), [&desk](const std::string& act) {
            if (act == "passphrase") {
                change_passphrase(desk);
            } else if (act == "add") {
                add_officer(desk);
            } else if (act == "remove") {
                remove_officer(desk);
            } else {
                show_about(desk);
            }
        });
}

}  // namespace lontar::client
