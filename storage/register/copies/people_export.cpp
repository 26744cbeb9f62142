#include "storage/register/copies/people_export.hpp"

#include <algorithm>
#include <array>
#include <memory>

#include "storage/base/json.hpp"
#include "storage/embedded_sql.hpp"
#include "storage/model/csv.hpp"
#include "storage/model/entry.hpp"
#include "storage/register/copies/dump.hpp"
#include "storage/register/register_files.hpp"
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
    LogAsBefore(Disk& disk, const Path& file) : disk_(disk), log_(file) {
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
    const auto entry = model::parse_entry(line);
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
            cells.back() += (cells.back().empty() ? "" : "; ") + key + "=" + value;
        }
    }
    return cells;
}

std::string row_of(std::vector<std::string> cells) {
    std::transform(cells.begin(), cells.end(), cells.begin(),
                   [](const std::string& cell) { return model::spreadsheet_cell(cell); });
    return model::csv_line(cells);
}

/// The file of an export; `writer` when it is sealed, by the key in `device`, which it refers to.
struct Output {
    std::unique_ptr<PartFile> part;
    std::unique_ptr<Device> device = nullptr;
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

Result<std::array<sealed::Recipient, 2>> find_recipients(sqlite::Database& database) {
    std::array<sealed::Recipient, 2> recipients;
    auto into = recipients.begin();
    for (const auto name : {setting_names::recovery_sheet, setting_names::province_recovery}) {
        const auto text = find_setting(database, name);
        if (!text) {
            return text.error();
        }
        const auto recipient = sealed::Recipient::parse(*text);
        if (!recipient) {
            return fail(ErrorKind::corrupt, "R-06", "read whom an export is sealed for");
        }
        *into++ = *recipient;
    }
    return recipients;
}

Result<Output> begin_output(const World& world, sqlite::Database& database, const Path& file,
                            bool is_sealed) {
    auto part = world.disk.begin(file);
    if (!part) {
        return std::move(part).error();
    }
    if (!is_sealed) {
        return Output{*std::move(part)};
    }
    const auto recipients = find_recipients(database);
    if (!recipients) {
        return recipients.error();
    }
    auto known = find_device(database);
    if (!known) {
        return std::move(known).error();
    }
    auto device = std::make_unique<Device>(std::move(known->device));
    const auto village = find_setting(database, setting_names::village);
    if (!village) {
        return village.error();
    }
    Json::Object meta;
    meta.emplace("village", *village);
    meta.emplace("device", device->id.hex());
    meta.emplace("at", world.clock.now().seconds);
    auto writer = sealed::SealedWriter::begin(
        **part, {stanza_type, std::move(meta), *recipients, device->signing_key}, world.random);
    if (!writer) {
        return std::move(writer).error();
    }
    return Output{*std::move(part), std::move(device), *std::move(writer)};
}

Status write_people(sqlite::Database& database, const Output& output, ExportForm form,
                    ExportedPeople& exported) {
    if (form == ExportForm::csv) {
        if (auto begun = output.write(byte_order_mark + row_of(header_cells())); !begun) {
            return begun;
        }
    }
    return sqlite::each_row(database, queries::list_written_people, sqlite::bind_nothing,
                            [&](const sqlite::Statement& row) {
                                const std::string_view line = row.text(0);
                                const bool is_withdrawn = row.integer(1) != 0;
                                ++exported.people;
                                exported.withdrawn += is_withdrawn ? 1 : 0;
                                return output.write(form == ExportForm::csv
                                                        ? row_of(cells_of(line, is_withdrawn))
                                                        : std::string(line) + "\n");
                            });
}

/// A newer register may have been rebuilt so that our questions do not fit it.
Error as_newer(Error error, bool is_from_newer) {
    if (is_from_newer && error.code == "R-04") {
        return fail(ErrorKind::too_new, "R-23", "read the people of a newer register");
    }
    return error;
}

}  // namespace

Result<ExportedPeople> export_people(const World& world, const Path& folder,
                                     const sealed::Secret& register_key, const Path& file,
                                     const PeopleExport& wanted) {
    const Path source = folder / register_file;
    if (!world.disk.exists(source)) {
        return fail(ErrorKind::not_found, "R-01", "read a register: there is none");
    }
    const auto lock = lock_folder(folder);
    if (!lock) {
        return lock.error();
    }
    const LogAsBefore log(world.disk, source);
    const auto database = sqlite::Database::open(
        source, {.key = register_key.view(), .create = false, .read_only = true});
    if (!database) {
        return database.error();
    }
    const auto version = (*database)->user_version();
    if (!version) {
        return version.error();
    }
    ExportedPeople exported;
    exported.is_from_newer = *version > schema_version();
    const auto output = begin_output(world, **database, file, wanted.is_sealed);
    if (!output) {
        return as_newer(output.error(), exported.is_from_newer);
    }
    if (auto written = write_people(**database, *output, wanted.form, exported); !written) {
        return as_newer(std::move(written).error(), exported.is_from_newer);
    }
    if (auto finished = output->finish(); !finished) {
        return std::move(finished).error();
    }
    return exported;
}

}  // namespace lontar::storage
