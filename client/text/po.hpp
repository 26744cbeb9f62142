#pragma once
/// Reads the part of the PO format that our translations use: msgid, msgstr, strings continued on
/// the next lines.
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/result.hpp"

namespace lontar::client {

struct PoEntry {
    std::string key;
    std::string words;
};

/// Entries in the order of the file, the header (empty msgid) left out. Escapes: \n \t \" \\.
/// invalid_input "P-12" with the line number: anything else.
Result<std::vector<PoEntry>> parse_po(std::string_view text);

}  // namespace lontar::client
