#include "client/text/exit_code.hpp"

namespace lontar::client {

int exit_code_of(const Error& error) {
    if (error.kind == ErrorKind::invalid_input && error.code.starts_with('P')) {
        return exit_wrong_use;
    }
    if (is_retryable(error.kind) || error.kind == ErrorKind::cancelled) {
        return exit_try_again;
    }
    return exit_refused;
}

}  // namespace lontar::client
