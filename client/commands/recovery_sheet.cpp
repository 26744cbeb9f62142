#include "client/commands/recovery_sheet.hpp"

#include "client/commands/asking.hpp"
#include "client/commands/printing.hpp"
#include "client/commands/refusing.hpp"
#include "client/recovery_sheet.hpp"
#include "client/text/words.hpp"
#include "storage/base/text.hpp"

namespace lontar::client {

namespace {

constexpr std::size_t groups_in_line = 5;

/// Numbered groups, a few in a line.
std::string drawn_groups(std::string_view sheet, std::string_view line_start) {
    std::string text = std::string(line_start) + std::string(sheet_prefix);
    const auto groups = sheet_groups(sheet);
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
    Status written = context.machine.world.disk.write(to_path(file), as_bytes(text));
    sealed::wipe(text);
    sealed::wipe(groups);
    return written;
}

/// A typing slip is forgiven as often as needed; leaving is not, or the sheet may never have been
/// written down.
Status have_typed_back(Context& context, std::string_view sheet) {
    const auto groups = sheet_groups(sheet);
    for (const std::size_t group :
         groups_to_type_back(context.machine.world.random, groups.size())) {
        for (;;) {
            auto typed =
                ask(context, say("sheet.type_group", {{"number", std::to_string(group + 1)}}));
            if (!typed) {
                return cancelled("check the copied recovery sheet");
            }
            const bool right = same_group(*typed, groups[group]);
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
