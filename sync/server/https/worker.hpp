#pragma once
/// The one thread that owns the province. Everybody else gives it work; the queue is bounded.
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

#include "sync/server/province.hpp"

namespace lontar::server {

class Worker {
public:
    using Job = std::function<void(Province&)>;

    /// `province` must outlive the worker and is touched by nobody else meanwhile.
    explicit Worker(Province& province, std::size_t capacity = 256);
    ~Worker() { stop(); }
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;
    Worker(Worker&&) = delete;
    Worker& operator=(Worker&&) = delete;

    /// False when the queue is full: the job is not taken.
    bool try_post(Job job);
    /// Waits for room, then until the job is done.
    void run(const Job& job);
    /// Finishes what is queued and takes nothing more.
    void stop();

private:
    void work();

    Province& province_;
    std::size_t capacity_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Job> jobs_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace lontar::server
