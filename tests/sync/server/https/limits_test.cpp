#include "sync/server/https/limits.hpp"

#include <map>
#include <sstream>
#include <string>

#include <catch2/catch_test_macros.hpp>

#include "storage/base/bytes.hpp"
#include "support/temp_folder.hpp"

namespace lontar {
namespace {

/// Limit → default, as the table of sync/DESIGN.md tells administrators.
std::map<std::string, std::string> documented_limits() {
    const auto text = support::bytes_of(Path(LONTAR_SOURCE_DIR) / "sync" / "DESIGN.md");
    std::istringstream lines{std::string(as_text(text))};
    std::map<std::string, std::string> limits;
    bool inside = false;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("| Limit | Default |")) {
            inside = true;
        } else if (!line.starts_with("|")) {
            inside = false;
        } else if (inside && line.starts_with("| ")) {
            const auto name_end = line.find(" | ");
            const auto end = line.find(" | ", name_end + 3);
            limits.emplace(line.substr(2, name_end - 2),
                           line.substr(name_end + 3, end - name_end - 3));
        }
    }
    return limits;
}

std::string text_of(server::HttpLimits::Time time) {
    return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(time).count()) + " s";
}

std::string text_of(const server::Rate& rate) {
    std::ostringstream text;
    text << rate.burst << ", then " << rate.per_second << " a second";
    return text.str();
}

TEST_CASE("the defaults are those that the design tells") {
    const server::HttpLimits limits;
    CHECK(documented_limits() ==
          std::map<std::string, std::string>{
              {"max_head_bytes", std::to_string(limits.max_head_bytes)},
              {"handshake", text_of(limits.handshake)},
              {"idle", text_of(limits.idle)},
              {"head", text_of(limits.head)},
              {"stall", text_of(limits.stall)},
              {"body", text_of(limits.body)},
              {"min_rate", std::to_string(limits.min_rate)},
              {"write", text_of(limits.write)},
              {"drain", text_of(limits.drain)},
              {"max_connections", std::to_string(limits.max_connections)},
              {"max_connections_of_address", std::to_string(limits.max_connections_of_address)},
              {"of_address", text_of(limits.of_address)},
              {"of_device", text_of(limits.of_device)},
              {"grace", text_of(limits.grace)},
          });
}

}  // namespace
}  // namespace lontar
