#include "storage/sealed/code.hpp"

#include <array>
#include <cassert>
#include <cstdint>

#include "storage/sealed/hash.hpp"
#include "storage/sealed/secret.hpp"

namespace lontar::sealed {

namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t random_symbols = 10;

/// Twice `value` in the field of 32 elements (polynomial x^5 + x^2 + 1).
constexpr std::uint8_t twice(std::uint8_t value) {
    const unsigned doubled = value * 2U;
    return static_cast<std::uint8_t>(doubled >= 32 ? doubled ^ 0b100101U : doubled);
}

/// Symbol i weighs 2^(10 - i) in that field and the check symbol 1: weights that all differ and are
/// not zero, so one error or one exchange always changes the sum.
std::uint8_t check_of(std::string_view code) {
    std::uint8_t sum = 0;
    for (const char symbol : code.substr(0, random_symbols)) {
        sum = twice(static_cast<std::uint8_t>(sum ^ alphabet.find(symbol)));
    }
    return sum;
}

char as_meant(char c) {
    const char upper = static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    switch (upper) {
        case 'O':
            return '0';
        case 'I':
        case 'L':
            return '1';
        default:
            return upper;
    }
}

}  // namespace

std::string make_code(Random& random) {
    std::array<std::uint8_t, random_symbols> bytes{};
    random.fill(bytes);
    std::string code;
    for (const std::uint8_t byte : bytes) {
        code += alphabet[byte & 31U];
    }
    code += alphabet[check_of(code)];
    wipe(bytes);
    return code;
}

std::optional<std::string> normalise_code(std::string_view typed) {
    std::string code;
    for (const char c : typed) {
        if (c == ' ' || c == '-') {
            continue;
        }
        const char symbol = as_meant(c);
        if (alphabet.find(symbol) == std::string_view::npos || code.size() > random_symbols) {
            return std::nullopt;
        }
        code += symbol;
    }
    if (code.size() != random_symbols + 1 || code.back() != alphabet[check_of(code)]) {
        return std::nullopt;
    }
    return code;
}

std::string grouped_code(std::string_view code) {
    assert(code.size() == random_symbols + 1);
    std::string text(code);
    text.insert(8, "-");
    text.insert(4, "-");
    return text;
}

Hash code_hash(std::string_view code) {
    return sha256(as_bytes("lontar/code-v1\n" + std::string(code)));
}

}  // namespace lontar::sealed
