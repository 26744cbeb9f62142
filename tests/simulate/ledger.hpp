#pragma once
/// What people were told, kept outside both programs, and whether it is true in the end.
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "simulate/province_box.hpp"
#include "storage/register/registrations.hpp"

namespace lontar::simulate {

class LaptopBox;

/// Told by the province, which makes it anew of the edits in it.
bool is_merged(const storage::RevisionInfo& revision);

/// A sentence that turned out to be untrue.
struct Fault {
    std::string rule;  ///< the same for the same kind of fault
    std::string words;
    bool operator==(const Fault&) const = default;
};

class Ledger {
public:
    /// A line of which "Tersimpan" was said.
    struct Line {
        std::string id;
        bool is_withdrawal = false;
        std::string base{};   ///< rev of the line it was made on; empty: the first
        std::string field{};  ///< the one that was corrected, and how
        std::string value{};
    };

    void saved(const std::string& rev, const Line& line);
    /// Nothing was said of this correction: it may be there or not.
    void attempted(const Line& line);
    /// As it stood before it was taken back with its import: nobody is owed it.
    void taken_back(const storage::Registration& person);
    /// What nobody holds any more but what is lost now is owed no longer: a disk can take it.
    /// `left`: every line that somebody else holds, or that comes back.
    void lost(const std::set<std::string>& left);

    /// With everybody unlocked and everything delivered.
    [[nodiscard]] std::vector<Fault> judge(ProvinceBox& province,
                                           const std::vector<LaptopBox*>& laptops) const;

private:
    void judge_corrections(const HeldRevisions& held,
                           const std::map<std::string, HeldPerson>& people,
                           std::vector<Fault>& faults) const;
    /// Somebody corrected the same field of a record that had this line in it.
    [[nodiscard]] bool is_overtaken(const std::string& rev, const Line& line) const;

    std::vector<Fault> seen_;                                  // on the way
    std::map<std::string, Line> owed_;                         // by rev
    std::set<std::pair<std::string, std::string>> uncertain_;  // id and field
    std::map<std::string, Line> lines_;                        // all that ever were, by rev
};

}  // namespace lontar::simulate
