#include "release.hpp"

#include <algorithm>
#include <filesystem>

#include "storage/base/world.hpp"
#include "support/register_scene.hpp"

namespace lontar::upgrade {

using support::expect;

Release::Release(Path folder)
    : original_(std::move(folder)),
      folder_(std::make_unique<support::TempFolder>()),
      copy(folder_->path() / "release") {
    std::filesystem::copy(original_, copy, std::filesystem::copy_options::recursive);
}

World world_of_now() {
    return {system_disk(), system_clock(), system_random()};
}

sealed::Secret Release::passphrase() const {
    const Bytes file = support::bytes_of(copy / "passphrase");
    const std::string_view text = as_text(file);
    return sealed::Secret::copy_of(text.substr(0, text.find_first_of("\r\n")));
}

sealed::Identity Release::sheet() const {
    const Bytes file = support::bytes_of(copy / "recovery-sheet.txt");
    auto identities = sealed::parse_identity_file(as_text(file));
    if (!identities) {
        support::give_up(fail(ErrorKind::corrupt, "K-06", "read the recovery sheet of a release"));
    }
    return std::move(identities->front());
}

Json Release::json(std::string_view file) const {
    const Bytes bytes = support::bytes_of(copy / to_path(file));
    std::string_view text = as_text(bytes);
    return expect(parse_json(text.substr(0, text.find_last_not_of("\r\n") + 1), {}));
}

std::vector<Release> all_releases() {
    std::vector<Path> folders;
    for (const auto& entry :
         std::filesystem::directory_iterator(Path(LONTAR_SOURCE_DIR) / "tests/upgrade")) {
        if (std::filesystem::is_directory(entry.path() / "laptop")) {
            folders.push_back(entry.path());
        }
    }
    std::sort(folders.begin(), folders.end());
    std::vector<Release> releases;
    releases.reserve(folders.size());
    for (Path& folder : folders) {
        releases.emplace_back(std::move(folder));
    }
    return releases;
}

}  // namespace lontar::upgrade
