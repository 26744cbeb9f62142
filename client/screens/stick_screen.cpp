#include "client/screens/stick_screen.hpp"

#include <algorithm>
#include <iterator>
#include <optional>

#include "client/screens/intake_words.hpp"
#include "client/screens/message_screen.hpp"
#include "client/screens/places.hpp"
#include "client/text/stick_words.hpp"
#include "client/text/words.hpp"
#include "storage/base/text.hpp"
#include "sync/courier/courier.hpp"
#include "sync/laptop/delivery.hpp"

namespace lontar::client {

namespace {

std::string words_of(std::string_view key) {
    return std::string(say(key));
}

courier::Progress progress_of(Work& work) {
    return [&work](std::int64_t done, std::int64_t total) {
        return work.step(done, total,
                         say("screen.stick.progress",
                             {{"done", bytes_text(done)}, {"total", bytes_text(total)}}));
    };
}

void carry_out(Desk& desk, const Path& stick) {
    auto outcome = std::make_shared<std::optional<Result<courier::CopyOutcome>>>();
    desk.work(
        words_of("screen.stick.copying"),
        [&desk, stick, outcome](Work& work) {
            outcome->emplace(laptop::export_to_stick(*desk.session(), stick, progress_of(work)));
        },
        [&desk, stick, outcome] {
            if (!**outcome) {
                desk.show_box(words_of("screen.stick.out_title"), {explain((**outcome).error())});
                return;
            }
            const courier::CopyOutcome& copied = ***outcome;
            const std::int64_t files = copied.copied + copied.already_there;
            std::vector<std::string> lines;
            if (files > 0) {
                lines.push_back(say("screen.stick.out_done", {{"files", number_text(files)},
                                                              {"size", bytes_text(copied.bytes)}}));
            }
            std::ranges::move(export_words(copied, stick), std::back_inserter(lines));
            if (files > 0) {
                lines.push_back(words_of("screen.stick.out_next"));
            }
            desk.show_box(words_of("screen.stick.out_title"), std::move(lines));
        });
}

void carry_in(Desk& desk, const Path& stick) {
    auto outcome = std::make_shared<std::optional<Result<laptop::ImportOutcome>>>();
    desk.work(
        words_of("screen.stick.copying"),
        [&desk, stick, outcome](Work& work) {
            outcome->emplace(laptop::import_from_stick(*desk.session(), stick, progress_of(work)));
        },
        [&desk, outcome] {
            if (!**outcome) {
                desk.show_box(words_of("screen.stick.in_title"), {explain((**outcome).error())});
                return;
            }
            const laptop::ImportOutcome& in = ***outcome;
            std::vector<std::string> lines = import_words(in.copied);
            if (in.copied.copied > 0) {
                lines.insert(lines.begin(), say("screen.stick.in_done",
                                                {{"replies", number_text(in.copied.copied)}}));
            }
            std::ranges::move(intake_words(in.intake), std::back_inserter(lines));
            for (const Error& fault : import_faults(in.copied)) {
                lines.push_back(explain(fault));
            }
            desk.show_box(words_of("screen.stick.in_title"), std::move(lines));
        });
}

}  // namespace

std::unique_ptr<Screen> make_stick_screen(Desk& desk) {
    if (desk.session()->village_register().training()) {
        return make_message_screen(desk, words_of("screen.stick.title"),
                                   {words_of("screen.stick.training")}, {});
    }
    return make_choice_screen(
        desk, words_of("screen.stick.title"), {words_of("screen.stick.text")},
        {{"out", words_of("screen.stick.out")}, {"in", words_of("screen.stick.in")}},
        [&desk](const std::string& road) {
            desk.open(make_folder_screen(desk, words_of("screen.stick.title"),
                                         {words_of("screen.stick.which")},
                                         [&desk, road](const Path& stick) {
                                             if (road == "out") {
                                                 carry_out(desk, stick);
                                             } else {
                                                 carry_in(desk, stick);
                                             }
                                         }));
        });
}

}  // namespace lontar::client
