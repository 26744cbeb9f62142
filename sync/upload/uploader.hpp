#pragma once
/// Sends what lies in `out/` and fetches replies, while the register may be locked. No threads, no
/// sleeps: `tick` does what is due now, `wait_time` says when to call again. The pure functions,
/// `decide` and `estimate`, stand in decide.cpp.
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "storage/base/durable_file.hpp"
#include "storage/base/os.hpp"
#include "storage/base/random.hpp"
#include "storage/base/result.hpp"
#include "storage/base/timestamp.hpp"
#include "sync/spool/link.hpp"
#include "sync/spool/spool.hpp"
#include "sync/upload/http.hpp"

namespace lontar::upload {

/// What an answer of the other side means for one file. One row each in `sync/DESIGN.md`.
enum class Step {
    keep_reply,        ///< a sealed reply, verified: store it in `in/`
    done_for_now,      ///< 404 no_reply_yet
    back_off,          ///< try later: 5 s .. 30 min with jitter, or Retry-After
    back_off_long,     ///< 413: 6 h
    daily,             ///< refused hello, upgrade_server: once a day
    send_hello,        ///< unknown_device: send seq 1 again; if just done, wait 1 h
    send_again,        ///< 400/422: check own file, send again; after 3, park
    park,              ///< wrong use: until the program is updated
    not_the_province,  ///< login page or wrong server: keep, back off
};
struct Decision {
    Step step = Step::back_off;
    std::string code;  ///< short code for the screen, "" when all is well: L-11 …
};
/// Pure: the table of `sync/DESIGN.md`. `verified`: the body is a sealed reply whose signature
/// fits.
struct AnswerFacts {
    int status = 0;
    bool verified = false;
    std::int64_t reply_n = 0;
    std::string problem;  ///< code of a problem document, or of a verified unnumbered refusal
    bool is_get = false;
};
Decision decide(const AnswerFacts& answer);

/// Short codes of the table, beside those of `Http`.
namespace codes {
inline constexpr std::string_view not_the_province = "L-10";
inline constexpr std::string_view hello_refused = "L-11";
inline constexpr std::string_view fork = "L-12";
inline constexpr std::string_view unreadable = "L-13";
inline constexpr std::string_view damaged_on_the_way = "L-14";
inline constexpr std::string_view unknown_device = "L-15";
inline constexpr std::string_view busy = "L-16";
inline constexpr std::string_view too_large = "L-17";
inline constexpr std::string_view upgrade_server = "L-18";
inline constexpr std::string_view wrong_use = "L-19";
inline constexpr std::string_view own_file_damaged =
    "L-23";  ///< repaired when the register is opened
}  // namespace codes

struct UploadStatus {
    std::int64_t files_waiting = 0;
    std::int64_t bytes_waiting = 0;
    std::int64_t files_answered = 0;  ///< in this run
    std::int64_t replies_fetched = 0;
    std::string now_sending;             ///< file name, "" when idle
    std::int64_t sent = 0, to_send = 0;  ///< bytes of the file under way
    std::string last_code;               ///< newest short code of this run; "" when all went well
    /// Of last_code: cancelled (the person stopped), refused (waiting alone does not help), else
    /// unreachable.
    ErrorKind last_kind = ErrorKind::unreachable;
    std::optional<Timestamp> next_try;
    std::int64_t bytes_per_second = 0;  ///< as last measured; 0: never
};

struct UploadOptions {
    std::int64_t max_bytes = 0;  ///< "at most 200 KB now"; 0: no limit
    std::function<bool(const UploadStatus&)> progress = nullptr;  ///< false cancels safely
    /// Nobody asked for this run: every wait is kept. A person who asks is tried for at once, also
    /// after a dead network, within waits of 6 h and a day, and with parked files; only what the
    /// other side asked for (Retry-After, the hour between two hellos) is kept.
    bool watch = false;
};

class Uploader {
public:
    /// Takes the uploader's own lock (`upload.lock`): locked "L-21" when another one runs.
    /// not_found "L-22": no link.json (not set up).
    static Result<std::unique_ptr<Uploader>> begin(Disk& disk, Clock& clock, Random& random,
                                                   const Path& data_folder,
                                                   MakeHttp make_http = upload::make_http);
    ~Uploader();
    Uploader(const Uploader&) = delete;
    Uploader& operator=(const Uploader&) = delete;
    Uploader(Uploader&&) = delete;
    Uploader& operator=(Uploader&&) = delete;

    /// Everything due now: files in seq order (hello first), then replies above `ack`. An
    /// unreachable province is an outcome in the status, not an error; errors are the disk's.
    Result<UploadStatus> tick(const UploadOptions& options);
    /// What waits and since when nothing works, without touching the network.
    Result<UploadStatus> look();
    /// Until something may be due or new files should be looked for: 5 s .. 60 s.
    [[nodiscard]] std::chrono::seconds wait_time() const;

private:
    struct Impl;
    explicit Uploader(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

/// How long a number of bytes takes on the link as last measured, for the screen before sending.
struct Estimate {
    std::int64_t bytes = 0;
    std::chrono::seconds time{0};
};
/// `bytes_per_second` 0: a slow 2G link is assumed (1 KB/s). Each file costs two round trips of 2 s
/// on top.
Estimate estimate(const UploadStatus& status, std::int64_t bytes_per_second);

}  // namespace lontar::upload
