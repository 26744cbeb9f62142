#pragma once
/// Text pasted into the terminal, which is words and never keys: a terminal that was asked to (mode
/// 2004) sets it between two brackets.
#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

namespace lontar::client {

/// What became of a paste.
enum class PasteResult {
    no_field,  ///< no text is typed here
    taken,
    cut,  ///< its first part was taken
};

/// A paste as one line: line ends and tabs between words are one blank, at both ends nothing;
/// other control characters and bytes that are not UTF-8 are dropped.
std::string pasted_line(std::string_view raw);

/// Gathers a paste out of what the terminal sends.
class PasteReader {
public:
    /// More than any field takes; the rest is dropped.
    static constexpr std::size_t most_bytes = 64 * 1024;
    /// After so long without a byte the closing bracket is not awaited any more: bytes that are not
    /// UTF-8 may have swallowed it, and the keyboard must not stay dead.
    static constexpr std::chrono::milliseconds patience{3'000};

    PasteReader() = default;
    ~PasteReader();
    PasteReader(const PasteReader&) = delete;
    PasteReader& operator=(const PasteReader&) = delete;
    PasteReader(PasteReader&&) = delete;
    PasteReader& operator=(PasteReader&&) = delete;

    /// True when `input`, the bytes of one key, belongs to a paste; `now` never goes back.
    bool take(std::string_view input, std::chrono::milliseconds now);
    /// The closing bracket came, or has been missing for too long.
    [[nodiscard]] bool is_whole(std::chrono::milliseconds now) const;

    struct Paste {
        std::string line;  ///< as by `pasted_line`; may be a passphrase
        bool is_cut = false;
    };
    /// What was gathered; the next paste begins empty.
    Paste take_out();

private:
    void forget();
    std::string raw_;
    std::string end_;  ///< the last bytes, as long as the closing bracket
    bool is_open_ = false;
    bool is_closed_ = false;
    bool is_cut_ = false;
    std::chrono::milliseconds last_{0};
};

}  // namespace lontar::client
