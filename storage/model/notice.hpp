#pragma once
/// What the province tells the officers of a laptop, about no person.
#include <string>
#include <string_view>

namespace lontar::model {

/// `about` is a laptop of the same village that is registered now, by the first digits of its
/// number.
inline constexpr std::string_view new_laptop_notice = "new_laptop";

struct Notice {
    std::string text;   ///< words of the province, shown where the code has none here
    std::string code;   ///< of words in each language (`notice.<code>`); empty: an official wrote it
    std::string about;  ///< what those words name; may be empty
    bool operator==(const Notice&) const = default;
};

}  // namespace lontar::model
