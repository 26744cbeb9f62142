#pragma once
/// A folder that tests/upgrade/make.sh made with the programs of a release, copied for one test.
#include <memory>
#include <string>
#include <vector>

#include "storage/base/json.hpp"
#include "storage/base/os.hpp"
#include "storage/base/world.hpp"
#include "storage/sealed/age_keys.hpp"
#include "support/temp_folder.hpp"

namespace lontar::upgrade {

class Release {
public:
    explicit Release(Path folder);
    [[nodiscard]] std::string name() const { return to_utf8(original_.filename()); }
    [[nodiscard]] sealed::Secret passphrase() const;
    [[nodiscard]] sealed::Identity sheet() const;
    [[nodiscard]] Json json(std::string_view file) const;

private:
    Path original_;
    std::unique_ptr<support::TempFolder> folder_;

public:
    Path copy;  ///< may be worked in
};

/// This machine.
World world_of_now();

/// A fresh copy of each.
std::vector<Release> all_releases();

}  // namespace lontar::upgrade
