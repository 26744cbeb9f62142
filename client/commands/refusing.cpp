#include "client/commands/refusing.hpp"

#include "client/text/words.hpp"
#include "storage/base/text.hpp"

namespace lontar::client {

namespace {

/// What the error is about, where its code or its area has words for it: that stands after the last
/// colon of the context. Else the whole context, which is English and a maintainer's.
std::string detail_of(const Error& error) {
    const std::string context = drawable(error.context);
    const std::size_t colon = context.rfind(": ");
    const std::string object = colon == std::string::npos ? context : context.substr(colon + 2);
    for (const std::string& key : {"detail." + error.code, "detail." + error.code.substr(0, 1)}) {
        if (has_words(key)) {
            return object.empty() ? std::string() : say(key, {{"object", object}}) + "\n";
        }
    }
    return language() == Language::english ? say("error.detail", {{"context", context}}) + "\n"
                                           : std::string();
}

}  // namespace

int refuse(Context& context, const Error& error) {
    context.console.err(explain(error) + "\n" +
                        (error.context.empty() ? std::string() : detail_of(error)));
    return exit_code_of(error);
}

Error incomplete(std::string missing) {
    return fail(ErrorKind::invalid_input, "P-17", std::move(missing));
}

Error cancelled(std::string_view action) {
    return fail(ErrorKind::cancelled, "P-05", std::string(action));
}

}  // namespace lontar::client
