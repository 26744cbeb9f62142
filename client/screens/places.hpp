#pragma once
/// Where files come from and go to: plugged-in sticks, the folder the program was started in, or a
/// path typed by hand.
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/screens/desk.hpp"
#include "storage/base/durable_file.hpp"

namespace lontar::client {

/// A path as people type or paste it: quotes around it and blanks at the ends are no part of it.
/// UTF-8.
Path typed_path(std::string text);
/// UTF-8, not yet drawable.
std::string path_text(const Path& path);

/// Files whose name ends so, on the sticks and in the folder the program was started in.
std::vector<Path> find_files(Disk& disk, std::string_view ending);

/// Something else than a folder, offered below them.
struct OtherChoice {
    std::string words;
    std::function<void()> act;
};
/// Lists the sticks and offers to type a path; `chosen` gets the folder.
std::unique_ptr<Screen> make_folder_screen(Desk& desk, std::string title,
                                           std::vector<std::string> lines,
                                           std::function<void(const Path&)> chosen,
                                           std::optional<OtherChoice> other = std::nullopt);

}  // namespace lontar::client
