#include "storage/sealed/hash.hpp"
#include "storage/sealed/signing.hpp"
#include "storage/sealed/words.hpp"

namespace lontar::sealed {

namespace {

constexpr unsigned bits_a_word = 11;
constexpr unsigned words_a_fingerprint = 6;

/// Line `index` of the list of 2,048.
std::string_view word_at(std::size_t index) {
    std::string_view rest = words_txt;
    for (; index > 0; --index) {
        rest.remove_prefix(rest.find('\n') + 1);
    }
    return rest.substr(0, rest.find('\n'));
}

}  // namespace

std::string fingerprint_words(const PublicKey& key) {
    const Hash hash = sha256(key);
    std::string text;
    for (unsigned word = 0; word < words_a_fingerprint; ++word) {
        std::size_t index = 0;
        for (unsigned bit = word * bits_a_word; bit < (word + 1) * bits_a_word; ++bit) {
            index = index << 1U | (hash.bytes[bit / 8] >> (7U - bit % 8) & 1U);
        }
        text += text.empty() ? "" : " ";
        text += word_at(index);
    }
    return text;
}

}  // namespace lontar::sealed
