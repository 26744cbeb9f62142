#include "sync/upload/uploader.hpp"

#include <algorithm>
#include <utility>

#include "sync/upload/backoff.hpp"
#include "sync/upload/upload_run.hpp"
#include "sync/upload/upload_state.hpp"

namespace lontar::upload {

namespace {

constexpr std::chrono::seconds most_pause{60};
/// Wall time that passed while the monotonic clock stood still: the laptop slept, and wakes up in
/// another place.
constexpr std::chrono::seconds sleep_gap{60};

}  // namespace

struct Uploader::Impl {
    Disk& disk;
    Clock& clock;
    Random& random;
    Path data_folder;
    MakeHttp make_http;
    spool::Spool spool;
    std::unique_ptr<FileLock> lock;
    UploadState state;
    Timestamp last_now;
    std::chrono::milliseconds last_monotonic;

    /// Waits after a dead network say nothing about the network of now.
    void forget_after_sleep() {
        const auto now = clock.now();
        const auto monotonic = clock.monotonic();
        const auto awake =
            std::chrono::duration_cast<std::chrono::seconds>(monotonic - last_monotonic);
        if (now - last_now - awake > sleep_gap && state.whole.kind == WaitKind::network) {
            state.whole = {};
        }
        last_now = now;
        last_monotonic = monotonic;
    }
};

Uploader::Uploader(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Uploader::~Uploader() = default;

Result<std::unique_ptr<Uploader>> Uploader::begin(Disk& disk, Clock& clock, Random& random,
                                                  const Path& data_folder, MakeHttp make_http) {
    const auto link = spool::read_link(disk, data_folder);
    if (!link) {
        return link.error().kind == ErrorKind::not_found
                   ? fail(ErrorKind::not_found, "L-22", "begin upload: no link.json")
                   : link.error();
    }
    auto lock = lock_file(data_folder / "upload.lock");
    if (!lock) {
        return lock.error().kind == ErrorKind::locked
                   ? fail(ErrorKind::locked, "L-21", "begin upload: another one runs")
                   : std::move(lock).error();
    }
    spool::Spool spool(disk, data_folder);
    auto state = read_state(disk, spool.in_folder());
    auto impl =
        std::make_unique<Impl>(disk, clock, random, data_folder, std::move(make_http), spool,
                               *std::move(lock), std::move(state), clock.now(), clock.monotonic());
    return std::unique_ptr<Uploader>(new Uploader(std::move(impl)));
}

Result<UploadStatus> Uploader::tick(const UploadOptions& options) {
    auto& impl = *impl_;
    // Read each time: an unlock may have written it anew since.
    const auto link = spool::read_link(impl.disk, impl.data_folder);
    if (!link) {
        return link.error();
    }
    impl.forget_after_sleep();
    const auto before = impl.state;
    auto status =
        UploadRun({impl.clock, impl.random, impl.spool, *link, impl.state, impl.make_http}, options)
            .go();
    // Also after a failure: what was learned about waits still holds.
    if (impl.state != before) {
        auto written = write_state(impl.disk, impl.spool.in_folder(), impl.state);
        if (!written && status) {
            return std::move(written).error();
        }
    }
    return status;
}

Result<UploadStatus> Uploader::look() {
    auto& impl = *impl_;
    const auto link = spool::read_link(impl.disk, impl.data_folder);
    if (!link) {
        return link.error();
    }
    auto state = impl.state;
    return UploadRun({impl.clock, impl.random, impl.spool, *link, state, impl.make_http}, {})
        .look();
}

std::chrono::seconds Uploader::wait_time() const {
    const auto next = next_try(impl_->state);
    const auto wait = next ? *next - impl_->clock.now() : most_pause;
    return std::clamp(wait, least_wait, most_pause);
}

}  // namespace lontar::upload
