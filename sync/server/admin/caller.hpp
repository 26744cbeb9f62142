#pragma once
/// Where a command's calls go: to the running server, or to the province opened here when none
/// runs.
#include <memory>

#include "storage/base/json.hpp"
#include "storage/base/os.hpp"
#include "storage/base/result.hpp"
#include "sync/server/province.hpp"

namespace lontar::server {

class Caller {
public:
    Caller() = default;
    Caller(const Caller&) = delete;
    Caller& operator=(const Caller&) = delete;
    Caller(Caller&&) = delete;
    Caller& operator=(Caller&&) = delete;
    virtual ~Caller() = default;
    /// See `answer_call`.
    virtual Result<Json> call(const Json& request) = 0;
};

/// not_found "V-01": no province; locked "V-03": another command holds it and nobody answers.
Result<std::unique_ptr<Caller>> find_caller(const World& world, const Path& folder);

/// The lock of the data folder; waits up to 10 s for a command that is about to end. locked "V-03".
Result<std::unique_ptr<FileLock>> lock_province(const Path& folder);

}  // namespace lontar::server
