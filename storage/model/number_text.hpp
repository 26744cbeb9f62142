#pragma once
/// The sixteen digits of a NIK or KK as people and spreadsheets write them.
#include <optional>
#include <string>
#include <string_view>

#include "storage/model/finding.hpp"

namespace lontar::model {

/// A NIK or KK without what people and spreadsheets put between and around its digits (blanks,
/// dots, hyphens, NBSP, zero-width, full-width digits, leading apostrophe, `="…"`). Whatever takes
/// a NIK from outside, to save or to search, takes it through here.
std::string cleaned_digits(std::string_view text);
/// A spreadsheet kept it as a number (`5.30E+15`, `5301041208859901.0`): only 15 digits are true,
/// so the text must not be used at all.
bool is_number_cell(std::string_view text);
/// Digits hidden by the program that wrote it (`5301XXXXXXXX9901`).
bool is_masked(std::string_view text);
/// `cleaned` with the letters O, l and I read as 0 and 1, where that gives sixteen digits.
std::optional<std::string> with_letters_as_digits(std::string_view cleaned);
/// Codes after the prefix (`nik_`, `kk_`) for a region that cannot be: `province_unknown`,
/// `kabupaten_unknown`; empty when it can. Outside NTT only the province is checked.
std::string_view region_fault(std::string_view digits);

}  // namespace lontar::model
