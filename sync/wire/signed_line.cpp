#include "sync/wire/signed_line.hpp"

#include <algorithm>

namespace lontar::wire {

std::string sign_line(const sealed::SigningKey& key, std::string_view domain,
                      std::string_view line) {
    return sealed::to_base64(key.sign(domain, line));
}

bool is_signed_by(const sealed::PublicKey& key, std::string_view domain, std::string_view line,
                  std::string_view signature) {
    const auto bytes = sealed::from_base64(signature);
    sealed::Signature exact{};
    if (!bytes || bytes->size() != exact.size()) {
        return false;
    }
    std::copy(bytes->begin(), bytes->end(), exact.begin());
    return sealed::verify(key, domain, line, exact);
}

}  // namespace lontar::wire
