#include "sync/server/admin/caller.hpp"

#include <chrono>
#include <thread>
#include <utility>

#include "sync/server/admin/calls.hpp"
#include "sync/server/admin/control.hpp"

namespace lontar::server {

namespace {

constexpr std::chrono::milliseconds pause{50};
constexpr int tries = 200;

class LocalCaller : public Caller {
public:
    LocalCaller(std::unique_ptr<FileLock> lock, std::unique_ptr<Province> province)
        : lock_(std::move(lock)), province_(std::move(province)) {}
    Result<Json> call(const Json& request) override { return answer_call(*province_, request); }

private:
    std::unique_ptr<FileLock> lock_;  // freed last
    std::unique_ptr<Province> province_;
};

class RemoteCaller : public Caller {
public:
    explicit RemoteCaller(std::unique_ptr<ControlClient> client) : client_(std::move(client)) {}
    Result<Json> call(const Json& request) override { return client_->call(request); }

private:
    std::unique_ptr<ControlClient> client_;
};

}  // namespace

Result<std::unique_ptr<Caller>> find_caller(const World& world, const Path& folder) {
    if (!world.disk.exists(folder / files::database)) {
        return fail(ErrorKind::not_found, "V-01",
                    "open the province: run `lontar-server init` first");
    }
    // A server may begin or end meanwhile: either the lock is free or somebody answers.
    for (int i = 0; i < tries; ++i) {
        auto lock = lock_file(folder / files::lock);
        if (lock) {
            auto province = Province::open(world, folder);
            if (!province) {
                return std::move(province).error();
            }
            return std::unique_ptr<Caller>(
                std::make_unique<LocalCaller>(*std::move(lock), *std::move(province)));
        }
        if (lock.error().kind != ErrorKind::locked) {
            return std::move(lock).error();
        }
        if (auto client = ControlClient::connect(folder)) {
            return std::unique_ptr<Caller>(std::make_unique<RemoteCaller>(*std::move(client)));
        }
        std::this_thread::sleep_for(pause);
    }
    return fail(ErrorKind::locked, "V-03",
                "open the province: another command works in this folder");
}

Result<std::unique_ptr<FileLock>> lock_province(const Path& folder) {
    for (int i = 0;; ++i) {
        auto lock = lock_file(folder / files::lock);
        if (lock || lock.error().kind != ErrorKind::locked) {
            return lock;
        }
        if (i == tries) {
            return fail(ErrorKind::locked, "V-03",
                        "open the province: another server works in this folder");
        }
        std::this_thread::sleep_for(pause);
    }
}

}  // namespace lontar::server
