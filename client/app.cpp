#include "client/app.hpp"

#include "client/commands/command_line.hpp"
#include "client/commands/commands.hpp"
#include "client/commands/refusing.hpp"
#include "client/platform/folders.hpp"
#include "client/text/words.hpp"

namespace lontar::client {

namespace {

int run_command(Context& context, const Command& command) {
    return std::visit([&](const auto& options) { return run(context, options); }, command);
}

/// These work on a machine where no folder for data is known.
bool needs_no_folder(const Command& command) {
    const auto* courier = std::get_if<CourierOptions>(&command);
    return std::holds_alternative<NikOptions>(command) ||
           std::holds_alternative<AboutOptions>(command) ||
           (courier != nullptr && courier->act == CourierOptions::Act::relay);
}

}  // namespace

int run_lontar(std::span<const std::string> arguments, Surroundings& surroundings) {
    set_language(wanted_language(arguments));
    surroundings.console.refuse_to_pause(say("ask.no_pause"));
    const CommonOptions nothing;
    const laptop::Machine nowhere{surroundings.world, {}};
    Context before{nowhere, surroundings.console, nothing, surroundings.screens};

    const auto line = parse_command_line(arguments);
    if (!line) {
        return refuse(before, line.error());
    }
    if (!line->show.empty()) {
        surroundings.console.out(line->show);
        return surroundings.console.flush() ? exit_done : exit_try_again;
    }
    auto folder = data_folder(line->common.training);
    if (!folder && !needs_no_folder(line->command)) {
        return refuse(before, folder.error());
    }
    const laptop::Machine machine{surroundings.world, std::move(folder).value_or({}),
                                  surroundings.passphrase_cost};
    Context context{machine, surroundings.console, line->common, surroundings.screens};
    const int code = run_command(context, line->command);
    if (!surroundings.console.flush()) {
        return refuse(context, fail(ErrorKind::storage_failed, "P-07", "write the output"));
    }
    return code;
}

}  // namespace lontar::client
