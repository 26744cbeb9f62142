#include "sync/server/admin/command_parts.hpp"

#include <cstdio>
#include <utility>

#include "storage/base/replacing.hpp"
#include "storage/base/text.hpp"
#include "storage/base/timestamp.hpp"
#include "sync/server/admin/caller.hpp"

namespace lontar::server {

void say(const std::string& text) {
    std::fputs((text + "\n").c_str(), stdout);
}

Ending refuse(const Error& error) {
    std::fputs(("lontar-server: " + error.code + ": " + drawable(error.context) + "\n").c_str(),
               stderr);
    return is_retryable(error.kind) ? Ending::try_again : Ending::refused;
}

Ending refuse_request(const Error& error) {
    const Ending ending = refuse(error);
    return error.kind == ErrorKind::invalid_input ? Ending::wrong_use : ending;
}

Result<Json> ask(const World& world, const Path& data, const Json& request) {
    auto caller = find_caller(world, data);
    if (!caller) {
        return std::move(caller).error();
    }
    return (*caller)->call(request);
}

Status may_write(Disk& disk, const Path& file, bool force) {
    return force || !would_replace(disk, file)
               ? done()
               : Status(fail(ErrorKind::conflict, "V-19",
                             drawable(to_utf8(file.filename())) +
                                 " is there already and was not changed; choose another name or "
                                 "add --force"));
}

std::string text(const Json& row, std::string_view name) {
    return row.text_at(name).value_or("");
}

const Json::List& list(const Json& answer, std::string_view name) {
    static const Json::List nothing;
    const Json* found = answer.find(name);
    return found != nullptr && found->list() != nullptr ? *found->list() : nothing;
}

std::string day_of(const Json& row, std::string_view name) {
    const auto at = row.integer_at(name);
    return at ? wita_text(Timestamp{*at}) : "-";
}

}  // namespace lontar::server
