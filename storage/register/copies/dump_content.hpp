#pragma once
/// What of a dump another register of the village can take: people with their lines, epochs,
/// sealed files, drafts. Officers, settings, replies and words of the province are left out.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/bytes.hpp"
#include "storage/base/ids.hpp"
#include "storage/base/json.hpp"
#include "storage/base/result.hpp"
#include "storage/model/entry.hpp"
#include "storage/model/holdings.hpp"

namespace lontar::storage {

struct DumpLine {
    std::int64_t number = 0;  ///< in the register of the dump
    Rev rev;
    std::string line;  ///< exact bytes
    model::EntryType type = model::EntryType::registration;
    std::int64_t at = 0;
    std::optional<Rev> base;
    std::vector<Rev> below;  ///< `lines_below`
    bool is_merged = false;  ///< by the province: never sealed
    bool is_death = false;
    bool travels = true;
    std::optional<model::EpochUpto> came;  ///< the file the province told it from
};

struct DumpPerson {
    std::int64_t newest = 0;  ///< number of the line that speaks
    bool withdrawn = false;
    bool to_check = false;
    std::vector<DumpLine> lines;  ///< by number; what was taken back there is left out
};

struct DumpEpoch {
    Epoch epoch;
    std::string device;  ///< hex
    std::string why;
    std::int64_t began_at = 0;
};

struct DumpBatch {
    std::int64_t id = 0;  ///< in the register of the dump
    Epoch epoch;
    std::int64_t seq = 0;
    Hash file;
    std::int64_t entries = 0;
    std::int64_t sealed_at = 0;
    std::optional<std::int64_t> handed_over_at;
    std::string road;
    std::optional<std::int64_t> received_at;
    std::string receipt;
    std::optional<std::string> app;
    Bytes bytes;
};

struct DumpSealing {
    std::int64_t batch = 0;  ///< `DumpBatch::id`
    std::int64_t line = 0;
    Rev rev;
};

struct DumpDraft {
    std::optional<RegistrationId> of;
    std::string answers;  ///< as `answers_text`
    std::string cursor;
    std::int64_t saved_at = 0;
};

struct DumpContent {
    std::string village;
    std::map<RegistrationId, DumpPerson> people;
    std::vector<DumpEpoch> epochs;  ///< oldest first
    std::vector<DumpBatch> batches;
    std::vector<DumpSealing> sealings;
    std::vector<DumpDraft> drafts;
};

/// What a line names as the one it changes; of a merged one what it was put together from.
std::vector<Rev> lines_below(const model::Entry& entry, std::string_view line);

/// Gathers the rows of a dump that was proved to be whole.
class DumpGatherer {
public:
    /// A row; other tables are passed over. corrupt "B-02": not a row of ours.
    Status take(const Json& row);
    /// The content; the gatherer is empty then.
    DumpContent finish(std::string village);

private:
    Status take_person(const Json& row);
    Status take_line(const Json& row);
    Status take_epoch(const Json& row);
    Status take_batch(const Json& row);
    Status take_sealing(const Json& row);
    Status take_draft(const Json& row);

    DumpContent content_;
    std::map<std::int64_t, Rev> revs_;  ///< by number in the dump
};

}  // namespace lontar::storage
