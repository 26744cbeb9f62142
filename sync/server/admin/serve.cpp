#include "sync/server/admin/serve.hpp"

#include <memory>
#include <utility>

#include <sys/resource.h>

#include "sync/server/admin/caller.hpp"
#include "sync/server/admin/calls.hpp"
#include "sync/server/admin/control.hpp"
#include "sync/server/https/listener.hpp"
#include "sync/server/https/worker.hpp"
#include "sync/server/province.hpp"

namespace lontar::server {

namespace {

/// A link is a descriptor; most systems begin with 1,024 and allow more.
void allow_many_descriptors() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        ::setrlimit(RLIMIT_NOFILE, &limit);
    }
}

}  // namespace

Backend backend_of(Worker& worker) {
    Backend backend;
    backend.put_batch = [&worker](wire::ProvenBatch file, Backend::Done done) {
        auto shared = std::make_shared<const wire::ProvenBatch>(std::move(file));
        return worker.try_post([shared, done = std::move(done)](Province& province) {
            done(Ingest(province).take(*shared, Road::https));
        });
    };
    backend.get_reply = [&worker](const GetReply& asked, Backend::Done done) {
        return worker.try_post([asked, done = std::move(done)](Province& province) {
            done(Ingest(province).fetch(asked.device, asked.epoch, asked.gen, asked.n));
        });
    };
    return backend;
}

Status serve(const World& world, const Path& folder, const ServeSettings& settings, Log& log) {
    allow_many_descriptors();
    // Said before the lock, which cannot be made in a folder that is not there.
    if (!world.disk.exists(folder / files::database)) {
        return fail(ErrorKind::not_found, "V-01",
                    "open the province: run `lontar-server init` first");
    }
    auto lock = lock_province(folder);
    if (!lock) {
        return std::move(lock).error();
    }
    auto province = Province::open(world, folder);
    if (!province) {
        return std::move(province).error();
    }
    auto tls = (*province)->tls_identity();
    if (!tls) {
        return std::move(tls).error();
    }
    const ListenerSettings listener_settings{settings.address, settings.port, *std::move(tls),
                                             (*province)->manifest().text(), settings.limits};
    {
        Worker worker(**province);
        Listener* running = nullptr;
        const auto renew_certificate = [&] {
            worker.try_post([&](Province& owned) {
                if (!owned.ready()) {
                    return;
                }
                if (const auto current = owned.tls_identity()) {
                    running->renew(*current);
                }
            });
        };
        auto listener =
            Listener::listen(listener_settings, backend_of(worker), renew_certificate, log);
        if (!listener) {
            return std::move(listener).error();
        }
        running = listener->get();
        auto control = ControlServer::listen(folder, [&](const Json& request) {
            Result<Json> answer = Json();
            worker.run([&](Province& owned) { answer = answer_call(owned, request); });
            log.write("command " + request.text_at("call").value_or("") +
                      (answer ? " done" : " refused " + answer.error().code));
            return answer;
        });
        if (!control) {
            return std::move(control).error();
        }
        log.write("listening on " + settings.address + ":" + std::to_string(running->port()));
        running->run(true);
        control->reset();
        // Answers that are still being made go to the server, which must outlive them.
        worker.stop();
    }
    log.write("stopped");
    return (*province)->ready() ? (*province)->database().checkpoint() : done();
}

}  // namespace lontar::server
