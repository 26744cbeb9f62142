#include "storage/base/result.hpp"

namespace lontar {

std::string_view name_of(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::invalid_input:
            return "invalid_input";
        case ErrorKind::not_found:
            return "not_found";
        case ErrorKind::conflict:
            return "conflict";
        case ErrorKind::corrupt:
            return "corrupt";
        case ErrorKind::storage_full:
            return "storage_full";
        case ErrorKind::storage_failed:
            return "storage_failed";
        case ErrorKind::unreachable:
            return "unreachable";
        case ErrorKind::refused:
            return "refused";
        case ErrorKind::locked:
            return "locked";
        case ErrorKind::wrong_passphrase:
            return "wrong_passphrase";
        case ErrorKind::too_new:
            return "too_new";
        case ErrorKind::cancelled:
            return "cancelled";
    }
    return "unknown";
}

}  // namespace lontar
