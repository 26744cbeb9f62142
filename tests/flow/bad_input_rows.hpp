#pragma once
/// What can be wrong with an office's things, what is done then, and what the program says.
#include <functional>
#include <string>
#include <vector>

#include "spoiled_office.hpp"

namespace lontar::flow {

struct Row {
    std::string what;
    std::function<void(Office&)> spoil;
    std::vector<std::string> words;  ///< `@name`: a file of the office's folder
    int exit = 0;
    std::string code, sentence;
};

std::vector<Row> rows();

}  // namespace lontar::flow
