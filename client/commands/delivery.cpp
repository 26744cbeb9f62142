#include "client/commands/delivery.hpp"

#include <algorithm>
#include <chrono>
#include <thread>

#include "client/commands/asking.hpp"
#include "client/commands/printing.hpp"
#include "client/commands/refusing.hpp"
#include "client/commands/unlocking.hpp"
#include "client/text/stick_words.hpp"
#include "client/text/terms.hpp"
#include "client/text/words.hpp"
#include "storage/base/text.hpp"
#include "storage/base/world.hpp"
#include "sync/courier/courier.hpp"
#include "sync/laptop/delivery.hpp"
#include "sync/upload/uploader.hpp"

namespace lontar::client {

namespace {

Json delivery_json(const laptop::DeliveryOutcome& outcome) {
    Json json;
    json.set("sealed_batches", outcome.sealed.batches)
        .set("sealed_entries", outcome.sealed.entries);
    json.set("files_waiting", outcome.upload.files_waiting)
        .set("bytes_waiting", outcome.upload.bytes_waiting);
    json.set("files_answered", outcome.upload.files_answered)
        .set("replies", outcome.upload.replies_fetched);
    json.set("applied", outcome.intake.applied).set("receipts", outcome.intake.receipts);
    json.set("needs_correction", outcome.intake.needs_correction)
        .set("unreadable", outcome.intake.unreadable);
    json.set("refused", outcome.intake.refused).set("last_code", outcome.upload.last_code);
    json.set("next_try",
             outcome.upload.next_try ? Json(utc_text(*outcome.upload.next_try)) : Json());
    return json;
}

/// A line that is overwritten while a file goes out; nothing where nobody looks.
class ProgressLine {
public:
    explicit ProgressLine(Context& context) : context_(context) {}
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;
    ProgressLine(ProgressLine&&) = delete;
    ProgressLine& operator=(ProgressLine&&) = delete;
    ~ProgressLine() {
        if (drawn_) {
            print(context_, "\r" + std::string(static_cast<std::size_t>(width_), ' ') + "\r");
        }
    }
    void draw(const std::string& text) {
        if (!context_.console.output_is_terminal() || context_.common.json) {
            return;
        }
        const std::string line = fit(text, context_.console.columns() - 1);
        print(context_, "\r" + padded(line, width_));
        width_ = display_width(line);
        drawn_ = true;
    }

private:
    Context& context_;
    int width_ = 0;
    bool drawn_ = false;
};

upload::UploadOptions upload_options(Context& context, const SyncOptions& options,
                                     ProgressLine& line) {
    upload::UploadOptions upload;
    upload.max_bytes = options.max_kb * 1024;
    upload.watch = options.watch;
    upload.progress = [&context, &line](const upload::UploadStatus& status) {
        if (!status.now_sending.empty()) {
            line.draw(say("sync.progress", {{"sent", bytes_text(status.sent)},
                                            {"all", bytes_text(status.to_send)},
                                            {"files", number_text(status.files_waiting)}}));
        }
        return !context.console.interrupted();
    };
    return upload;
}

void print_intake(Context& context, const spool::IntakeOutcome& intake) {
    if (intake.applied > 0) {
        print_line(context, say("sync.applied", {{"count", number_text(intake.applied)}}));
    }
    if (intake.needs_correction > 0) {
        print_line(context,
                   say("sync.needs_correction", {{"count", number_text(intake.needs_correction)}}));
    }
    if (intake.unreadable > 0) {
        print_line(context, say("sync.unreadable", {{"count", number_text(intake.unreadable)}}));
    }
    for (const model::Notice& notice : intake.notices) {
        print_line(context, say("sync.notice", {{"words", notice_text(notice)}}));
    }
}

/// What the road left undone, as words and exit code.
int tell_road(Context& context, const upload::UploadStatus& upload) {
    if (upload.last_code.empty() || upload.last_kind == ErrorKind::cancelled) {
        return context.console.interrupted() ? refuse(context, cancelled("send to the province"))
                                             : int{exit_done};
    }
    const int code =
        refuse(context, fail(upload.last_kind, upload.last_code, "send to the province"));
    if (upload.next_try) {
        const auto wait = (*upload.next_try - context.machine.world.clock.now()).count();
        context.console.err(
            say("sync.next_try", {{"span", duration_text(std::max<std::int64_t>(wait, 1))}}) +
            "\n");
    }
    return code;
}

int tell_delivery(Context& context, const laptop::DeliveryOutcome& outcome, bool training) {
    if (context.common.json) {
        print_json(context, delivery_json(outcome));
    } else {
        if (outcome.sealed.batches > 0) {
            print_line(context, say("sync.sealed", {{"people", number_text(outcome.sealed.entries)},
                                                    {"files", number_text(outcome.sealed.batches)},
                                                    {"bytes", bytes_text(outcome.sealed.bytes)}}));
        }
        if (training) {
            print_line(context, say("sync.training"));
            return exit_done;
        }
        print_line(context,
                   say("sync.sent", {{"files", number_text(outcome.upload.files_answered)},
                                     {"waiting", number_text(outcome.upload.files_waiting)},
                                     {"bytes", bytes_text(outcome.upload.bytes_waiting)}}));
        print_intake(context, outcome.intake);
    }
    if (!outcome.intake.refused.empty()) {
        return refuse(context,
                      fail(ErrorKind::refused, "A-12", "hello: " + outcome.intake.refused));
    }
    return tell_road(context, outcome.upload);
}

struct LockedOutcome {
    int code = exit_done;
    std::chrono::seconds wait{0};
};

LockedOutcome sync_locked(Context& context, const SyncOptions& options) {
    const World& world = context.machine.world;
    auto uploader =
        upload::Uploader::begin(world.disk, world.clock, world.random, context.machine.data_folder);
    constexpr std::chrono::seconds pause{30};
    if (!uploader) {
        return {refuse(context, uploader.error()), pause};
    }
    Result<upload::UploadStatus> status = cancelled("send to the province");
    {
        ProgressLine line(context);
        status = (*uploader)->tick(upload_options(context, options, line));
    }
    if (!status) {
        return {refuse(context, status.error()), pause};
    }
    if (context.common.json) {
        print_json(context, delivery_json({{}, *status, {}}));
    } else {
        print_line(context,
                   say("sync.locked", {{"files", number_text(status->files_answered)},
                                       {"waiting", number_text(status->files_waiting)},
                                       {"replies", number_text(status->replies_fetched)}}));
    }
    const int code = tell_road(context, *status);
    return {code, std::max((*uploader)->wait_time(), std::chrono::seconds(1))};
}

/// Without a passphrase the uploader alone works: it needs no key.
bool works_locked(const Context& context, const SyncOptions& options) {
    return options.locked || !has_passphrase(context) || (options.watch && can_ask(context));
}

int watch(Context& context, const SyncOptions& options) {
    constexpr std::chrono::seconds between_deliveries{60};
    for (;;) {
        std::chrono::seconds wait = between_deliveries;
        int code = exit_done;
        if (works_locked(context, options)) {
            const LockedOutcome outcome = sync_locked(context, options);
            wait = outcome.wait;
            code = outcome.code;
        } else {
            auto session = open_session(context);
            code = session ? deliver_and_tell(context, **session, options)
                           : refuse(context, session.error());
        }
        context.console.flush();
        if (code == exit_wrong_use) {
            return code;
        }
        for (auto left = wait; left.count() > 0; --left) {
            if (context.console.interrupted()) {
                return exit_done;
            }
            std::this_thread::sleep_for(std::chrono::seconds(1));
        }
        if (context.console.interrupted()) {
            return exit_done;
        }
    }
}

// ---- courier

courier::Progress courier_progress(Context& context, ProgressLine& line) {
    return [&context, &line](std::int64_t done, std::int64_t total) {
        line.draw(
            say("courier.progress", {{"done", number_text(done)}, {"all", number_text(total)}}));
        return !context.console.interrupted();
    };
}

Json copy_json(const courier::CopyOutcome& copied) {
    Json json;
    json.set("copied", copied.copied)
        .set("already_there", copied.already_there)
        .set("bytes", copied.bytes);
    json.set("damaged", copied.damaged)
        .set("unknown", copied.unknown)
        .set("of_others", copied.of_others)
        .set("not_looked_at", copied.not_looked_at);
    json.set("folder", to_utf8(copied.folder));
    return json;
}

void print_lines(Context& context, const std::vector<std::string>& lines) {
    for (const std::string& line : lines) {
        print_line(context, line);
    }
}

/// All of them told; the exit code of the last, or done.
int refuse_all(Context& context, const std::vector<Error>& faults) {
    int code = exit_done;
    for (const Error& fault : faults) {
        code = refuse(context, fault);
    }
    return code;
}

int to_stick(Context& context, laptop::Session& session, const Path& stick) {
    Result<courier::CopyOutcome> copied = cancelled("copy to the stick");
    {
        ProgressLine line(context);
        copied = laptop::export_to_stick(session, stick, courier_progress(context, line));
    }
    if (!copied) {
        return refuse(context, copied.error());
    }
    if (context.common.json) {
        print_json(context, copy_json(*copied));
    } else {
        print_line(context, say("courier.exported", {{"copied", number_text(copied->copied)},
                                                     {"there", number_text(copied->already_there)},
                                                     {"bytes", bytes_text(copied->bytes)}}));
        print_lines(context, export_words(*copied, stick));
        print_line(context, say("courier.take_it"));
    }
    return exit_done;
}

int from_stick(Context& context, laptop::Session& session, const Path& stick) {
    Result<laptop::ImportOutcome> outcome = cancelled("copy from the stick");
    {
        ProgressLine line(context);
        outcome = laptop::import_from_stick(session, stick, courier_progress(context, line));
    }
    if (!outcome) {
        return refuse(context, outcome.error());
    }
    if (context.common.json) {
        Json json = copy_json(outcome->copied);
        json.set("applied", outcome->intake.applied).set("receipts", outcome->intake.receipts);
        json.set("needs_correction", outcome->intake.needs_correction)
            .set("refused", outcome->intake.refused);
        print_json(context, json);
    } else {
        print_line(context,
                   say("courier.imported", {{"copied", number_text(outcome->copied.copied)},
                                            {"damaged", number_text(outcome->copied.damaged)}}));
        print_lines(context, import_words(outcome->copied));
        print_intake(context, outcome->intake);
    }
    if (!outcome->intake.refused.empty()) {
        return refuse(context,
                      fail(ErrorKind::refused, "A-12", "hello: " + outcome->intake.refused));
    }
    return refuse_all(context, import_faults(outcome->copied));
}

int relay(Context& context, const Path& stick) {
    const World& world = context.machine.world;
    Result<courier::RelayOutcome> outcome = cancelled("send for the villages on the stick");
    {
        ProgressLine line(context);
        outcome = courier::relay(world.disk, world.clock, world.random, stick,
                                 courier_progress(context, line));
    }
    if (!outcome) {
        return refuse(context, outcome.error());
    }
    if (context.common.json) {
        Json json;
        json.set("sent", outcome->sent)
            .set("replies", outcome->replies)
            .set("failed", outcome->failed);
        json.set("last_code", outcome->last_code)
            .set("damaged", outcome->damaged)
            .set("not_looked_at", outcome->not_looked_at);
        print_json(context, json);
    } else {
        print_line(context, say("courier.relayed", {{"sent", number_text(outcome->sent)},
                                                    {"replies", number_text(outcome->replies)},
                                                    {"failed", number_text(outcome->failed)}}));
        if (outcome->sent + outcome->replies + outcome->failed + outcome->damaged == 0) {
            print_line(context, say("courier.nothing_to_send"));
        }
    }
    const int code = refuse_all(context, relay_faults(*outcome));
    if (outcome->failed > 0 && !outcome->last_code.empty()) {
        return refuse(context, fail(ErrorKind::unreachable, outcome->last_code,
                                    "send for the villages on the stick"));
    }
    return code;
}

}  // namespace

int deliver_and_tell(Context& context, laptop::Session& session, const SyncOptions& options) {
    if (const auto plan = laptop::plan_delivery(session);
        plan && !context.common.json && plan->bytes > 0) {
        print_line(context, say("sync.plan", {{"people", number_text(plan->people)},
                                              {"bytes", bytes_text(plan->bytes)},
                                              {"time", duration_text(plan->time.count())}}));
    }
    Result<laptop::DeliveryOutcome> outcome = cancelled("send to the province");
    {
        ProgressLine line(context);
        outcome = laptop::deliver(session, upload_options(context, options, line));
    }
    if (!outcome) {
        return refuse(context, outcome.error());
    }
    // Replies that waited in the spool were taken in when the register was opened; they belong to
    // what is told.
    const spool::IntakeOutcome& opened = session.opening_intake();
    outcome->intake.applied += opened.applied;
    outcome->intake.receipts += opened.receipts;
    outcome->intake.needs_correction += opened.needs_correction;
    outcome->intake.notices.insert(outcome->intake.notices.begin(), opened.notices.begin(),
                                   opened.notices.end());
    return tell_delivery(context, *outcome, session.village_register().training());
}

int courier_and_tell(Context& context, laptop::Session& session, CourierOptions::Act act,
                     const Path& stick) {
    return act == CourierOptions::Act::to_stick ? to_stick(context, session, stick)
                                                : from_stick(context, session, stick);
}

int run(Context& context, const SyncOptions& options) {
    if (!laptop::is_set_up(context.machine)) {
        return refuse(context, laptop::not_set_up(context.machine, "send to the province"));
    }
    if (options.watch) {
        return watch(context, options);
    }
    if (works_locked(context, options)) {
        return sync_locked(context, options).code;
    }
    auto session = open_session(context);
    return session ? deliver_and_tell(context, **session, options)
                   : refuse(context, session.error());
}

int run(Context& context, const CourierOptions& options) {
    const Path stick = to_path(options.folder);
    if (options.act == CourierOptions::Act::relay) {
        return relay(context, stick);
    }
    auto session = open_session(context);
    return session ? courier_and_tell(context, **session, options.act, stick)
                   : refuse(context, session.error());
}

}  // namespace lontar::client
