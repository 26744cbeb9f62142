#include "storage/model/region.hpp"

#include <algorithm>
#include <array>

#include "storage/base/text.hpp"
#include "storage/model/data_files.hpp"

namespace lontar::model {

namespace {

/// The line that begins at or before `position`.
std::size_t line_begin(std::string_view data, std::size_t position) {
    const auto end_before = position == 0 ? std::string_view::npos : data.rfind('\n', position - 1);
    return end_before == std::string_view::npos ? 0 : end_before + 1;
}

Region region_at(std::string_view data, std::size_t begin) {
    const std::string_view line = data.substr(begin, data.find('\n', begin) - begin);
    const auto comma = line.find(',');
    return {line.substr(0, comma), line.substr(comma + 1)};
}

// Numbers of districts that went to Rote Ndao and Sabu Raijua, Malaka, Nagekeo, Manggarai Barat and
// Timur, Sumba Tengah and Barat Daya: holes in today's numbering of the mother districts.
constexpr std::array<std::string_view, 43> old_districts{
    "530101", "530102", "530103", "530114", "530115", "530129",            // Kupang
    "530406", "530407", "530408", "530409", "530410", "530411", "530414",  // Belu
    "530415", "530416", "530419", "530420",                                //
    "530903", "530904", "530905", "530908", "530910", "530911", "530913",  // Ngada
    "530917",                                                              //
    "531002", "531004", "531007", "531008", "531009", "531010",            // Manggarai
    "531201", "531202", "531203", "531205", "531206", "531207", "531208",  // Sumba Barat
    "531209", "531213", "531214", "531216", "531217",
};

std::string without_apostrophes(std::string_view text) {
    std::string plain;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text.substr(at, 3) == "’" || text.substr(at, 3) == "‘") {
            at += 2;
        } else if (text[at] != '\'' && text[at] != '"' && text[at] != '`') {
            plain += text[at];
        }
    }
    return ascii_lower(plain);
}

std::string with_kind(const Region& region) {
    constexpr std::string_view kabupaten = "Kabupaten ";
    std::string name(region.name);
    switch (region.code.size()) {
        case 4:
            return region.name.starts_with(kabupaten) ? "Kab. " + name.substr(kabupaten.size())
                                                      : name;
        case 6:
            return "Kec. " + name;
        case 10:
            // Kelurahan are numbered from 1001, desa from 2001.
            return (region.code[6] == '1' ? "Kelurahan " : "Desa ") + name;
        default:
            return name;
    }
}

}  // namespace

std::optional<Region> find_region(std::string_view code) {
    const std::string_view data = data::regions_csv;
    std::size_t low = 0;
    std::size_t high = data.size();
    while (low < high) {
        const std::size_t begin = line_begin(data, low + (high - low) / 2);
        const Region region = region_at(data, begin);
        if (region.code == code) {
            return region;
        }
        if (region.code < code) {
            low = begin + region.code.size() + region.name.size() + 2;
        } else {
            high = begin;
        }
    }
    return std::nullopt;
}

bool is_province(std::string_view two_digits) {
    return two_digits.size() == 2 && find_region(two_digits).has_value();
}

bool is_old_district(std::string_view six_digits) {
    return std::ranges::binary_search(old_districts, six_digits);
}

std::string region_title(std::string_view code) {
    std::string title;
    for (const std::size_t length : {std::size_t{10}, std::size_t{6}, std::size_t{4}}) {
        const auto region =
            code.size() >= length ? find_region(code.substr(0, length)) : std::nullopt;
        if (region) {
            title += (title.empty() ? "" : ", ") + with_kind(*region);
        }
    }
    if (title.empty() && code.size() >= 2) {
        const auto region = find_region(code.substr(0, 2));
        title = region ? std::string(region->name) : "";
    }
    return title;
}

std::vector<Region> search_villages(std::string_view text, std::size_t limit) {
    const std::string wanted = without_apostrophes(text);
    std::vector<Region> begins;
    std::vector<Region> contains;
    const std::string_view data = data::regions_csv;
    for (std::size_t begin = 0; begin < data.size();) {
        const Region region = region_at(data, begin);
        begin += region.code.size() + region.name.size() + 2;
        if (region.code.size() != 10) {
            continue;
        }
        const auto at = without_apostrophes(region.name).find(wanted);
        if (at == 0) {
            begins.push_back(region);
        } else if (at != std::string::npos) {
            contains.push_back(region);
        }
    }
    begins.insert(begins.end(), contains.begin(), contains.end());
    begins.resize(std::min(begins.size(), limit));
    return begins;
}

}  // namespace lontar::model
