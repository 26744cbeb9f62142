#include "client/text/words.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <vector>

#include "client/text/po.hpp"
#include "client/text/translations.hpp"

namespace lontar::client {

namespace {

Language chosen = Language::indonesian;

using Catalogue = std::vector<PoEntry>;

Catalogue load(std::string_view po) {
    auto entries = parse_po(po);
    // Compiled in and tested: a failure here is a broken build, and keys are shown as themselves.
    assert(entries);
    Catalogue catalogue = entries ? std::move(*entries) : Catalogue{};
    std::sort(catalogue.begin(), catalogue.end(),
              [](const PoEntry& a, const PoEntry& b) { return a.key < b.key; });
    return catalogue;
}

const Catalogue& catalogue() {
    static const Catalogue indonesian = load(translations::id_po);
    if (chosen == Language::indonesian) {
        return indonesian;
    }
    static const Catalogue english = load(translations::en_po);
    return english;
}

const std::string* find(std::string_view key) {
    const Catalogue& all = catalogue();
    const auto at =
        std::lower_bound(all.begin(), all.end(), key,
                         [](const PoEntry& entry, std::string_view k) { return entry.key < k; });
    return at != all.end() && at->key == key ? &at->words : nullptr;
}

std::string words_of(const Error& error) {
    if (const std::string* words = find("error." + error.code)) {
        return *words;
    }
    return std::string(say("kind." + std::string(name_of(error.kind))));
}

/// `one|more`: the word that fits a number.
std::string_view word_for(std::string_view number, std::string_view words) {
    const std::size_t bar = std::min(words.find('|'), words.size());
    return number == "1" ? words.substr(0, bar) : words.substr(std::min(bar + 1, words.size()));
}

}  // namespace

void set_language(Language language) {
    chosen = language;
}

Language language() {
    return chosen;
}

bool has_words(std::string_view key) {
    return find(key) != nullptr;
}

std::string_view say(std::string_view key) {
    const std::string* words = find(key);
    return words != nullptr ? std::string_view(*words) : key;
}

std::string say(std::string_view key,
                std::initializer_list<std::pair<std::string_view, std::string>> values) {
    const std::string_view words = say(key);
    std::string out;
    for (std::size_t at = 0; at < words.size();) {
        const std::size_t end = words[at] == '{' ? words.find('}', at) : std::string_view::npos;
        const std::string_view place =
            end == std::string_view::npos ? std::string_view() : words.substr(at + 1, end - at - 1);
        const std::string_view name = place.substr(0, place.find(':'));
        const auto* const value = std::find_if(values.begin(), values.end(), [&](const auto& pair) {
            return !place.empty() && pair.first == name;
        });
        if (value == values.end()) {
            out += words[at++];
            continue;
        }
        out += name == place ? std::string_view(value->second)
                             : word_for(value->second, place.substr(name.size() + 1));
        at = end + 1;
    }
    return out;
}

std::string explain(const Error& error) {
    std::string words = words_of(error);
    const std::size_t first_end = std::min(words.find('\n'), words.size());
    words.insert(first_end, " (" + error.code + ")");
    return words;
}

std::string explain_short(const Error& error) {
    std::string words = words_of(error);
    std::replace(words.begin(), words.end(), '\n', ' ');
    return error.code + ": " + words;
}

}  // namespace lontar::client
