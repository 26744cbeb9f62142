#pragma once
/// A province behind an `Http` that needs no network: it keeps what it received in a folder, so
/// that several processes and runs talk to the same one, and does at a given call what a test
/// wants.
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "storage/base/durable_file.hpp"
#include "support/province/test_province.hpp"
#include "sync/upload/http.hpp"

namespace lontar::support {

/// Instead of the usual answer.
struct Mishap {
    std::optional<Error> before = std::nullopt;               ///< the request does not arrive
    std::optional<Error> after = std::nullopt;                ///< it is handled, the answer is lost
    std::optional<upload::HttpAnswer> answer = std::nullopt;  ///< somebody else answers
};

class FakeProvince {
public:
    FakeProvince(TestProvince& province, Path folder);

    upload::MakeHttp make_http();

    /// Number of the call (1 is the first) -> what goes wrong there.
    std::map<int, Mishap> mishaps;
    /// Asked at every call, after `mishaps`; nothing: the usual.
    std::function<std::optional<Mishap>(int call, const std::string& url, bool is_put)> wish;
    int calls = 0;
    int puts = 0;
    std::vector<std::string> urls;
    std::vector<Bytes> bodies;  ///< of every PUT that arrived
    std::vector<upload::HttpSettings> settings;
    /// Problem of the unnumbered refusal every hello gets; empty: accepted.
    std::string refuse_hello;
    /// Entry lines with this text in them are returned for correction.
    std::string return_lines_with;
    std::string return_reason = "data_tidak_padan";
    std::string return_note;  ///< beside the reasons; empty: none
    std::int64_t gen = 1;
    /// Beside each numbered reply it says which of the epoch is the newest, as the real one does.
    bool tells_newest = false;
    /// Said instead of the truth.
    std::optional<wire::ReplyNumber> newest_lie;

    /// A later reply to this epoch, with these words; returns its n.
    std::int64_t send_notice(const Epoch& epoch, const std::string& words);
    /// A later reply to this epoch: this line has to be corrected.
    void return_line(const Epoch& epoch, std::int64_t seq, std::int64_t line,
                     const std::string& note);
    /// The province was restored from a backup made before `seq` of `epoch` and later arrived.
    void forget_from(const Epoch& epoch, std::int64_t seq);

    /// Every entry line received, once for each time it arrived in a different batch.
    [[nodiscard]] std::vector<std::string> received_lines() const;
    [[nodiscard]] std::set<std::int64_t> received_seqs(const Epoch& epoch) const;

    Result<upload::HttpAnswer> handle(const std::string& url, const ByteView* body);

private:
    Result<upload::HttpAnswer> usual(const std::string& url, const ByteView* body);
    void tell_newest(upload::HttpAnswer& answer) const;
    upload::HttpAnswer put_batch(ByteView file);
    upload::HttpAnswer fetch_reply(const std::string& path) const;
    /// Numbers and dates it as the next of this epoch; returns its n.
    std::int64_t send_later(const Epoch& epoch, wire::Reply reply);
    Bytes add_reply(const wire::Reply& reply, const std::optional<wire::Answered>& answered,
                    const sealed::Recipient& device);
    [[nodiscard]] wire::Have have(const Epoch& epoch) const;
    [[nodiscard]] std::int64_t next_n(const Epoch& epoch) const;
    [[nodiscard]] std::optional<sealed::Recipient> recipient_of(const Epoch& epoch) const;
    [[nodiscard]] Path batch_file(const Epoch& epoch, std::int64_t seq) const;
    [[nodiscard]] Path reply_file(const Epoch& epoch, std::int64_t of_gen, std::int64_t n) const;
    [[nodiscard]] Path answer_file(const Epoch& epoch, std::int64_t seq) const;

    TestProvince& province_;
    Path folder_;
};

/// `application/problem+json` of this code.
upload::HttpAnswer problem_answer(std::string_view code, int status = 0);
/// 200 with a page that wants a login.
upload::HttpAnswer login_page(int status = 200);

}  // namespace lontar::support
