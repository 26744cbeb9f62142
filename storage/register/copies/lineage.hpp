#pragma once
/// Which line speaks for a person when the lines of another register come beside those that are
/// here. Pure.
#include <cstdint>
#include <string>
#include <vector>

#include "storage/base/ids.hpp"
#include "storage/base/result.hpp"
#include "storage/model/form.hpp"
#include "storage/register/copies/dump_content.hpp"

namespace lontar::storage {

struct HereLine {
    std::int64_t number = 0;
    Rev rev;
    std::string line;
    bool counts = true;  ///< neither taken back nor beside another
};

/// A person as this register has them.
struct HerePerson {
    std::int64_t newest = 0;
    bool withdrawn = false;
    bool taken_back = false;  ///< with the import that brought them
    std::vector<HereLine> lines;
};

/// What a person has to look at: nothing here was changed for it.
enum class JoinDifference {
    none,
    fields,           ///< both sides went on from the same line
    withdrawn_there,  ///< withdrawn in the backup, changed here
    withdrawn_here,   ///< withdrawn here, changed in the backup
};

struct Lineage {
    std::vector<const DumpLine*> lacking;  ///< to be appended, in this order
    const DumpLine* speaks = nullptr;      ///< of `lacking`; nothing: whoever speaks here goes on
    bool is_against = false;               ///< a death, over a line that did not know of it
    JoinDifference difference = JoinDifference::none;
    std::vector<std::string> fields;  ///< keys; of `JoinDifference::fields`
    model::Answers before;            ///< what stood here
    model::Answers after;             ///< what stands afterwards
};

/// Nothing newer here is changed: a line of the backup speaks only for somebody who is not here,
/// where it goes on from the line that speaks, or where it says that the person died. Who is
/// withdrawn here stays so. `here` null: not here. corrupt "R-06": a line here cannot be read.
Result<Lineage> compare_lines(const DumpPerson& there, const HerePerson* here);

/// Whether the line is to stand beside the one that speaks.
bool stands_beside(const Lineage& lineage, const DumpLine& line);

}  // namespace lontar::storage
