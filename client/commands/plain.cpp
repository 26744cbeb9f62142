#include "client/commands/plain.hpp"

#include <array>

#include "client/commands/asking.hpp"
#include "client/commands/backup.hpp"
#include "client/commands/delivery.hpp"
#include "client/commands/people.hpp"
#include "client/commands/printing.hpp"
#include "client/commands/refusing.hpp"
#include "client/commands/same.hpp"
#include "client/commands/saving.hpp"
#include "client/commands/status.hpp"
#include "client/commands/unlocking.hpp"
#include "client/form/keep.hpp"
#include "client/form/to_fix.hpp"
#include "client/platform/folders.hpp"
#include "client/text/terms.hpp"
#include "client/text/words.hpp"
#include "storage/base/text.hpp"
#include "storage/register/drafts.hpp"
#include "storage/register/people.hpp"
#include "storage/register/status.hpp"
#include "sync/laptop/delivery.hpp"
#include "sync/spool/link.hpp"
#include "sync/wire/stick_place.hpp"

namespace lontar::client {

namespace {

constexpr std::int64_t shown_people = 20;

/// The menu of a person who works line by line, with one open register.
class PlainMenu {
public:
    PlainMenu(Context& context, laptop::Session& session) : context_(context), session_(session) {}

    int run() {
        for (;;) {
            if (!show_home()) {
                return exit_refused;
            }
            const auto number = ask_number(context_, say("ask.number"), items.size());
            if (!number || *number == items.size()) {
                return leave();
            }
            if (*number > 0) {
                (this->*items.at(*number - 1).act)();
            }
            if (context_.console.interrupted()) {
                return leave();
            }
        }
    }

private:
    struct Item {
        std::string_view key;
        void (PlainMenu::*act)();
    };
    static const std::array<Item, 7> items;

    bool show_home() {
        // Between two acts nobody types. A failure is told by whoever sends or leaves.
        static_cast<void>(laptop::seal_if_due(session_));
        const auto status = storage::find_status(session_.village_register());
        if (!status) {
            refuse(context_, status.error());
            return false;
        }
        print_line(context_, "");
        if (status->training) {
            print_line(context_, say("training.banner"));
        }
        print_status(context_, session_, *status);
        for (std::size_t at = 0; at < items.size(); ++at) {
            print_line(context_,
                       "  " + std::to_string(at + 1) + " " + std::string(say(items.at(at).key)));
        }
        return true;
    }

    int leave() {
        const auto sealed = laptop::seal_pending(session_);
        if (!sealed) {
            return refuse(context_, sealed.error());
        }
        print_line(context_, say("plain.left"));
        return exit_done;
    }

    void add() {
        auto drafts = storage::list_drafts(session_.village_register());
        Form form = Form::new_person(session_.check_context());
        if (drafts && !drafts->empty()) {
            print_line(context_, say("plain.drafts"));
            for (std::size_t at = 0; at < drafts->size(); ++at) {
                const auto name = (*drafts)[at].answers.find("nama");
                const std::string who = name == (*drafts)[at].answers.end()
                                            ? std::string(say("list.no_name"))
                                            : drawable(name->second);
                print_line(context_, "  " + std::to_string(at + 1) + " " + who);
            }
            const auto number = ask_number(context_, say("plain.choose_draft"), drafts->size());
            if (!number) {
                return;
            }
            if (*number > 0) {
                auto resumed = resume_draft(session_.village_register(), session_.check_context(),
                                            (*drafts)[*number - 1].id, session_.officer().id);
                if (!resumed) {
                    refuse(context_, resumed.error());
                    return;
                }
                form = *std::move(resumed);
            }
        }
        fill_in_and_save(context_, session_, form);
    }

    /// True: the person is settled, as the same one as the other who has the NIK.
    bool settled_as_same(const RegistrationId& id) {
        const auto one = storage::find_registration(session_.village_register(), id);
        const auto other = one ? find_other(session_.village_register(), *one) : one.error();
        if (!other || !*other) {
            return false;
        }
        print_both(context_, *one, (*other)->registration);
        if (!ask_yes(context_, say("same.ask")).value_or(false)) {
            return false;
        }
        merge_and_tell(context_, session_, *one, (*other)->registration.id);
        return true;
    }

    void correct(const RegistrationId& id) {
        auto form = begin_correction(session_.village_register(), session_.check_context(), id,
                                     session_.officer().id);
        if (!form) {
            refuse(context_, form.error());
            return;
        }
        fill_in_and_save(context_, session_, *form);
    }

    void people() {
        const auto words = ask(context_, say("plain.search"));
        if (!words) {
            return;
        }
        storage::PeopleFilter filter;
        filter.text = tidy_text(*words).value_or("");
        filter.limit = shown_people;
        const auto found = storage::list_people(session_.village_register(), filter);
        if (!found) {
            refuse(context_, found.error());
            return;
        }
        for (std::size_t at = 0; at < found->size(); ++at) {
            const storage::PersonLine& person = (*found)[at];
            print_line(context_, "  " + std::to_string(at + 1) + " " +
                                     fit(drawable(person.name), 30) + "  " +
                                     masked_nik(person.nik) + "  " +
                                     standing_text(person.standing, person.is_withdrawn()));
        }
        if (found->empty()) {
            print_line(context_, say("plain.nobody"));
            return;
        }
        const auto number = ask_number(context_, say("plain.choose_person"), found->size());
        if (number && *number > 0) {
            correct((*found)[*number - 1].id);
        }
    }

    void fix() {
        const auto list = to_fix(session_);
        if (!list) {
            refuse(context_, list.error());
            return;
        }
        for (std::size_t at = 0; at < list->size(); ++at) {
            const ToFix& one = (*list)[at];
            print_line(context_, "  " + std::to_string(at + 1) + " " + drawable(one.person.name));
            print_line(context_, "    " + one.why);
            for (const Difference& difference : one.differences) {
                print_line(context_, "    " + difference_text(difference));
            }
            print_line(context_, "    " + one.advice);
        }
        if (list->empty()) {
            print_line(context_, say("fix.nothing"));
            return;
        }
        const auto number = ask_number(context_, say("plain.choose_person"), list->size());
        if (number && *number > 0) {
            const RegistrationId& id = (*list)[*number - 1].person.id;
            if (!settled_as_same(id)) {
                correct(id);
            }
        }
    }

    void send() { deliver_and_tell(context_, session_, {}); }

    std::optional<Path> ask_stick() {
        const auto drives = removable_drives();
        for (std::size_t at = 0; at < drives.size(); ++at) {
            print_line(context_,
                       "  " + std::to_string(at + 1) + " " + drawable(to_utf8(drives[at].path)));
        }
        const auto line =
            ask(context_, say(drives.empty() ? "plain.folder" : "plain.choose_stick"));
        const std::string word = tidy_text(line.value_or("")).value_or("");
        if (word.empty()) {
            return std::nullopt;
        }
        if (word.size() == 1 && word[0] >= '1' &&
            word[0] < static_cast<char>('1' + drives.size())) {
            return drives[static_cast<std::size_t>(word[0] - '1')].path;
        }
        return to_path(word);
    }

    void stick() {
        const auto folder = ask_stick();
        if (!folder) {
            return;
        }
        // Replies first: what they confirm need not be copied again.
        const auto place = wire::find_stick(*folder);
        if (place && context_.machine.world.disk.exists(spool::link_file(place->folder))) {
            courier_and_tell(context_, session_, CourierOptions::Act::from_stick, *folder);
        }
        courier_and_tell(context_, session_, CourierOptions::Act::to_stick, *folder);
    }

    void backup() {
        const auto folder = ask_stick();
        if (folder) {
            back_up_and_tell(context_, session_, *folder);
        }
    }

    void quit() {}

    Context& context_;
    laptop::Session& session_;
};

const std::array<PlainMenu::Item, 7> PlainMenu::items{{{"menu.add", &PlainMenu::add},
                                                       {"menu.people", &PlainMenu::people},
                                                       {"menu.fix", &PlainMenu::fix},
                                                       {"menu.send", &PlainMenu::send},
                                                       {"menu.stick", &PlainMenu::stick},
                                                       {"menu.backup", &PlainMenu::backup},
                                                       {"menu.quit", &PlainMenu::quit}}};

}  // namespace

int run_plain(Context& context) {
    auto session = open_session(context);
    if (!session) {
        return refuse(context, session.error());
    }
    return PlainMenu(context, **session).run();
}

}  // namespace lontar::client
