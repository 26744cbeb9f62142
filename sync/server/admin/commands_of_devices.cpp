#include <string>

#include "storage/base/json.hpp"
#include "storage/base/text.hpp"
#include "sync/server/admin/command_parts.hpp"
#include "sync/server/admin/commands.hpp"

namespace lontar::server {

Ending run_device(const World& world, const Path& data, const std::string& call,
                  const std::string& device, bool with_register) {
    Json request = Json().set("call", call).set("device", device);
    if (with_register) {
        request.set("with_register", true);
    }
    const auto answer = ask(world, data, request);
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

Ending run_confirm(const World& world, const Path& data) {
    const auto answer = ask(world, data, Json().set("call", "confirm"));
    if (!answer) {
        return refuse_request(answer.error());
    }
    say(answer->boolean_at("changed")
            ? "confirmed: laptops that asked meanwhile and are answered now: " +
                  std::to_string(answer->integer_at("answered").value_or(0))
            : "nothing waited: there was no restore, or it was confirmed before");
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
            "  since " + day_of(each, "registered_at") + "  last " + day_of(each, "seen_at") +
            (each.boolean_at("with_register") ? "  with register" : ""));
    }
    return Ending::done;
}

}  // namespace lontar::server
