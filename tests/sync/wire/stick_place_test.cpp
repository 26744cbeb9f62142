#include "sync/wire/stick_place.hpp"

#include <filesystem>
#include <set>

#include <catch2/catch_test_macros.hpp>

#include "support/temp_folder.hpp"
#include "sync/wire/stick.hpp"

using namespace lontar;
using lontar::support::TempFolder;

namespace {

template <typename T>
T expect(Result<T> result) {
    INFO((result ? "" : result.error().code));
    REQUIRE(result);
    return *std::move(result);
}

/// A stick on paper: all its folders, each with a slash between names.
class Folders {
public:
    Folders(std::initializer_list<std::string> paths) {
        for (const std::string& path : paths) {
            for (Path at = path; at != at.parent_path(); at = at.parent_path()) {
                all_.insert(at);
            }
        }
    }
    Result<wire::StickPlace> find(const Path& named) const {
        return wire::place_on_stick(named, [this](const Path& folder) {
            std::vector<std::string> names;
            for (const Path& each : all_) {
                if (each.parent_path() == folder && each != folder) {
                    names.push_back(each.filename().string());
                }
            }
            return names;
        });
    }
    /// Our folder, and the others behind it.
    std::vector<std::string> ours(const Path& named) const {
        const auto place = find(named);
        REQUIRE(place);
        std::vector<std::string> all;
        for (const Path& folder : place->folders()) {
            all.push_back(folder.generic_string());
        }
        return all;
    }

private:
    std::set<Path> all_;
};

using Ours = std::vector<std::string>;

}  // namespace

TEST_CASE("whichever place on a stick is named, the same LONTAR is found") {
    const Folders stick{"/media/st/LONTAR/5321012005/out", "/media/st/LONTAR/5321012005/in",
                        "/media/st/photos", "/media/other"};
    for (const auto* named :
         {"/media", "/media/st", "/media/st/LONTAR", "/media/st/LONTAR/5321012005",
          "/media/st/LONTAR/5321012005/out", "/media/st/LONTAR/5321012005/in",
          "/media/st/LONTAR/5321012099", "/media/st/LONTAR/5321012099/in"}) {
        INFO(named);
        CHECK(stick.ours(named) == Ours{"/media/st/LONTAR"});
    }
    CHECK(expect(stick.find("/media/st/LONTAR/5321012005/in")).named_village == "5321012005");
    CHECK(expect(stick.find("/media/st/LONTAR")).named_village.empty());
}

TEST_CASE("a stick without anything of ours gets a LONTAR where it was named") {
    const Folders stick{"/media/st/photos", "/media/lonely"};
    CHECK(stick.ours("/media/st") == Ours{"/media/st/LONTAR"});
    CHECK(stick.ours("/media/lonely/LONTAR") == Ours{"/media/lonely/LONTAR"});
    CHECK(stick.ours("/media/lonely/LONTAR/5321012005/out") == Ours{"/media/lonely/LONTAR"});
    CHECK(stick.ours("/none") == Ours{"/none/LONTAR"});
}

TEST_CASE("a LONTAR that an older version made inside ours is read too, from everywhere") {
    const Folders stick{"/st/LONTAR/5321012005/out", "/st/LONTAR/LONTAR/5321012005/out",
                        "/st/LONTAR/5321012005/LONTAR/5321012005/out",
                        "/st/LONTAR/5321012005/in/LONTAR/5321012005/out"};
    for (const auto* named :
         {"/st", "/st/LONTAR", "/st/LONTAR/LONTAR", "/st/LONTAR/LONTAR/5321012005/out",
          "/st/LONTAR/5321012005/LONTAR", "/st/LONTAR/5321012005/in/LONTAR/5321012005"}) {
        INFO(named);
        CHECK(stick.ours(named) == Ours{"/st/LONTAR", "/st/LONTAR/LONTAR",
                                        "/st/LONTAR/5321012005/LONTAR",
                                        "/st/LONTAR/5321012005/in/LONTAR"});
    }
}

TEST_CASE("a stick that is itself named LONTAR, or like a village, is no folder of ours") {
    const Folders named_ours{"/media/LONTAR/LONTAR/5321012005/out"};
    for (const auto* named : {"/media", "/media/LONTAR", "/media/LONTAR/LONTAR",
                              "/media/LONTAR/LONTAR/5321012005/out"}) {
        INFO(named);
        CHECK(named_ours.ours(named) == Ours{"/media/LONTAR/LONTAR"});
    }
    const Folders village{"/media/5321012005/LONTAR/5321012005/out"};
    for (const auto* named : {"/media", "/media/5321012005", "/media/5321012005/LONTAR"}) {
        INFO(named);
        CHECK(village.ours(named) == Ours{"/media/5321012005/LONTAR"});
        CHECK(expect(village.find(named)).named_village.empty());
    }
}

TEST_CASE("village folders that lie in no LONTAR are found, also beside one") {
    const Folders alone{"/carried/5321012005/out"};
    for (const auto* named : {"/carried", "/carried/5321012005", "/carried/5321012005/out", "/"}) {
        INFO(named);
        CHECK(alone.ours(named) == Ours{"/carried"});
    }
    const Folders beside{"/st/5321012005/out", "/st/LONTAR/5321012005/out"};
    for (const auto* named : {"/st", "/st/LONTAR", "/st/5321012005/out"}) {
        INFO(named);
        CHECK(beside.ours(named) == Ours{"/st/LONTAR", "/st"});
    }
}

TEST_CASE("a folder with several sticks is refused by name, one of them is taken") {
    const Folders media{"/media/one/LONTAR/5321012005/out", "/media/two/LONTAR"};
    CHECK(media.find("/media").error().code == "C-06");
    CHECK(media.ours("/media/two") == Ours{"/media/two/LONTAR"});
}

TEST_CASE("on a disk a stick is found by a link to it and from the working folder") {
    const TempFolder folder;
    const Path village = folder / "st/LONTAR/5321012005";
    std::filesystem::create_directories(village / "out");
    std::filesystem::create_directories(folder / "st/.Trashes/LONTAR");
    const auto ours = std::filesystem::canonical(folder / "st/LONTAR");
    CHECK(std::filesystem::equivalent(expect(wire::find_stick(village / "out/")).folder, ours));
    CHECK(std::filesystem::equivalent(expect(wire::find_stick(folder / "st/./LONTAR/..")).folder,
                                      ours));
    CHECK(expect(wire::find_stick(folder / "st")).others.empty());
    std::error_code unable;
    std::filesystem::create_directory_symlink(village, folder / "link", unable);
    if (!unable) {
        CHECK(expect(wire::find_stick(folder / "link")).folder == ours);
    }
}
