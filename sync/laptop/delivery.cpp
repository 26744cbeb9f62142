#include "sync/laptop/delivery.hpp"

#include <algorithm>
#include <iterator>

#include "storage/base/world.hpp"
#include "storage/register/batches.hpp"
#include "storage/register/imports.hpp"
#include "storage/register/status.hpp"
#include "sync/spool/link.hpp"
#include "sync/spool/reconcile.hpp"
#include "sync/wire/batch.hpp"

namespace lontar::laptop {

namespace {

// 100 rows of the sample are about 11 KB sealed; a file has about 700 bytes of its own.
constexpr std::int64_t bytes_per_entry = 112;
constexpr std::int64_t bytes_per_file = 700;
constexpr auto entries_per_file = static_cast<std::int64_t>(wire::max_batch_entries);
/// A fork or an unreadable file is answered by a new epoch, which has to be sent too; more rounds
/// would be a quarrel.
constexpr int most_rounds = 3;

struct Waiting {
    std::int64_t files = 0, bytes = 0;
};

Result<Waiting> waiting_in(Session& session) {
    const auto link = spool::read_link(session.machine().world.disk, session.machine().data_folder);
    const auto files = link ? spool::own_files(session.spool(), *link) : session.spool().out();
    if (!files) {
        return files.error();
    }
    Waiting waiting;
    for (const spool::OutFile& file : *files) {
        if (file.in_reserve) {
            continue;
        }
        ++waiting.files;
        waiting.bytes += static_cast<std::int64_t>(file.bytes);
    }
    return waiting;
}

void add(spool::IntakeOutcome& sum, spool::IntakeOutcome more) {
    sum.applied += more.applied;
    sum.receipts += more.receipts;
    sum.needs_correction += more.needs_correction;
    sum.unreadable += more.unreadable;
    std::move(more.notices.begin(), more.notices.end(), std::back_inserter(sum.notices));
    sum.new_epoch = sum.new_epoch || more.new_epoch;
    if (!more.refused.empty()) {
        sum.refused = std::move(more.refused);
    }
}

void add(upload::UploadStatus& sum, upload::UploadStatus more) {
    more.files_answered += sum.files_answered;
    more.replies_fetched += sum.replies_fetched;
    sum = std::move(more);
}

}  // namespace

Result<spool::SealOutcome> seal_pending(Session& session, spool::Road road) {
    const World& world = session.machine().world;
    if (session.is_spool_behind()) {
        const Status reconciled =
            spool::reconcile(session.village_register(), session.spool(), world);
        if (!reconciled) {
            return reconciled.error();
        }
    }
    auto sealed = spool::seal_pending(session.village_register(), session.spool(), world, road);
    session.set_spool_behind(!sealed);
    return sealed;
}

Result<spool::SealOutcome> seal_if_due(Session& session) {
    if (session.is_spool_behind()) {
        return seal_pending(session);
    }
    const auto status = storage::find_status(session.village_register());
    if (!status) {
        return status.error();
    }
    if (status->unsealed == 0 || !status->last_save) {
        return spool::SealOutcome{};
    }
    const auto imports = storage::list_imports(session.village_register());
    if (!imports) {
        return imports.error();
    }
    const bool can_be_taken_back =
        std::ranges::any_of(*imports, &storage::ImportInfo::can_be_undone);
    const std::int64_t unsealed = can_be_taken_back ? 1 : status->unsealed;
    return spool::sealing_is_due(unsealed, *status->last_save, session.machine().world.clock.now())
               ? seal_pending(session)
               : spool::SealOutcome{};
}

Result<DeliveryPlan> plan_delivery(Session& session) {
    const World& world = session.machine().world;
    const auto status = storage::find_status(session.village_register());
    if (!status) {
        return status.error();
    }
    const auto waiting = waiting_in(session);
    if (!waiting) {
        return waiting.error();
    }
    const std::int64_t new_files = (status->unsealed + entries_per_file - 1) / entries_per_file;
    DeliveryPlan plan;
    plan.people = status->counters.waiting;
    plan.files = waiting->files + new_files;
    plan.bytes = waiting->bytes + status->unsealed * bytes_per_entry + new_files * bytes_per_file;
    // The uploader knows how fast the road was; while another one runs, the slow road is assumed.
    auto uploader = upload::Uploader::begin(world.disk, world.clock, world.random,
                                            session.machine().data_folder);
    const auto measured =
        uploader ? (*uploader)->look() : Result<upload::UploadStatus>(upload::UploadStatus{});
    upload::UploadStatus to_send;
    to_send.files_waiting = plan.files;
    to_send.bytes_waiting = plan.bytes;
    plan.time = upload::estimate(to_send, measured ? measured->bytes_per_second : 0).time;
    return plan;
}

Result<DeliveryOutcome> deliver(Session& session, const upload::UploadOptions& options,
                                const upload::MakeHttp& make_http) {
    const World& world = session.machine().world;
    DeliveryOutcome outcome;
    auto sealed = seal_pending(session);
    if (!sealed) {
        return std::move(sealed).error();
    }
    outcome.sealed = *sealed;
    if (session.village_register().training()) {
        return outcome;
    }
    for (int round = 0; round < most_rounds; ++round) {
        auto uploader = upload::Uploader::begin(world.disk, world.clock, world.random,
                                                session.machine().data_folder, make_http);
        if (!uploader) {
            return std::move(uploader).error();
        }
        auto sent = (*uploader)->tick(options);
        if (!sent) {
            return std::move(sent).error();
        }
        const bool was_reached = sent->last_code.empty();
        add(outcome.upload, *std::move(sent));
        auto taken = spool::take_in(session.village_register(), session.spool(), world);
        if (!taken) {
            return std::move(taken).error();
        }
        const bool is_worth_another = taken->new_epoch || (was_reached && taken->applied > 0);
        add(outcome.intake, *std::move(taken));
        const auto after = waiting_in(session);
        if (!after) {
            return after.error();
        }
        outcome.upload.files_waiting = after->files;
        outcome.upload.bytes_waiting = after->bytes;
        if (after->files == 0 || !is_worth_another || options.max_bytes > 0) {
            break;
        }
    }
    return outcome;
}

Result<courier::CopyOutcome> export_to_stick(Session& session, const Path& stick,
                                             const courier::Progress& progress) {
    const World& world = session.machine().world;
    if (session.village_register().training()) {
        return fail(ErrorKind::refused, "C-10", "copy practice data to a stick");
    }
    const auto sealed = seal_pending(session, spool::Road::stick);
    if (!sealed) {
        return sealed.error();
    }
    const auto link = spool::read_link(world.disk, session.machine().data_folder);
    if (!link) {
        return link.error();
    }
    auto copied = courier::export_to(world.disk, session.spool(), *link, stick, progress);
    if (!copied) {
        return copied;
    }
    for (const wire::BatchName& file : copied->files) {
        const Status marked = storage::record_handed_over(session.village_register(), file.epoch,
                                                          file.seq, "usb", world.clock.now());
        // A file of an earlier register is not in this one's table.
        if (!marked && marked.error().kind != ErrorKind::not_found) {
            return marked.error();
        }
    }
    return copied;
}

Result<ImportOutcome> import_from_stick(Session& session, const Path& stick,
                                        const courier::Progress& progress) {
    const World& world = session.machine().world;
    const auto link = spool::read_link(world.disk, session.machine().data_folder);
    if (!link) {
        return link.error();
    }
    auto copied = courier::import_from(world.disk, session.spool(), *link, stick, progress);
    if (!copied) {
        return std::move(copied).error();
    }
    auto taken = spool::take_in(session.village_register(), session.spool(), world);
    if (!taken) {
        return std::move(taken).error();
    }
    return ImportOutcome{*std::move(copied), *std::move(taken)};
}

}  // namespace lontar::laptop
