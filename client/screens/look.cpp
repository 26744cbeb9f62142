#include "client/screens/look.hpp"

#include <algorithm>
#include <sstream>
#include <utility>

#include "client/text/terms.hpp"
#include "client/text/words.hpp"
#include "storage/base/text.hpp"
#include "storage/base/version.hpp"
#include "storage/model/standing.hpp"

namespace lontar::client {

using namespace ftxui;

Element title_bar(const std::string& title, const std::string& village, bool training,
                  int columns) {
    constexpr std::string_view program = " LONTAR ";
    constexpr int gap = 2;
    // Less of a village's name tells nobody which.
    constexpr int least_village = 8;
    const std::string badge = " " + std::string(say("screen.title.training")) + " ";
    const int room = columns - (training ? display_width(badge) : 0) - display_width(program);
    const std::string name = "· " + fit(drawable(title), std::max(room - 2, 1));
    const int left = room - display_width(name) - gap - 1;
    const std::string place = left < least_village ? "" : fit(drawable(village), left);
    Element bar =
        hbox({text(std::string(program)) | bold, text(name), filler(), text(place + " ")}) |
        inverted;
    if (training) {
        return hbox({text(badge) | bold | color(Color::Black) | bgcolor(Color::Yellow),
                     std::move(bar) | flex});
    }
    return bar;
}

Elements message_lines(const std::string& words, int columns) {
    constexpr std::size_t most = 3;
    Elements lines = wrapped(words, columns - 2);
    lines.resize(std::min(lines.size(), most));
    for (Element& line : lines) {
        line = hbox({text(" "), std::move(line)});
    }
    return lines;
}

Element key_bar(const std::vector<KeyHint>& hints, int columns) {
    const std::string help = " " + std::string(say("screen.key.help")) + " ";
    int width = display_width(" F1 ") + display_width(help);
    for (const KeyHint& hint : hints) {
        width += display_width(hint.key) + display_width(say(hint.words)) + 5;
    }
    // Where they would not all fit, they stand closer.
    const std::string gap = width > columns ? " " : "  ";
    Elements parts;
    for (const KeyHint& hint : hints) {
        parts.push_back(text(" " + std::string(hint.key) + " ") | inverted);
        std::string words = " ";
        words.append(say(hint.words)).append(gap);
        parts.push_back(text(std::move(words)));
    }
    parts.push_back(filler());
    parts.push_back(text(" F1 ") | inverted);
    parts.push_back(text(help));
    return hbox(std::move(parts));
}

namespace {

/// The letters that fit, at least one.
std::string first_columns(std::string_view word, int columns) {
    std::size_t end = 0;
    for (std::size_t at = 1; at <= word.size(); ++at) {
        const bool is_between =
            at == word.size() || (static_cast<unsigned char>(word[at]) & 0xC0U) != 0x80U;
        if (is_between && end != 0 && display_width(word.substr(0, at)) > columns) {
            break;
        }
        end = is_between ? at : end;
    }
    return std::string(word.substr(0, end));
}

}  // namespace

Elements wrapped(std::string_view words, int columns) {
    columns = std::max(columns, 1);
    Elements lines;
    std::istringstream paragraphs{std::string(words)};
    for (std::string paragraph; std::getline(paragraphs, paragraph);) {
        std::istringstream parts(paragraph);
        std::string line;
        for (std::string word; parts >> word;) {
            for (std::string part = first_columns(word, columns); part.size() < word.size();
                 part = first_columns(word, columns)) {
                if (!line.empty()) {
                    lines.push_back(text(drawable(std::exchange(line, {}))));
                }
                lines.push_back(text(drawable(part)));
                word.erase(0, part.size());
            }
            std::string longer = line;
            longer.append(line.empty() ? "" : " ").append(word);
            if (display_width(longer) > columns && !line.empty()) {
                lines.push_back(text(drawable(line)));
                line = word;
            } else {
                line = longer;
            }
        }
        lines.push_back(text(drawable(line)));
    }
    return lines;
}

Element help_text(std::string_view key) {
    Elements lines = wrapped(say(key), 70);
    lines.push_back(text(""));
    lines.push_back(text(version_line("lontar")) | dim);
    return box(std::string(say("screen.help.title")), std::move(lines));
}

Element box(const std::string& title, Elements lines) {
    return window(text(" " + drawable(title) + " ") | bold, vbox(std::move(lines)) | borderEmpty) |
           center;
}

Element work_box(const std::string& title, std::int64_t done, std::int64_t total,
                 const std::string& words, bool stopping) {
    const float part = total > 0 ? static_cast<float>(done) / static_cast<float>(total) : 0.0F;
    Elements lines{
        text(fit(words, 60)) | size(WIDTH, GREATER_THAN, 60), text(""),
        hbox({gauge(part) | flex,
              text(total > 0 ? " " + std::to_string(static_cast<int>(part * 100)) + " %" : " …")})};
    if (stopping) {
        lines.push_back(text(std::string(say("screen.work.stopping"))));
    }
    return box(title, std::move(lines));
}

Element standing_mark(model::Standing standing, bool withdrawn) {
    const std::string words = standing_text(standing, withdrawn);
    switch (standing) {
        case model::Standing::received:
            return text(words) | color(Color::Green);
        case model::Standing::needs_correction:
            return text(words) | color(Color::Red) | bold;
        case model::Standing::waiting:
        case model::Standing::on_the_way:
            return text(words) | color(Color::Yellow);
        default:
            return text(words) | dim;
    }
}

Elements finding_lines(const model::Finding& finding, int columns) {
    Elements lines;
    std::string_view mark = " i ";
    Decorator look = dim;
    if (finding.severity == model::Severity::error) {
        mark = " ! ";
        look = color(Color::Red);
    } else if (finding.severity == model::Severity::warning) {
        mark = " ? ";
        look = color(Color::Yellow);
    }
    for (Element& line : wrapped(finding_text(finding), columns - 3)) {
        lines.push_back(hbox({text(std::string(mark)), std::move(line)}) | look);
        mark = "   ";
    }
    return lines;
}

Element list_line(Element line, bool is_chosen) {
    return is_chosen ? hbox({text(">"), std::move(line) | flex}) | inverted
                     : hbox({text(" "), std::move(line) | flex});
}

Elements pair_lines(const std::string& name, const std::string& value, int columns) {
    constexpr int name_columns = 26;
    Elements lines;
    std::string label = " " + fit(drawable(name), name_columns - 2);
    for (Element& part : wrapped(value, columns - name_columns)) {
        lines.push_back(hbox({text(std::exchange(label, {})) | size(WIDTH, EQUAL, name_columns),
                              std::move(part) | flex}));
    }
    return lines;
}

Elements compared_lines(const std::string& name, const std::string& left, const std::string& right,
                        int name_columns, int half) {
    Elements left_lines = wrapped(left, half - 2);
    Elements right_lines = wrapped(right, half - 2);
    const std::size_t count = std::max(left_lines.size(), right_lines.size());
    left_lines.resize(count, text(""));
    right_lines.resize(count, text(""));
    std::string label = " " + fit(drawable(name), name_columns - 2);
    std::string sign = left == right ? "=" : " ";
    Elements lines;
    for (std::size_t at = 0; at < count; ++at) {
        lines.push_back(
            hbox({text(std::exchange(label, {})) | size(WIDTH, EQUAL, name_columns),
                  left_lines[at] | size(WIDTH, EQUAL, half),
                  right_lines[at] | size(WIDTH, EQUAL, half - 2), text(std::exchange(sign, {}))}));
    }
    return lines;
}

}  // namespace lontar::client
