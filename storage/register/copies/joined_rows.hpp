#pragma once
/// Rows of one table on their way into it.
#include <string_view>

#include "storage/base/json.hpp"
#include "storage/base/result.hpp"

namespace lontar::storage {

class Register;

/// Bound as `:rows`, a JSON list, to one statement: run when `joined_at_once` have come together.
class JoinedRows {
public:
    JoinedRows(Register& village_register, std::string_view sql)
        : register_(village_register), sql_(sql) {}
    Status add(Json row);
    /// What is left; nothing: done.
    Status run();

private:
    Register& register_;
    std::string_view sql_;
    Json::List rows_;
};

}  // namespace lontar::storage
