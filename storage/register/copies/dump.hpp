#pragma once
/// A register as lines of JSON and back: what a backup holds.
/// First `{"t":"lontar-register","schema":…}`, then one line for each row of each table, last
/// `{"t":"end","rows":…}`. Left out: the device (a restore makes a new one) and what follows from
/// the rest.
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "storage/base/result.hpp"

namespace lontar::storage {

class Register;

inline constexpr std::string_view dump_head = "lontar-register";
inline constexpr std::string_view dump_end = "end";
/// A line holds at most one sealed batch in base64.
inline constexpr std::size_t max_dump_line = std::size_t{4} << 20U;

enum class ColumnKind {
    integer,
    text,
    id,     ///< blob as lower-case hex
    bytes,  ///< blob as base64
};
struct DumpColumn {
    std::string_view name;  ///< also the parameter of the restoring query
    ColumnKind kind = ColumnKind::text;
};
struct DumpTable {
    std::string_view name;
    std::string_view dump;     ///< query, columns in this order
    std::string_view restore;  ///< query
    std::span<const DumpColumn> columns;
};
/// The first line: what the rest is.
struct DumpHead {
    std::string village;
    std::int64_t schema = 0;
    std::int64_t registrations = 0;
    std::int64_t revisions = 0;
};
/// A line without LF. corrupt "B-02": not the head of a dump; too_new "B-04": of a schema above
/// this program's.
Result<DumpHead> read_dump_head(std::string_view line);

/// In an order in which every row finds what it refers to.
std::span<const DumpTable> dump_tables();

/// How much a register holds.
struct RegisterSizes {
    std::int64_t registrations = 0;
    std::int64_t revisions = 0;
};
Result<RegisterSizes> find_sizes(Register& village_register);

/// `sink` gets whole lines, each with LF. invalid_input "B-11": a head that `read_dump_head` would
/// not take, or a line above `max_dump_line`.
Status dump_register(Register& village_register,
                     const std::function<Status(std::string_view)>& sink);

}  // namespace lontar::storage
