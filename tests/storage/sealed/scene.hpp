#pragma once
/// Keys and files for the tests of sealed files.
#include <functional>
#include <string>
#include <string_view>

#include "storage/sealed/sealed_file.hpp"
#include "storage/sealed/sealed_head.hpp"
#include "support/fakes.hpp"

namespace lontar::sealed::test {

/// One device that seals and two that read.
struct Scene {
    explicit Scene(std::uint64_t seed = 1);
    support::SeededRandom random;
    SigningKey device;
    Identity province;
    Identity sheet;
    std::vector<Recipient> recipients;

    [[nodiscard]] SealRequest request() const;
    Bytes sealed(std::string_view text);
    /// A file whose head is right for the payload that `make` returns, whatever it holds.
    Bytes around(const std::function<Bytes(const HeadDraft&)>& make);
    /// Right in everything, with these bytes where the zstd frame belongs.
    Bytes around_plain(ByteView plain);
};

void flip(std::span<std::uint8_t> bytes, std::size_t at, std::uint64_t bit);

/// Text that cannot be made much smaller: hex digits in lines of 64.
std::string random_text(support::SeededRandom& random, std::size_t size);
Bytes random_bytes(support::SeededRandom& random, std::size_t size);

/// A zstd frame made by hand: `data` in raw blocks, window 8 MiB, no sizes.
Bytes raw_frame(ByteView data);
/// A frame that unpacks to `blocks` times 128 KiB of zeros, 4 bytes each.
Bytes frame_of_zeros(std::size_t blocks);

/// "S-02 reason", or "ok".
std::string told(const Error& error);
template <typename T>
std::string told(const Result<T>& result) {
    return result ? "ok" : told(result.error());
}
inline std::string told(const Status& status) {
    return status ? "ok" : told(status.error());
}

/// Most memory a child process needed while `act` ran, above what it had before, in MiB; -1 when
/// `act` returned false.
int peak_mebibytes(const std::function<bool()>& act);

/// Runs a command of the shell; true when it ended with 0.
bool shell(const std::string& command);
bool has_program(const std::string& name);

}  // namespace lontar::sealed::test
