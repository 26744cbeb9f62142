#include "storage/sealed/age_header.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "storage/sealed/signing.hpp"

namespace lontar::sealed::age {

namespace {

constexpr std::string_view version = "age-encryption.org/v1\n";
constexpr std::string_view stanza_start = "-> ";
constexpr std::string_view dashes = "---";
constexpr std::size_t columns = 64;

bool is_visible_ascii(char c) {
    return c >= 0x21 && c <= 0x7e;
}

/// Takes the lines of a text one by one.
class Lines {
public:
    explicit Lines(std::string_view text) : text_(text) {}

    [[nodiscard]] std::size_t offset() const { return offset_; }
    [[nodiscard]] std::string_view rest() const { return text_.substr(offset_); }

    /// The next line without its LF; nothing when no LF is left.
    std::optional<std::string_view> take() {
        const std::size_t end = text_.find('\n', offset_);
        if (end == std::string_view::npos) {
            return std::nullopt;
        }
        const std::string_view line = text_.substr(offset_, end - offset_);
        offset_ = end + 1;
        return line;
    }

private:
    std::string_view text_;
    std::size_t offset_ = 0;
};

/// Why a reader ran out of lines: the file is cut, or its head is longer than a head may be.
Error no_more_lines(bool is_whole_file) {
    return not_ours(is_whole_file ? "the head is cut" : "the head is too long");
}

Result<std::vector<std::string_view>> parse_arguments(std::string_view line) {
    std::vector<std::string_view> arguments;
    for (;;) {
        const std::size_t end = std::min(line.find(' '), line.size());
        const std::string_view argument = line.substr(0, end);
        if (argument.empty()) {
            return not_ours("empty argument");
        }
        if (!std::all_of(argument.begin(), argument.end(), is_visible_ascii)) {
            return not_ours("byte not allowed in an argument");
        }
        arguments.push_back(argument);
        if (end == line.size()) {
            return arguments;
        }
        line.remove_prefix(end + 1);
    }
}

Result<Bytes> parse_body(Lines& lines, bool is_whole_file) {
    Bytes body;
    for (;;) {
        const auto line = lines.take();
        if (!line) {
            return no_more_lines(is_whole_file);
        }
        if (line->size() > columns) {
            return not_ours("body line longer than 64");
        }
        const auto bytes = from_base64(*line);
        if (!bytes) {
            return not_ours("body not canonical base64");
        }
        body.insert(body.end(), bytes->begin(), bytes->end());
        if (line->size() < columns) {
            return body;
        }
    }
}

Result<Stanza> parse_stanza(Lines& lines, bool is_whole_file) {
    const auto line = lines.take();
    if (!line) {
        return no_more_lines(is_whole_file);
    }
    if (!line->starts_with(stanza_start)) {
        return not_ours("neither stanza nor MAC line");
    }
    auto arguments = parse_arguments(line->substr(stanza_start.size()));
    if (!arguments) {
        return std::move(arguments).error();
    }
    auto body = parse_body(lines, is_whole_file);
    if (!body) {
        return std::move(body).error();
    }
    Stanza stanza;
    stanza.type = arguments->front();
    stanza.arguments.assign(arguments->begin() + 1, arguments->end());
    stanza.body = std::move(*body);
    stanza.end = lines.offset();
    return stanza;
}

}  // namespace

Error not_ours(std::string_view reason) {
    return fail(ErrorKind::corrupt, "S-02", "read head of sealed file: " + std::string(reason));
}

Result<Header> parse_header(ByteView file, std::size_t max_bytes) {
    const bool is_whole_file = file.size() <= max_bytes;
    Lines lines(as_text(file.first(std::min(file.size(), max_bytes))));
    if (!lines.rest().starts_with(version)) {
        return not_ours("first line");
    }
    lines.take();

    Header header;
    while (!lines.rest().starts_with(dashes)) {
        auto stanza = parse_stanza(lines, is_whole_file);
        if (!stanza) {
            return std::move(stanza).error();
        }
        header.stanzas.push_back(std::move(*stanza));
    }
    if (header.stanzas.empty()) {
        return not_ours("no stanza");
    }

    header.covered = lines.offset() + dashes.size();
    auto line = lines.take();
    if (!line) {
        return no_more_lines(is_whole_file);
    }
    line->remove_prefix(dashes.size());
    const auto mac = line->starts_with(' ') ? from_base64(line->substr(1)) : std::nullopt;
    if (!mac || mac->size() != header.mac.size()) {
        return not_ours("MAC line");
    }
    std::copy(mac->begin(), mac->end(), header.mac.begin());
    header.size = lines.offset();
    return header;
}

std::string_view version_line() {
    return version;
}

std::string stanza_text(std::string_view head, ByteView body) {
    std::string text(stanza_start);
    text += head;
    text += '\n';
    const std::string encoded = to_base64(body);
    // A last line shorter than 64 columns tells the reader that the body ends; it may be empty.
    for (std::size_t at = 0; at <= encoded.size(); at += columns) {
        text += encoded.substr(at, columns);
        text += '\n';
    }
    return text;
}

std::string mac_text(const Bytes32& mac) {
    return " " + to_base64(mac) + "\n";
}

}  // namespace lontar::sealed::age
