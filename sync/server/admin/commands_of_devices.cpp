#include <string>

#include "storage/base/json.hpp"
#include "storage/base/text.hpp"
#include "sync/server/admin/command_parts.hpp"
#include "sync/server/admin/commands.hpp"

namespace lontar::server {

Ending run_device(const World& world, const Path& data, const std::string& call,
                  const std::string& device) {
    const auto answer = ask(world, data, Json().set("call", call).set("device", device));
    if (!answer) {
        return refuse_request(answer.error());
    }
    std::string line = call + " " + text(*answer, "device");
    if (const auto batches = answer->integer_at("batches")) {
        line += ": batches applied: " + std::to_string(*batches);
    }
    if (answer->find("changed") != nullptr && !answer->boolean_at("changed")) {
        line += ": was revoked already";
    }
    say(line);
    return Ending::done;
}

Ending run_pending(const World& world, const Path& data, bool json) {
    const auto answer = ask(world, data, Json().set("call", "pending"));
    if (!answer) {
        return refuse_request(answer.error());
    }
    if (json) {
        say(answer->pretty());
        return Ending::done;
    }
    for (const Json& each : list(*answer, "pending")) {
        say(text(each, "device") + "  " + drawable(text(each, "village")) + "  " +
            text(each, "refused") + "  since " + day_of(each, "first_at") + "  last " +
            day_of(each, "last_at"));
    }
    return Ending::done;
}

Ending run_devices(const World& world, const Path& data, bool json) {
    const auto answer = ask(world, data, Json().set("call", "devices"));
    if (!answer) {
        return refuse_request(answer.error());
    }
    if (json) {
        say(answer->pretty());
        return Ending::done;
    }
    for (const Json& each : list(*answer, "devices")) {
        say(text(each, "device") + "  " + text(each, "village") + "  " + text(each, "state") +
            "  since " + day_of(each, "registered_at") + "  last " + day_of(each, "seen_at"));
    }
    return Ending::done;
}

}  // namespace lontar::server
