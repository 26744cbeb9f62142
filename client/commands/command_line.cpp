#include "client/commands/command_line.hpp"

#include <algorithm>
#include <memory>

#include <CLI/CLI.hpp>

#include "client/text/terms.hpp"
#include "storage/base/os.hpp"
#include "storage/base/version.hpp"
#include "storage/model/reasons.hpp"

namespace lontar::client {

namespace {

std::string words(std::string_view key) {
    return std::string(say(key));
}

std::string list_of(std::span<const std::string_view> codes) {
    std::string text;
    for (const std::string_view code : codes) {
        if (!model::is_given_by_program(code)) {
            text += (text.empty() ? "" : ", ") + std::string(code);
        }
    }
    return text;
}

std::string reason_help(std::span<const std::string_view> codes) {
    return say("cli.option.reason", {{"codes", list_of(codes)}});
}

std::shared_ptr<CLI::Formatter> own_words() {
    auto formatter = std::make_shared<CLI::Formatter>();
    formatter->label("Usage", words("cli.label.usage"));
    formatter->label("Positionals", words("cli.label.positionals"));
    formatter->label("OPTIONS", words("cli.label.options"));
    formatter->label("SUBCOMMAND", words("cli.label.command"));
    formatter->label("REQUIRED", words("cli.label.required"));
    formatter->label("Excludes", words("cli.label.excludes"));
    formatter->label("TEXT", words("cli.label.text"));
    formatter->label("INT", words("cli.label.number"));
    formatter->label("FILE", words("cli.label.file"));
    formatter->label("DIR", words("cli.label.folder"));
    formatter->column_width(34);
    return formatter;
}

/// Builds the commands; each callback puts its options into `line`. Options of commands that were
/// not called are thrown away with this object.
class Builder {
public:
    explicit Builder(CommandLine& line) : line_(line), app_(words("cli.about"), "lontar") {
        app_.formatter(own_words());
        app_.require_subcommand(0, 1);
        app_.fallthrough();
        // "/data/sheet.csv" is a path on every system, and no option of Windows' old kind.
        app_.allow_windows_style_options(false);
        app_.set_help_flag("-h,--help", words("cli.option.help"));
        app_.get_option("--help")->group(options_group());
        app_.footer(words("cli.footer"));
        add_common();
        add_work();
        add_delivery();
        add_laptop();
        app_.callback([this] {
            if (app_.get_subcommands().empty() && line_.show.empty()) {
                line_.command = OpenScreens{};
            }
        });
    }

    CLI::App& app() { return app_; }

private:
    static std::string options_group() { return words("cli.group.options"); }

    template <typename T>
    std::pair<CLI::App*, T*> add(CLI::App& parent, std::string_view name, std::string_view help_key,
                                 std::string_view group_key) {
        CLI::App* command = parent.add_subcommand(std::string(name), words(help_key));
        command->group(words(group_key));
        command->formatter(own_words());
        command->fallthrough();
        command->set_help_flag("-h,--help", words("cli.option.help"));
        command->get_option("--help")->group(options_group());
        auto options = std::make_shared<T>();
        T* raw = options.get();
        command->callback([this, options] { line_.command = std::move(*options); });
        return {command, raw};
    }

    static CLI::Option* text(CLI::App* command, std::string_view name, std::string& target,
                             std::string help) {
        return command->add_option(std::string(name), target, std::move(help))
            ->group(options_group());
    }
    /// Named in the person's language: it is only seen, never typed.
    static CLI::Option* place(CLI::App* command, std::string_view name, std::string& target,
                              std::string help) {
        return command->add_option(words("cli.place." + std::string(name)), target,
                                   std::move(help));
    }
    static CLI::Option* file(CLI::App* command, std::string_view name, std::string& target,
                             std::string help) {
        return text(command, name, target, std::move(help))->type_name("FILE");
    }
    static CLI::Option* flag(CLI::App* command, std::string_view name, bool& target,
                             std::string help) {
        return command->add_flag(std::string(name), target, std::move(help))
            ->group(options_group());
    }

    void add_common() {
        CommonOptions& common = line_.common;
        const std::string group = options_group();
        // Read by wanted_language before; declared here so that it is known and explained.
        app_.add_option("--lang", language_, words("cli.option.lang"))->group(group);
        flag(&app_, "--json", common.json, words("cli.option.json"));
        flag(&app_, "--plain", common.plain, words("cli.option.plain"));
        flag(&app_, "--training", common.training, words("cli.option.training"));
        app_.add_option("--as", common.officer, words("cli.option.as"))->group(group);
        app_.add_option("--passphrase-file", common.passphrase_file,
                        words("cli.option.passphrase_file"))
            ->type_name("FILE")
            ->group(group);
        app_.add_flag_callback(
                "--version", [this] { line_.show = version_line("lontar") + "\n"; },
                words("cli.option.version"))
            ->group(group);
    }

    void add_work() {
        constexpr std::string_view group = "cli.group.work";
        add_add(group);
        {
            auto [command, options] = add<EditOptions>(app_, "edit", "cli.edit", group);
            place(command, "who", options->who, words("cli.argument.who"))->required();
            command->add_option("--set", options->set, words("cli.option.set"))
                ->allow_extra_args(false)
                ->group(options_group());
            text(command, "--reason", options->reason, reason_help(model::correction_reasons()));
            flag(command, "--different-people", options->different_people,
                 words("cli.option.different_people"));
            flag(command, "--theirs", options->theirs, words("cli.option.theirs"));
            flag(command, "--field-is-right", options->field_is_right,
                 words("cli.option.field_is_right"));
        }
        {
            auto [command, options] = add<WithdrawOptions>(app_, "withdraw", "cli.withdraw", group);
            place(command, "who", options->who, words("cli.argument.who"))->required();
            text(command, "--reason", options->reason, reason_help(model::withdrawal_reasons()));
            flag(command, "--undo", options->undo, words("cli.option.undo_withdrawal"));
        }
        {
            auto [command, options] = add<SameOptions>(app_, "same", "cli.same", group);
            place(command, "who", options->who, words("cli.argument.who"))->required();
            text(command, "--into", options->into, words("cli.option.into"));
            flag(command, "--yes", options->yes, words("cli.option.same_yes"));
        }
        {
            auto [command, options] = add<CheckedOptions>(app_, "checked", "cli.checked", group);
            command->add_option(words("cli.place.who"), options->who, words("cli.argument.who"))
                ->required();
        }
        {
            auto [command, options] = add<ShowOptions>(app_, "show", "cli.show", group);
            place(command, "who", options->who, words("cli.argument.who"))->required();
            flag(command, "--unmask", options->unmask, words("cli.option.unmask"));
        }
        {
            auto [command, options] = add<ListOptions>(app_, "list", "cli.list", group);
            text(command, "--search", options->search, words("cli.option.search"));
            text(command, "--standing", options->standing, words("cli.option.standing"));
            flag(command, "--to-check", options->to_check, words("cli.option.to_check"));
            flag(command, "--drafts", options->drafts, words("cli.option.drafts"));
            flag(command, "--revisions", options->revisions, words("cli.option.revisions"));
        }
        add<FixOptions>(app_, "fix", "cli.fix", group);
        {
            auto [command, options] = add<ImportOptions>(app_, "import", "cli.import", group);
            place(command, "file", options->file, words("cli.argument.csv"))->type_name("FILE");
            flag(command, "--dry-run", options->dry_run, words("cli.option.dry_run"));
            ImportOptions* into = options;
            command
                ->add_option_function<std::string>(
                    "--undo",
                    [into](const std::string& id) {
                        into->undo = true;
                        into->undo_id = id;
                    },
                    words("cli.option.undo"))
                ->expected(0, 1)
                ->group(options_group());
        }
        add<ImportsOptions>(app_, "imports", "cli.imports", group);
        {
            auto [command, options] = add<ExportOptions>(app_, "export", "cli.export", group);
            file(command, "--csv", options->csv, words("cli.option.csv"));
            file(command, "--lines", options->lines, words("cli.option.lines"))->excludes("--csv");
            flag(command, "--sealed", options->sealed, words("cli.option.sealed"));
            flag(command, "--force", options->force, words("cli.option.force"));
        }
        {
            auto [command, options] = add<NikOptions>(app_, "nik", "cli.nik", group);
            command
                ->add_option(words("cli.place.number"), options->numbers, words("cli.argument.nik"))
                ->required();
            text(command, "--birth-date", options->birth_date, words("cli.option.birth_date"));
            text(command, "--sex", options->sex, words("cli.option.sex"));
            text(command, "--today", options->today, words("cli.option.today"));
        }
    }

    void add_add(std::string_view group) {
        auto [command, options] = add<AddOptions>(app_, "add", "cli.add", group);
        AddOptions* into = options;
        for (const model::Field& field : model::form_fields()) {
            const std::string key(field.key);
            std::string hyphens = key;
            std::replace(hyphens.begin(), hyphens.end(), '_', '-');
            command
                ->add_option_function<std::string>(
                    "--" + hyphens,
                    [into, key](const std::string& value) {
                        into->answers.insert_or_assign(key, value);
                    },
                    field_title(key))
                ->group(words("cli.group.answers"));
        }
        file(command, "--from-json", options->from_json, words("cli.option.from_json"));
        text(command, "--reason", options->reason, reason_help(model::warning_reasons()));
        flag(command, "--different-people", options->different_people,
             words("cli.option.different_people"));
        flag(command, "--draft", options->draft, words("cli.option.draft"));
        command->add_option("--resume", options->resume, words("cli.option.resume"))
            ->group(options_group());
    }

    void add_delivery() {
        constexpr std::string_view group = "cli.group.delivery";
        {
            auto [command, options] = add<SyncOptions>(app_, "sync", "cli.sync", group);
            flag(command, "--watch", options->watch, words("cli.option.watch"));
            flag(command, "--locked", options->locked, words("cli.option.locked"));
            command
                ->add_option("--max-kb", options->max_kb, words("cli.option.max_kb"))
                // The check would add its own English name to the help.
                ->check(CLI::Validator(CLI::PositiveNumber).description(""))
                ->group(options_group());
        }
        CLI::App* courier = family("courier", "cli.courier", group);
        add_courier(*courier, "export", "cli.courier.export", CourierOptions::Act::to_stick);
        add_courier(*courier, "import", "cli.courier.import", CourierOptions::Act::from_stick);
        add_courier(*courier, "relay", "cli.courier.relay", CourierOptions::Act::relay);
        add<StatusOptions>(app_, "status", "cli.status", group);
    }

    CLI::App* family(const std::string& name, std::string_view help_key,
                     std::string_view group_key) {
        CLI::App* command = app_.add_subcommand(name, words(help_key));
        command->group(words(group_key));
        command->formatter(own_words());
        command->fallthrough();
        command->require_subcommand(1, 1);
        command->set_help_flag("-h,--help", words("cli.option.help"));
        command->get_option("--help")->group(options_group());
        return command;
    }

    void add_courier(CLI::App& parent, std::string_view name, std::string_view help_key,
                     CourierOptions::Act act) {
        auto [command, options] = add<CourierOptions>(parent, name, help_key, "cli.group.acts");
        options->act = act;
        place(command, "folder", options->folder, words("cli.argument.stick"))
            ->required()
            ->type_name("DIR");
    }

    void add_laptop() {
        constexpr std::string_view group = "cli.group.laptop";
        add_setup(group);
        {
            auto [command, options] = add<UnlockOptions>(app_, "unlock", "cli.unlock", group);
            flag(command, "--recovery", options->recovery, words("cli.option.recovery"));
            file(command, "--sheet-file", options->sheet_file, words("cli.option.sheet_file"));
            file(command, "--new-passphrase-file", options->new_passphrase_file,
                 words("cli.option.new_passphrase_file"));
        }
        {
            auto [command, options] =
                add<PassphraseOptions>(app_, "passphrase", "cli.passphrase", group);
            file(command, "--new-passphrase-file", options->new_passphrase_file,
                 words("cli.option.new_passphrase_file"));
        }
        {
            auto [command, options] =
                add<RecoverySheetOptions>(app_, "recovery-sheet", "cli.recovery_sheet", group);
            file(command, "--to", options->to, words("cli.option.recovery_sheet_to"));
            flag(command, "--force", options->force, words("cli.option.force"));
        }
        add_officers(group);
        add_backups(group);
        {
            auto [command, options] = add<DoctorOptions>(app_, "doctor", "cli.doctor", group);
            flag(command, "--adopt", options->adopt, words("cli.option.adopt"));
        }
        add<AboutOptions>(app_, "about", "cli.about_command", group);
        add<AboutOptions>(app_, "version", "cli.about_command", "");
    }

    void add_setup(std::string_view group) {
        auto [command, options] = add<SetupOptions>(app_, "setup", "cli.setup", group);
        place(command, "activation", options->activation, words("cli.argument.activation"))
            ->type_name("FILE");
        text(command, "--officer", options->officer, words("cli.option.officer"));
        text(command, "--role", options->role, words("cli.option.role"));
        file(command, "--recovery-sheet-to", options->recovery_sheet_to,
             words("cli.option.recovery_sheet_to"));
        text(command, "--code", options->code, words("cli.option.code"));
        flag(command, "--yes", options->yes, words("cli.option.yes"));
        file(command, "--again", options->again, words("cli.option.again"));
        flag(command, "--force", options->force, words("cli.option.force"));
    }

    void add_officers(std::string_view group) {
        CLI::App* officer = family("officer", "cli.officer", group);
        add<OfficerListOptions>(*officer, "list", "cli.officer.list", "cli.group.acts");
        {
            auto [command, options] =
                add<OfficerAddOptions>(*officer, "add", "cli.officer.add", "cli.group.acts");
            text(command, "--name", options->name, words("cli.option.officer"));
            text(command, "--role", options->role, words("cli.option.role"));
            file(command, "--new-passphrase-file", options->new_passphrase_file,
                 words("cli.option.new_passphrase_file"));
        }
        {
            auto [command, options] = add<OfficerPassphraseOptions>(
                *officer, "passphrase", "cli.officer.passphrase", "cli.group.acts");
            place(command, "who", options->who, words("cli.argument.officer"))->required();
            file(command, "--new-passphrase-file", options->new_passphrase_file,
                 words("cli.option.new_passphrase_file"));
        }
        auto [command, options] =
            add<OfficerRemoveOptions>(*officer, "remove", "cli.officer.remove", "cli.group.acts");
        place(command, "who", options->who, words("cli.argument.officer"))->required();
    }

    void add_backups(std::string_view group) {
        CLI::App* backup = family("backup", "cli.backup", group);
        {
            auto [command, options] =
                add<BackupCreateOptions>(*backup, "create", "cli.backup.create", "cli.group.acts");
            place(command, "folder", options->folder, words("cli.argument.backup_folder"))
                ->type_name("DIR");
        }
        {
            auto [command, options] =
                add<BackupVerifyOptions>(*backup, "verify", "cli.backup.verify", "cli.group.acts");
            place(command, "file", options->file, words("cli.argument.backup_file"))
                ->required()
                ->type_name("FILE");
            file(command, "--sheet-file", options->sheet_file, words("cli.option.sheet_file"));
        }
        auto [command, options] =
            add<BackupRestoreOptions>(*backup, "restore", "cli.backup.restore", "cli.group.acts");
        place(command, "file", options->file, words("cli.argument.backup_file"))
            ->required()
            ->type_name("FILE");
        file(command, "--sheet-file", options->sheet_file, words("cli.option.sheet_file"));
        text(command, "--officer", options->officer, words("cli.option.officer"));
        text(command, "--village", options->village, words("cli.option.village"));
        flag(command, "--dry-run", options->dry_run, words("cli.option.dry_run"));
        flag(command, "--yes", options->yes, words("cli.option.yes"));
    }

    CommandLine& line_;
    std::string language_;
    CLI::App app_;
};

/// `--nama_ibu_kandung` is `--nama-ibu-kandung`: the fields' own keys are written with underscores.
void spell_with_hyphens(std::string& word) {
    if (word.starts_with("--")) {
        const auto end =
            word.begin() + static_cast<std::ptrdiff_t>(std::min(word.find('='), word.size()));
        std::replace(word.begin(), end, '_', '-');
    }
}

/// The parser's own message may repeat a value, and a value may be a NIK: only the name of an
/// option is passed on.
std::string wrong_word(const CLI::ParseError& error) {
    const std::string message = error.what();
    const std::size_t at = message.find("--");
    if (at == std::string::npos) {
        return {};
    }
    const std::size_t end = message.find_first_not_of("abcdefghijklmnopqrstuvwxyz-_", at);
    return message.substr(at, end == std::string::npos ? end : end - at);
}

/// What the command still needs, with the names of the commands before it: `edit ORANG`,
/// `courier export|import|relay`, `list --search`. Empty when nothing is missing. Only our own
/// names: these messages of the parser repeat no value.
std::string missing_word(const CLI::ParseError& error, const CLI::App& program) {
    constexpr std::string_view is_required = " is required";
    const std::string message = error.what();
    const CLI::App* command = &program;
    std::string missing;
    for (auto called = command->get_subcommands(); !called.empty();
         called = command->get_subcommands()) {
        command = called.front();
        missing += command->get_name() + " ";
    }
    if (error.get_name() == "ArgumentMismatch" && message.ends_with(" missing")) {
        return missing + wrong_word(error);
    }
    if (error.get_name() != "RequiredError" || !message.ends_with(is_required)) {
        return {};
    }
    if (message != "A subcommand is required") {
        return missing + message.substr(0, message.size() - is_required.size());
    }
    std::string acts;
    for (const CLI::App* act : command->get_subcommands([](const CLI::App*) { return true; })) {
        acts += (acts.empty() ? "" : "|") + act->get_name();
    }
    return missing + acts;
}

}  // namespace

Language wanted_language(std::span<const std::string> words) {
    std::string wanted = environment("LONTAR_LANG").value_or("");
    for (std::size_t at = 0; at < words.size(); ++at) {
        if (words[at] == "--lang" && at + 1 < words.size()) {
            wanted = words[at + 1];
        } else if (words[at].starts_with("--lang=")) {
            wanted = words[at].substr(7);
        }
    }
    return wanted == "en" ? Language::english : Language::indonesian;
}

Result<CommandLine> parse_command_line(std::span<const std::string> words) {
    CommandLine line;
    Builder builder(line);
    std::vector<std::string> reversed(words.rbegin(), words.rend());
    std::for_each(reversed.begin(), reversed.end(), spell_with_hyphens);
    try {
        builder.app().parse(std::move(reversed));
    } catch (const CLI::CallForHelp&) {
        line.show = builder.app().help();
    } catch (const CLI::ParseError& error) {
        if (std::string missing = missing_word(error, builder.app()); !missing.empty()) {
            return fail(ErrorKind::invalid_input, "P-17", std::move(missing));
        }
        const std::string word = wrong_word(error);
        return fail(ErrorKind::invalid_input, "P-01", "read the command line: " + word);
    }
    return line;
}

std::string help_text() {
    CommandLine line;
    return Builder(line).app().help();
}

}  // namespace lontar::client
