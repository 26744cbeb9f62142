#include "storage/model/lexicon.hpp"

#include <algorithm>

#include "storage/model/data_files.hpp"
#include "storage/model/name_sound.hpp"

namespace lontar::model {

namespace {

/// The next word up to a blank or the end.
std::string_view take_word(std::string_view& rest) {
    const auto begin = rest.find_first_not_of(' ');
    if (begin == std::string_view::npos) {
        rest = {};
        return {};
    }
    rest.remove_prefix(begin);
    const std::string_view word = rest.substr(0, rest.find(' '));
    rest.remove_prefix(word.size());
    return word;
}

std::string coarse_of(std::string_view spelling) {
    return coarse_form(sound_form(spelling));
}

}  // namespace

Lexicon::Lexicon(std::string_view text) {
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        if (!line.empty() && line.front() != '#') {
            read_line(line);
        }
    }
    for (const auto& [form, stands_for] : short_forms_) {
        for (const std::string& name : stands_for) {
            if (std::ranges::find(names_, name) == names_.end()) {
                faults_.push_back(std::string(form)
                                      .append(" is short for ")
                                      .append(name)
                                      .append(", which is not listed"));
            }
        }
    }
}

void Lexicon::read_line(std::string_view line) {
    const auto colon = line.find(':');
    const std::string_view head = line.substr(0, colon);
    std::string_view rest =
        colon == std::string_view::npos ? std::string_view{} : line.substr(colon + 1);
    if (head.starts_with('~')) {
        auto& stands_for = short_forms_[coarse_of(head.substr(1))];
        for (auto word = take_word(rest); !word.empty(); word = take_word(rest)) {
            stands_for.emplace_back(word);
        }
        return;
    }
    const std::string name(head);
    names_.push_back(name);
    add_spelling(head, name);
    for (auto word = take_word(rest); !word.empty(); word = take_word(rest)) {
        add_spelling(word, name);
    }
}

void Lexicon::add_spelling(std::string_view spelling, const std::string& name) {
    const auto [place, is_new] = spellings_.emplace(coarse_of(spelling), name);
    if (!is_new) {
        faults_.push_back(std::string(spelling) + " stands for " + place->second + " already");
    }
}

std::string_view Lexicon::saint(std::string_view coarse) const {
    const auto found = spellings_.find(coarse);
    return found == spellings_.end() ? std::string_view{} : std::string_view(found->second);
}

bool Lexicon::may_stand_for(std::string_view coarse, std::string_view saint) const {
    const auto found = short_forms_.find(coarse);
    return found != short_forms_.end() &&
           std::ranges::find(found->second, saint) != found->second.end();
}

const Lexicon& saints() {
    static const Lexicon lexicon(data::saints_txt);
    return lexicon;
}

}  // namespace lontar::model
