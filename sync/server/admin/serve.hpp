#pragma once
/// The running server: listener, worker and control socket together.
#include <cstdint>
#include <string>

#include "storage/base/result.hpp"
#include "sync/server/https/front.hpp"
#include "sync/server/https/limits.hpp"
#include "sync/server/https/log.hpp"
#include "sync/server/province.hpp"

namespace lontar::server {

struct ServeSettings {
    std::string address = "0.0.0.0";
    std::uint16_t port = 8443;
    HttpLimits limits;
};

class Worker;

/// What the front needs of `worker`: batches and replies.
Backend backend_of(Worker& worker);

/// Serves the province in `folder` until SIGTERM or SIGINT. Writes `listening on ADDRESS:PORT` to
/// the log when it can be called. As Province::open, `Listener::listen`, and locked "V-03":
/// another server has it.
Status serve(const World& world, const Path& folder, const ServeSettings& settings, Log& log);

}  // namespace lontar::server
