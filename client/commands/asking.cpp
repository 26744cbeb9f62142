#include "client/commands/asking.hpp"

#include <charconv>

#include "client/commands/printing.hpp"
#include "client/commands/refusing.hpp"
#include "client/text/words.hpp"
#include "storage/base/replacing.hpp"
#include "storage/base/text.hpp"

namespace lontar::client {

std::optional<std::string> ask(Context& context, std::string_view question) {
    print(context, std::string(question) + " ");
    return context.console.read_line();
}

std::optional<bool> ask_yes(Context& context, std::string_view question) {
    for (;;) {
        const auto line =
            ask(context, std::string(question) + " " + std::string(say("ask.yes_no")));
        if (!line) {
            return std::nullopt;
        }
        const std::string word = ascii_lower(tidy_text(*line).value_or(""));
        if (word == "y" || word == "ya" || word == "yes") {
            return true;
        }
        if (word == "t" || word == "tidak" || word == "n" || word == "no") {
            return false;
        }
    }
}

std::optional<std::size_t> ask_number(Context& context, std::string_view question,
                                      std::size_t count) {
    for (;;) {
        const auto line = ask(context, question);
        if (!line) {
            return std::nullopt;
        }
        const std::string word = tidy_text(*line).value_or("");
        if (word.empty()) {
            return 0;
        }
        std::size_t number = 0;
        const auto [end, trouble] = std::from_chars(word.data(), word.data() + word.size(), number);
        if (trouble == std::errc{} && end == word.data() + word.size() && number >= 1 &&
            number <= count) {
            return number;
        }
        print_line(context, say("ask.number_range", {{"count", std::to_string(count)}}));
    }
}

bool can_ask(const Context& context) {
    return context.console.input_is_terminal();
}

Status may_write(Context& context, std::string_view file, bool force) {
    if (force || !would_replace(context.machine.world.disk, to_path(file))) {
        return done();
    }
    if (!can_ask(context)) {
        return fail(ErrorKind::conflict, "P-21", "write a file that is there already");
    }
    const auto yes = ask_yes(context, say("ask.replace_file", {{"file", drawable(file)}}));
    return yes.value_or(false) ? done() : Status(cancelled("replace a file"));
}

}  // namespace lontar::client
