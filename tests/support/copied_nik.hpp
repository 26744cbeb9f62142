#pragma once
/// A NIK as it is copied from papers, sheets and chats.
#include <string>
#include <vector>

namespace lontar::support {

/// `nik`, sixteen digits, in every form that is read.
inline std::vector<std::string> copied_forms(const std::string& nik) {
    std::string full_width;
    for (const char digit : nik) {
        full_width += "\xEF\xBC";
        full_width += static_cast<char>(0x90 + (digit - '0'));
    }
    const auto grouped = [&](const std::string& between) {
        return nik.substr(0, 4) + between + nik.substr(4, 4) + between + nik.substr(8, 4) +
               between + nik.substr(12);
    };
    return {
        nik,
        grouped(" "),
        grouped("."),
        grouped("-"),
        grouped("–"),
        grouped("\u00A0"),
        grouped("\u200B"),
        grouped("\u2009"),
        nik.substr(0, 4) + " " + nik.substr(4, 4) + "." + nik.substr(8, 4) + "-" + nik.substr(12),
        full_width,
        " " + nik + "\t",
        "\uFEFF" + nik,
        "\u00A0'" + nik + "\u200B",
        "'" + nik,
        "’" + nik,
        "‘" + nik,
        "ʼ" + nik,
        "＇" + nik,
        "'" + grouped(" "),
        "=\"" + nik + "\"",
        "\u00A0=\"" + nik + "\"\u00A0"};
}

}  // namespace lontar::support
