#pragma once
/// Dates, hours, amounts and telephone numbers as people write them, brought to their one stored
/// form. Every function gives nothing for a text that cannot be read without guessing.
#include <optional>
#include <string>
#include <string_view>

#include "storage/base/timestamp.hpp"

namespace lontar::model {

/// `YYYY-MM-DD`, `DD-MM-YYYY`, `DD/MM/YYYY`, `D.M.YYYY`, `12 Agustus 1985`; a time of midnight
/// after it is dropped. A year of two digits is not read: the century would be a guess.
std::optional<Date> read_date(std::string_view text);
/// `HH:MM-HH:MM` from `7-15`, `07.00 s/d 15.00`, `pukul 18:00 - 05:00 WITA`.
std::optional<std::string> read_hours(std::string_view text);
/// Whole rupiah, digits only, from `1.500.000`, `Rp 1.500.000,00`, `1,5 juta`, `500 rb`; at most
/// 999,999,999,999.
std::optional<std::string> read_money(std::string_view text);
/// Digits with the leading 0 of Indonesia, from `+62 812-…`, `62812…`, `812…`.
std::optional<std::string> read_phone(std::string_view text);
/// RT or RW as three digits.
std::optional<std::string> read_ward(std::string_view text);

}  // namespace lontar::model
