#include "client/screens/form_page.hpp"

#include <algorithm>

#include "client/screens/look.hpp"
#include "client/text/terms.hpp"
#include "client/text/words.hpp"
#include "storage/base/text.hpp"

namespace lontar::client {

using namespace ftxui;

namespace {

constexpr int label_columns = 27;
/// Lines under the form for help and findings of the field.
constexpr int foot_rows = 5;
/// Fields that stay in view however much the province wrote.
constexpr int least_field_rows = 4;
constexpr int separator_rows = 2;

class Page {
public:
    Page(const Form& form, const FieldEditor& editor, const Returned& returned, int columns)
        : form_(form), editor_(editor), returned_(returned), columns_(columns) {}

    [[nodiscard]] Element draw(int rows) const {
        Elements whole = why_returned(rows - foot_rows - least_field_rows - separator_rows);
        const int height =
            std::max(rows - foot_rows - 1 - static_cast<int>(whole.size()), least_field_rows);
        whole.push_back(fields_in_view(height));
        whole.push_back(separatorLight());
        for (Element& line : foot()) {
            whole.push_back(std::move(line));
        }
        return vbox(std::move(whole));
    }

private:
    /// Over a correction stands what the province said of it; beyond `room` lines it says where
    /// the rest is.
    [[nodiscard]] Elements why_returned(int room) const {
        Elements lines;
        const auto add = [&](Element line) {
            lines.push_back(hbox({text(" "), std::move(line)}) | color(Color::Yellow));
        };
        if (!returned_.words().empty() && room > 0) {
            auto words = wrapped(returned_.words(), columns_ - 2);
            const auto most = static_cast<std::size_t>(room);
            const bool is_cut = words.size() > most;
            words.resize(is_cut ? most - 1 : words.size());
            for (Element& line : words) {
                add(std::move(line));
            }
            if (is_cut) {
                add(text(std::string(say("screen.form.more_words"))));
            }
            lines.push_back(separatorLight());
        }
        return lines;
    }

    /// Around the field under the cursor; a section's heading comes with its first field.
    [[nodiscard]] Element fields_in_view(int height) const {
        Elements lines;
        std::string_view section;
        int focus_line = 0;
        const auto fields = form_.fields();
        for (std::size_t i = 0; i < fields.size(); ++i) {
            if (fields[i].section != section) {
                section = fields[i].section;
                lines.push_back(text(" " + std::string(say("section." + std::string(section)))) |
                                bold | dim);
            }
            if (i == form_.focus()) {
                focus_line = static_cast<int>(lines.size());
            }
            lines.push_back(field_line(fields[i], i == form_.focus()));
        }
        const int count = static_cast<int>(lines.size());
        const int first = std::clamp(focus_line - height / 2, 0, std::max(count - height, 0));
        Elements shown(lines.begin() + first, lines.begin() + std::min(first + height, count));
        return vbox(std::move(shown)) | size(HEIGHT, EQUAL, height);
    }

    [[nodiscard]] Element field_line(const model::Field& field, bool is_here) const {
        const auto findings = form_.findings_of(field.key);
        std::string mark = " ";
        Color mark_color = Color::Default;
        if (model::has_errors(findings)) {
            mark = "!";
            mark_color = Color::Red;
        } else if (std::ranges::find(findings, model::Severity::warning,
                                     &model::Finding::severity) != findings.end()) {
            mark = "?";
            mark_color = Color::Yellow;
        } else if (!answer_of(form_, field.key).empty()) {
            mark = "✓";
            mark_color = Color::Green;
        }
        const std::string label = field_title(field.key) + (field.required ? " *" : "");
        const int room = columns_ - label_columns - 5;
        Element answer = is_here ? editor_.draw(room) : text(fit(shown(field), room));
        Element name = text(fit(label, label_columns - 1)) | size(WIDTH, EQUAL, label_columns);
        return hbox({text(is_here ? ">" : " "), text(mark + " ") | color(mark_color),
                     is_here ? name | bold : name, std::move(answer)});
    }

    /// The answer in words, or what was typed where it cannot be read.
    [[nodiscard]] std::string shown(const model::Field& field) const {
        const std::string_view answer = answer_of(form_, field.key);
        return answer.empty() ? drawable(form_.text(field.key)) : answer_text(field.key, answer);
    }

    void add_note(Elements& lines, std::string_view words) const {
        for (Element& line : wrapped(words, columns_ - 2)) {
            lines.push_back(hbox({text(" "), std::move(line)}) | color(Color::Yellow));
        }
    }

    [[nodiscard]] Elements foot() const {
        const model::Field& field = form_.field();
        Elements lines;
        for (Element& line :
             wrapped(say("field." + std::string(field.key) + ".help"), columns_ - 3)) {
            lines.push_back(hbox({text(" "), std::move(line) | dim}));
        }
        for (const model::Finding& finding : form_.findings_of(field.key)) {
            for (Element& line : finding_lines(finding, columns_ - 1)) {
                lines.push_back(std::move(line));
            }
        }
        if (auto digits = form_.suggested_nik(); digits && field.kind == model::FieldKind::nik) {
            add_note(lines, say("screen.form.suggestion", {{"nik", *digits}}));
        }
        // After a conflict both values are shown: ours in the field, the province's under it.
        if (auto theirs = returned_.answer(field.key, answer_of(form_, field.key))) {
            add_note(lines, say("screen.form.province_value",
                                {{"value", answer_text(field.key, *theirs)}}));
        }
        lines.resize(std::min<std::size_t>(lines.size(), foot_rows));
        while (lines.size() < foot_rows) {
            lines.push_back(text(""));
        }
        return lines;
    }

    const Form& form_;
    const FieldEditor& editor_;
    const Returned& returned_;
    int columns_;
};

}  // namespace

Element form_page(const Form& form, const FieldEditor& editor, const Returned& returned, int rows,
                  int columns) {
    return Page(form, editor, returned, columns).draw(rows);
}

std::string_view answer_of(const Form& form, std::string_view key) {
    const auto found = form.answers().find(key);
    return found == form.answers().end() ? std::string_view{} : std::string_view(found->second);
}

}  // namespace lontar::client
