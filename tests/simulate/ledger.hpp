#pragma once
/// What people were told, kept outside both programs, and whether it is true in the end.
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace lontar::simulate {

class LaptopBox;
class ProvinceBox;

/// A sentence that turned out to be untrue.
struct Fault {
    std::string rule;  ///< the same for the same kind of fault
    std::string words;
    bool operator==(const Fault&) const = default;
};

class Ledger {
public:
    /// "Tersimpan" was said of this line on that laptop.
    void saved(const std::string& rev, const std::string& id, bool is_withdrawal);
    /// It was taken back before it travelled, and nobody is owed it.
    void taken_back(const std::string& id);
    /// What nobody holds any more but what is lost now is owed no longer: a disk can take it.
    /// `left`: every line that somebody else holds, or that comes back.
    void lost(const std::set<std::string>& left);

    /// With everybody unlocked and everything delivered.
    [[nodiscard]] std::vector<Fault> judge(ProvinceBox& province,
                                           const std::vector<LaptopBox*>& laptops) const;

private:
    struct Line {
        std::string id;
        bool is_withdrawal = false;
    };
    std::map<std::string, Line> owed_;  // by rev
};

}  // namespace lontar::simulate
