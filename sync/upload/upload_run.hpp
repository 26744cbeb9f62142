#pragma once
/// One run of the uploader: what is due is sent in order, then replies are fetched. Decisions come
/// from `decide`, waits go into the state.
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "storage/base/durable_file.hpp"
#include "storage/base/random.hpp"
#include "storage/base/result.hpp"
#include "storage/base/timestamp.hpp"
#include "sync/spool/link.hpp"
#include "sync/spool/spool.hpp"
#include "sync/upload/fetch_replies.hpp"
#include "sync/upload/province_api.hpp"
#include "sync/upload/upload_state.hpp"
#include "sync/upload/uploader.hpp"

namespace lontar::upload {

/// Verified replies that lie in `in/`.
struct Inbox {
    std::map<wire::BatchName, Hash> answered;  ///< batch -> the file that was answered
    HeldReplies held;                          ///< of the current epoch
};

/// What a run works with.
struct RunSurroundings {
    Clock& clock;
    Random& random;
    spool::Spool& spool;
    const spool::Link& link;
    UploadState& state;
    const MakeHttp& make_http;
};

class UploadRun {
public:
    UploadRun(RunSurroundings around, const UploadOptions& options);

    /// Errors are the disk's; everything else is told in the status.
    Result<UploadStatus> go();
    /// Counts what waits and does nothing.
    Result<UploadStatus> look();

private:
    Status prepare();
    Status read_inbox();
    [[nodiscard]] HttpSettings http_settings();

    Status send_all();
    /// Of an epoch that was left: its hello will never be answered otherwise, but the province said
    /// so to the very device, so it knows who speaks. Of the current one the next unlock decides.
    bool is_introduced(const wire::BatchName& hello);
    [[nodiscard]] bool has_its_answer(const spool::OutFile& file);
    /// True when the batch has its verified, numbered answer now.
    Result<bool> send_one(const spool::OutFile& file);
    /// `file`: hash of what was sent.
    Result<bool> settle(const wire::BatchName& name, const Hash& file, const Exchange& answer);
    Status keep_reply(const Exchange& answer);
    /// The province does not know the device, or not this epoch any more: its seq 1 is sent, when
    /// it lies in reserve and none was sent just now. True when it was accepted.
    Result<bool> greet_again(const Epoch& epoch);
    /// Everything of this epoch waits for a hello.
    void wait_for_hello(const Epoch& epoch);
    /// The province knows the device again: its files need not wait for the hello any more.
    void forget_hello_waits(const Epoch& epoch);

    Status fetch_all();
    /// What was answered instead of a reply.
    Status settle_no_reply(const Exchange& answer, bool is_behind);

    /// Sets the wait that the answer's decision asks for.
    void put_off(Wait& wait, const Exchange& answer);
    void put_off(Wait& wait, WaitKind kind, std::chrono::seconds span, std::string_view code);
    /// Nobody answered, or not the province: everything waits.
    void put_off_all(std::string_view what, const Error& error);
    bool tell();
    /// A trouble told again without `kind` keeps the one it had.
    void told(std::string_view code, std::optional<ErrorKind> kind = std::nullopt);
    void count_waiting();
    [[nodiscard]] bool goes_on() const { return !stopped_; }
    [[nodiscard]] Wait& wait_of(const wire::BatchName& name) { return around_.state.files[name]; }

    RunSurroundings around_;
    const UploadOptions& options_;
    Timestamp now_;
    wire::KeyManifest manifest_;
    std::optional<ProvinceApi> province_;
    std::vector<spool::OutFile> files_;
    Inbox inbox_;
    UploadStatus status_;
    std::set<Epoch> greeted_again_;
    std::set<Epoch> blocked_;  ///< their hello has to be accepted first
    std::int64_t bytes_sent_ = 0;
    int busy_in_a_row_ = 0;
    bool stopped_ = false;  ///< cancelled, unreachable or asked to pause
};

/// The earliest moment something may be tried again; nothing when nothing waits.
std::optional<Timestamp> next_try(const UploadState& state);

}  // namespace lontar::upload
