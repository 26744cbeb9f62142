#include "sync/server/https/worker.hpp"

#include <future>
#include <utility>

namespace lontar::server {

Worker::Worker(Province& province, std::size_t capacity)
    : province_(province), capacity_(capacity), thread_([this] { work(); }) {}

void Worker::stop() {
    if (!thread_.joinable()) {
        return;
    }
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

bool Worker::try_post(Job job) {
    {
        const std::lock_guard lock(mutex_);
        if (stopping_ || jobs_.size() >= capacity_) {
            return false;
        }
        jobs_.push_back(std::move(job));
    }
    changed_.notify_all();
    return true;
}

void Worker::run(const Job& job) {
    std::promise<void> promise;
    {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return jobs_.size() < capacity_; });
        jobs_.emplace_back([&](Province& province) {
            job(province);
            promise.set_value();
        });
    }
    changed_.notify_all();
    promise.get_future().wait();
}

void Worker::work() {
    for (;;) {
        Job job;
        {
            std::unique_lock lock(mutex_);
            changed_.wait(lock, [this] { return stopping_ || !jobs_.empty(); });
            if (jobs_.empty()) {
                return;
            }
            job = std::move(jobs_.front());
            jobs_.pop_front();
        }
        changed_.notify_all();
        job(province_);
    }
}

}  // namespace lontar::server
