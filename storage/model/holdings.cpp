#include "storage/model/holdings.hpp"

#include <algorithm>

namespace lontar::model {

FileMark mark_of(const Hash& file) {
    FileMark mark;
    std::copy_n(file.bytes.begin(), FileMark::size, mark.bytes.begin());
    return mark;
}

void FileSum::add(const FileMark& mark) {
    ++files;
    for (std::size_t i = 0; i < FileMark::size; ++i) {
        mix.bytes[i] ^= mark.bytes[i];
    }
}

}  // namespace lontar::model
