#include "storage/register/copies/people_export.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <utility>

#include "storage/base/json.hpp"
#include "storage/embedded_sql.hpp"
#include "storage/model/csv.hpp"
#include "storage/model/entry.hpp"
#include "storage/register/copies/recipients.hpp"
#include "storage/register/database_file.hpp"
#include "storage/register/device_rows.hpp"
#include "storage/register/opening.hpp"
#include "storage/register/register.hpp"
#include "storage/register/settings.hpp"
#include "storage/sealed/sealed_file.hpp"
#include "storage/sqlite/query.hpp"

namespace lontar::storage {

namespace {

constexpr std::string_view stanza_type = "lontar/export-v1";
constexpr const char* byte_order_mark = "\xEF\xBB\xBF";

/// The engine makes an empty log when it reads a database without one. Taken away again, the folder
/// is as it was.
class LogAsBefore {
public:
    LogAsBefore(Disk& disk, Path file) : disk_(disk), log_(std::move(file)) {
        log_ += "-wal";
        was_there_ = disk_.exists(log_);
    }
    LogAsBefore(const LogAsBefore&) = delete;
    LogAsBefore& operator=(const LogAsBefore&) = delete;
    LogAsBefore(LogAsBefore&&) = delete;
    LogAsBefore& operator=(LogAsBefore&&) = delete;
    ~LogAsBefore() {
        if (!was_there_) {
            static_cast<void>(disk_.remove(log_));
        }
    }

private:
    Disk& disk_;
    Path log_;
    bool was_there_ = false;
};

std::vector<std::string> header_cells() {
    std::vector<std::string> cells{"id", "dicatat", "ditarik"};
    for (const model::Field& field : model::form_fields()) {
        cells.emplace_back(field.key);
    }
    cells.emplace_back("lainnya");
    return cells;
}

/// A line this program cannot read stands whole in the last cell: nothing is left out.
std::vector<std::string> cells_of(std::string_view line, bool is_withdrawn) {
    std::vector<std::string> cells(model::form_fields().size() + 4);
    const auto entry = model::parse_told_line(line);
    if (!entry || entry->type != model::EntryType::registration) {
        cells.back() = line;
        return cells;
    }
    cells[0] = entry->id.hex();
    cells[1] = wita_text(entry->at);
    cells[2] = is_withdrawn ? "ya" : "";
    std::size_t at = 3;
    for (const model::Field& field : model::form_fields()) {
        const auto answer = entry->fields.find(field.key);
        cells[at++] = answer == entry->fields.end() ? "" : answer->second;
    }
    for (const auto& [key, value] : entry->fields) {
        if (model::find_field(key) == nullptr) {
            cells.back()
                .append(cells.back().empty() ? "" : "; ")
                .append(key)
                .append("=")
                .append(value);
        }
    }
    return cells;
}

std::string row_of(std::vector<std::string> cells) {
    std::transform(cells.begin(), cells.end(), cells.begin(),
                   [](const std::string& cell) { return model::spreadsheet_cell(cell); });
    return model::csv_line(cells);
}

/// What a sealed export says of itself, read before its file is begun.
struct Sender {
    std::array<sealed::Recipient, 2> recipients;
    Device device;
    std::string village;
};

Result<Sender> find_sender(Register& village_register) {
    const auto recipients = find_recipients(village_register);
    if (!recipients) {
        return recipients.error();
    }
    auto known = find_device(village_register);
    if (!known) {
        return std::move(known).error();
    }
    auto village = find_setting(village_register, setting_names::village);
    if (!village) {
        return std::move(village).error();
    }
    return Sender{*recipients, std::move(known->device), *std::move(village)};
}

/// The file of an export; `writer` when it is sealed.
struct Output {
    std::unique_ptr<PartFile> part;
    std::unique_ptr<sealed::SealedWriter> writer = nullptr;

    Status write(std::string_view text) const {
        return writer ? writer->write(text) : part->write(as_bytes(text));
    }
    Status finish() const {
        if (writer) {
            if (auto ended = writer->finish(); !ended) {
                return ended;
            }
        }
        return part->finish();
    }
};

/// `sender` absent: not sealed. It has to live as long as the output.
Result<Output> begin_output(const World& world, const Path& file,
                            const std::optional<Sender>& sender) {
    auto part = world.disk.begin(file);
    if (!part) {
        return std::move(part).error();
    }
    if (!sender) {
        return Output{*std::move(part)};
    }
    Json::Object meta;
    meta.emplace("village", sender->village);
    meta.emplace("device", sender->device.id.hex());
    meta.emplace("at", world.clock.now().seconds);
    auto writer = sealed::SealedWriter::begin(
        **part, {stanza_type, std::move(meta), sender->recipients, sender->device.signing_key},
        world.random);
    if (!writer) {
        return std::move(writer).error();
    }
    return Output{*std::move(part), *std::move(writer)};
}

/// Since this schema a line can stand beside the one that speaks, and travel.
constexpr std::int64_t schema_of_joins = 3;

/// What reading a register and writing its people came to: each can fail on its own.
struct Written {
    Status read;
    Status written;
};

Written write_people(Register& village_register, std::int64_t schema, const Output& output,
                     ExportForm form, ExportedPeople& exported) {
    Status written;
    if (form == ExportForm::csv) {
        written = output.write(byte_order_mark + row_of(header_cells()));
        if (!written) {
            return {done(), written};
        }
    }
    auto read = sqlite::each_row(
        village_register.database(),
        schema < schema_of_joins ? queries::list_old_written_people : queries::list_written_people,
        sqlite::bind_nothing, [&](const sqlite::Statement& row) {
            const std::string_view line = row.text(0);
            const bool is_withdrawn = row.integer(1) != 0;
            ++exported.people;
            exported.withdrawn += is_withdrawn ? 1 : 0;
            written = output.write(form == ExportForm::csv ? row_of(cells_of(line, is_withdrawn))
                                                           : std::string(line) + "\n");
            return written;
        });
    return {written ? std::move(read) : done(), written};
}

/// A newer register may have been rebuilt so that our questions do not fit it.
Error as_newer(Error error, bool is_from_newer) {
    if (is_from_newer && error.kind == ErrorKind::storage_failed) {
        return fail(ErrorKind::too_new, "R-23", "read the people of a newer register");
    }
    return error;
}

}  // namespace

Result<ExportedPeople> export_people(const World& world, const Path& folder,
                                     const sealed::Secret& register_key, const Path& file,
                                     const PeopleExport& wanted) {
    const LogAsBefore log(world.disk, folder / register_file);
    const auto village_register = open_to_read(world, folder, register_key);
    if (!village_register) {
        return village_register.error();
    }
    const auto version = (*village_register)->database().user_version();
    if (!version) {
        return version.error();
    }
    ExportedPeople exported;
    exported.is_from_newer = *version > schema_version();
    std::optional<Sender> sender;
    if (wanted.is_sealed) {
        auto found = find_sender(**village_register);
        if (!found) {
            return as_newer(std::move(found).error(), exported.is_from_newer);
        }
        sender = *std::move(found);
    }
    const auto output = begin_output(world, file, sender);
    if (!output) {
        return output.error();
    }
    const Written ended =
        write_people(**village_register, *version, *output, wanted.form, exported);
    if (!ended.written) {
        return ended.written.error();
    }
    if (!ended.read) {
        return as_newer(ended.read.error(), exported.is_from_newer);
    }
    if (auto finished = output->finish(); !finished) {
        return std::move(finished).error();
    }
    return exported;
}

}  // namespace lontar::storage
