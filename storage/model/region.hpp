#pragma once
/// NTT's 22 kabupaten, 315 kecamatan and 3,442 villages (Kemendagri codes), and the provinces of
/// Indonesia. Data: idn-area-data, ODbL 1.0 (see NOTICE). Looked up in place; nothing is built at
/// start.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lontar::model {

/// Nusa Tenggara Timur.
inline constexpr std::string_view ntt_code = "53";

struct Region {
    std::string_view code;  ///< digits only: 2, 4, 6 or 10
    std::string_view name;  ///< as written by Kemendagri, apostrophes as '
};

/// The region with exactly this code (2, 4, 6 or 10 digits), or nothing.
std::optional<Region> find_region(std::string_view code);
/// True for the two digits of any province of Indonesia, 91-96 too.
bool is_province(std::string_view two_digits);
/// True when a code inside NTT belonged to a district split off later: people keep it for life.
bool is_old_district(std::string_view six_digits);
/// `Desa Oesao, Kec. Kupang Timur, Kab. Kupang`: names repeat, so village names are shown with
/// kecamatan and kind.
std::string region_title(std::string_view code);
/// Villages whose name contains `text` (letter case and apostrophes ignored), at most `limit`,
/// those beginning with it first.
std::vector<Region> search_villages(std::string_view text, std::size_t limit);

}  // namespace lontar::model
