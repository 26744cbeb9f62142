#pragma once
/// One-time codes that are told by phone or read from a letter: 10 random symbols and one check
/// symbol.
#include <optional>
#include <string>
#include <string_view>

#include "storage/base/ids.hpp"
#include "storage/base/random.hpp"

namespace lontar::sealed {

/// A new code of 50 random bits: 11 symbols of Crockford's base 32 (digits, and letters without I,
/// L, O, U). The check symbol finds every single wrong symbol and every two exchanged ones.
std::string make_code(Random& random);

/// The code a person typed, as `make_code` wrote it: blanks and hyphens left out, upper case, O
/// read as 0, I and L as 1. Nothing when a symbol is another one, the count differs or the check
/// symbol is wrong.
std::optional<std::string> normalise_code(std::string_view typed);

/// `XXXX-XXXX-XXX`, for paper and screen. `code` as `make_code` wrote it.
std::string grouped_code(std::string_view code);

/// What the province keeps instead of the code: SHA-256 of `lontar/code-v1`, LF and the code.
Hash code_hash(std::string_view code);

}  // namespace lontar::sealed
