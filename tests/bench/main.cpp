// lontar_bench [save] [search N]... [backup N] [ingest]: the figures of the register and the
// province, as ratios against the limit beside them, both sides in turn in one run. Without words:
// all at the sizes that matter.
#include <cstdlib>
#include <string>
#include <vector>

#include "rows.hpp"

int main(int count, char** words) {
    using namespace lontar::bench;
    constexpr std::size_t target = 5'000;
    constexpr std::size_t large = 20'000;
    constexpr std::size_t slope = 100'000;
    std::vector<std::string> asked(words + 1, words + count);
    if (asked.empty()) {
        asked = {"save",
                 "search",
                 std::to_string(target),
                 "search",
                 std::to_string(large),
                 "search",
                 std::to_string(slope),
                 "backup",
                 std::to_string(large),
                 "ingest"};
    }
    for (std::size_t at = 0; at < asked.size(); ++at) {
        const auto number = [&] { return static_cast<std::size_t>(std::stoul(asked.at(++at))); };
        if (asked[at] == "save") {
            save_row();
        } else if (asked[at] == "search") {
            const std::size_t people = number();
            search_and_start_rows(people, people == target);
        } else if (asked[at] == "backup") {
            backup_row(number());
        } else if (asked[at] == "ingest") {
            ingest_row();
        } else {
            return 2;
        }
    }
    return 0;
}
