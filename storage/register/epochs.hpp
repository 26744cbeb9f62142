#pragma once
/// Epochs: the one way out of a restore, a clone, a fork or a refused hello.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/ids.hpp"
#include "storage/base/result.hpp"

namespace lontar::storage {

class Register;

/// State of the epoch a device is in.
struct EpochState {
    Epoch epoch;
    std::string why;  ///< new, restore, clone, fork, again
    std::int64_t last_seq = 0;
    std::int64_t gen = 0;
    std::int64_t ack = 0;  ///< highest contiguous n applied
    std::int64_t have_upto = 0;
    std::vector<std::int64_t> have_missing;
    std::optional<Hash> last_file;  ///< of last_seq
    bool hello_refused = false;
    std::optional<Epoch> from_epoch;
};

/// The epoch this device is in. corrupt "R-06" when the register has none.
Result<EpochState> find_epoch_state(Register& village_register);
/// Devices of the epochs before a restore or a copy, the newest first.
Result<std::vector<DeviceId>> list_earlier_devices(Register& village_register, std::size_t limit);
/// A new epoch in which everything without the province's verdict waits to be sealed again (its
/// line unchanged), inside the caller's transaction.
Status start_epoch(Register& village_register, std::string_view why);
/// `start_epoch` in a commit of its own.
Status begin_epoch(Register& village_register, std::string_view why);
/// A new activation for the same village and root (`setup --again`): kept, and a new epoch begins
/// with hello why=again.
Status store_activation(Register& village_register, std::string_view activation);
/// Until a receipt for this epoch comes, or a new epoch begins.
Status record_hello_refused(Register& village_register, std::string_view problem);

}  // namespace lontar::storage
