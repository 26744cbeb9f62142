#include "storage/model/answer_text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "storage/base/text.hpp"
#include "storage/model/characters.hpp"

namespace lontar::model {

namespace {

bool is_letter(char c) {
    return c >= 'a' && c <= 'z';
}
bool is_number(char c) {
    return c >= '0' && c <= '9';
}

/// Runs of digits and runs of letters, in lower case; all else separates.
std::vector<std::string> tokens_of(std::string_view text) {
    std::vector<std::string> tokens;
    char before = ' ';
    for (const char c : ascii_lower(text)) {
        const bool goes_on =
            (is_letter(c) && is_letter(before)) || (is_number(c) && is_number(before));
        if (goes_on) {
            tokens.back() += c;
        } else if (is_letter(c) || is_number(c)) {
            tokens.emplace_back(1, c);
        }
        before = c;
    }
    return tokens;
}

struct MonthName {
    std::string_view beginning;
    int month;
};
constexpr auto month_names = std::to_array<MonthName>({
    {"jan", 1},  {"feb", 2},  {"peb", 2},  {"mar", 3},  {"apr", 4},  {"mei", 5},  {"may", 5},
    {"jun", 6},  {"jul", 7},  {"agu", 8},  {"agt", 8},  {"ags", 8},  {"aug", 8},  {"sep", 9},
    {"okt", 10}, {"oct", 10}, {"nov", 11}, {"nop", 11}, {"des", 12}, {"dec", 12},
});

/// 0 when it is no month.
int month_of(std::string_view token) {
    if (is_all_digits(token)) {
        return token.size() <= 2 ? number_at(token, 0, token.size()) : 0;
    }
    const auto name = std::ranges::find_if(
        month_names, [&](const MonthName& n) { return token.starts_with(n.beginning); });
    return name == month_names.end() ? 0 : name->month;
}

bool is_midnight(const std::vector<std::string>& tokens, std::size_t from) {
    return std::all_of(tokens.begin() + static_cast<std::ptrdiff_t>(from), tokens.end(),
                       [](const std::string& token) {
                           return token == "t" || token == "z" ||
                                  token.find_first_not_of('0') == std::string::npos;
                       });
}

struct Scanner {
    std::string_view rest;

    void skip_blanks() {
        while (!rest.empty() && rest.front() == ' ') {
            rest.remove_prefix(1);
        }
    }
    bool take(std::string_view word) {
        if (!rest.starts_with(word)) {
            return false;
        }
        rest.remove_prefix(word.size());
        return true;
    }
    template <std::size_t N>
    bool take_any(const std::array<std::string_view, N>& words) {
        return std::ranges::any_of(words, [&](std::string_view word) { return take(word); });
    }
    /// One or two digits; -1 when there are none or more.
    int take_small_number() {
        std::size_t count = 0;
        while (count < rest.size() && is_number(rest[count])) {
            ++count;
        }
        if (count == 0 || count > 2) {
            return -1;
        }
        const int number = number_at(rest, 0, count);
        rest.remove_prefix(count);
        return number;
    }
};

/// Minutes after midnight; -1 when it is no time of day.
int take_time(Scanner& scanner) {
    const int hour = scanner.take_small_number();
    int minute = 0;
    if (scanner.take(":") || scanner.take(".")) {
        minute = scanner.take_small_number();
        if (scanner.take(":") && scanner.take_small_number() < 0) {
            return -1;
        }
    }
    if (hour < 0 || hour > 24 || minute < 0 || minute > 59 || (hour == 24 && minute > 0)) {
        return -1;
    }
    return hour % 24 * 60 + minute;
}

std::string two_digits(int number) {
    return {static_cast<char>('0' + number / 10), static_cast<char>('0' + number % 10)};
}

std::string time_text(int minutes) {
    return two_digits(minutes / 60) + ':' + two_digits(minutes % 60);
}

/// The digits of `1.500.000` or `1,500,000` or `1500000`; nothing when the groups are not of three.
std::optional<std::string> ungrouped(std::string_view text) {
    const auto separator = text.find_first_of(".,");
    if (separator == std::string_view::npos) {
        return is_all_digits(text) ? std::optional(std::string(text)) : std::nullopt;
    }
    const char sign = text[separator];
    std::string digits(text.substr(0, separator));
    if (digits.empty() || digits.size() > 3) {
        return std::nullopt;
    }
    for (std::string_view rest = text.substr(separator); !rest.empty(); rest.remove_prefix(4)) {
        if (rest.front() != sign || rest.size() < 4) {
            return std::nullopt;
        }
        digits += rest.substr(1, 3);
    }
    return is_all_digits(digits) ? std::optional(digits) : std::nullopt;
}

/// `1,5` millions: at most one decimal sign with up to `zeros` digits after it.
std::optional<std::string> multiplied(std::string_view text, std::size_t zeros) {
    const auto separator = text.find_first_of(".,");
    const std::string_view whole = text.substr(0, separator);
    const std::string_view fraction =
        separator == std::string_view::npos ? std::string_view{} : text.substr(separator + 1);
    if (!is_all_digits(whole) || fraction.size() > zeros ||
        (separator != std::string_view::npos && !is_all_digits(fraction))) {
        return std::nullopt;
    }
    return std::string(whole) + std::string(fraction) + std::string(zeros - fraction.size(), '0');
}

std::optional<std::string> amount(std::string_view text) {
    constexpr std::array<std::string_view, 2> millions{"juta", "jt"};
    constexpr std::array<std::string_view, 3> thousands{"ribu", "rb", "k"};
    for (const std::string_view word : millions) {
        if (text.ends_with(word)) {
            return multiplied(text.substr(0, text.size() - word.size()), 6);
        }
    }
    for (const std::string_view word : thousands) {
        if (text.ends_with(word)) {
            return multiplied(text.substr(0, text.size() - word.size()), 3);
        }
    }
    constexpr std::array<std::string_view, 5> no_cents{",-", ".-", ",00", ".00", ".0"};
    for (const std::string_view word : no_cents) {
        if (text.ends_with(word)) {
            return ungrouped(text.substr(0, text.size() - word.size()));
        }
    }
    return ungrouped(text);
}

}  // namespace

std::optional<Date> read_date(std::string_view text) {
    const std::vector<std::string> tokens = tokens_of(text);
    if (tokens.size() < 3 || !is_midnight(tokens, 3)) {
        return std::nullopt;
    }
    const bool year_first = tokens[0].size() == 4;
    const std::string& year = year_first ? tokens[0] : tokens[2];
    const std::string& day = year_first ? tokens[2] : tokens[0];
    if (year.size() != 4 || day.size() > 2 || !is_all_digits(year) || !is_all_digits(day)) {
        return std::nullopt;
    }
    return Date::from_ymd(number_at(year, 0, 4), month_of(tokens[1]),
                          number_at(day, 0, day.size()));
}

std::optional<std::string> read_hours(std::string_view text) {
    constexpr std::array<std::string_view, 2> before{"pukul", "jam"};
    constexpr std::array<std::string_view, 9> between{"-",   "–",  "—",      "s/d",   "s.d.",
                                                      "s.d", "sd", "sampai", "hingga"};
    constexpr std::array<std::string_view, 1> after{"wita"};
    const std::string lower = ascii_lower(text);
    Scanner scanner{lower};
    scanner.skip_blanks();
    scanner.take_any(before);
    scanner.skip_blanks();
    const int from = take_time(scanner);
    scanner.skip_blanks();
    if (from < 0 || !scanner.take_any(between)) {
        return std::nullopt;
    }
    scanner.skip_blanks();
    const int to = take_time(scanner);
    scanner.skip_blanks();
    scanner.take_any(after);
    if (to < 0 || !scanner.rest.empty()) {
        return std::nullopt;
    }
    return time_text(from) + '-' + time_text(to);
}

std::optional<std::string> read_money(std::string_view text) {
    std::string compact;
    for (const char c : ascii_lower(text)) {
        if (c != ' ') {
            compact += c;
        }
    }
    std::string_view rest = compact;
    if (rest.starts_with("rp")) {
        rest.remove_prefix(rest.starts_with("rp.") ? 3 : 2);
    }
    for (const std::string_view word : {"/bulan", "perbulan", "/bln"}) {
        if (rest.ends_with(word)) {
            rest.remove_suffix(word.size());
        }
    }
    auto digits = amount(rest);
    if (!digits) {
        return std::nullopt;
    }
    digits->erase(0, std::min(digits->find_first_not_of('0'), digits->size() - 1));
    return digits->size() <= 12 ? digits : std::nullopt;
}

std::optional<std::string> read_phone(std::string_view text) {
    std::string digits;
    while (!text.empty()) {
        const char32_t character = take_character(text);
        if (is_digit(character) || (character == U'+' && digits.empty())) {
            append_character(digits, character);
        } else if (!is_blank(character) && !is_dash(character) && character != U'.' &&
                   character != U'(' && character != U')' && character != U'\'') {
            return std::nullopt;
        }
    }
    if (digits.starts_with("+62")) {
        digits.replace(0, 3, "0");
    } else if (digits.starts_with("62") && digits.size() >= 11) {
        digits.replace(0, 2, "0");
    } else if (digits.starts_with('8')) {
        // A spreadsheet that took it for a number dropped the 0.
        digits.insert(0, "0");
    }
    return is_all_digits(digits) ? std::optional(digits) : std::nullopt;
}

std::optional<std::string> read_ward(std::string_view text) {
    const std::vector<std::string> tokens = tokens_of(text);
    const bool named = tokens.size() == 2 && (tokens[0] == "rt" || tokens[0] == "rw");
    if (tokens.size() != 1 && !named) {
        return std::nullopt;
    }
    const std::string& digits = tokens.back();
    if (!is_all_digits(digits) || digits.size() > 3) {
        return std::nullopt;
    }
    return std::string(3 - digits.size(), '0') + digits;
}

}  // namespace lontar::model
