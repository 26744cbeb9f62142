#pragma once
/// A village office with its register, backup, stick and a server on the road, whose things get
/// spoiled, and the real program run in it.
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/os.hpp"
#include "support/people.hpp"
#include "support/province/test_province.hpp"
#include "support/strange_server/strange_server.hpp"
#include "support/temp_folder.hpp"

namespace lontar::flow {

inline constexpr std::string_view village = "5301062015";
inline constexpr std::string_view secret_words = "kuda lari di pantai";

struct Ran {
    int code = 0;
    std::string out, err;
};

void put_text(const Path& file, std::string_view text);

class Office {
public:
    Office();

    [[nodiscard]] std::string at(std::string_view name) const { return to_utf8(folder / name); }

    /// The real program, at no terminal, in English.
    Ran run(const std::vector<std::string>& words);
    /// The same; it has to end well.
    void must(const std::vector<std::string>& words);

    [[nodiscard]] std::string text_of(std::string_view name) const {
        return std::string(as_text(support::bytes_of(folder / name)));
    }

    /// Changes when anything in the data folder does; what the uploader notes about its waits does
    /// not count.
    [[nodiscard]] std::string state() const;

    /// One byte in the middle of a file becomes another.
    static void flip(const Path& file);
    static void cut(const Path& file);
    [[nodiscard]] Path waiting_batch() const;

    support::TempFolder folder;
    support::TestProvince province;
    support::StrangeServer server;
    Path home, backup;
    support::PeopleMaker people;
    std::string environment;
    std::string passphrase = "pass";
    std::unique_ptr<FileLock> held;
};

}  // namespace lontar::flow
