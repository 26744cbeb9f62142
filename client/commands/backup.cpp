#include "client/commands/backup.hpp"

#include "client/commands/asking.hpp"
#include "client/commands/joining.hpp"
#include "client/commands/printing.hpp"
#include "client/commands/refusing.hpp"
#include "client/commands/unlocking.hpp"
#include "client/platform/folders.hpp"
#include "client/text/terms.hpp"
#include "client/text/words.hpp"
#include "storage/base/text.hpp"
#include "storage/model/region.hpp"
#include "storage/register/copies/backup.hpp"
#include "storage/register/copies/restore.hpp"
#include "storage/register/officer_name.hpp"

namespace lontar::client {

namespace {

Json backup_json(const storage::BackupInfo& info) {
    Json json;
    json.set("file", to_utf8(info.path))
        .set("village", info.village)
        .set("made_at", utc_text(info.made_at));
    json.set("registrations", info.registrations).set("revisions", info.revisions);
    json.set("bytes", static_cast<std::int64_t>(info.bytes)).set("opened", info.verified_payload);
    return json;
}

storage::Progress until_interrupted(Context& context) {
    return [&context](std::int64_t, std::int64_t) { return !context.console.interrupted(); };
}

/// The folder that was named, else the only stick that is plugged in.
Result<Path> backup_folder(const std::string& named) {
    if (!named.empty()) {
        return to_path(named);
    }
    const auto drives = removable_drives();
    if (drives.size() != 1) {
        return fail(ErrorKind::invalid_input, "P-15", "make a backup");
    }
    return drives.front().path;
}

std::string village_text(const std::string& code) {
    const std::string title = model::region_title(code);
    return title.empty() ? drawable(code) : title;
}

}  // namespace

int run(Context& context, const BackupCreateOptions& options) {
    const auto folder = backup_folder(options.folder);
    if (!folder) {
        return refuse(context, folder.error());
    }
    auto session = open_session(context);
    return session ? back_up_and_tell(context, **session, *folder)
                   : refuse(context, session.error());
}

int back_up_and_tell(Context& context, laptop::Session& session, const Path& folder) {
    const auto info =
        storage::create_backup(session.village_register(), folder, until_interrupted(context));
    if (!info) {
        return refuse(context, info.error());
    }
    if (context.common.json) {
        print_json(context, backup_json(*info));
        return exit_done;
    }
    print_line(context,
               say("backup.created", {{"people", number_text(info->registrations)},
                                      {"bytes", bytes_text(static_cast<std::int64_t>(info->bytes))},
                                      {"file", drawable(to_utf8(info->path))}}));
    print_line(context, say("backup.keep_apart"));
    return exit_done;
}

int run(Context& context, const BackupVerifyOptions& options) {
    std::optional<sealed::Identity> sheet;
    if (!options.sheet_file.empty()) {
        auto read = recovery_sheet(context, options.sheet_file);
        if (!read) {
            return refuse(context, read.error());
        }
        sheet = *std::move(read);
    }
    const auto info = storage::verify_backup(to_path(options.file), sheet ? &*sheet : nullptr,
                                             until_interrupted(context));
    if (!info) {
        return refuse(context, info.error());
    }
    if (context.common.json) {
        print_json(context, backup_json(*info));
        return exit_done;
    }
    print_line(context, say(info->verified_payload ? "backup.opened" : "backup.whole",
                            {{"village", village_text(info->village)},
                             {"time", moment_text(info->made_at)},
                             {"people", number_text(info->registrations)}}));
    return exit_done;
}

int run(Context& context, const BackupRestoreOptions& options) {
    if (laptop::is_set_up(context.machine)) {
        return join_and_tell(context, options);
    }
    if (options.dry_run) {
        return run(context, BackupVerifyOptions{options.file, options.sheet_file});
    }
    const auto head =
        storage::verify_backup(to_path(options.file), nullptr, until_interrupted(context));
    if (!head) {
        return refuse(context, head.error());
    }
    print_line(context, say("backup.found", {{"village", village_text(head->village)},
                                             {"time", moment_text(head->made_at)}}));
    if (!options.yes) {
        if (!can_ask(context)) {
            return refuse(context, fail(ErrorKind::invalid_input, "P-13", "restore a backup"));
        }
        const auto yes = ask_yes(context, say("backup.ask_restore"));
        if (!yes || !*yes) {
            return refuse(context, cancelled("restore a backup"));
        }
    }
    std::string officer = tidy_text(options.officer).value_or("");
    if (officer.empty() && can_ask(context)) {
        officer = tidy_text(ask(context, say("setup.ask_officer")).value_or("")).value_or("");
    }
    if (officer.empty()) {
        return refuse(context,
                      fail(ErrorKind::invalid_input, "P-13", "restore a backup: --officer"));
    }
    if (const Status named = storage::check_name(officer); !named) {
        return refuse(context, named.error());
    }
    auto sheet = recovery_sheet(context, options.sheet_file);
    if (!sheet) {
        return refuse(context, sheet.error());
    }
    auto secret = first_passphrase(context);
    if (!secret) {
        return refuse(context, secret.error());
    }
    const storage::RestoreRequest request{
        officer, *secret, laptop::passphrase_cost(context.machine), sheet->recipient()};
    const auto info = storage::restore_backup(context.machine.world, to_path(options.file), *sheet,
                                              context.machine.data_folder, request, options.village,
                                              until_interrupted(context));
    if (!info) {
        return refuse(context, info.error());
    }
    if (context.common.json) {
        print_json(context, backup_json(*info));
    } else {
        print_line(context, say("backup.restored", {{"people", number_text(info->registrations)}}));
    }
    return exit_done;
}

}  // namespace lontar::client
