#pragma once
/// From the open register to the province and back, by network or by stick.
#include <chrono>
#include <cstdint>

#include "sync/courier/courier.hpp"
#include "sync/laptop/session.hpp"
#include "sync/spool/intake.hpp"
#include "sync/spool/sealing.hpp"
#include "sync/upload/uploader.hpp"

namespace lontar::laptop {

/// spool::seal_pending of this session: at lock and exit, and before anything is sent or carried.
/// After one that failed it reconciles first, so that what lacks its file in `out/` has it.
Result<spool::SealOutcome> seal_pending(Session& session, spool::Road road = spool::Road::any);

/// The same when spool::sealing_is_due or the last one failed; else nothing is done. An import that
/// can still be taken back is left alone until ten minutes passed since the last save, however many
/// people it brought: what is sealed stays. Takes as long as writing a batch: for a moment in which
/// nobody types.
Result<spool::SealOutcome> seal_if_due(Session& session);

/// What a delivery will do, before it does it.
struct DeliveryPlan {
    std::int64_t people = 0, files = 0, bytes = 0;
    std::chrono::seconds time{0};
};
/// Without touching the network. Errors of the register and the spool.
Result<DeliveryPlan> plan_delivery(Session& session);

struct DeliveryOutcome {
    spool::SealOutcome sealed;
    upload::UploadStatus upload;
    spool::IntakeOutcome intake;
};
/// Seals what waits, sends, fetches, applies. `progress` false cancels safely. Training
/// registers seal and stop there.
Result<DeliveryOutcome> deliver(Session& session, const upload::UploadOptions& options,
                                const upload::MakeHttp& make_http = upload::make_http);

/// Seals what waits and copies it, as courier::export_to; what is whole on the stick is marked as
/// handed over. refused "C-10": a training register.
Result<courier::CopyOutcome> export_to_stick(Session& session, const Path& stick,
                                             const courier::Progress& progress);
struct ImportOutcome {
    courier::CopyOutcome copied;
    spool::IntakeOutcome intake;
};
/// Copies the replies off the stick, as courier::import_from, and applies them.
Result<ImportOutcome> import_from_stick(Session& session, const Path& stick,
                                        const courier::Progress& progress);

}  // namespace lontar::laptop
