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
#include "storage/register/officer_name.hpp"
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

void ask_role(Desk& desk, const std::string& name) {
    const std::string title = words_of("screen.office.add");
    std::vector<Option> roles;
    for (const std::string_view role : model::roles()) {
        roles.push_back({std::string(role), role_text(role)});
    }
    const auto add = [&desk, title, name](const std::string& role, const SharedSecret& secret) {
        run_slowly(
            desk, title,
            [&desk, name, role, secret] {
                return storage::add_officer(desk.session()->village_register(), name, role, *secret,
                                            laptop::passphrase_cost(desk.machine()),
                                            desk.session()->officer().id);
            },
            words_of("screen.office.add_done"));
    };
    desk.open(make_choice_screen(
        desk, title, {words_of("screen.setup.officer_role")}, std::move(roles),
        [&desk, title, name, add](const std::string& role) {
            ask_new_passphrase(desk, title, say("screen.passphrase.of", {{"name", drawable(name)}}),
                               [add, role](const SharedSecret& secret) { add(role, secret); });
        }));
}

void add_officer(Desk& desk) {
    desk.open(make_line_screen(
        desk, words_of("screen.office.add"), {words_of("screen.setup.officer_name")}, "", false,
        [&desk](const std::string& typed) {
            const auto name = tidy_text(typed);
            if (!name || name->empty()) {
                return words_of("screen.setup.officer_missing");
            }
            const Status free = storage::check_new_name(desk.session()->village_register(), *name);
            if (!free) {
                return explain(free.error());
            }
            ask_role(desk, *name);
            return std::string();
        }));
}

void give_passphrase(Desk& desk, const storage::Officer& officer) {
    const std::string title = words_of("screen.office.list");
    ask_new_passphrase(desk, title, say("screen.passphrase.of", {{"name", drawable(officer.name)}}),
                       [&desk, title, officer](const SharedSecret& secret) {
                           run_slowly(
                               desk, title,
                               [&desk, id = officer.id, secret] {
                                   return storage::give_passphrase(
                                       desk.session()->village_register(), id, *secret,
                                       laptop::passphrase_cost(desk.machine()),
                                       desk.session()->officer().id);
                               },
                               say("screen.office.given", {{"name", drawable(officer.name)}}));
                       });
}

/// The name, in registers with two of one name with the beginning of the id.
std::string name_text(const storage::Officer& officer,
                      const std::vector<storage::OfficerHere>& all) {
    constexpr int name_columns = 30;
    constexpr std::size_t shown = 8;
    const auto same_name = std::ranges::count_if(all, [&](const storage::OfficerHere& other) {
        return other.officer.active && storage::is_same_name(other.officer.name, officer.name);
    });
    return fit(drawable(officer.name), name_columns) +
           (same_name > 1 ? " " + say("officer.id", {{"id", officer.id.hex().substr(0, shown)}})
                          : "");
}

std::string in_brackets(const storage::OfficerHere& one) {
    return " (" + role_text(one.officer.role) + ")";
}

/// Everybody who is active here; nothing, and told, when they cannot be read.
std::vector<storage::OfficerHere> active_officers(Desk& desk) {
    auto officers = storage::list_officers_here(desk.session()->village_register());
    if (!officers) {
        desk.tell_error(officers.error());
        return {};
    }
    std::erase_if(*officers, [](const storage::OfficerHere& one) { return !one.officer.active; });
    return *std::move(officers);
}

void list_officers(Desk& desk) {
    const auto officers = active_officers(desk);
    if (officers.empty()) {
        return;
    }
    std::vector<Option> options;
    options.reserve(officers.size());
    for (const storage::OfficerHere& one : officers) {
        options.push_back({one.officer.id.hex(), name_text(one.officer, officers) + ": " +
                                                     officer_state_text(one) + in_brackets(one)});
    }
    desk.open(make_choice_screen(
        desk, words_of("screen.office.list"), {words_of("screen.office.list_text")},
        std::move(options), [&desk, officers](const std::string& id) {
            const auto chosen = std::ranges::find_if(
                officers,
                [&](const storage::OfficerHere& one) { return one.officer.id.hex() == id; });
            if (chosen->has_passphrase) {
                desk.show_box(words_of("screen.office.list"),
                              {say("screen.office.has_passphrase",
                                   {{"name", drawable(chosen->officer.name)}})});
            } else {
                give_passphrase(desk, chosen->officer);
            }
        }));
}

void remove_officer(Desk& desk) {
    const auto officers = active_officers(desk);
    if (officers.empty()) {
        return;
    }
    std::vector<Option> options;
    options.reserve(officers.size());
    for (const storage::OfficerHere& one : officers) {
        options.push_back(
            {one.officer.id.hex(), name_text(one.officer, officers) + in_brackets(one)});
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
                                {"list", words_of("screen.office.list")},
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
            } else if (act == "list") {
                list_officers(desk);
            } else {
                show_about(desk);
            }
        });
}

}  // namespace lontar::client
