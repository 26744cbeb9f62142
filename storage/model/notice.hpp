#pragma once
/// What the province tells the officers of a laptop, about no person.
#include <string>
#include <string_view>

namespace lontar::model {

/// `about` is a laptop of the same village that is registered now, by the first digits of its
/// number.
inline constexpr std::string_view new_laptop_notice = "new_laptop";

/// Said by the laptop itself when it takes in what the province holds; `about` is a number.
/// People whose lines the province held and lacks: they are sent again.
inline constexpr std::string_view sent_again_notice = "sent_again";
/// Files that it holds from this register, and this register does not.
inline constexpr std::string_view files_elsewhere_notice = "files_elsewhere";
/// People of whom it had asked something, and does not ask it any more.
inline constexpr std::string_view questions_gone_notice = "questions_gone";
/// Records of people that came from the province: registered or changed on another laptop.
inline constexpr std::string_view people_told_notice = "people_told";

struct Notice {
    std::string text;  ///< words of the province, shown where the code has none here
    std::string code;  ///< of words in each language (`notice.<code>`); empty: an official wrote it
    std::string about;  ///< what those words name; may be empty
    bool operator==(const Notice&) const = default;
};

}  // namespace lontar::model
