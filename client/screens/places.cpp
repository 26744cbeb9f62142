#include "client/screens/places.hpp"

#include <algorithm>
#include <system_error>

#include "client/platform/folders.hpp"
#include "client/screens/message_screen.hpp"
#include "client/text/words.hpp"
#include "storage/base/text.hpp"
#include "sync/wire/stick.hpp"

namespace lontar::client {

Path typed_path(std::string text) {
    const auto is_frame = [](char c) { return c == ' ' || c == '"' || c == '\''; };
    while (!text.empty() && is_frame(text.back())) {
        text.pop_back();
    }
    text.erase(text.begin(), std::ranges::find_if_not(text, is_frame));
    return to_path(text);
}

std::string path_text(const Path& path) {
    return to_utf8(path);
}

std::vector<Path> find_files(Disk& disk, std::string_view ending) {
    std::vector<Path> folders;
    for (const Drive& drive : removable_drives()) {
        folders.push_back(drive.path);
        folders.push_back(drive.path / wire::stick_folder);
    }
    std::error_code ignored;
    folders.push_back(std::filesystem::current_path(ignored));
    std::vector<Path> found;
    for (const Path& folder : folders) {
        auto files = disk.list(folder);
        if (!files) {
            continue;  // a stick pulled in this moment simply offers nothing
        }
        for (const FileEntry& file : *files) {
            if (file.name.ends_with(ending) && !wire::is_passed_over(file.name)) {
                found.push_back(folder / to_path(file.name));
            }
        }
    }
    return found;
}

std::unique_ptr<Screen> make_folder_screen(Desk& desk, std::string title,
                                           std::vector<std::string> lines,
                                           std::function<void(const Path&)> chosen,
                                           std::optional<OtherChoice> other) {
    std::vector<Option> options;
    const auto drives = removable_drives();
    options.reserve(drives.size() + 2);
    for (std::size_t i = 0; i < drives.size(); ++i) {
        options.push_back({std::to_string(i),
                           drawable(drives[i].title) + "  " + drawable(path_text(drives[i].path))});
    }
    options.push_back({"type", std::string(say("screen.places.type"))});
    if (other) {
        options.push_back({"other", other->words});
    }
    if (drives.empty()) {
        lines.emplace_back(say("screen.places.no_stick"));
    }
    const std::string line_title = title;
    return make_choice_screen(
        desk, std::move(title), std::move(lines), std::move(options),
        [&desk, drives, chosen = std::move(chosen), line_title,
         other = std::move(other)](const std::string& answer) {
            if (answer == "other") {
                other->act();
                return;
            }
            if (answer != "type") {
                chosen(drives[static_cast<std::size_t>(std::stoul(answer))].path);
                return;
            }
            desk.open(
                make_line_screen(desk, line_title, {std::string(say("screen.places.type_path"))},
                                 "", false, [chosen](const std::string& typed) {
                                     const Path path = typed_path(typed);
                                     std::error_code failed;
                                     if (!std::filesystem::is_directory(for_system(path), failed)) {
                                         return std::string(say("screen.places.no_folder"));
                                     }
                                     chosen(path);
                                     return std::string();
                                 }));
        });
}

}  // namespace lontar::client
