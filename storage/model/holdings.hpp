#pragma once
/// Which sealed files a side holds, as a laptop and the province compare it. Pure.
#include <cstdint>
#include <optional>
#include <vector>

#include "storage/base/ids.hpp"

namespace lontar::model {

FileMark mark_of(const Hash& file);

/// How many files, and the XOR of their marks: equal on both sides when both hold the same.
struct FileSum {
    std::int64_t files = 0;
    FileMark mix;
    void add(const FileMark& mark);
    bool operator==(const FileSum&) const = default;
};

/// An epoch and a seq up to which something is true of it.
struct EpochUpto {
    Epoch epoch;
    std::int64_t seq = 0;
    bool operator==(const EpochUpto&) const = default;
};

/// Consecutive files of one epoch.
struct FileRun {
    Epoch epoch;
    std::int64_t from_seq = 1;
    std::vector<std::optional<FileMark>> files;  ///< nothing: it is not there
    bool operator==(const FileRun&) const = default;
};

}  // namespace lontar::model
