#pragma once
/// How things look, in one place: bars, boxes, states in colour and in words (never in colour
/// alone).
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <ftxui/dom/elements.hpp>

#include "client/screens/desk.hpp"
#include "storage/model/finding.hpp"
#include "storage/model/standing.hpp"

namespace lontar::client {

/// The title stands whole, two blanks before the village; `columns` wide.
ftxui::Element title_bar(const std::string& title, const std::string& village, bool training,
                         int columns);
/// The words of a message, in at most three lines: every error's what, why and what to do fit at 80
/// columns.
ftxui::Elements message_lines(const std::string& words, int columns);
/// The keys of a screen; `columns` wide.
ftxui::Element key_bar(const std::vector<KeyHint>& hints, int columns);
ftxui::Element help_text(std::string_view key);
ftxui::Element work_box(const std::string& title, std::int64_t done, std::int64_t total,
                        const std::string& words, bool stopping);
/// A framed box in the middle.
ftxui::Element box(const std::string& title, ftxui::Elements lines);
/// Words wrapped at `columns`, one element a line; a word that is longer is broken.
ftxui::Elements wrapped(std::string_view words, int columns);
/// Standing in words, with its colour.
ftxui::Element standing_mark(model::Standing standing, bool withdrawn = false);
/// `!` error, `?` warning, `i` information, with the words of the code; wrapped at `columns`.
ftxui::Elements finding_lines(const model::Finding& finding, int columns);
/// A line of a list: inverted when chosen.
ftxui::Element list_line(ftxui::Element line, bool is_chosen);
/// Name on the left in a fixed width, then the value, wrapped; at most `columns` wide.
ftxui::Elements pair_lines(const std::string& name, const std::string& value, int columns);
/// Two values beside each other to compare, each wrapped in a column `half` wide with room before
/// the next, under a name `name_columns` wide.
ftxui::Elements compared_lines(const std::string& name, const std::string& left,
                               const std::string& right, int name_columns, int half);

}  // namespace lontar::client
