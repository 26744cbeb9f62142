#include "client/screens/similar_screen.hpp"

#include <optional>

#include "client/screens/look.hpp"
#include "client/text/terms.hpp"
#include "client/text/words.hpp"
#include "storage/base/text.hpp"
#include "storage/register/duplicates.hpp"
#include "storage/register/registrations.hpp"

namespace lontar::client {

using namespace ftxui;

namespace {

class SimilarScreen : public Screen {
public:
    SimilarScreen(Desk& desk, const SimilarWords& words, model::Answers typed,
                  std::vector<storage::Similar> similar, std::function<void()> different,
                  std::function<void(const RegistrationId&)> same)
        : Screen(desk),
          words_(words),
          typed_(std::move(typed)),
          similar_(std::move(similar)),
          different_(std::move(different)),
          same_(std::move(same)) {
        read();
    }
    [[nodiscard]] std::string title() const override {
        return std::string(say("screen.similar.title"));
    }
    [[nodiscard]] std::vector<KeyHint> keys() const override {
        std::vector<KeyHint> hints{{"S", "screen.key.same_person"},
                                   {"B", "screen.key.different_people"}};
        if (similar_.size() > 1) {
            hints.push_back({"↑↓", "screen.key.other_candidate"});
        }
        hints.push_back({"Esc", "screen.key.back"});
        return hints;
    }
    [[nodiscard]] std::string_view help() const override { return "screen.help.similar"; }

    Element draw() override {
        Elements lines;
        for (Element& line : wrapped(say(words_.text), desk_.columns() - 4)) {
            lines.push_back(hbox({text(" "), std::move(line)}));
        }
        lines.push_back(text(""));
        const int half = (desk_.columns() - name_columns) / 2;
        lines.push_back(hbox({text("") | size(WIDTH, EQUAL, name_columns),
                              text(std::string(say(words_.ours))) | bold | size(WIDTH, EQUAL, half),
                              text(std::string(say(words_.theirs)) + " " + std::to_string(at_ + 1) +
                                   "/" + std::to_string(similar_.size())) |
                                  bold}));
        for (const std::string_view key : {"nama", "nik", "tanggal_lahir", "jenis_kelamin",
                                           "nama_ibu_kandung", "no_kk", "alamat", "pekerjaan"}) {
            const std::string ours = shown(typed_, key);
            const std::string theirs = other_ ? shown(other_->fields, key) : std::string();
            for (Element& line :
                 compared_lines(field_title(key), ours, theirs, name_columns, half)) {
                lines.push_back(ours == theirs ? std::move(line) : std::move(line) | bold);
            }
        }
        return vbox(std::move(lines));
    }

    void on_key(const Event& key) override {
        if (key == Event::Escape) {
            desk_.close(*this);
        } else if (key == Event::ArrowDown && at_ + 1 < similar_.size()) {
            ++at_;
            read();
        } else if (key == Event::ArrowUp && at_ > 0) {
            --at_;
            read();
        } else if (key.is_character() && ascii_lower(key.character()) == "b") {
            desk_.close(*this);
            different_();
        } else if (key.is_character() && ascii_lower(key.character()) == "s") {
            desk_.close(*this);
            same_(similar_[at_].id);
        }
    }

private:
    static constexpr int name_columns = 22;
    static std::string shown(const model::Answers& answers, std::string_view key) {
        const auto found = answers.find(key);
        return found == answers.end() ? "–" : masked_answer_text(key, found->second);
    }
    void read() {
        auto other =
            storage::find_registration(desk_.session()->village_register(), similar_[at_].id);
        if (other) {
            other_ = std::move(*other);
        } else {
            desk_.tell_error(other.error());
        }
    }
    SimilarWords words_;
    model::Answers typed_;
    std::vector<storage::Similar> similar_;
    std::function<void()> different_;
    std::function<void(const RegistrationId&)> same_;
    std::size_t at_ = 0;
    std::optional<storage::Registration> other_;
};

}  // namespace

std::unique_ptr<Screen> make_similar_screen(Desk& desk, const SimilarWords& words,
                                            const model::Answers& typed,
                                            std::vector<storage::Similar> similar,
                                            std::function<void()> different,
                                            std::function<void(const RegistrationId&)> same) {
    return std::make_unique<SimilarScreen>(desk, words, typed, std::move(similar),
                                           std::move(different), std::move(same));
}

}  // namespace lontar::client
