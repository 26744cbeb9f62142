#include "client/commands/officers.hpp"

#include <algorithm>
#include <vector>

#include "client/commands/asking.hpp"
#include "client/commands/printing.hpp"
#include "client/commands/recovery_sheet.hpp"
#include "client/commands/refusing.hpp"
#include "client/commands/unlocking.hpp"
#include "client/text/terms.hpp"
#include "client/text/words.hpp"
#include "storage/base/text.hpp"
#include "storage/model/roles.hpp"
#include "storage/register/officer_name.hpp"
#include "storage/register/officers.hpp"

namespace lontar::client {

int run(Context& context, const UnlockOptions& options) {
    if (!options.recovery) {
        auto session = open_session(context);
        if (!session) {
            return refuse(context, session.error());
        }
        print_line(context, say("unlock.done", {{"officer", drawable((*session)->officer().name)},
                                                {"village", (*session)->village_title()}}));
        return exit_done;
    }
    if (!laptop::is_set_up(context.machine)) {
        return refuse(context, laptop::not_set_up(context.machine, "open the register"));
    }
    auto officer = named_officer(context, context.common.officer);
    if (!officer) {
        return refuse(context, officer.error());
    }
    auto sheet = recovery_sheet(context, options.sheet_file);
    if (!sheet) {
        return refuse(context, sheet.error());
    }
    auto secret = options.new_passphrase_file.empty()
                      ? first_passphrase(context)
                      : new_passphrase(context, options.new_passphrase_file);
    if (!secret) {
        return refuse(context, secret.error());
    }
    auto session = laptop::Session::recover(context.machine, *sheet, *officer, *secret);
    if (!session) {
        return refuse(context, session.error());
    }
    print_line(context,
               say("unlock.recovered", {{"officer", drawable((*session)->officer().name)}}));
    return exit_done;
}

int run(Context& context, const PassphraseOptions& options) {
    auto session = open_session(context);
    if (!session) {
        return refuse(context, session.error());
    }
    auto secret = new_passphrase(context, options.new_passphrase_file);
    if (!secret) {
        return refuse(context, secret.error());
    }
    const Status changed =
        storage::change_passphrase((*session)->village_register(), (*session)->officer().id,
                                   *secret, laptop::passphrase_cost(context.machine));
    if (!changed) {
        return refuse(context, changed.error());
    }
    print_line(context, say("passphrase.changed"));
    return exit_done;
}

int run(Context& context, const RecoverySheetOptions& options) {
    if (options.to.empty() && !can_ask(context)) {
        return refuse(context, fail(ErrorKind::invalid_input, "P-04", "make a new recovery sheet"));
    }
    if (!options.to.empty()) {
        if (auto free = may_write(context, options.to, options.force); !free) {
            return refuse(context, free.error());
        }
    }
    auto session = open_session(context);
    if (!session) {
        return refuse(context, session.error());
    }
    const sealed::Identity sheet = sealed::Identity::generate(context.machine.world.random);
    // Handed over before it replaces the old one: a sheet nobody has must not be the only one that
    // opens.
    const Status handed =
        hand_over_recovery_sheet(context, sheet.text(), (*session)->village_title(), options.to);
    if (!handed) {
        return refuse(context, handed.error());
    }
    const Status replaced =
        storage::replace_recovery_sheet((*session)->village_register(), sheet.recipient());
    if (!replaced) {
        return refuse(context, replaced.error());
    }
    print_line(context, say("sheet.replaced"));
    return exit_done;
}

namespace {

using OfficersHere = std::vector<storage::OfficerHere>;

bool shares_name(const OfficersHere& officers, const storage::Officer& officer) {
    return std::ranges::any_of(officers, [&](const storage::OfficerHere& other) {
        return other.officer.id != officer.id &&
               storage::is_same_name(other.officer.name, officer.name);
    });
}

void print_officer(Context& context, const OfficersHere& all, const storage::OfficerHere& one) {
    const storage::Officer& officer = one.officer;
    print_line(context, padded(fit(drawable(officer.name), 40), 42) +
                            padded(role_text(officer.role), 20) + officer_state_text(one));
    if (shares_name(all, officer)) {
        print_line(context, "  " + say("officer.id", {{"id", officer.id.hex()}}));
    }
}

Json officer_json(const storage::OfficerHere& one) {
    const storage::Officer& officer = one.officer;
    Json row;
    row.set("id", officer.id.hex()).set("name", officer.name).set("role", officer.role);
    return row.set("active", officer.active).set("has_passphrase", one.has_passphrase);
}

}  // namespace

int run(Context& context, const OfficerListOptions&) {
    auto session = open_session(context);
    if (!session) {
        return refuse(context, session.error());
    }
    auto officers = storage::list_officers_here((*session)->village_register());
    if (!officers) {
        return refuse(context, officers.error());
    }
    Json::List list;
    for (const storage::OfficerHere& one : *officers) {
        if (context.common.json) {
            list.push_back(officer_json(one));
        } else {
            print_officer(context, *officers, one);
        }
    }
    if (context.common.json) {
        print_json(context, Json(std::move(list)));
    }
    return exit_done;
}

namespace {

/// Of another officer, who sits down to type it.
Result<sealed::Secret> passphrase_of(Context& context, std::string_view name,
                                     std::string_view file) {
    if (file.empty() && can_ask(context)) {
        print_line(context, say("officer.types_now", {{"name", drawable(name)}}));
    }
    return new_passphrase(context, file);
}

}  // namespace

int run(Context& context, const OfficerAddOptions& options) {
    const std::string name = tidy_text(options.name).value_or("");
    const std::string role = options.role.empty() ? std::string(model::usual_role) : options.role;
    if (name.empty()) {
        return refuse(context, incomplete("officer add --name"));
    }
    if (!model::is_role(role)) {
        return refuse(context, fail(ErrorKind::invalid_input, "P-11", "add an officer: --role"));
    }
    auto session = open_session(context);
    if (!session) {
        return refuse(context, session.error());
    }
    // Before somebody thinks of a passphrase.
    if (const Status free = storage::check_new_name((*session)->village_register(), name); !free) {
        return refuse(context, free.error());
    }
    auto secret = passphrase_of(context, name, options.new_passphrase_file);
    if (!secret) {
        return refuse(context, secret.error());
    }
    const Status added =
        storage::add_officer((*session)->village_register(), name, role, *secret,
                             laptop::passphrase_cost(context.machine), (*session)->officer().id);
    if (!added) {
        return refuse(context, added.error());
    }
    print_line(context, say("officer.added", {{"name", drawable(name)}}));
    return exit_done;
}

int run(Context& context, const OfficerPassphraseOptions& options) {
    auto session = open_session(context);
    if (!session) {
        return refuse(context, session.error());
    }
    storage::Register& village_register = (*session)->village_register();
    const auto officer = storage::find_active_officer(village_register, options.who);
    if (!officer) {
        return refuse(context, officer.error());
    }
    auto secret = passphrase_of(context, officer->name, options.new_passphrase_file);
    if (!secret) {
        return refuse(context, secret.error());
    }
    const Status given = storage::give_passphrase(village_register, officer->id, *secret,
                                                  laptop::passphrase_cost(context.machine),
                                                  (*session)->officer().id);
    if (!given) {
        return refuse(context, given.error());
    }
    print_line(context, say("officer.added", {{"name", drawable(officer->name)}}));
    return exit_done;
}

int run(Context& context, const OfficerRemoveOptions& options) {
    auto session = open_session(context);
    if (!session) {
        return refuse(context, session.error());
    }
    storage::Register& village_register = (*session)->village_register();
    const auto officer = storage::find_active_officer(village_register, options.who);
    if (!officer) {
        return refuse(context, officer.error());
    }
    const Status removed =
        storage::remove_officer(village_register, officer->id, (*session)->officer().id);
    if (!removed) {
        return refuse(context, removed.error());
    }
    print_line(context, say("officer.is_removed"));
    return exit_done;
}

}  // namespace lontar::client
