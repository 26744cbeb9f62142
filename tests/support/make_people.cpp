// make_people COUNT SEED VILLAGE: writes a sheet of invented workers to the standard output.
#include <cstdio>
#include <cstdlib>
#include <string>

#include "storage/model/region.hpp"
#include "support/people.hpp"

int main(int count, char** words) {
    if (count != 4 || !lontar::model::find_region(words[3]) || std::string(words[3]).size() != 10) {
        std::fputs("usage: make_people COUNT SEED VILLAGE (10 digits)\n", stderr);
        return 2;
    }
    lontar::support::PeopleMaker maker(std::strtoull(words[2], nullptr, 10), words[3]);
    const auto people = maker.make(std::strtoull(words[1], nullptr, 10));
    std::fputs(lontar::support::people_csv(people).c_str(), stdout);
    return 0;
}
