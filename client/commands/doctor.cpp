#include "client/commands/doctor.hpp"

#include "client/commands/printing.hpp"
#include "client/commands/refusing.hpp"
#include "client/commands/unlocking.hpp"
#include "client/text/exit_code.hpp"
#include "client/text/words.hpp"
#include "storage/base/text.hpp"
#include "storage/base/version.hpp"
#include "storage/base/world.hpp"
#include "storage/register/aside.hpp"
#include "storage/register/audit.hpp"
#include "storage/register/check.hpp"
#include "storage/register/officers.hpp"
#include "storage/register/status.hpp"
#include "storage/register/unlock.hpp"
#include "sync/spool/link.hpp"

namespace lontar::client {

namespace {

constexpr std::uint64_t comfortable_bytes = std::uint64_t{200} << 20U;
constexpr std::int64_t backup_days = 7;

/// One thing looked at: fine, worth a look (a code, exit 0), could not be looked at (the exit code
/// of what was in the way; 0 without a passphrase), or wrong (a code, exit 1).
enum class State { fine, worth_a_look, unchecked, wrong };

/// What was in the way says nothing about the laptop: another window, a wrong passphrase.
State state_of(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::locked:
        case ErrorKind::wrong_passphrase:
        case ErrorKind::cancelled:
        case ErrorKind::too_new:
            return State::unchecked;
        default:
            return State::wrong;
    }
}

struct Finding {
    std::string name;  ///< doctor.<name>
    State state = State::fine;
    std::string code;
    int exit_code = exit_done;
};

class Doctor {
public:
    explicit Doctor(Context& context) : context_(context), world_(context.machine.world) {}

    std::vector<Finding> look() {
        look_at_disk();
        if (!laptop::is_set_up(context_.machine)) {
            add("set_up", State::wrong, laptop::not_set_up(context_.machine, "look").code);
            return std::move(findings_);
        }
        look_at_keyring();
        look_at_link();
        look_at_register();
        return std::move(findings_);
    }

private:
    void add(std::string name, State state, std::string code = {}) {
        findings_.push_back({std::move(name), state, std::move(code),
                             state == State::wrong ? int{exit_refused} : int{exit_done}});
    }
    void add(std::string name, const Status& status) {
        if (status) {
            add(std::move(name), State::fine);
        } else {
            const State state = state_of(status.error().kind);
            findings_.push_back(
                {std::move(name), state, status.error().code,
                 state == State::wrong ? int{exit_refused} : exit_code_of(status.error())});
        }
    }

    void look_at_disk() {
        const auto free = world_.disk.free_bytes(context_.machine.data_folder);
        if (!free) {
            add("disk", Status(free.error()));
        } else {
            add("disk", *free >= comfortable_bytes ? State::fine : State::worth_a_look,
                *free >= comfortable_bytes ? "" : "D-01");
        }
    }

    void look_at_keyring() {
        const Path& folder = context_.machine.data_folder;
        const auto names = storage::who_can_unlock(world_.disk, folder);
        add("keyring", names ? done() : Status(names.error()));
        const bool both = world_.disk.exists(folder / sealed::keyring_file) &&
                          world_.disk.exists(folder / sealed::keyring_copy_file);
        add("keyring_copies", both ? State::fine : State::worth_a_look, both ? "" : "K-04");
        const bool recovery = world_.disk.exists(folder / sealed::recovery_file);
        add("recovery", recovery ? State::fine : State::wrong, recovery ? "" : "K-08");
        if (!storage::folders_aside(world_.disk, folder).empty()) {
            add("aside", State::worth_a_look, "R-38");
        }
    }

    void look_at_link() {
        const Path& folder = context_.machine.data_folder;
        const auto link = spool::read_link(world_.disk, folder);
        add("link", link ? done() : Status(link.error()));
        if (!link) {
            return;
        }
        spool::Spool spool(world_.disk, folder);
        if (const auto strangers = spool::list_strangers(spool, *link);
            !strangers || !strangers->empty()) {
            add("strangers", State::worth_a_look, strangers ? "L-29" : strangers.error().code);
        }
    }

    /// A register of before the limits on officers works on; what it tells the province is short.
    void look_at_officers(storage::Register& village_register) {
        const auto officers = storage::list_officers(village_register);
        if (!officers) {
            add("officers", Status(officers.error()));
            return;
        }
        const Status fits = storage::check_officers(*officers);
        add("officers", fits ? State::fine : State::worth_a_look, fits ? "" : fits.error().code);
    }

    void look_at_register() {
        if (!has_passphrase(context_)) {
            add("register", State::unchecked, "P-03");
            return;
        }
        auto session = open_session(context_);
        if (!session) {
            add("register", Status(session.error()));
            return;
        }
        add("register", storage::check_register((*session)->village_register()));
        add("audit", storage::verify_audit((*session)->village_register()));
        look_at_officers((*session)->village_register());
        const auto& trouble = (*session)->opening_trouble();
        add("spool", trouble ? Status(*trouble) : done());
        const auto status = storage::find_status((*session)->village_register());
        if (!status) {
            add("status", Status(status.error()));
            return;
        }
        add("clock", status->clock_uncertain ? State::worth_a_look : State::fine,
            status->clock_uncertain ? "P-16" : "");
        const Timestamp now = world_.clock.now();
        const bool recent =
            status->last_backup &&
            now - *status->last_backup < std::chrono::seconds(std::int64_t{backup_days} * 86'400);
        add("backup", recent ? State::fine : State::worth_a_look, recent ? "" : "B-10");
    }

    Context& context_;
    const World& world_;
    std::vector<Finding> findings_;
};

std::string_view word_of(State state) {
    switch (state) {
        case State::fine:
            return "fine";
        case State::worth_a_look:
            return "worth_a_look";
        case State::unchecked:
            return "unchecked";
        case State::wrong:
            break;
    }
    return "wrong";
}

}  // namespace

int run(Context& context, const DoctorOptions& options) {
    if (options.adopt) {
        const auto adopted =
            spool::adopt_strangers(context.machine.world.disk, context.machine.data_folder);
        if (!adopted) {
            return refuse(context, adopted.error());
        }
        if (!context.common.json) {
            print_line(context, say("doctor.adopted",
                                    {{"count", number_text(static_cast<std::int64_t>(*adopted))}}));
        }
    }
    const auto findings = Doctor(context).look();
    Json::List list;
    int code = exit_done;
    if (!context.common.json) {
        print_line(context, version_line("lontar"));
        print_line(context, say("doctor.folder",
                                {{"folder", drawable(to_utf8(context.machine.data_folder))}}));
    }
    for (const Finding& finding : findings) {
        if (code != exit_refused && finding.exit_code != exit_done) {
            code = finding.exit_code;
        }
        const std::string name = std::string(say("doctor." + finding.name));
        if (context.common.json) {
            Json row;
            row.set("name", finding.name)
                .set("state", word_of(finding.state))
                .set("code", finding.code);
            list.push_back(std::move(row));
            continue;
        }
        print_line(context,
                   padded(name, 30) +
                       std::string(say("doctor.state." + std::string(word_of(finding.state)))) +
                       (finding.code.empty() ? "" : " (" + finding.code + ")"));
        if (!finding.code.empty()) {
            print_line(context,
                       "    " + explain_short(fail(ErrorKind::storage_failed, finding.code, {})));
        }
    }
    if (context.common.json) {
        print_json(context, Json(std::move(list)));
    }
    return code;
}

}  // namespace lontar::client
