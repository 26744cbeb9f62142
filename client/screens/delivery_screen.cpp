#include "client/screens/delivery_screen.hpp"

#include <optional>
#include <vector>

#include "client/screens/intake_words.hpp"
#include "client/screens/look.hpp"
#include "client/text/terms.hpp"
#include "client/text/words.hpp"
#include "storage/base/text.hpp"
#include "storage/register/batches.hpp"
#include "sync/laptop/delivery.hpp"
#include "sync/upload/uploader.hpp"

namespace lontar::client {

using namespace ftxui;

namespace {

/// "At most 200 KB now": for whoever pays by the megabyte.
constexpr std::int64_t small_budget_bytes = 200 * 1024;

class DeliveryScreen : public Screen {
public:
    using Screen::Screen;
    [[nodiscard]] std::string title() const override {
        return std::string(say("screen.delivery.title"));
    }
    [[nodiscard]] std::vector<KeyHint> keys() const override {
        return {{"Enter", "screen.key.send"},
                {"F2", "screen.key.send_little"},
                {"Esc", "screen.key.back"}};
    }
    [[nodiscard]] std::string_view help() const override { return "screen.help.delivery"; }

    void on_top() override {
        if (!outcome_) {
            auto plan = laptop::plan_delivery(*desk_.session());
            if (plan) {
                plan_ = *plan;
            } else {
                desk_.tell_error(plan.error());
            }
        }
        auto batches = storage::list_batches(desk_.session()->village_register());
        if (batches) {
            batches_ = std::move(*batches);
        }
    }

    Element draw() override {
        Elements lines{text("")};
        for (const std::string& words : what_is_or_was()) {
            for (Element& line : wrapped(words, desk_.columns() - 6)) {
                lines.push_back(hbox({text("  "), std::move(line)}));
            }
        }
        lines.push_back(text(""));
        lines.push_back(text("  " + std::string(say("screen.delivery.history"))) | bold);
        const int room = desk_.rows() - static_cast<int>(lines.size()) - 1;
        int shown = 0;
        for (auto batch = batches_.rbegin(); batch != batches_.rend() && shown < room;
             ++batch, ++shown) {
            lines.push_back(batch_line(*batch));
        }
        if (batches_.empty()) {
            lines.push_back(text("  " + std::string(say("screen.delivery.no_history"))) | dim);
        }
        return vbox(std::move(lines));
    }

    void on_key(const Event& key) override {
        if (key == Event::Escape) {
            desk_.close(*this);
        } else if (key == Event::Return) {
            send(0);
        } else if (key == Event::F2) {
            send(small_budget_bytes);
        }
    }

private:
    [[nodiscard]] Element batch_line(const storage::BatchInfo& batch) const {
        constexpr int moment_columns = 20;
        // "10.000 data, 1.200 KB"; what became of the batch has the rest of 80 columns.
        constexpr int what_columns = 23;
        std::string state(say(!batch.receipt.empty() ? "batch." + batch.receipt
                              : batch.handed_over_at
                                  ? (batch.road == "usb" ? "batch.on_stick" : "batch.sent")
                                  : "batch.waiting"));
        const Timestamp at =
            batch.received_at.value_or(batch.handed_over_at.value_or(batch.sealed_at));
        return hbox({text("  " + moment_text(at)) | size(WIDTH, EQUAL, moment_columns),
                     text(say("screen.delivery.batch", {{"n", number_text(batch.entries)},
                                                        {"size", bytes_text(batch.bytes)}})) |
                         size(WIDTH, EQUAL, what_columns),
                     text(fit(state, desk_.columns() - moment_columns - what_columns))});
    }

    std::vector<std::string> what_is_or_was() const {
        // Nothing of practice ever travels, so nothing may seem to have arrived.
        if (desk_.session()->village_register().training()) {
            return {std::string(say("screen.delivery.training"))};
        }
        return outcome_ ? outcome_lines() : plan_lines();
    }

    std::vector<std::string> plan_lines() const {
        if (!plan_ || plan_->files == 0) {
            return {std::string(say("screen.delivery.nothing")),
                    std::string(say("screen.delivery.fetch_only"))};
        }
        return {say("screen.delivery.plan", {{"people", number_text(plan_->people)},
                                             {"files", number_text(plan_->files)},
                                             {"size", bytes_text(plan_->bytes)},
                                             {"time", duration_text(plan_->time.count())}}),
                std::string(say("screen.delivery.how"))};
    }

    std::vector<std::string> outcome_lines() const {
        const laptop::DeliveryOutcome& outcome = *outcome_;
        std::vector<std::string> lines = intake_words(outcome.intake);
        if (!outcome.upload.last_code.empty()) {
            lines.push_back(explain(Error{outcome.upload.last_kind, outcome.upload.last_code, {}}));
        }
        if (outcome.upload.files_waiting > 0) {
            lines.push_back(say("screen.delivery.still_waiting",
                                {{"n", number_text(outcome.upload.files_waiting)}}));
        } else if (lines.empty()) {
            lines.emplace_back(say("screen.delivery.all_done"));
        }
        return lines;
    }

    void send(std::int64_t max_bytes) {
        auto outcome = std::make_shared<std::optional<Result<laptop::DeliveryOutcome>>>();
        desk_.work(
            std::string(say("screen.delivery.working")),
            [this, outcome, max_bytes](Work& work) {
                upload::UploadOptions options;
                options.max_bytes = max_bytes;
                options.progress = [&work](const upload::UploadStatus& status) {
                    return work.step(status.sent, status.to_send,
                                     say("screen.delivery.progress",
                                         {{"files", number_text(status.files_waiting)},
                                          {"size", bytes_text(status.bytes_waiting)}}));
                };
                outcome->emplace(laptop::deliver(*desk_.session(), options));
            },
            [this, outcome] {
                if (**outcome) {
                    outcome_ = std::make_shared<laptop::DeliveryOutcome>(std::move(***outcome));
                } else {
                    desk_.tell_error((**outcome).error());
                }
                on_top();
            });
    }

    std::optional<laptop::DeliveryPlan> plan_;
    std::shared_ptr<const laptop::DeliveryOutcome> outcome_;  ///< of the last sending
    std::vector<storage::BatchInfo> batches_;
};

}  // namespace

std::unique_ptr<Screen> make_delivery_screen(Desk& desk) {
    return std::make_unique<DeliveryScreen>(desk);
}

}  // namespace lontar::client
