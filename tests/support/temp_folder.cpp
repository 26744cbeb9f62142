#include "support/temp_folder.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "storage/base/random.hpp"

namespace lontar::support {

namespace {

[[noreturn]] void give_up(const char* what, const Path& path) {
    std::fprintf(stderr, "test support: cannot %s %s\n", what, to_utf8(path).c_str());
    std::abort();
}

/// FNV-1a, 64 bits: enough to see a change nobody made on purpose to deceive us.
class Fingerprint {
public:
    void add(ByteView bytes) {
        for (const std::uint8_t byte : bytes) {
            value_ = (value_ ^ byte) * 0x100000001B3U;
        }
    }
    /// With its length, so that two fields cannot flow into each other.
    void add_field(ByteView bytes) {
        add(as_bytes(std::to_string(bytes.size()) + ":"));
        add(bytes);
    }
    [[nodiscard]] std::string text() const {
        std::array<std::uint8_t, 8> bytes{};
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            bytes[i] = static_cast<std::uint8_t>(value_ >> (8 * i));
        }
        return to_hex(bytes);
    }

private:
    std::uint64_t value_ = 0xCBF29CE484222325U;
};

}  // namespace

TempFolder::TempFolder() {
    std::array<std::uint8_t, 8> name{};
    system_random().fill(name);
    std::error_code error;
    path_ = std::filesystem::temp_directory_path(error) / ("lontar-test-" + to_hex(name));
    if (error || !std::filesystem::create_directories(path_, error)) {
        give_up("make", path_);
    }
}

TempFolder::~TempFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

std::string hash_of_folder(const Path& folder) {
    std::vector<Path> paths;
    std::error_code error;
    for (auto at = std::filesystem::recursive_directory_iterator(folder, error);
         !error && at != std::filesystem::recursive_directory_iterator(); at.increment(error)) {
        paths.push_back(at->path());
    }
    std::sort(paths.begin(), paths.end());
    Fingerprint hash;
    for (const Path& path : paths) {
        const auto status = std::filesystem::symlink_status(path, error);
        hash.add_field(as_bytes(to_utf8(path.lexically_relative(folder))));
        hash.add_field(as_bytes(std::to_string(static_cast<int>(status.type())) + " " +
                                std::to_string(static_cast<int>(status.permissions()))));
        if (status.type() == std::filesystem::file_type::regular) {
            hash.add_field(bytes_of(path));
        } else if (status.type() == std::filesystem::file_type::symlink) {
            hash.add_field(as_bytes(to_utf8(std::filesystem::read_symlink(path, error))));
        }
    }
    return hash.text();
}

Bytes bytes_of(const Path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) {
        give_up("read", file);
    }
    in.seekg(0, std::ios::end);
    Bytes bytes(static_cast<std::size_t>(in.tellg()));
    in.seekg(0);
    in.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    if (!in) {
        give_up("read", file);
    }
    return bytes;
}

void put_bytes(const Path& file, ByteView bytes) {
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    const std::string_view text = as_text(bytes);
    out.write(text.data(), static_cast<std::streamsize>(text.size()));
    out.close();
    if (!out) {
        give_up("write", file);
    }
}

}  // namespace lontar::support
