#include "client/commands/unlocking.hpp"

#include "client/commands/asking.hpp"
#include "client/commands/printing.hpp"
#include "client/commands/refusing.hpp"
#include "client/recovery_sheet.hpp"
#include "client/text/words.hpp"
#include "storage/base/os.hpp"
#include "storage/base/text.hpp"
#include "storage/register/unlock.hpp"

namespace lontar::client {

namespace {

constexpr std::size_t max_passphrase_bytes = 4096;
constexpr std::size_t max_sheet_bytes = 16 * 1024;
constexpr int passphrase_tries = 3;

std::optional<std::string> passphrase_file(const Context& context) {
    if (context.common.passphrase_file) {
        return context.common.passphrase_file;
    }
    auto named = environment("LONTAR_PASSPHRASE_FILE");
    return named && !named->empty() ? named : std::nullopt;
}

}  // namespace

Result<sealed::Secret> read_passphrase_file(Context& context, std::string_view path) {
    auto bytes = context.machine.world.disk.read(to_path(path), max_passphrase_bytes);
    if (!bytes) {
        return std::move(bytes).error();
    }
    auto text = text_of_editor(as_text(*bytes));
    sealed::wipe(*bytes);
    if (!text) {
        return fail(ErrorKind::invalid_input, "P-20", "read the passphrase file");
    }
    const std::string_view line(*text);
    sealed::Secret secret = sealed::Secret::copy_of(line.substr(0, line.find_first_of("\r\n")));
    sealed::wipe(*text);
    if (secret.empty()) {
        return fail(ErrorKind::invalid_input, "P-14", "read the passphrase file");
    }
    return secret;
}

bool has_passphrase(const Context& context) {
    return passphrase_file(context).has_value() || can_ask(context);
}

Result<sealed::Secret> passphrase(Context& context, std::string_view question) {
    if (const auto file = passphrase_file(context)) {
        return read_passphrase_file(context, *file);
    }
    if (!can_ask(context)) {
        return fail(ErrorKind::invalid_input, "P-03", "unlock the register");
    }
    print(context, std::string(question) + " ");
    return context.console.read_secret();
}

Result<sealed::Secret> first_passphrase(Context& context) {
    const auto file = passphrase_file(context);
    if (!file && !can_ask(context)) {
        return fail(ErrorKind::invalid_input, "P-03", "choose a passphrase");
    }
    return new_passphrase(context, file.value_or(""));
}

Result<sealed::Secret> new_passphrase(Context& context, std::string_view file) {
    if (!file.empty()) {
        auto read = read_passphrase_file(context, file);
        if (read && !sealed::is_strong_enough(*read)) {
            return fail(ErrorKind::invalid_input, "K-01", "choose a passphrase");
        }
        return read;
    }
    if (!can_ask(context)) {
        return fail(ErrorKind::invalid_input, "P-19", "choose a passphrase");
    }
    print_line(context, say("passphrase.rule"));
    for (;;) {
        print(context, std::string(say("passphrase.new")) + " ");
        auto first = context.console.read_secret();
        if (!first) {
            return first;
        }
        if (!sealed::is_strong_enough(*first)) {
            print_line(context, say("passphrase.too_weak"));
            continue;
        }
        print(context, std::string(say("passphrase.repeat")) + " ");
        auto second = context.console.read_secret();
        if (!second) {
            return second;
        }
        if (first->text() == second->text()) {
            return first;
        }
        print_line(context, say("passphrase.differ"));
    }
}

Result<sealed::Identity> recovery_sheet(Context& context, std::string_view file) {
    const Error not_a_sheet = fail(ErrorKind::wrong_passphrase, "K-06", "read the recovery sheet");
    if (!file.empty()) {
        auto bytes = context.machine.world.disk.read(to_path(file), max_sheet_bytes);
        if (!bytes) {
            return std::move(bytes).error();
        }
        auto text = text_of_editor(as_text(*bytes));
        sealed::wipe(*bytes);
        if (!text) {
            return fail(ErrorKind::invalid_input, "P-20", "read the recovery sheet");
        }
        auto sheet = sheet_of_file(*text);
        sealed::wipe(*text);
        if (!sheet) {
            return not_a_sheet;
        }
        return *std::move(sheet);
    }
    if (!can_ask(context)) {
        return fail(ErrorKind::invalid_input, "P-18", "ask for the recovery sheet");
    }
    print(context, std::string(say("sheet.type")) + " ");
    auto typed = context.console.read_secret();
    if (!typed) {
        return std::move(typed).error();
    }
    auto identity = typed_sheet(typed->text());
    if (!identity) {
        return not_a_sheet;
    }
    return *std::move(identity);
}

Result<std::optional<OfficerId>> named_officer(Context& context,
                                               const std::optional<std::string>& who) {
    if (!who) {
        return std::optional<OfficerId>();
    }
    auto officers =
        storage::who_can_unlock(context.machine.world.disk, context.machine.data_folder);
    if (!officers) {
        return std::move(officers).error();
    }
    const auto named = storage::find_named(*officers, *who);
    if (!named) {
        return named.error();
    }
    return std::optional(named->officer);
}

Result<std::unique_ptr<laptop::Session>> open_session(Context& context) {
    if (!laptop::is_set_up(context.machine)) {
        return laptop::not_set_up(context.machine, "open the register");
    }
    auto officer = named_officer(context, context.common.officer);
    if (!officer) {
        return std::move(officer).error();
    }
    const bool typed = !passphrase_file(context);
    for (int left = passphrase_tries;; --left) {
        auto secret = passphrase(context, say("passphrase.ask"));
        if (!secret) {
            return std::move(secret).error();
        }
        auto session = laptop::Session::unlock(context.machine, *officer, *secret);
        if (session && (*session)->village_register().training() && !context.common.json) {
            print_line(context, say("training.banner"));
        }
        if (session || !typed || left <= 1 || session.error().kind != ErrorKind::wrong_passphrase) {
            return session;
        }
        context.console.err(explain_short(session.error()) + "\n");
    }
}

}  // namespace lontar::client
