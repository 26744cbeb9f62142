#include <algorithm>
#include <array>
#include <vector>

#include "client/commands/support.hpp"
#include "client/text/words.hpp"
#include "storage/base/text.hpp"

namespace lontar::client {

namespace {

constexpr std::string_view sheet_prefix = "AGE-SECRET-KEY-1";
constexpr std::size_t group_size = 6;
constexpr std::size_t groups_in_line = 5;

/// The part after the prefix in groups that a person can copy by hand.
std::vector<std::string_view> groups_of(std::string_view sheet) {
    std::vector<std::string_view> groups;
    for (std::size_t at = sheet_prefix.size(); at < sheet.size(); at += group_size) {
        groups.push_back(sheet.substr(at, group_size));
    }
    return groups;
}

/// Numbered groups, a few in a line.
std::string drawn_groups(std::string_view sheet, std::string_view line_start) {
    std::string text = std::string(line_start) + std::string(sheet_prefix);
    const auto groups = groups_of(sheet);
    for (std::size_t at = 0; at < groups.size(); ++at) {
        if (at % groups_in_line == 0) {
            text += "\n" + std::string(line_start);
        }
        const std::string number = std::to_string(at + 1);
        text += std::string(3 - number.size(), ' ') + number + ":" + std::string(groups[at]) + " ";
    }
    return text + "\n";
}

std::string commented(std::string_view text) {
    std::string out = "# ";
    for (const char c : text) {
        out += c;
        if (c == '\n') {
            out += "# ";
        }
    }
    return out + "\n";
}

Status write_sheet(Context& context, const sealed::Secret& sheet, std::string_view village_title,
                   std::string_view file) {
    // The bare line makes the file an identity file of the age program as well.
    std::string text =
        commented(say("sheet.file_title", {{"village", std::string(village_title)}}));
    text += commented(say("sheet.file_words"));
    std::string groups = drawn_groups(sheet.text(), "# ");
    text += groups + std::string(sheet.text()) + "\n";
    Status written = context.place.world.disk.write(to_path(file), as_bytes(text));
    sealed::wipe(text);
    sealed::wipe(groups);
    return written;
}

/// A typing slip is forgiven as often as needed; leaving is not, or the sheet may never have been
/// written down.
Status have_typed_back(Context& context, std::string_view sheet) {
    const auto groups = groups_of(sheet);
    // Group 3 shows that the middle was copied; the other one changes, so that nobody copies two
    // groups only.
    std::array<std::uint8_t, 1> drawn{};
    context.place.world.random.fill(drawn);
    std::size_t other = drawn[0] % (groups.size() - 1);
    other += other >= 2 ? 1 : 0;
    for (const std::size_t group : {std::size_t{2}, other}) {
        for (;;) {
            auto typed =
                ask(context, say("sheet.type_group", {{"number", std::to_string(group + 1)}}));
            if (!typed) {
                return cancelled("check the copied recovery sheet");
            }
            std::erase_if(*typed, [](char c) { return c == ' ' || c == '-'; });
            const bool right = ascii_lower(*typed) == ascii_lower(groups[group]);
            sealed::wipe(*typed);
            if (right) {
                break;
            }
            print_line(context, say("sheet.group_differs"));
        }
    }
    return done();
}

}  // namespace

Status hand_over_recovery_sheet(Context& context, const sealed::Secret& sheet,
                                std::string_view village_title, std::string_view file) {
    if (!file.empty()) {
        Status written = write_sheet(context, sheet, village_title, file);
        if (written) {
            print_line(context, say("sheet.written"));
        }
        return written;
    }
    if (!can_ask(context)) {
        return fail(ErrorKind::invalid_input, "P-04", "hand over the recovery sheet");
    }
    print_line(context, say("sheet.copy_now"));
    std::string groups = drawn_groups(sheet.text(), "  ");
    print(context, "\n" + groups + "\n");
    sealed::wipe(groups);
    Status typed = have_typed_back(context, sheet.text());
    context.console.clear();
    if (typed) {
        print_line(context, say("sheet.kept"));
    }
    return typed;
}

}  // namespace lontar::client
