#include "sync/server/https/log.hpp"

#include <string>

#include "storage/base/text.hpp"

namespace lontar::server {

Status Log::open(const Path& path) {
    file_.reset(std::fopen(to_utf8(path).c_str(), "ae"));
    if (!file_) {
        return fail(ErrorKind::storage_failed, "D-02", "open the log file");
    }
    return done();
}

void Log::write(std::string_view text) {
    const std::string line = utc_text(clock_.now()) + " " + drawable(text) + "\n";
    const std::lock_guard lock(mutex_);
    std::FILE* out = file_ ? file_.get() : stderr;
    std::fwrite(line.data(), 1, line.size(), out);
    std::fflush(out);
}

}  // namespace lontar::server
