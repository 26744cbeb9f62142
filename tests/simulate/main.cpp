// lontar-simulate: both ends of Lontar in one process, through everything that can happen to them.
//
//   lontar-simulate [--seeds A-B] [--acts N]     plays each story; the first fault of each is told;
//                                                with --first the first story with one is the last
//   lontar-simulate --drill LAPTOPS              restores a province from last week's backup, in
//                                                four ways, while nobody has anything new
//   lontar-simulate --trace SEED [--acts N]      tells a story act by act, shortened to what it
//   needs
//
// A story ends with everything delivered; then what people were told must be true. Ends with 1 when
// something was not.
#include <charconv>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include <unistd.h>

#include "simulate/drill.hpp"
#include "simulate/player.hpp"

namespace {

namespace fs = std::filesystem;
using namespace lontar;
using simulate::Act;
using simulate::Fault;

struct Options {
    std::uint64_t first = 1;
    std::uint64_t last = 20;
    std::size_t acts = 100;
    bool trace = false;
    bool stops_at_fault = false;
    std::size_t drill = 0;
};

bool read_number(std::string_view text, std::uint64_t& number) {
    const auto [end, trouble] = std::from_chars(text.data(), text.data() + text.size(), number);
    return trouble == std::errc{} && end == text.data() + text.size();
}

bool read_options(int count, char** words, Options& options) {
    for (int i = 1; i < count; ++i) {
        const std::string_view name = words[i];
        if (name == "--first") {
            options.stops_at_fault = true;
            continue;
        }
        if (++i == count) {
            return false;
        }
        const std::string_view value = words[i];
        std::uint64_t number = 0;
        if (name == "--seeds") {
            const auto dash = value.find('-');
            if (!read_number(value.substr(0, dash), options.first) ||
                !read_number(dash == std::string_view::npos ? value : value.substr(dash + 1),
                             options.last)) {
                return false;
            }
        } else if (name == "--acts" && read_number(value, number)) {
            options.acts = number;
        } else if (name == "--drill" && read_number(value, number)) {
            options.drill = number;
        } else if (name == "--trace" && read_number(value, number)) {
            options.first = options.last = number;
            options.trace = true;
        } else {
            return false;
        }
    }
    return true;
}

/// A folder in memory, gone when the process ends well.
class Workshop {
public:
    Workshop() : folder_("/dev/shm/lontar-simulate-" + std::to_string(::getpid())) {}
    ~Workshop() {
        std::error_code ignored;
        fs::remove_all(folder_, ignored);
    }
    Workshop(const Workshop&) = delete;
    Workshop& operator=(const Workshop&) = delete;
    Workshop(Workshop&&) = delete;
    Workshop& operator=(Workshop&&) = delete;

    [[nodiscard]] Path start(std::string_view name) const {
        fs::create_directories(folder_ / name);
        return folder_ / name;
    }
    [[nodiscard]] Path fresh() const {
        fs::remove_all(folder_ / "story");
        fs::create_directories(folder_ / "story");
        return folder_ / "story";
    }

private:
    Path folder_;
};

/// Where stories begin.
struct Starts {
    simulate::Template fresh;
    std::vector<std::unique_ptr<simulate::Template>> released;

    /// One story in four begins with what an earlier release left behind.
    [[nodiscard]] const simulate::Template& of(std::uint64_t seed) const {
        constexpr std::uint64_t rarely = 4;
        return seed % rarely != 0 || released.empty() ? fresh
                                                      : *released[seed / rarely % released.size()];
    }
};

Starts make_starts(const Workshop& workshop) {
    Starts starts{simulate::Template(workshop.start("fresh")), {}};
    std::vector<Path> folders;
    for (const auto& entry : fs::directory_iterator(Path(LONTAR_SOURCE_DIR) / "tests/upgrade")) {
        if (fs::is_directory(entry.path() / "laptop")) {
            folders.push_back(entry.path());
        }
    }
    std::ranges::sort(folders);
    for (const Path& folder : folders) {
        starts.released.push_back(std::make_unique<simulate::Template>(
            workshop.start(folder.filename().string()), folder));
    }
    return starts;
}

std::vector<Fault> play(const Starts& starts, const Workshop& workshop, std::uint64_t seed,
                        const std::vector<Act>& story, bool trace) {
    simulate::Player player(starts.of(seed), workshop.fresh(), seed);
    for (const Act& act : story) {
        player.play(act, trace);
    }
    return player.end(trace);
}

bool breaks(const std::vector<Fault>& faults, const std::string& rule) {
    return std::ranges::any_of(faults, [&](const Fault& fault) { return fault.rule == rule; });
}

/// Leaves out whatever the fault of `rule` does not need: halves first, then single acts.
std::vector<Act> shortened(const Starts& starts, const Workshop& workshop, std::uint64_t seed,
                           std::vector<Act> story, const std::string& rule) {
    for (std::size_t size = story.size() / 2; size > 0; size /= 2) {
        for (std::size_t at = 0; at < story.size();) {
            std::vector<Act> without = story;
            const auto from = without.begin() + static_cast<std::ptrdiff_t>(at);
            without.erase(from,
                          from + static_cast<std::ptrdiff_t>(std::min(size, story.size() - at)));
            if (breaks(play(starts, workshop, seed, without, false), rule)) {
                story = std::move(without);
            } else {
                at += size;
            }
        }
    }
    return story;
}

void tell(const std::vector<Fault>& faults) {
    for (const Fault& fault : faults) {
        std::cout << "  UNTRUE: " << fault.rule << ": " << fault.words << '\n';
    }
}

int tell_story(const Starts& starts, const Workshop& workshop, const Options& options) {
    const std::uint64_t seed = options.first;
    const auto story = simulate::make_story(seed, options.acts);
    const auto faults = play(starts, workshop, seed, story, false);
    if (faults.empty()) {
        play(starts, workshop, seed, story, true);
        std::cout << "all of it is true\n";
        return 0;
    }
    const std::string rule = faults.front().rule;
    const auto needed = shortened(starts, workshop, seed, story, rule);
    std::cout << "seed " << seed << ": " << needed.size() << " of " << story.size()
              << " acts are needed\n";
    tell(play(starts, workshop, seed, needed, true));
    return 1;
}

int play_all(const Starts& starts, const Workshop& workshop, const Options& options) {
    const auto began = std::chrono::steady_clock::now();
    std::uint64_t bad = 0;
    std::map<std::string, std::uint64_t> rules;
    std::uint64_t count = 0;
    for (std::uint64_t seed = options.first;
         seed <= options.last && (bad == 0 || !options.stops_at_fault); ++seed, ++count) {
        const auto faults =
            play(starts, workshop, seed, simulate::make_story(seed, options.acts), false);
        if (!faults.empty()) {
            ++bad;
            std::cout << "seed " << seed << ": " << faults.size() << " untrue\n";
            tell({faults.front()});
            std::cout << std::flush;  // whoever stops a long run has what it found
            std::set<std::string> broken;
            for (const Fault& fault : faults) {
                broken.insert(fault.rule);
            }
            for (const std::string& rule : broken) {
                ++rules[rule];
            }
        }
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    for (const auto& [rule, stories] : rules) {
        std::cout << stories << " stories break: " << rule << '\n';
    }
    std::printf("%llu stories of %zu acts, %llu with something untrue, %.2f a second\n",
                static_cast<unsigned long long>(count), options.acts,
                static_cast<unsigned long long>(bad), static_cast<double>(count) / took.count());
    return bad == 0 ? 0 : 1;
}

int drill_all(const Workshop& workshop, std::size_t laptops) {
    bool right = true;
    for (const bool twice : {false, true}) {
        for (const bool behind : {false, true}) {
            std::cout << laptops << " laptops, restored " << (twice ? "twice" : "once")
                      << (behind ? ", with the clock a month behind\n" : "\n") << std::flush;
            right = simulate::play_drill(workshop.fresh(), {laptops, twice, behind}) && right;
        }
    }
    return right ? 0 : 1;
}

}  // namespace

int main(int count, char** words) {
    Options options;
    if (!read_options(count, words, options)) {
        std::cerr << "lontar-simulate [--seeds A-B] [--first] [--acts N] | --drill LAPTOPS | "
                     "--trace SEED [--acts N]\n";
        return 2;
    }
    const Workshop workshop;
    if (options.drill > 0) {
        return drill_all(workshop, options.drill);
    }
    const Starts starts = make_starts(workshop);
    return options.trace ? tell_story(starts, workshop, options)
                         : play_all(starts, workshop, options);
}
