#pragma once
/// Single named values of a register.
#include <string>
#include <string_view>

#include "storage/base/result.hpp"

namespace lontar::storage {

class Register;

/// Names of the settings this folder writes. Others belong to who sets them.
namespace setting_names {
inline constexpr std::string_view village = "village";
inline constexpr std::string_view village_name = "village_name";
inline constexpr std::string_view activation = "activation";  ///< the file as received
inline constexpr std::string_view manifest =
    "manifest";                                   ///< newest verified one: line LF signature
inline constexpr std::string_view root = "root";  ///< pinned root key, hex
inline constexpr std::string_view recovery_sheet = "recovery_sheet";        ///< `age1…`
inline constexpr std::string_view province_recovery = "province_recovery";  ///< `age1…`
inline constexpr std::string_view training = "training";                    ///< `1` or empty
inline constexpr std::string_view last_backup_at = "last_backup_at";        ///< UTC seconds
}  // namespace setting_names

/// Empty when never set.
Result<std::string> find_setting(Register& village_register, std::string_view name);
/// Part of the caller's transaction, or a commit of its own.
Status put_setting(Register& village_register, std::string_view name, std::string_view value);

}  // namespace lontar::storage
