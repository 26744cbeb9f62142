#include "sync/upload/upload_run.hpp"

#include <algorithm>

#include "storage/sealed/hash.hpp"
#include "sync/upload/backoff.hpp"

namespace lontar::upload {

namespace {

constexpr std::string_view this_version = LONTAR_VERSION;
/// No wait is longer; one that seems to be was noted before the clock was set back.
constexpr std::chrono::seconds longest_wait = daily_wait + std::chrono::hours(1);
constexpr int most_busy_in_a_row = 2;

std::string short_name(const wire::BatchName& name) {
    return name.epoch.hex().substr(0, 8) + "-" + std::to_string(name.seq);
}

bool is_due(const Wait& wait, Timestamp now, const UploadOptions& options) {
    const bool over = wait.until <= now || wait.until - now > longest_wait;
    switch (wait.kind) {
        case WaitKind::none:
            return true;
        case WaitKind::asked:
        case WaitKind::hello:
            return over;
        case WaitKind::network:
        case WaitKind::lasting:
            return over || !options.watch;
        case WaitKind::parked:
            return wait.app != this_version || !options.watch;
    }
    return true;
}

wire::BatchName name_of(const spool::OutFile& file) {
    return {file.epoch, file.seq};
}

/// A refused hello and wrong use wait for a person, not for time.
ErrorKind kind_of(const Exchange& answer) {
    const bool is_refused_hello = answer.facts.verified && answer.decision.step == Step::daily;
    return is_refused_hello || answer.decision.step == Step::park ? ErrorKind::refused
                                                                  : ErrorKind::unreachable;
}

/// Nothing when the bytes are not the batch of this register that their name says.
std::optional<wire::ProvenBatch> own_batch(Bytes bytes, const wire::BatchName& name,
                                           const spool::Link& link) {
    auto batch = wire::prove_batch(std::move(bytes));
    if (!batch || batch->stanza().epoch != name.epoch || batch->stanza().seq != name.seq ||
        !spool::is_ours(link, batch->stanza().device)) {
        return std::nullopt;
    }
    return *std::move(batch);
}

}  // namespace

UploadRun::UploadRun(RunSurroundings around, const UploadOptions& options)
    : around_(around), options_(options), now_(around.clock.now()) {}

Result<UploadStatus> UploadRun::go() {
    if (auto prepared = prepare(); !prepared) {
        return std::move(prepared).error();
    }
    auto& state = around_.state;
    if (is_due(state.whole, now_, options_)) {
        province_.emplace(around_.make_http, http_settings(), manifest_,
                          static_cast<std::size_t>(state.server));
        if (auto sent = send_all(); !sent) {
            return std::move(sent).error();
        }
        if (auto fetched = goes_on() ? fetch_all() : done(); !fetched) {
            return std::move(fetched).error();
        }
        state.server = static_cast<std::int64_t>(province_->server());
        if (province_->has_newer_manifest()) {
            if (auto put = around_.spool.put_manifest(province_->manifest()); !put) {
                return std::move(put).error();
            }
        }
    } else {
        told(state.whole.code);
    }
    count_waiting();
    return status_;
}

Result<UploadStatus> UploadRun::look() {
    if (auto prepared = prepare(); !prepared) {
        return std::move(prepared).error();
    }
    count_waiting();
    const auto& attempts = around_.state.attempts;
    status_.last_code = attempts.empty() ? "" : attempts.back().code;
    return status_;
}

Status UploadRun::prepare() {
    manifest_ = around_.link.manifest;
    const auto waiting = around_.spool.waiting_manifest();
    if (!waiting) {
        return waiting.error();
    }
    if (auto newer = wire::parse_manifest(*waiting, manifest_.root);
        newer && newer->number > manifest_.number) {
        manifest_ = *std::move(newer);
    }
    auto files = spool::own_files(around_.spool, around_.link);
    if (!files) {
        return std::move(files).error();
    }
    files_ = *std::move(files);
    std::erase_if(around_.state.files, [&](const auto& entry) {
        return std::none_of(files_.begin(), files_.end(), [&](const spool::OutFile& file) {
            return name_of(file) == entry.first;
        });
    });
    inbox_.held.gen = around_.link.gen;
    inbox_.held.ack = around_.link.ack;
    return read_inbox();
}

Status UploadRun::read_inbox() {
    const auto names = around_.spool.in();
    if (!names) {
        return names.error();
    }
    for (const auto& name : *names) {
        auto bytes = around_.spool.read_in(name);
        if (!bytes) {
            continue;  // taken in by the holder of the register meanwhile, or too large to be a
                       // reply
        }
        const auto reply = wire::prove_reply(*std::move(bytes), manifest_);
        if (!reply || reply->stanza().n == 0 ||
            !spool::is_ours(around_.link, reply->stanza().device)) {
            continue;
        }
        const auto& stanza = reply->stanza();
        if (stanza.seq) {
            inbox_.answered[{stanza.epoch, *stanza.seq}] = *stanza.file;
        }
        if (stanza.epoch == around_.link.epoch) {
            inbox_.held.add(stanza);
        }
    }
    return done();
}

HttpSettings UploadRun::http_settings() {
    HttpSettings settings;
    settings.clock = now_;
    settings.clock_floor = std::max(build_time(), around_.link.clock_floor);
    settings.progress = [this](const HttpProgress& progress) {
        status_.sent = progress.sent;
        status_.to_send = progress.to_send;
        return tell();
    };
    return settings;
}

bool UploadRun::tell() {
    return !options_.progress || options_.progress(status_);
}

void UploadRun::told(std::string_view code, std::optional<ErrorKind> kind) {
    // A good exchange after a bad one does not make the bad one good.
    if (code.empty()) {
        return;
    }
    if (kind || code != status_.last_code) {
        status_.last_kind = kind.value_or(ErrorKind::unreachable);
    }
    status_.last_code = code;
}

void UploadRun::count_waiting() {
    status_.files_waiting = 0;
    status_.bytes_waiting = 0;
    for (const auto& file : files_) {
        if (!file.in_reserve && !inbox_.answered.contains(name_of(file))) {
            ++status_.files_waiting;
            status_.bytes_waiting += static_cast<std::int64_t>(file.bytes);
        }
    }
    status_.now_sending.clear();
    status_.sent = 0;
    status_.to_send = 0;
    status_.next_try = next_try(around_.state);
    status_.bytes_per_second = around_.state.bytes_per_second;
}

Status UploadRun::send_all() {
    count_waiting();
    for (const auto& file : files_) {
        if (!goes_on()) {
            break;
        }
        if (file.in_reserve || has_its_answer(file) || blocked_.contains(file.epoch)) {
            continue;
        }
        const bool is_hello = file.seq == 1;
        if (!is_due(wait_of(name_of(file)), now_, options_)) {
            if (is_hello && !is_introduced(name_of(file))) {
                blocked_.insert(file.epoch);
            }
            continue;
        }
        if (options_.max_bytes > 0 &&
            bytes_sent_ + static_cast<std::int64_t>(file.bytes) > options_.max_bytes) {
            break;
        }
        const auto answered = send_one(file);
        if (!answered) {
            return answered.error();
        }
        if (is_hello && !*answered && !is_introduced(name_of(file))) {
            blocked_.insert(file.epoch);
        }
    }
    return done();
}

bool UploadRun::is_introduced(const wire::BatchName& hello) {
    const auto& code = wait_of(hello).code;
    return hello.epoch != around_.link.epoch && (code == codes::fork || code == codes::unreadable);
}

bool UploadRun::has_its_answer(const spool::OutFile& file) {
    const auto answered = inbox_.answered.find(name_of(file));
    if (answered == inbox_.answered.end()) {
        return false;
    }
    const auto bytes = around_.spool.read_out(file.epoch, file.seq);
    return bytes && sealed::sha256(*bytes) == answered->second;
}

Result<bool> UploadRun::send_one(const spool::OutFile& file) {
    const auto name = name_of(file);
    auto bytes = around_.spool.read_out(file.epoch, file.seq);
    if (!bytes && bytes.error().kind == ErrorKind::not_found) {
        return false;  // its receipt was applied meanwhile
    }
    if (!bytes && bytes.error().kind != ErrorKind::invalid_input) {
        return std::move(bytes).error();
    }
    const auto batch = bytes ? own_batch(*std::move(bytes), name, around_.link) : std::nullopt;
    if (!batch) {
        put_off(wait_of(name), WaitKind::network, backoff(wait_of(name).tries + 1, around_.random),
                codes::own_file_damaged);
        around_.state.note(now_, short_name(name), std::string(codes::own_file_damaged));
        return false;
    }
    status_.now_sending = wire::batch_file_name(file.epoch, file.seq);
    status_.sent = 0;
    const auto size = static_cast<std::int64_t>(batch->bytes().size());
    status_.to_send = size;
    if (!tell()) {
        stopped_ = true;
        told("L-08", ErrorKind::cancelled);
        return false;
    }
    const auto started = around_.clock.monotonic();
    const auto answer = province_->put_batch(*batch);
    inbox_.held.newest.reset();  // only the last answer's word counts
    if (!answer) {
        put_off_all(short_name(name), answer.error());
        return false;
    }
    bytes_sent_ += size;
    if (const auto took = around_.clock.monotonic() - started; took.count() > 0) {
        around_.state.bytes_per_second = size * 1000 / took.count();
    }
    around_.state.note(now_, short_name(name), answer->decision.code);
    return settle(name, batch->stanza().file, *answer);
}

Result<bool> UploadRun::settle(const wire::BatchName& name, const Hash& file,
                               const Exchange& answer) {
    const auto step = answer.decision.step;
    if (step != Step::send_hello) {
        told(answer.decision.code);
    }
    busy_in_a_row_ = step == Step::back_off ? busy_in_a_row_ + 1 : 0;
    if (step != Step::not_the_province) {
        around_.state.whole = {};
    }
    if (answer.reply) {
        if (auto kept = keep_reply(answer); !kept) {
            return std::move(kept).error();
        }
    }
    // A refusal (n = 0) changes no state of delivery.
    if (answer.reply && answer.facts.reply_n > 0) {
        if (auto marked = around_.spool.mark_sent({name.epoch, name.seq, file, now_}); !marked) {
            return std::move(marked).error();
        }
    }
    if (step == Step::keep_reply && answer.facts.reply_n > 0) {
        ++status_.files_answered;
        wait_of(name) = {};
        // Kept until the reply is applied: a batch that stays in out/ after that is not sent in a
        // hot loop.
        put_off(wait_of(name), WaitKind::network, poll_wait, answer.decision.code);
        wait_of(name).tries = 0;
        if (name.seq == 1) {
            forget_hello_waits(name.epoch);
        }
        return true;
    }
    if (step == Step::send_hello) {
        const auto greeted = name.seq == 1 ? Result<bool>(false) : greet_again(name.epoch);
        if (!greeted) {
            return greeted.error();
        }
        if (!*greeted) {
            wait_for_hello(name.epoch);
            return false;
        }
        return send_one({name.epoch, name.seq, 0, false});
    }
    put_off(wait_of(name), answer);
    return false;
}

Status UploadRun::keep_reply(const Exchange& answer) {
    const auto& stanza = answer.reply->stanza();
    if (auto put = around_.spool.put_in(wire::reply_file_name(stanza), answer.reply->bytes());
        !put) {
        return put;
    }
    if (stanza.n > 0 && stanza.seq) {
        inbox_.answered[{stanza.epoch, *stanza.seq}] = *stanza.file;
    }
    if (stanza.n > 0 && stanza.epoch == around_.link.epoch) {
        inbox_.held.add(stanza);
        inbox_.held.newest = answer.newest;
    }
    return done();
}

Result<bool> UploadRun::greet_again(const Epoch& epoch) {
    const auto hello = std::ranges::find_if(
        files_, [&](const spool::OutFile& file) { return file.epoch == epoch && file.in_reserve; });
    if (hello == files_.end() || !greeted_again_.insert(epoch).second ||
        !is_due(wait_of(name_of(*hello)), now_, options_)) {
        return false;
    }
    return send_one(*hello);
}

void UploadRun::wait_for_hello(const Epoch& epoch) {
    blocked_.insert(epoch);
    for (const auto& file : files_) {
        if (file.epoch == epoch) {
            put_off(wait_of(name_of(file)), WaitKind::hello, hello_wait, codes::unknown_device);
        }
    }
}

void UploadRun::forget_hello_waits(const Epoch& epoch) {
    for (auto& [name, wait] : around_.state.files) {
        if (name.epoch == epoch && wait.kind == WaitKind::hello) {
            wait = {};
        }
    }
    if (epoch == around_.link.epoch && around_.state.replies.kind == WaitKind::hello) {
        around_.state.replies = {};
    }
}

void UploadRun::put_off(Wait& wait, const Exchange& answer) {
    const auto& [step, code] = answer.decision;
    told(code, kind_of(answer));
    const auto tries = wait.tries + 1;
    const auto pause = answer.retry_after.value_or(backoff(tries, around_.random));
    // What the other side asked for is not cut short by a person.
    const auto asked_or = [&](WaitKind own) { return answer.retry_after ? WaitKind::asked : own; };
    switch (step) {
        case Step::back_off:
            put_off(wait, WaitKind::asked, pause, code);
            // Meant for us, not for this file; or no file fares better.
            if (answer.retry_after || answer.facts.status == 429 || answer.facts.status == 503 ||
                busy_in_a_row_ >= most_busy_in_a_row) {
                stopped_ = true;
                put_off(around_.state.whole, WaitKind::asked, pause, code);
            }
            break;
        case Step::back_off_long:
            put_off(wait, asked_or(WaitKind::lasting), answer.retry_after.value_or(long_wait),
                    code);
            break;
        case Step::keep_reply:  // an unnumbered one: the register has to act
        case Step::daily:
            put_off(wait, WaitKind::lasting, daily_wait, code);
            break;
        case Step::send_again:
            put_off(wait,
                    tries < tries_before_parking ? asked_or(WaitKind::network) : WaitKind::parked,
                    pause, code);
            break;
        case Step::park:
            put_off(wait, WaitKind::parked, daily_wait, code);
            break;
        case Step::send_hello:
            put_off(wait, WaitKind::hello, hello_wait, code);
            break;
        case Step::done_for_now:
            put_off(wait, WaitKind::network, poll_wait, code);
            wait.tries = 0;
            break;
        case Step::not_the_province:
            stopped_ = true;
            put_off(around_.state.whole, WaitKind::network,
                    backoff(around_.state.whole.tries + 1, around_.random), code);
            break;
    }
}

void UploadRun::put_off(Wait& wait, WaitKind kind, std::chrono::seconds span,
                        std::string_view code) {
    wait.kind = kind;
    wait.until = now_ + span;
    ++wait.tries;
    wait.code = code;
    wait.app = kind == WaitKind::parked ? std::string(this_version) : std::string();
    told(code);
}

void UploadRun::put_off_all(std::string_view what, const Error& error) {
    stopped_ = true;
    told(error.code, error.kind == ErrorKind::cancelled ? error.kind : ErrorKind::unreachable);
    around_.state.note(now_, std::string(what), error.code);
    if (error.kind == ErrorKind::cancelled) {
        return;
    }
    auto& whole = around_.state.whole;
    put_off(whole, WaitKind::network, backoff(whole.tries + 1, around_.random), error.code);
}

Status UploadRun::fetch_all() {
    auto& state = around_.state;
    if (!is_due(state.replies, now_, options_)) {
        return done();
    }
    const auto fetched = fetch_replies(*province_, around_.link.device, around_.link.epoch,
                                       inbox_.held, [this](const Exchange& answer) {
                                           around_.state.whole = {};
                                           return keep_reply(answer);
                                       });
    if (!fetched) {
        return fetched.error();
    }
    status_.replies_fetched += fetched->fetched;
    if (fetched->unreachable) {
        put_off_all("replies", *fetched->unreachable);
    } else if (fetched->refusal) {
        return settle_no_reply(*fetched->refusal, fetched->is_behind);
    } else if (fetched->is_told_all) {
        Exchange nothing_new;
        nothing_new.decision.step = Step::done_for_now;
        put_off(state.replies, nothing_new);
    } else if (fetched->asked) {
        state.replies = {};
    }
    return done();
}

Status UploadRun::settle_no_reply(const Exchange& answer, bool is_behind) {
    auto& state = around_.state;
    const auto& decision = answer.decision;
    if (decision.step != Step::not_the_province) {
        state.whole = {};
    }
    // The province forgot us, who may have nothing else to send.
    if (decision.step == Step::send_hello) {
        const auto greeted = greet_again(around_.link.epoch);
        if (!greeted) {
            return greeted.error();
        }
        if (*greeted) {
            state.replies = {};
            return fetch_all();
        }
    }
    if (decision.step != Step::done_for_now) {
        state.note(now_, "replies", decision.code);
    }
    put_off(state.replies, answer);
    // It forgot what it told us, and perhaps more.
    return is_behind ? around_.spool.want_question(around_.link.epoch) : done();
}

std::optional<Timestamp> next_try(const UploadState& state) {
    if (state.whole.kind != WaitKind::none) {
        return state.whole.until;
    }
    std::optional<Timestamp> earliest;
    const auto consider = [&](const Wait& wait) {
        if (wait.kind != WaitKind::none && wait.kind != WaitKind::parked &&
            (!earliest || wait.until < *earliest)) {
            earliest = wait.until;
        }
    };
    for (const auto& [name, wait] : state.files) {
        consider(wait);
    }
    return earliest;
}

}  // namespace lontar::upload
