#include "client/commands/status.hpp"

#include "client/commands/printing.hpp"
#include "client/commands/refusing.hpp"
#include "client/commands/unlocking.hpp"
#include "client/text/terms.hpp"
#include "client/text/words.hpp"
#include "storage/base/text.hpp"
#include "storage/base/version.hpp"
#include "storage/model/standing.hpp"
#include "storage/register/status.hpp"

namespace lontar::client {

namespace {

Json moment_json(const std::optional<Timestamp>& moment) {
    return moment ? Json(utc_text(*moment)) : Json();
}

std::string since_text(const std::optional<Timestamp>& moment, Timestamp now) {
    if (!moment) {
        return std::string(say("time.never"));
    }
    return age_text((now - *moment).count()) + " (" + moment_text(*moment) + " WITA)";
}

Json status_json(const storage::RegisterStatus& status) {
    const model::Counters& counters = status.counters;
    Json json;
    json.set("entered", counters.entered())
        .set("draft", counters.draft)
        .set("closed", counters.closed);
    json.set("waiting", counters.waiting).set("on_the_way", counters.on_the_way);
    json.set("needs_correction", counters.needs_correction).set("received", counters.received);
    json.set("village", status.village).set("village_name", status.village_name);
    json.set("device", status.device.hex()).set("epoch", status.epoch.hex());
    json.set("last_receipt", moment_json(status.last_reply))
        .set("last_backup", moment_json(status.last_backup));
    json.set("last_save", moment_json(status.last_save));
    json.set("unsealed", status.unsealed).set("to_check", status.to_check);
    json.set("training", status.training).set("clock_uncertain", status.clock_uncertain);
    return json;
}

}  // namespace

void print_status(Context& context, laptop::Session& session,
                  const storage::RegisterStatus& status) {
    const Timestamp now = context.machine.world.clock.now();
    const model::Counters& counters = status.counters;
    const auto counter = [](std::string_view label, std::int64_t count) {
        return std::pair("  " + std::string(label), number_text(count));
    };
    using enum model::Standing;
    print_line(context, session.village_title());
    print_pairs(context,
                {{std::string(say("status.entered")), number_text(counters.entered())},
                 counter(standing_text(draft), counters.draft),
                 counter(standing_text(waiting), counters.waiting),
                 counter(standing_text(on_the_way), counters.on_the_way),
                 counter(standing_text(needs_correction), counters.needs_correction),
                 counter(standing_text(received), counters.received),
                 counter(standing_text(closed), counters.closed),
                 {std::string(say("status.last_reply")), since_text(status.last_reply, now)},
                 {std::string(say("status.last_backup")), since_text(status.last_backup, now)}});
    if (status.to_check > 0) {
        print_line(context, say("status.to_check", {{"count", number_text(status.to_check)}}));
    }
    if (status.clock_uncertain) {
        print_line(context, say("status.clock_uncertain"));
    }
}

int run(Context& context, const StatusOptions&) {
    auto session = open_session(context);
    if (!session) {
        return refuse(context, session.error());
    }
    const auto status = storage::find_status((*session)->village_register());
    if (!status) {
        return refuse(context, status.error());
    }
    if (context.common.json) {
        print_json(context, status_json(*status));
    } else {
        print_status(context, **session, *status);
    }
    return exit_done;
}

int run(Context& context, const AboutOptions&) {
    print_line(context, version_line("lontar"));
    print_line(context, say("about.what"));
    print_line(context, say("about.data"));
    return exit_done;
}

}  // namespace lontar::client
