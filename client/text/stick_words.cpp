#include "client/text/stick_words.hpp"

#include "client/text/words.hpp"
#include "storage/base/text.hpp"
#include "sync/wire/stick.hpp"

namespace lontar::client {

namespace {

std::string words_of(std::string_view key) {
    return std::string(say(key));
}

/// Somebody who named the stick's root knows where `LONTAR` is.
bool is_elsewhere(const Path& folder, const Path& stick) {
    const auto plain = [](const Path& path) { return (path / "").lexically_normal(); };
    return plain(folder) != plain(stick / to_path(wire::stick_folder));
}

Error too_many() {
    return fail(ErrorKind::conflict, "C-07", "look at the files of the stick");
}

}  // namespace

std::vector<std::string> export_words(const courier::CopyOutcome& copied, const Path& stick) {
    std::vector<std::string> words;
    if (copied.copied == 0) {
        words.push_back(
            words_of(copied.already_there > 0 ? "courier.nothing_new" : "courier.nothing_waits"));
    }
    if (copied.damaged > 0) {
        words.push_back(say("courier.left_out", {{"n", number_text(copied.damaged)}}));
    }
    if (is_elsewhere(copied.folder, stick)) {
        words.push_back(say("courier.folder", {{"folder", drawable(to_utf8(copied.folder))}}));
    }
    return words;
}

std::vector<std::string> import_words(const courier::CopyOutcome& copied) {
    std::vector<std::string> words;
    const bool has_passed_over =
        copied.damaged + copied.unknown + copied.of_others + copied.not_looked_at > 0;
    if (copied.copied == 0 && copied.already_there > 0) {
        words.push_back(say("courier.known_replies", {{"n", number_text(copied.already_there)}}));
    } else if (copied.copied == 0 && !has_passed_over) {
        words.push_back(words_of("courier.no_replies"));
    }
    if (copied.of_others > 0) {
        words.push_back(say("courier.replies_of_others", {{"n", number_text(copied.of_others)}}));
    }
    return words;
}

std::vector<Error> import_faults(const courier::CopyOutcome& copied) {
    std::vector<Error> faults;
    if (copied.not_looked_at > 0) {
        faults.push_back(too_many());
    }
    if (copied.unknown > 0) {
        faults.push_back(fail(ErrorKind::refused, "C-12", "copy replies from the stick"));
    }
    if (copied.damaged > 0) {
        faults.push_back(fail(ErrorKind::corrupt, "C-11", "copy replies from the stick"));
    }
    return faults;
}

std::vector<Error> relay_faults(const courier::RelayOutcome& relayed) {
    std::vector<Error> faults;
    if (relayed.not_looked_at > 0) {
        faults.push_back(too_many());
    }
    if (relayed.damaged > 0) {
        faults.push_back(fail(ErrorKind::corrupt, "C-13", "send for the villages on the stick"));
    }
    return faults;
}

}  // namespace lontar::client
