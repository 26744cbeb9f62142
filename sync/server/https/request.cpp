#include "sync/server/https/request.hpp"

#include <algorithm>
#include <charconv>
#include <vector>

#include "storage/base/text.hpp"

namespace lontar::server {

namespace {

constexpr std::string_view prefix = "/v1/";
constexpr std::string_view line_end = "\r\n";

std::vector<std::string_view> split(std::string_view text, char mark) {
    std::vector<std::string_view> parts;
    for (;;) {
        const auto at = text.find(mark);
        parts.push_back(text.substr(0, at));
        if (at == std::string_view::npos) {
            return parts;
        }
        text.remove_prefix(at + 1);
    }
}

/// 0 or a number without leading zeros, at most `max_path_digits`.
std::optional<std::int64_t> number_of(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool is_plain = !text.empty() && text.size() <= max_path_digits && error == std::errc() &&
                          end == text.data() + text.size() && text.front() != '-' &&
                          (text == "0" || text.front() != '0');
    return is_plain ? std::optional(number) : std::nullopt;
}

Route of_method(std::string_view method, std::string_view wanted, Route route) {
    return method == wanted ? std::move(route) : WrongUse{405};
}

Route batch_route(std::string_view method, const std::vector<std::string_view>& parts) {
    const auto device = DeviceId::from_hex(parts[1]);
    const auto epoch = Epoch::from_hex(parts[2]);
    const auto seq = number_of(parts[3]);
    if (!device || !epoch || !seq || *seq < 1) {
        return WrongUse{404};
    }
    return of_method(method, "PUT", PutBatch{{*device, *epoch, *seq}});
}

Route reply_route(std::string_view method, const std::vector<std::string_view>& parts) {
    const auto device = DeviceId::from_hex(parts[1]);
    const auto epoch = Epoch::from_hex(parts[2]);
    const auto gen = number_of(parts[3]);
    const auto n = number_of(parts[4]);
    if (!device || !epoch || !gen || !n) {
        return WrongUse{404};
    }
    return of_method(method, "GET", GetReply{*device, *epoch, *gen, *n});
}

std::string ids_text(const DeviceId& device, const Epoch& epoch) {
    return "device=" + device.hex().substr(0, 16) + " epoch=" + epoch.hex().substr(0, 16);
}

bool is_token(std::string_view text) {
    constexpr std::string_view others = "!#$%&'*+-.^_`|~";
    return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               others.find(c) != std::string_view::npos;
    });
}

bool is_visible(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte == '\t' || (byte >= 0x20 && byte != 0x7F);
    });
}

/// Counts of the members that decide where a request ends.
struct Framing {
    int hosts = 0;
    int lengths = 0;
    bool sound = true;
};

void read_field(std::string_view line, Framing& framing) {
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) {
        framing.sound = false;
        return;
    }
    const std::string name = ascii_lower(line.substr(0, colon));
    std::string_view value = line.substr(colon + 1);
    while (!value.empty() && (value.front() == ' ' || value.front() == '\t')) {
        value.remove_prefix(1);
    }
    while (!value.empty() && (value.back() == ' ' || value.back() == '\t')) {
        value.remove_suffix(1);
    }
    if (name == "transfer-encoding") {
        framing.sound = false;
    } else if (name == "content-length") {
        framing.sound = framing.sound && number_of(value).has_value();
        ++framing.lengths;
    } else if (name == "host") {
        ++framing.hosts;
    }
}

}  // namespace

Route find_route(std::string_view method, std::string_view target) {
    if (!target.starts_with(prefix)) {
        return WrongUse{404};
    }
    const auto parts = split(target.substr(prefix.size()), '/');
    if (parts.size() == 4 && parts[0] == "batches") {
        return batch_route(method, parts);
    }
    if (parts.size() == 5 && parts[0] == "replies") {
        return reply_route(method, parts);
    }
    if (parts.size() == 1 && parts[0] == "keys") {
        return of_method(method, "GET", GetKeys{});
    }
    if (parts.size() == 1 && parts[0] == "health") {
        return of_method(method, "GET", GetHealth{});
    }
    return WrongUse{404};
}

std::string_view name_of(const Route& route) {
    constexpr std::string_view names[] = {"other", "batch", "reply", "keys", "health"};
    return names[route.index()];
}

std::string ids_of(const Route& route) {
    if (const auto* put = std::get_if<PutBatch>(&route)) {
        return ids_text(put->claimed.device, put->claimed.epoch) +
               " seq=" + std::to_string(put->claimed.seq);
    }
    if (const auto* reply = std::get_if<GetReply>(&route)) {
        return ids_text(reply->device, reply->epoch) + " gen=" + std::to_string(reply->gen) +
               " n=" + std::to_string(reply->n);
    }
    return {};
}

bool is_well_framed(std::string_view head) {
    Framing framing;
    bool is_first = true;
    while (framing.sound) {
        const auto end = head.find(line_end);
        if (end == std::string_view::npos) {
            return false;
        }
        const std::string_view line = head.substr(0, end);
        head.remove_prefix(end + line_end.size());
        if (line.empty()) {
            return head.empty() && !is_first && framing.hosts == 1 && framing.lengths <= 1;
        }
        // A lone CR or LF is a control character; a folded line begins with a blank, which is no
        // token.
        framing.sound = is_visible(line);
        if (!is_first && framing.sound) {
            read_field(line, framing);
        }
        is_first = false;
    }
    return false;
}

}  // namespace lontar::server
