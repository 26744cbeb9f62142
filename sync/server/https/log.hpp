#pragma once
/// The server's log: one line for each thing that happened, ids and numbers only.
#include <cstdio>
#include <memory>
#include <mutex>
#include <string_view>

#include "storage/base/durable_file.hpp"
#include "storage/base/result.hpp"
#include "storage/base/timestamp.hpp"

namespace lontar::server {

/// May be written to by any thread.
class Log {
public:
    /// To standard error.
    explicit Log(Clock& clock) : clock_(clock) {}
    /// Appends to `path`. storage_failed "D-02".
    Status open(const Path& path);
    /// Writes `2026-11-22T06:03:00Z <text>`; the caller gives no person's data.
    void write(std::string_view text);

private:
    struct Close {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };
    Clock& clock_;
    std::mutex mutex_;
    std::unique_ptr<std::FILE, Close> file_;
};

}  // namespace lontar::server
