#include "sync/wire/states.hpp"

#include <algorithm>

#include "sync/wire/members.hpp"

namespace lontar::wire {

namespace {

using model::EpochUpto;
using model::FileRun;
using model::FileSum;

/// The id in a list at `index`.
std::optional<Epoch> epoch_in(const Json::List& row, std::size_t index) {
    const std::string* text = row.at(index).text();
    return text == nullptr ? std::nullopt : Epoch::from_hex(*text);
}

std::optional<std::int64_t> number_in(const Json::List& row, std::size_t index,
                                      std::int64_t least) {
    const std::int64_t* number = row.at(index).integer();
    if (number == nullptr || *number < least || *number > max_number) {
        return std::nullopt;
    }
    return *number;
}

std::optional<FileRun> read_run(const Json& json) {
    const Json::List* row = json.list();
    if (row == nullptr || row->size() != 3 || (*row)[2].list() == nullptr) {
        return std::nullopt;
    }
    const auto epoch = epoch_in(*row, 0);
    const auto from = number_in(*row, 1, 1);
    if (!epoch || !from) {
        return std::nullopt;
    }
    FileRun run{*epoch, *from, {}};
    for (const Json& file : *(*row)[2].list()) {
        if (file.text() == nullptr) {
            return std::nullopt;
        }
        const auto mark = FileMark::from_hex(*file.text());
        if (!mark && !file.text()->empty()) {
            return std::nullopt;
        }
        run.files.push_back(mark);
    }
    return run;
}

std::optional<LineState> read_line_state(const Json& json) {
    const Json::List* row = json.list();
    if (row == nullptr || row->size() < 4) {
        return std::nullopt;
    }
    const auto epoch = epoch_in(*row, 0);
    const auto seq = number_in(*row, 1, 1);
    auto verdict = read_verdict(*row, 2);
    if (!epoch || !seq || !verdict) {
        return std::nullopt;
    }
    return LineState{*epoch, *seq, *std::move(verdict)};
}

/// Reads each element of the list `name`; spoils `members` when one is not as it must be.
template <typename T>
std::vector<T> read_each(Members& members, std::string_view name, std::size_t most,
                         std::optional<T> (*read)(const Json&)) {
    std::vector<T> all;
    for (const Json& json : members.list(name, 0, most)) {
        auto one = read(json);
        if (!one) {
            members.spoil(name);
            return {};
        }
        all.push_back(*std::move(one));
    }
    return all;
}

}  // namespace

std::optional<model::EpochUpto> read_upto(const Json& json) {
    const Json::List* row = json.list();
    if (row == nullptr || row->size() != 2) {
        return std::nullopt;
    }
    const auto epoch = epoch_in(*row, 0);
    const auto seq = number_in(*row, 1, 0);
    return epoch && seq ? std::optional(EpochUpto{*epoch, *seq}) : std::nullopt;
}

Json::List json_of(std::span<const EpochUpto> epochs) {
    Json::List list;
    for (const EpochUpto& each : epochs) {
        list.emplace_back(Json::List{each.epoch.hex(), each.seq});
    }
    return list;
}

std::vector<EpochUpto> read_epochs(Members& members, std::string_view name) {
    return read_each(members, name, max_sight_epochs, read_upto);
}

Json json_of(const FileSum& sum) {
    return Json::List{sum.files, sum.mix.hex()};
}

std::optional<FileSum> read_sum(const Json& json) {
    const Json::List* row = json.list();
    if (row == nullptr || row->size() != 2 || (*row)[1].text() == nullptr) {
        return std::nullopt;
    }
    const auto files = number_in(*row, 0, 0);
    const auto mix = FileMark::from_hex(*(*row)[1].text());
    return files && mix ? std::optional(FileSum{*files, *mix}) : std::nullopt;
}

void append_to(Json::List& row, const VerdictException& verdict) {
    row.emplace_back(verdict.line);
    row.emplace_back(verdict.code);
    if (!verdict.detail.is_null()) {
        row.push_back(verdict.detail);
    }
}

std::optional<VerdictException> read_verdict(const Json::List& row, std::size_t first) {
    if (row.size() < first + 2 || row.size() > first + 3) {
        return std::nullopt;
    }
    const auto line = number_in(row, first, 1);
    const std::string* code = row[first + 1].text();
    if (!line || code == nullptr || code->empty() || code->size() > max_word_bytes) {
        return std::nullopt;
    }
    VerdictException verdict{*line, *code, {}};
    if (row.size() == first + 3) {
        verdict.detail = row[first + 2];
        if (verdict.detail.object() == nullptr && !verdict.detail.is_null()) {
            return std::nullopt;
        }
    }
    return verdict;
}

std::string states_line(const States& states) {
    Json::List files;
    for (const FileRun& run : states.files) {
        Json::List marks;
        for (const auto& mark : run.files) {
            marks.emplace_back(mark ? mark->hex() : std::string());
        }
        files.emplace_back(Json::List{run.epoch.hex(), run.from_seq, std::move(marks)});
    }
    Json::List except;
    for (const LineState& line : states.except) {
        Json::List row{line.epoch.hex(), line.seq};
        append_to(row, line.verdict);
        except.emplace_back(std::move(row));
    }
    Json json;
    json.set("t", "states")
        .set("epochs", json_of(states.epochs))
        .set("files", std::move(files))
        .set("except", std::move(except));
    return json.dump();
}

std::optional<States> read_states(const Json& json) {
    Members members(json);
    States states;
    states.epochs = read_epochs(members, "epochs");
    // No list can be longer than its line.
    states.files = read_each(members, "files", max_states_bytes, read_run);
    states.except = read_each(members, "except", max_states_bytes, read_line_state);
    if (!members.whole()) {
        return std::nullopt;
    }
    const bool is_in_sight = std::ranges::all_of(states.files, [&](const FileRun& run) {
        return std::ranges::any_of(states.epochs, [&](const EpochUpto& each) {
            return each.epoch == run.epoch &&
                   run.from_seq - 1 + static_cast<std::int64_t>(run.files.size()) <= each.seq;
        });
    });
    return is_in_sight ? std::optional(std::move(states)) : std::nullopt;
}

}  // namespace lontar::wire
