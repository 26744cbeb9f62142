#include "client/widgets/paste.hpp"

#include <algorithm>

#include "storage/base/text.hpp"
#include "storage/sealed/secret.hpp"

namespace lontar::client {

namespace {

constexpr std::string_view opening = "\x1b[200~";
constexpr std::string_view closing = "\x1b[201~";

/// The well-formed letter at the beginning of `text`; empty when there is none.
std::string_view first_letter(std::string_view text) {
    for (std::size_t bytes = 1; bytes <= std::min<std::size_t>(text.size(), 4); ++bytes) {
        if (is_utf8(text.substr(0, bytes))) {
            return text.substr(0, bytes);
        }
    }
    return {};
}

/// Tab, line ends, also those of Unicode (NEL, LS, PS).
bool parts_words(std::string_view letter) {
    return letter == "\t" || letter == "\n" || letter == "\v" || letter == "\f" || letter == "\r" ||
           letter == "\xc2\x85" || letter == "\xe2\x80\xa8" || letter == "\xe2\x80\xa9";
}

/// C0, DEL and C1.
bool is_control(std::string_view letter) {
    const auto first = static_cast<unsigned char>(letter.front());
    if (letter.size() == 1) {
        return first < 0x20U || first == 0x7FU;
    }
    return first == 0xC2U && static_cast<unsigned char>(letter[1]) < 0xA0U;
}

}  // namespace

std::string pasted_line(std::string_view raw) {
    std::string line;
    // One piece of memory: a passphrase leaves no copies behind.
    line.reserve(raw.size());
    bool parted = false;
    while (!raw.empty()) {
        const std::string_view letter = first_letter(raw);
        raw.remove_prefix(std::max<std::size_t>(letter.size(), 1));
        if (letter.empty()) {
            continue;
        }
        if (parts_words(letter)) {
            parted = !line.empty();
        } else if (!is_control(letter)) {
            if (parted && letter != " " && !line.ends_with(' ')) {
                line += ' ';
            }
            parted = false;
            line += letter;
        }
    }
    return line;
}

PasteReader::~PasteReader() {
    forget();
}

bool PasteReader::take(std::string_view input, std::chrono::milliseconds now) {
    if (!is_open_) {
        if (input != opening) {
            return false;
        }
        forget();
        raw_.reserve(most_bytes);
        is_open_ = true;
        last_ = now;
        return true;
    }
    last_ = now;
    const std::size_t room = most_bytes - raw_.size();
    raw_ += input.substr(0, room);
    is_cut_ = is_cut_ || input.size() > room;
    // By bytes, not by keys: an escape at the end of the paste comes as one key with the beginning
    // of the bracket.
    end_ += input;
    end_.erase(0, end_.size() - std::min(end_.size(), closing.size()));
    if (end_ == closing) {
        is_open_ = false;
        is_closed_ = true;
        if (!is_cut_) {
            raw_.resize(raw_.size() - closing.size());
        }
    }
    return true;
}

bool PasteReader::is_whole(std::chrono::milliseconds now) const {
    return is_closed_ || (is_open_ && now - last_ > patience);
}

PasteReader::Paste PasteReader::take_out() {
    Paste paste{pasted_line(raw_), is_cut_};
    forget();
    return paste;
}

void PasteReader::forget() {
    sealed::wipe(raw_);
    sealed::wipe(end_);
    is_open_ = is_closed_ = is_cut_ = false;
}

}  // namespace lontar::client
