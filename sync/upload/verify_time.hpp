#pragma once
/// The moment certificates are judged at. A laptop whose battery died believes it is 2010 and would
/// refuse a good certificate; turning verification off would let anybody in.
#include <string>
#include <vector>

#include "storage/base/timestamp.hpp"

namespace lontar::upload {

/// `clock`, or `floor` when that is later; of the floor nothing counts beyond the end of the last
/// certificate of `ca`, so that a wrong floor cannot lock a village out. Where the TLS library
/// cannot be told a time: `clock`.
Timestamp verify_moment(Timestamp clock, Timestamp floor, const std::vector<std::string>& ca);

enum class Verdict {
    none,  ///< no certificate was judged, or the library does not tell
    good,
    wrong_dates,  ///< ended, or not yet begun, at that moment
    wrong,        ///< not signed by the CA
};
struct Judgement {
    Timestamp moment;
    Verdict verdict = Verdict::none;  ///< of the newest connection
};
/// Makes the handle (a CURL*) judge at `judgement.moment` and tell its verdict there; `judgement`
/// outlives it. False: the library refused.
bool judge(void* handle, Judgement& judgement);

}  // namespace lontar::upload
