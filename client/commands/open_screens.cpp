#include "client/commands/open_screens.hpp"

#include "client/commands/asking.hpp"
#include "client/commands/command_line.hpp"
#include "client/commands/plain.hpp"
#include "client/commands/printing.hpp"
#include "client/text/exit_code.hpp"
#include "client/text/words.hpp"

namespace lontar::client {

int run(Context& context, const OpenScreens&) {
    if (context.common.plain) {
        return run_plain(context);
    }
    const bool at_terminal = can_ask(context) && context.console.output_is_terminal();
    if (at_terminal && !context.console.can_show_screens()) {
        print_line(context, say("plain.no_screens"));
        return run_plain(context);
    }
    if (at_terminal && context.screens) {
        return context.screens(context.machine, context.common.training);
    }
    print(context, help_text());
    return exit_wrong_use;
}

}  // namespace lontar::client
