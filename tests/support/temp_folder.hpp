#pragma once
/// A folder that exists as long as the object.
#include <string_view>

#include "storage/base/durable_file.hpp"

namespace lontar::support {

class TempFolder {
public:
    /// New and empty, in the system's place for temporary files (TMPDIR, else /tmp). Ends the test
    /// when impossible.
    TempFolder();
    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;
    TempFolder(TempFolder&&) = delete;
    TempFolder& operator=(TempFolder&&) = delete;
    ~TempFolder();

    [[nodiscard]] const Path& path() const { return path_; }
    Path operator/(std::string_view name) const { return path_ / to_path(name); }

private:
    Path path_;
};

/// Name, kind, permissions and content of everything below `folder`, as one text of 16 hex digits
/// that changes when any of them changes. Times do not count. An absent folder has a value too.
std::string hash_of_folder(const Path& folder);

/// Content of a file; ends the test when it cannot be read.
Bytes bytes_of(const Path& file);

/// Makes or replaces a file, without syncing.
void put_bytes(const Path& file, ByteView bytes);

}  // namespace lontar::support
