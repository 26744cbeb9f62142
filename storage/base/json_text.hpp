#pragma once
/// JSON written piece by piece, for who writes many lines of one shape and builds no value for
/// each.
#include <string>
#include <string_view>

namespace lontar {

/// Appends a text with its quotes, as `Json::dump` writes it.
void append_json_text(std::string& out, std::string_view text);

}  // namespace lontar
