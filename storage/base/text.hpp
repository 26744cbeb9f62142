#pragma once
/// Text rules that hold everywhere: UTF-8, NFC, trimmed; and the one way outside text reaches a
/// screen.
#include <optional>
#include <string>
#include <string_view>

namespace lontar {

/// True for well-formed UTF-8 (no surrogates, no over-long forms).
bool is_utf8(std::string_view text);

/// NFC, white space at both ends removed (also NBSP), inner runs of white space to one blank;
/// control characters and everything without ink or room (zero-width, direction marks, soft hyphen)
/// removed, wherever it stands: two names that look equal are equal. Nothing when the text is not
/// UTF-8.
std::optional<std::string> tidy_text(std::string_view text);

/// NFC and NFD, nothing else changed: for secrets, whose letters come composed from one keyboard
/// and in parts from another. Nothing when the text is not UTF-8.
std::optional<std::string> composed(std::string_view text);
std::optional<std::string> decomposed(std::string_view text);

/// Text as editors save it: UTF-8 with or without a byte order mark, UTF-16 with one. Nothing when
/// it is something else.
std::optional<std::string> text_of_editor(std::string_view bytes);

/// `text` for a screen or a terminal: control characters (C0, DEL, C1), direction marks
/// (U+202A-202E, U+2066-2069, U+200E/F), zero-width characters, private and unassigned code points
/// and invalid bytes become visible marks `·`; at most 2 combining marks follow a letter, none
/// comes first, the others are left out. The only road of outside text (names, files, server) to a
/// terminal.
std::string drawable(std::string_view text);

/// Columns a terminal needs for drawable text.
int display_width(std::string_view text);

/// The first part of drawable text that fits `columns`, with `…` where something was cut.
std::string fit(std::string_view text, int columns);

/// The first part of UTF-8 text that needs at most `most` bytes, cut between two code points.
std::string_view first_bytes(std::string_view text, std::size_t most);

/// `text` as a reader compares it: tidy, without case and blanks. Empty when it is not UTF-8.
std::string folded(std::string_view text);

/// Lower case of ASCII letters only.
std::string ascii_lower(std::string_view text);

/// `5301••••••••9901`: first four and last four digits of a NIK or KK; all dots when shorter than
/// 12 or when something else than digits is in it.
std::string masked_nik(std::string_view nik);

}  // namespace lontar
