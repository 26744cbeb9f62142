#pragma once
/// How the register stands: the home screen's figures.
#include <cstdint>
#include <optional>
#include <string>

#include "storage/base/ids.hpp"
#include "storage/base/result.hpp"
#include "storage/base/timestamp.hpp"
#include "storage/model/standing.hpp"

namespace lontar::storage {

class Register;

struct RegisterStatus {
    model::Counters counters;
    std::string village, village_name;
    DeviceId device;
    Epoch epoch;
    std::optional<Timestamp> last_reply;  ///< time of the newest reply, by the province's clock
    std::optional<Timestamp> last_backup, last_save;
    std::int64_t unsealed = 0;
    std::int64_t to_check = 0;
    bool training = false;
    bool clock_uncertain = false;
};

Result<RegisterStatus> find_status(Register& village_register);

}  // namespace lontar::storage
