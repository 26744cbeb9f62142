#include "client/commands/export.hpp"

#include "client/commands/asking.hpp"
#include "client/commands/printing.hpp"
#include "client/commands/refusing.hpp"
#include "client/commands/unlocking.hpp"
#include "client/text/terms.hpp"
#include "client/text/words.hpp"
#include "storage/base/text.hpp"
#include "storage/register/audit.hpp"
#include "storage/register/copies/people_export.hpp"
#include "storage/register/opening.hpp"
#include "storage/register/register.hpp"
#include "storage/register/unlock.hpp"

namespace lontar::client {

namespace {

/// Notes in a register of this program that its people were taken out; one of a newer program is
/// left as it is. Closed again on return.
Status note_export(Context& context, const storage::Unlocked& unlocked) {
    auto village_register =
        storage::open_register(context.machine.world, context.machine.data_folder, unlocked.key);
    if (!village_register) {
        const bool is_newer = village_register.error().kind == ErrorKind::too_new;
        return is_newer ? done() : Status(std::move(village_register).error());
    }
    return storage::record_act(**village_register, "export", "", unlocked.officer);
}

Result<storage::Unlocked> unlock(Context& context) {
    if (!laptop::is_set_up(context.machine)) {
        return laptop::not_set_up(context.machine, "open the register");
    }
    const auto officer = named_officer(context, context.common.officer);
    if (!officer) {
        return officer.error();
    }
    const auto secret = passphrase(context, say("passphrase.ask"));
    if (!secret) {
        return secret.error();
    }
    return storage::unlock_with_passphrase(context.machine.world.disk, context.machine.data_folder,
                                           *officer, *secret);
}

Result<storage::ExportedPeople> take_out(Context& context, const Path& file,
                                         const storage::PeopleExport& wanted) {
    const auto unlocked = unlock(context);
    if (!unlocked) {
        return unlocked.error();
    }
    if (auto noted = note_export(context, *unlocked); !noted) {
        return std::move(noted).error();
    }
    return storage::export_people(context.machine.world, context.machine.data_folder, unlocked->key,
                                  file, wanted);
}

}  // namespace

int run(Context& context, const ExportOptions& options) {
    if (options.csv.empty() && options.lines.empty()) {
        return refuse(context, incomplete("export --csv|--lines"));
    }
    if (!options.csv.empty() && !options.lines.empty()) {
        return refuse(context, fail(ErrorKind::invalid_input, "P-01", "export: --csv --lines"));
    }
    const bool is_csv = !options.csv.empty();
    const std::string& named = is_csv ? options.csv : options.lines;
    if (auto free = may_write(context, named, options.force); !free) {
        return refuse(context, free.error());
    }
    const Path file = to_path(named);
    const auto exported =
        take_out(context, file,
                 {is_csv ? storage::ExportForm::csv : storage::ExportForm::lines, options.sealed});
    if (!exported) {
        return refuse(context, exported.error());
    }
    if (context.common.json) {
        Json json;
        json.set("file", to_utf8(file)).set("people", exported->people);
        json.set("withdrawn", exported->withdrawn).set("newer", exported->is_from_newer);
        print_json(context, json);
        return exit_done;
    }
    print_line(context, say("export.done", {{"people", number_text(exported->people)},
                                            {"withdrawn", number_text(exported->withdrawn)},
                                            {"file", drawable(to_utf8(file))}}));
    if (exported->is_from_newer) {
        print_line(context, say("export.newer"));
    }
    print_line(context, say(options.sealed ? "export.sealed" : "export.plain"));
    return exit_done;
}

}  // namespace lontar::client
