#include "client/screens/drafts_screen.hpp"

#include <vector>

#include "client/screens/form_screen.hpp"
#include "client/screens/look.hpp"
#include "client/text/terms.hpp"
#include "client/text/words.hpp"
#include "client/widgets/list_box.hpp"
#include "storage/base/text.hpp"
#include "storage/register/drafts.hpp"

namespace lontar::client {

using namespace ftxui;

namespace {

class DraftsScreen : public Screen {
public:
    using Screen::Screen;
    [[nodiscard]] std::string title() const override {
        return std::string(say("screen.drafts.title"));
    }
    [[nodiscard]] std::vector<KeyHint> keys() const override {
        return {{"Enter", "screen.key.go_on_draft"},
                {"F8", "screen.key.delete"},
                {"Esc", "screen.key.back"}};
    }
    [[nodiscard]] std::string_view help() const override { return "screen.help.drafts"; }

    void on_top() override {
        auto drafts = storage::list_drafts(desk_.session()->village_register());
        if (!drafts) {
            desk_.tell_error(drafts.error());
            return;
        }
        drafts_ = std::move(*drafts);
        list_.set_count(static_cast<std::int64_t>(drafts_.size()));
    }
    Element draw() override {
        if (drafts_.empty()) {
            return vbox({text(""), text("  " + std::string(say("screen.drafts.none")))});
        }
        return list_.draw(desk_.rows() - 1, [this](std::int64_t index, bool is_chosen) {
            const storage::Draft& draft = drafts_[static_cast<std::size_t>(index)];
            return list_line(hbox({text(fit(name_of(draft), 40)) | size(WIDTH, EQUAL, 42),
                                   text(moment_text(draft.saved_at) + "  "),
                                   text(std::string(say(draft.of ? "screen.drafts.correction"
                                                                 : "screen.drafts.new")))}),
                             is_chosen);
        });
    }
    void on_key(const Event& key) override {
        if (key == Event::Escape) {
            desk_.close(*this);
        } else if (list_.on_key(key) || list_.chosen() < 0) {
            return;
        } else if (key == Event::Return) {
            desk_.open(make_draft_screen(desk_, drafts_[static_cast<std::size_t>(list_.chosen())]));
        } else if (key == Event::F8) {
            const storage::Draft& draft = drafts_[static_cast<std::size_t>(list_.chosen())];
            desk_.ask(std::string(say("screen.drafts.delete_title")),
                      {say("screen.drafts.delete_sure", {{"name", drawable(name_of(draft))}})},
                      [this, id = draft.id] {
                          if (auto deleted =
                                  storage::delete_draft(desk_.session()->village_register(), id);
                              !deleted) {
                              desk_.tell_error(deleted.error());
                          }
                          on_top();
                      });
        }
    }

private:
    static std::string name_of(const storage::Draft& draft) {
        const auto name = draft.answers.find("nama");
        return name == draft.answers.end() ? std::string(say("screen.drafts.no_name"))
                                           : name->second;
    }
    std::vector<storage::Draft> drafts_;
    ListBox list_;
};

}  // namespace

std::unique_ptr<Screen> make_drafts_screen(Desk& desk) {
    return std::make_unique<DraftsScreen>(desk);
}

}  // namespace lontar::client
