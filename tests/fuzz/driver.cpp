// Runs a fuzz target without libFuzzer: all seeds, then random changes of them; the same each time.
//
//     fuzz_x [COUNT [SEED]]     COUNT changed inputs (default 20000) from this seed (default 1)
//     fuzz_x --write FOLDER     writes the seeds as files, to begin a corpus for libFuzzer
//     fuzz_x --input FILE       runs one file, to look at what failed
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "storage/base/durable_file.hpp"
#include "storage/base/os.hpp"
#include "support/fakes.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace lontar::fuzz {

namespace {

class Changes {
public:
    Changes(const std::vector<Bytes>& seeds, std::uint64_t seed) : seeds_(seeds), random_(seed) {}

    Bytes next() {
        Bytes input = seeds_[random_.below(seeds_.size())];
        for (std::uint64_t left = 1 + random_.below(4); left > 0; --left) {
            change(input);
        }
        return input;
    }

private:
    void change(Bytes& input) {
        using namespace std::string_view_literals;
        static constexpr std::string_view marks = "\0\1\n\r \t=-+/\"\\{}[]:,0917aZ\x7f\x80\xff"sv;
        const std::size_t at = random_.below(input.size() + 1);
        const auto from = input.begin() + static_cast<std::ptrdiff_t>(at);
        const std::size_t some = random_.below(std::min<std::size_t>(input.size() - at, 64) + 1);
        const auto to = from + static_cast<std::ptrdiff_t>(some);
        const auto mark = static_cast<std::uint8_t>(marks[random_.below(marks.size())]);
        switch (random_.below(8)) {
            case 0:
                if (from != input.end()) {
                    *from = static_cast<std::uint8_t>(*from ^ 1U << random_.below(8));
                }
                break;
            case 1:
                if (from != input.end()) {
                    *from = mark;
                }
                break;
            case 2:
                input.insert(from, mark);
                break;
            case 3:
                input.erase(from, to);
                break;
            case 4: {
                const Bytes piece(from, to);
                input.insert(from, piece.begin(), piece.end());
                break;
            }
            case 5:
                input.resize(at);
                break;
            case 6: {
                const Bytes& other = seeds_[random_.below(seeds_.size())];
                const auto cut = static_cast<std::ptrdiff_t>(random_.below(other.size() + 1));
                input.resize(at);
                input.insert(input.end(), other.begin() + cut, other.end());
                break;
            }
            default:
                for (auto byte = from; byte != to; ++byte) {
                    *byte = static_cast<std::uint8_t>(random_.next());
                }
        }
    }

    const std::vector<Bytes>& seeds_;
    support::SeededRandom random_;
};

int write_seeds(const std::vector<Bytes>& seeds, const Path& folder) {
    std::error_code failed;
    std::filesystem::create_directories(folder, failed);
    for (std::size_t i = 0; i < seeds.size(); ++i) {
        std::ofstream file(folder / ("seed-" + std::to_string(i)), std::ios::binary);
        file.write(reinterpret_cast<const char*>(seeds[i].data()),
                   static_cast<std::streamsize>(seeds[i].size()));
        if (!file) {
            return 1;
        }
    }
    return 0;
}

int run_file(const char* path) {
    std::ifstream file(path, std::ios::binary);
    const std::string content{std::istreambuf_iterator<char>(file), {}};
    const ByteView bytes = as_bytes(content);
    return LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
}

int run_all(const std::vector<Bytes>& seeds, std::uint64_t count, std::uint64_t seed) {
    for (const Bytes& input : seeds) {
        LLVMFuzzerTestOneInput(input.data(), input.size());
    }
    Changes changes(seeds, seed);
    for (std::uint64_t i = 0; i < count; ++i) {
        const Bytes input = changes.next();
        // Left behind when the target ends the process.
        if (const auto keep = environment("LONTAR_FUZZ_KEEP")) {
            std::ofstream(*keep, std::ios::binary)
                .write(reinterpret_cast<const char*>(input.data()),
                       static_cast<std::streamsize>(input.size()));
        }
        LLVMFuzzerTestOneInput(input.data(), input.size());
    }
    std::printf("%zu seeds and %llu changed inputs from seed %llu: nothing found\n", seeds.size(),
                static_cast<unsigned long long>(count), static_cast<unsigned long long>(seed));
    return 0;
}

}  // namespace

}  // namespace lontar::fuzz

int main(int argc, char** argv) {
    const std::string first = argc > 1 ? argv[1] : "20000";
    if (first == "--input" && argc > 2) {
        return lontar::fuzz::run_file(argv[2]);
    }
    const std::vector<lontar::Bytes> seeds = lontar::fuzz::seeds();
    if (first == "--write" && argc > 2) {
        return lontar::fuzz::write_seeds(seeds, argv[2]);
    }
    return lontar::fuzz::run_all(seeds, std::strtoull(first.c_str(), nullptr, 10),
                                 argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1);
}
