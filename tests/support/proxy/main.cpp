// lontar-test-proxy: a bad road as a program, for scripts.
//
//   lontar-test-proxy --to PORT [--listen PORT] [--control FILE] [--status FILE]
//
// FILE of --control holds words, read again whenever it changes: `hold`, `cut N` (bytes of a
// reply), `drop N` (bytes both ways), `delay MS`, `rate BYTES`, `loss PERCENT`, `seed N`,
// `request N`, `quit`. An empty or absent file is a good road. --status is rewritten with `port N`,
// `held N`, `connections N`, `up N`, `down N`.
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <system_error>

#include "support/proxy/proxy.hpp"

using lontar::support::Proxy;
using lontar::support::ProxySettings;
using lontar::support::RoadRules;

namespace {

struct Wishes {
    RoadRules rules;
    bool quit = false;
};

Wishes read_control(const std::string& file) {
    Wishes wishes;
    std::ifstream in(file);
    for (std::string word; in >> word;) {
        std::uint64_t number = 0;
        if (word == "hold") {
            wishes.rules.hold = true;
        } else if (word == "quit") {
            wishes.quit = true;
        } else if (in >> number) {
            if (word == "cut") {
                wishes.rules.cut_reply = number;
            } else if (word == "drop") {
                wishes.rules.drop_every = number;
            } else if (word == "delay") {
                wishes.rules.delay = std::chrono::milliseconds(number);
            } else if (word == "rate") {
                wishes.rules.rate = number;
            } else if (word == "loss") {
                wishes.rules.lost_percent = static_cast<unsigned>(number);
            } else if (word == "seed") {
                wishes.rules.loss_seed = number;
            } else if (word == "request") {
                wishes.rules.request_bytes = number;
            }
        }
    }
    return wishes;
}

/// By rename: a reader sees the old lines or the new ones.
void write_status(const std::string& file, const std::string& text) {
    const auto part = file + ".part";
    std::ofstream(part) << text;
    std::rename(part.c_str(), file.c_str());
}

std::string status_of(const Proxy& proxy) {
    std::ostringstream out;
    out << "port " << proxy.port() << "\nheld " << proxy.held() << "\nconnections "
        << proxy.connections() << "\nup " << proxy.bytes_up() << "\ndown " << proxy.bytes_down()
        << '\n';
    return out.str();
}

int wrong_use() {
    std::fputs(
        "use: lontar-test-proxy --to PORT [--listen PORT] [--control FILE] [--status FILE]\n",
        stderr);
    return 2;
}

}  // namespace

int main(int count, char** words) {
    ProxySettings settings;
    std::string control;
    std::string status;
    for (int i = 1; i < count; i += 2) {
        const std::string name = words[i];
        if (i + 1 == count) {
            return wrong_use();
        }
        if (name == "--to") {
            settings.to_port = std::atoi(words[i + 1]);
        } else if (name == "--listen") {
            settings.port = std::atoi(words[i + 1]);
        } else if (name == "--control") {
            control = words[i + 1];
        } else if (name == "--status") {
            status = words[i + 1];
        } else {
            return wrong_use();
        }
    }
    if (settings.to_port <= 0) {
        return wrong_use();
    }
    const auto proxy = Proxy::begin(settings);
    if (!proxy) {
        std::fprintf(stderr, "lontar-test-proxy: port %d: %s\n", settings.port,
                     std::generic_category().message(errno).c_str());
        return 1;
    }
    std::printf("port %d\n", proxy->port());
    std::fflush(stdout);
    std::string told;
    while (true) {
        const auto wishes = control.empty() ? Wishes{} : read_control(control);
        if (wishes.quit) {
            return 0;
        }
        proxy->set(wishes.rules);
        if (auto now = status_of(*proxy); !status.empty() && now != told) {
            write_status(status, now);
            told = std::move(now);
        }
        proxy->turn(std::chrono::milliseconds(20));
    }
}
