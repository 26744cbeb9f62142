#pragma once
/// What a word of a name sounds like, whatever century's spelling it is written in.
#include <string>
#include <string_view>

namespace lontar::model {

/// Rules of sound over one word of lower-case letters without marks: oe = u (not at the beginning:
/// Oematan), tj = c, dj = j, ph = v = f, c = k or s, silent h, final d = t, doubled letters one.
std::string sound_form(std::string_view word);

/// A form of the same for the lexicon alone: j = y, f = p, no h, -es = -is, initial au = a. Too
/// coarse to call two names equal.
std::string coarse_form(std::string_view sound);

}  // namespace lontar::model
