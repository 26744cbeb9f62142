#pragma once
/// The moment certificates are judged at. A laptop whose battery died believes it is 2010 and would
/// refuse a good certificate; turning verification off would let anybody in.
#include <optional>
#include <string>
#include <vector>

#include "storage/base/timestamp.hpp"

namespace lontar::upload {

/// `clock`, or `floor` when that is later; of the floor nothing counts beyond the end of the last
/// certificate of `ca`, so that a wrong floor cannot lock a village out.
Timestamp verify_moment(Timestamp clock, Timestamp floor, const std::vector<std::string>& ca);

/// When the certificate of this PEM text ends; nothing when it is none. By the system's TLS
/// library, as the rest of this header.
std::optional<Timestamp> end_of(const std::string& pem);

enum class CertificateVerdict {
    none,  ///< no certificate was judged
    good,
    wrong_dates,  ///< ended, or not yet begun, at that moment
    wrong,        ///< not signed by the CA
};
struct Judgement {
    Timestamp moment;
    CertificateVerdict verdict = CertificateVerdict::none;  ///< of the newest connection
};
/// Makes the handle (a CURL*) judge at `judgement.moment` and tell its verdict there; `judgement`
/// outlives it. False: the library refused.
bool judge(void* handle, Judgement& judgement);

}  // namespace lontar::upload
