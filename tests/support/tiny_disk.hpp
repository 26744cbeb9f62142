#pragma once
/// A real disk so small that a test can fill it.
#include <string>

#include "support/temp_folder.hpp"

namespace lontar::support {

/// A tmpfs mounted as long as the object lives. Needs root; where it cannot be had `problem` says
/// why, and the test must SKIP with it.
class TinyDisk {
public:
    /// `size` as mount(8) takes it: "1m".
    explicit TinyDisk(const std::string& size);
    TinyDisk(const TinyDisk&) = delete;
    TinyDisk& operator=(const TinyDisk&) = delete;
    TinyDisk(TinyDisk&&) = delete;
    TinyDisk& operator=(TinyDisk&&) = delete;
    ~TinyDisk();

    /// Empty when the disk is there.
    [[nodiscard]] const std::string& problem() const { return problem_; }
    [[nodiscard]] const Path& path() const { return folder_.path(); }
    Path operator/(std::string_view name) const { return folder_ / name; }
    /// Gives it another size while it is in use.
    bool resize(const std::string& size);

private:
    TempFolder folder_;
    std::string problem_;
};

}  // namespace lontar::support
