#pragma once
/// The saint names of NTT with their spellings and short forms (`data/saints.txt`), looked up by
/// coarse key.
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace lontar::model {

class Lexicon {
public:
    /// Reads the format that the head of `data/saints.txt` describes.
    explicit Lexicon(std::string_view text);

    /// The name a word stands for, in its usual spelling; empty when it is none.
    [[nodiscard]] std::string_view saint(std::string_view coarse) const;
    /// True when the word is a short form that may stand for this saint.
    [[nodiscard]] bool may_stand_for(std::string_view coarse, std::string_view saint) const;

    /// Spellings that stand for two names, and short forms of a name that is not listed: none in a
    /// sound file.
    [[nodiscard]] const std::vector<std::string>& faults() const { return faults_; }
    [[nodiscard]] std::size_t size() const { return names_.size(); }

private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const {
            return std::hash<std::string_view>{}(text);
        }
    };
    template <typename Value>
    using Table = std::unordered_map<std::string, Value, Hash, std::equal_to<>>;

    void read_line(std::string_view line);
    void add_spelling(std::string_view spelling, const std::string& name);

    std::vector<std::string> names_;
    Table<std::string> spellings_;
    Table<std::vector<std::string>> short_forms_;
    std::vector<std::string> faults_;
};

/// The shipped list; read at the first use.
const Lexicon& saints();

}  // namespace lontar::model
