#include "client/text/po.hpp"

#include <utility>

namespace lontar::client {

namespace {

/// Appends the quoted text at the start of `rest`; false when it is not exactly one.
bool append_quoted(std::string_view rest, std::string& out) {
    if (rest.size() < 2 || rest.front() != '"' || rest.back() != '"') {
        return false;
    }
    rest = rest.substr(1, rest.size() - 2);
    for (std::size_t at = 0; at < rest.size(); ++at) {
        if (rest[at] == '"') {
            return false;
        }
        if (rest[at] != '\\') {
            out += rest[at];
            continue;
        }
        if (++at == rest.size()) {
            return false;
        }
        switch (rest[at]) {
            case 'n':
                out += '\n';
                break;
            case 't':
                out += '\t';
                break;
            case '"':
            case '\\':
                out += rest[at];
                break;
            default:
                return false;
        }
    }
    return true;
}

}  // namespace

Result<std::vector<PoEntry>> parse_po(std::string_view text) {
    std::vector<PoEntry> entries;
    std::string* target = nullptr;
    int number = 0;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        std::string_view line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        ++number;
        if (line.empty() || line.front() == '#') {
            continue;
        }
        if (line.starts_with("msgid ")) {
            entries.emplace_back();
            target = &entries.back().key;
            line.remove_prefix(6);
        } else if (line.starts_with("msgstr ") && !entries.empty()) {
            target = &entries.back().words;
            line.remove_prefix(7);
        }
        if (target == nullptr || !append_quoted(line, *target)) {
            return fail(ErrorKind::invalid_input, "P-12",
                        "read translations, line " + std::to_string(number));
        }
    }
    if (!entries.empty() && entries.front().key.empty()) {
        entries.erase(entries.begin());
    }
    return entries;
}

}  // namespace lontar::client
