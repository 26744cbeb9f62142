#pragma once
/// Batches that come on a stick, and the replies that go back on it.
#include <cstdint>
#include <map>
#include <string>

#include "storage/base/durable_file.hpp"
#include "storage/base/result.hpp"
#include "sync/server/admin/caller.hpp"

namespace lontar::server {

struct ReceiveOutcome {
    std::int64_t files = 0;
    std::int64_t replies = 0;                      ///< written to the stick
    std::map<std::string, std::int64_t> outcomes;  ///< received, resent, fork, a problem's code …
    std::int64_t failed = 0;  ///< files without a sealed 200 answer; they stay where they are
    std::int64_t not_looked_at = 0;  ///< files beyond the limits of wire::StickFiles
    Path folder;                     ///< of ours on the stick; empty when one file was named
};

/// `place`: whatever place on a stick (sync/wire/stick_place.hpp), where a village's folder means
/// that village alone; or one batch file. A batch is known by what is in it, under whatever name,
/// also beside our folders, where its reply then goes as well. Each reply is on the stick, read
/// back and compared, before the next batch is given to the province; every reply the village's
/// laptops have not applied goes along. Of what is on the stick nothing is removed. not_found
/// "V-17": no batch file or village folder there. conflict "C-06": several sticks are there.
/// corrupt "C-03": a reply read back differs, and its copy was taken away; the batches taken in
/// until then are stored.
Result<ReceiveOutcome> receive(Disk& disk, Caller& caller, const Path& place);

}  // namespace lontar::server
