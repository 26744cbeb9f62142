#pragma once
/// Names of NTT compared as people mean them: Yohanes Bria = Johannes Bria, Yohanes <> Yohana. The
/// stored name is never changed.
#include <string>
#include <string_view>
#include <vector>

namespace lontar::model {

/// Normal form of each word of a name, in the order of the rules of `storage/model/DESIGN.md`.
struct NameKey {
    struct Word {
        std::string key;     ///< after all rules
        std::string coarse;  ///< coarser form, for the lexicon and for blocking
        std::string saint;   ///< lexicon entry it stands for, or empty
        bool initial = false;
    };
    std::vector<Word> words;  ///< order of the name
};
NameKey name_key(std::string_view name);
/// The words in byte order, each as what it stands for: equal for two names exactly when they
/// match.
std::vector<std::string> canonical_words(const NameKey& name);

enum class NameMatch { match, review, different };
NameMatch compare_names(const NameKey& a, const NameKey& b);

}  // namespace lontar::model
