#include "support/province/fake_province.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "storage/sealed/hash.hpp"
#include "storage/sealed/sealed_file.hpp"
#include "support/temp_folder.hpp"
#include "sync/wire/problem.hpp"

namespace lontar::support {

namespace {

class FakeHttp final : public upload::Http {
public:
    FakeHttp(FakeProvince& province, upload::HttpSettings settings)
        : province_(province), settings_(std::move(settings)) {}

    Result<upload::HttpAnswer> put(const std::string& url, ByteView body,
                                   std::string_view /*media_type*/) override {
        const auto size = static_cast<std::int64_t>(body.size());
        if (settings_.progress && !settings_.progress({0, size, 0})) {
            return fail(ErrorKind::cancelled, "L-08", "test: stopped");
        }
        auto answer = province_.handle(url, &body);
        if (settings_.progress && !settings_.progress({size, size, 1})) {
            return fail(ErrorKind::cancelled, "L-08", "test: stopped");
        }
        return answer;
    }
    Result<upload::HttpAnswer> get(const std::string& url) override {
        return province_.handle(url, nullptr);
    }

private:
    FakeProvince& province_;
    upload::HttpSettings settings_;
};

upload::HttpAnswer sealed_answer(Bytes body, int status = 200) {
    return {status, std::string(wire::sealed_media_type), std::move(body), {}};
}

/// Without the crash points of the product's own disk: this end never dies.
void store(const Path& file, ByteView bytes) {
    std::filesystem::create_directories(file.parent_path());
    put_bytes(file, bytes);
}

}  // namespace

upload::HttpAnswer problem_answer(std::string_view code, int status) {
    const auto* kind = wire::find_problem(code);
    const wire::ProblemKind other{code, status};
    const wire::ProblemKind& told = kind == nullptr ? other : *kind;
    const auto text = wire::problem_document(told);
    return {status != 0 ? status : told.status,
            std::string(wire::problem_media_type),
            to_bytes(text),
            {}};
}

upload::HttpAnswer login_page(int status) {
    return {status,
            "text/html; charset=utf-8",
            to_bytes("<html><body>Silakan login ke WiFi</body></html>"),
            {}};
}

FakeProvince::FakeProvince(TestProvince& province, Path folder)
    : province_(province), folder_(std::move(folder)) {}

upload::MakeHttp FakeProvince::make_http() {
    return [this](const upload::HttpSettings& wanted) -> Result<std::unique_ptr<upload::Http>> {
        settings.push_back(wanted);
        return std::unique_ptr<upload::Http>(std::make_unique<FakeHttp>(*this, wanted));
    };
}

Path FakeProvince::batch_file(const Epoch& epoch, std::int64_t seq) const {
    return folder_ / epoch.hex() / (std::to_string(seq) + ".batch");
}

Path FakeProvince::reply_file(const Epoch& epoch, std::int64_t of_gen, std::int64_t n) const {
    return folder_ / epoch.hex() / (std::to_string(of_gen) + "-" + std::to_string(n) + ".reply");
}

Path FakeProvince::answer_file(const Epoch& epoch, std::int64_t seq) const {
    return folder_ / epoch.hex() / (std::to_string(seq) + ".answer");
}

Result<upload::HttpAnswer> FakeProvince::handle(const std::string& url, const ByteView* body) {
    ++calls;
    urls.push_back((body == nullptr ? "GET " : "PUT ") + url);
    std::optional<Mishap> mishap;
    if (const auto found = mishaps.find(calls); found != mishaps.end()) {
        mishap = found->second;
    } else if (wish) {
        mishap = wish(calls, url, body != nullptr);
    }
    if (mishap && mishap->before) {
        return *mishap->before;
    }
    if (body != nullptr) {
        ++puts;
        bodies.push_back(to_bytes(*body));
    }
    if (mishap && mishap->answer) {
        return *mishap->answer;
    }
    auto answer = usual(url, body);
    if (tells_newest && answer) {
        tell_newest(*answer);
    }
    if (mishap && mishap->after) {
        return *mishap->after;
    }
    return answer;
}

Result<upload::HttpAnswer> FakeProvince::usual(const std::string& url, const ByteView* body) {
    const auto at = url.find("/v1/");
    const auto path = at == std::string::npos ? std::string() : url.substr(at);
    if (path == "/v1/keys") {
        return upload::HttpAnswer{200, "text/plain", to_bytes(province_.manifest.text()), {}};
    }
    if (body != nullptr && path.starts_with("/v1/batches/")) {
        return put_batch(*body);
    }
    if (body == nullptr && path.starts_with("/v1/replies/")) {
        return fetch_reply(path);
    }
    return problem_answer("wrong_use", 404);
}

void FakeProvince::tell_newest(upload::HttpAnswer& answer) const {
    const auto header = sealed::read_header(answer.body);
    if (!header) {
        return;
    }
    const auto epoch = Epoch::from_hex(header->meta.text_at("epoch").value_or(""));
    if (epoch && header->meta.integer_at("n").value_or(0) > 0) {
        answer.newest = newest_lie.value_or(wire::ReplyNumber{gen, next_n(*epoch) - 1});
    }
}

upload::HttpAnswer FakeProvince::put_batch(ByteView file) {
    const auto proven = wire::prove_batch(to_bytes(file));
    if (!proven) {
        return problem_answer(proven.fault() == wire::BatchFault::tail_differs ? "hash_mismatch"
                                                                               : "malformed");
    }
    const auto* stanza = &proven->stanza();
    const wire::Answered answered{stanza->seq, stanza->file};
    if (std::filesystem::exists(batch_file(stanza->epoch, stanza->seq))) {
        if (bytes_of(batch_file(stanza->epoch, stanza->seq)) == to_bytes(file)) {
            return sealed_answer(bytes_of(answer_file(stanza->epoch, stanza->seq)));
        }
        wire::Reply fork;
        fork.device = stanza->device;
        fork.epoch = stanza->epoch;
        fork.gen = gen;
        fork.problem = "fork";
        fork.time = test_now;
        fork.have = have(stanza->epoch);
        fork.receipts = {{stanza->epoch, stanza->seq, stanza->file, "fork", test_now}};
        return sealed_answer(province_.seal(fork, answered, *recipient_of(stanza->epoch)), 409);
    }
    const auto batch = province_.open(file);
    if (!batch) {
        return problem_answer("malformed");
    }
    if (batch->hello && !refuse_hello.empty()) {
        wire::Reply refusal;
        refusal.device = batch->device;
        refusal.epoch = batch->epoch;
        refusal.time = test_now;
        refusal.problem = refuse_hello;
        return sealed_answer(province_.seal(refusal, answered, batch->hello->recipient), 403);
    }
    const auto recipient =
        batch->hello ? std::optional(batch->hello->recipient) : recipient_of(batch->epoch);
    if (!recipient) {
        return problem_answer("unknown_device");
    }
    store(batch_file(batch->epoch, batch->seq), file);
    auto reply = accepting(*batch, file, gen, next_n(batch->epoch));
    reply.have = have(batch->epoch);
    for (std::size_t i = 0; i < batch->lines.size(); ++i) {
        if (!return_lines_with.empty() &&
            batch->lines[i].find(return_lines_with) != std::string::npos) {
            Json detail = Json::Object{{"reasons", Json::List{return_reason}}};
            if (!return_note.empty()) {
                detail.set("note", return_note);
            }
            reply.verdicts[0].except.push_back(
                {wire::first_entry_line(batch->seq) + static_cast<std::int64_t>(i),
                 "needs_correction", std::move(detail)});
        }
    }
    auto bytes = add_reply(reply, answered, *recipient);
    store(answer_file(batch->epoch, batch->seq), bytes);
    return sealed_answer(std::move(bytes));
}

upload::HttpAnswer FakeProvince::fetch_reply(const std::string& path) const {
    // /v1/replies/<device>/<epoch>/<gen>/<n>
    const auto n_at = path.rfind('/');
    const auto gen_at = path.rfind('/', n_at - 1);
    const auto epoch_at = path.rfind('/', gen_at - 1);
    const auto epoch = Epoch::from_hex(path.substr(epoch_at + 1, gen_at - epoch_at - 1));
    if (!epoch) {
        return problem_answer("wrong_use", 404);
    }
    if (received_seqs(*epoch).empty()) {
        return problem_answer("unknown_device");
    }
    const auto file =
        reply_file(*epoch, std::stoll(path.substr(gen_at + 1)), std::stoll(path.substr(n_at + 1)));
    return std::filesystem::exists(file) ? sealed_answer(bytes_of(file))
                                         : problem_answer("no_reply_yet");
}

Bytes FakeProvince::add_reply(const wire::Reply& reply,
                              const std::optional<wire::Answered>& answered,
                              const sealed::Recipient& device) {
    auto bytes = province_.seal(reply, answered, device);
    store(reply_file(reply.epoch, reply.gen, reply.n), bytes);
    return bytes;
}

std::int64_t FakeProvince::next_n(const Epoch& epoch) const {
    std::int64_t n = 1;
    while (std::filesystem::exists(reply_file(epoch, gen, n))) {
        ++n;
    }
    return n;
}

std::optional<sealed::Recipient> FakeProvince::recipient_of(const Epoch& epoch) const {
    if (!std::filesystem::exists(batch_file(epoch, 1))) {
        return std::nullopt;
    }
    const auto hello = province_.open(bytes_of(batch_file(epoch, 1)));
    return hello ? std::optional(hello->hello->recipient) : std::nullopt;
}

std::set<std::int64_t> FakeProvince::received_seqs(const Epoch& epoch) const {
    std::set<std::int64_t> seqs;
    std::error_code none;
    for (const auto& entry : std::filesystem::directory_iterator(folder_ / epoch.hex(), none)) {
        if (entry.path().extension() == ".batch") {
            seqs.insert(std::stoll(entry.path().stem().string()));
        }
    }
    return seqs;
}

wire::Have FakeProvince::have(const Epoch& epoch) const {
    const auto seqs = received_seqs(epoch);
    wire::Have have;
    while (seqs.contains(have.upto + 1)) {
        ++have.upto;
    }
    const auto highest = seqs.empty() ? 0 : *seqs.rbegin();
    for (auto seq = have.upto + 1; seq < highest; ++seq) {
        if (!seqs.contains(seq)) {
            have.missing.push_back(seq);
        }
    }
    return have;
}

std::int64_t FakeProvince::send_notice(const Epoch& epoch, const std::string& words) {
    wire::Reply reply;
    reply.notices = {{words, {}, {}}};
    return send_later(epoch, std::move(reply));
}

void FakeProvince::return_line(const Epoch& epoch, std::int64_t seq, std::int64_t line,
                               const std::string& note) {
    wire::Reply reply;
    Json detail = Json::Object{{"reasons", Json::List{"BERKAS"}}};
    detail.set("note", note);
    reply.verdicts = {{epoch, seq, false, {{line, "needs_correction", std::move(detail)}}}};
    send_later(epoch, std::move(reply));
}

std::int64_t FakeProvince::send_later(const Epoch& epoch, wire::Reply reply) {
    const auto hello = province_.open(bytes_of(batch_file(epoch, 1)));
    reply.device = hello->device;
    reply.epoch = epoch;
    reply.gen = gen;
    reply.n = next_n(epoch);
    reply.time = test_now;
    reply.have = have(epoch);
    add_reply(reply, {}, hello->hello->recipient);
    return reply.n;
}

void FakeProvince::forget_from(const Epoch& epoch, std::int64_t seq) {
    for (const auto lost : received_seqs(epoch)) {
        if (lost >= seq) {
            std::filesystem::remove(batch_file(epoch, lost));
            std::filesystem::remove(answer_file(epoch, lost));
        }
    }
    ++gen;
}

std::vector<std::string> FakeProvince::received_lines() const {
    std::vector<std::string> lines;
    std::error_code none;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_, none)) {
        if (entry.path().extension() == ".batch") {
            const auto batch = province_.open(bytes_of(entry.path()));
            lines.insert(lines.end(), batch->lines.begin(), batch->lines.end());
        }
    }
    std::sort(lines.begin(), lines.end());
    return lines;
}

}  // namespace lontar::support
