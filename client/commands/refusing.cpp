#include "client/commands/refusing.hpp"

#include "client/text/words.hpp"
#include "storage/base/text.hpp"

namespace lontar::client {

int refuse(Context& context, const Error& error) {
    std::string text = explain(error) + "\n";
    if (!error.context.empty()) {
        // Usually for the office; where it is for the person who typed the command, the code has
        // words of its own.
        const std::string own = "detail." + error.code;
        text += say(has_words(own) ? std::string_view(own) : "error.detail",
                    {{"context", drawable(error.context)}}) +
                "\n";
    }
    context.console.err(text);
    return exit_code_of(error);
}

Error incomplete(std::string missing) {
    return fail(ErrorKind::invalid_input, "P-17", std::move(missing));
}

Error cancelled(std::string_view action) {
    return fail(ErrorKind::cancelled, "P-05", std::string(action));
}

}  // namespace lontar::client
