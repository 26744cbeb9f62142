#pragma once
/// A locked laptop: a data folder with a link and sealed batches, and a province that can be
/// reached, or not.
#include <memory>
#include <string>
#include <vector>

#include "storage/sealed/hash.hpp"
#include "support/fakes.hpp"
#include "support/province/fake_province.hpp"
#include "support/temp_folder.hpp"
#include "sync/spool/link.hpp"
#include "sync/spool/spool.hpp"
#include "sync/upload/uploader.hpp"

namespace lontar::support {

inline Error no_network() {
    return fail(ErrorKind::unreachable, "L-01", "test: no network");
}

class LockedLaptop {
public:
    LockedLaptop() {
        province.manifest.servers = {"https://one.test", "https://two.test/lontar"};
        province.sign_again();
        write_link();
    }

    void write_link(std::int64_t gen = 0, std::int64_t ack = 0) {
        spool::Link link{device.id(), "5301022001",     device.epoch,     gen,
                         ack,         Timestamp{12345}, province.manifest};
        link.greeted = greeted;
        if (!spool::write_link(system_disk(), folder.path(), link)) {
            std::abort();
        }
    }
    /// Seals and lays out the next batch; returns its bytes.
    Bytes lay_out(std::size_t entries = 2) {
        ++last_seq;
        auto bytes =
            sealed_batch(test_batch(device, last_seq, entries, province.random), device, province);
        if (!spool.put_out(device.epoch, last_seq, bytes)) {
            std::abort();
        }
        return bytes;
    }
    void lay_out_many(int count) {
        for (int i = 0; i < count; ++i) {
            lay_out();
        }
    }
    Result<std::unique_ptr<upload::Uploader>> begin() {
        return upload::Uploader::begin(system_disk(), clock, system_random(), folder.path(),
                                       server.make_http());
    }
    /// One run of a program that then ends.
    upload::UploadStatus run(const upload::UploadOptions& options = {}) {
        auto uploader = begin();
        if (!uploader) {
            std::abort();
        }
        auto status = (*uploader)->tick(options);
        if (!status) {
            std::abort();
        }
        return *status;
    }
    /// The network dies at this call of the province, before it or after, and so it does for the
    /// second server, which is asked then.
    void lose_network_at(int call, bool arrives) {
        for (const int lost : {call, call + 1}) {
            server.mishaps[lost] =
                arrives ? Mishap{.after = no_network()} : Mishap{.before = no_network()};
        }
    }
    std::vector<std::string> in() { return *spool.in(); }
    /// What the holder of the register does: takes what came in, and removes what was received.
    void apply_everything() {
        std::int64_t gen = 0;
        std::int64_t ack = 0;
        for (const auto& name : in()) {
            const auto bytes = *spool.read_in(name);
            const auto reply = read_reply(bytes, province.manifest, device.id(), device.identity);
            if (reply && reply->n > 0) {
                gen = reply->gen;
                ack = std::max(ack, reply->n);
                for (const auto& receipt : reply->receipts) {
                    if (receipt.seq == 1) {
                        greeted.push_back(receipt.epoch);  // it stays, in reserve
                    } else {
                        (void)spool.remove_out(receipt.epoch, receipt.seq);
                    }
                }
            }
            (void)spool.remove_in(name);
        }
        write_link(gen, ack);
    }

    TempFolder folder;
    TestProvince province;
    TestDevice device{province.random};
    FakeClock clock;
    spool::Spool spool{system_disk(), folder.path()};
    FakeProvince server{province, folder / "province"};
    std::int64_t last_seq = 0;
    std::vector<Epoch> greeted;
};

}  // namespace lontar::support
