#pragma once
/// Which backup: the newest on the sticks is offered, another one is typed.
#include <functional>
#include <memory>
#include <string_view>

#include "client/screens/desk.hpp"
#include "storage/base/path.hpp"

namespace lontar::client {

/// Keys of the words around it.
struct BackupFileWords {
    std::string_view title, text, help;
};
/// `chosen` gets the file; the screen stays below what it opens.
std::unique_ptr<Screen> make_backup_file_screen(Desk& desk, const BackupFileWords& words,
                                                std::function<void(const Path&)> chosen);

}  // namespace lontar::client
