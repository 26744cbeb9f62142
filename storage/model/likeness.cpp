#include "storage/model/likeness.hpp"

#include <algorithm>
#include <cstdlib>
#include <optional>

#include "storage/base/timestamp.hpp"
#include "storage/model/characters.hpp"
#include "storage/model/name_key.hpp"

namespace lontar::model {

namespace {

constexpr int generation_years = 10;

/// What the comparison looks at; empty or nothing where the answer is missing or cannot be read.
struct Person {
    std::string_view nik;
    std::string_view kk;
    std::string_view sex;
    std::optional<Date> born;
    NameKey name;
    std::string_view mother;
};

std::string_view answer(const Answers& answers, std::string_view key) {
    const auto found = answers.find(key);
    return found == answers.end() ? std::string_view{} : std::string_view(found->second);
}

/// Sixteen digits, or empty. A number that begins with 0 stands for "has none" and is shared by
/// strangers.
std::string_view number(const Answers& answers, std::string_view key) {
    const std::string_view digits = answer(answers, key);
    const bool real = digits.size() == 16 && is_all_digits(digits) && digits.front() != '0';
    return real ? digits : std::string_view{};
}

Person person_of(const Answers& answers) {
    return {number(answers, "nik"),
            number(answers, "no_kk"),
            answer(answers, "jenis_kelamin"),
            Date::parse_iso(answer(answers, "tanggal_lahir")),
            name_key(answer(answers, "nama")),
            answer(answers, "nama_ibu_kandung")};
}

/// Days that are entered where the birth date is not known.
bool is_conventional(Date date) {
    const bool first_of = date.day() == 1 && (date.month() == 1 || date.month() == 7);
    return first_of || (date.day() == 31 && date.month() == 12);
}

int differing_digits(std::string_view a, std::string_view b) {
    int count = 0;
    for (std::size_t at = 0; at < std::min(a.size(), b.size()); ++at) {
        count += a[at] == b[at] ? 0 : 1;
    }
    return count;
}

/// One digit mistyped, or two neighbours changed over.
bool is_typing_slip(std::string_view a, std::string_view b) {
    if (a.empty() || b.empty() || a == b) {
        return false;
    }
    const int count = differing_digits(a, b);
    if (count != 2) {
        return count == 1;
    }
    const auto first = static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
    return first + 1 < a.size() && a[first] == b[first + 1] && a[first + 1] == b[first];
}

/// The same number but for the 40 that is added to a woman's day.
bool is_forty_slip(std::string_view a, std::string_view b) {
    if (a.empty() || b.empty() || a.substr(0, 6) != b.substr(0, 6) || a.substr(8) != b.substr(8)) {
        return false;
    }
    return std::abs(number_at(a, 6, 2) - number_at(b, 6, 2)) == 40;
}

/// Day and month changed over, one digit off, or the neighbouring year; never a generation apart.
bool is_date_slip(Date a, Date b) {
    const int years = std::abs(a.year() - b.year());
    if (years >= generation_years) {
        return false;
    }
    const bool same_day = a.day() == b.day() && a.month() == b.month();
    const bool turned = years == 0 && a.day() == b.month() && a.month() == b.day();
    return turned || (same_day && years == 1) || differing_digits(a.iso(), b.iso()) == 1;
}

struct Evidence {
    NameMatch name = NameMatch::different;
    bool same_mother = false;
    bool other_mother = false;
    bool same_kk = false;
};

Evidence evidence_of(const Person& a, const Person& b) {
    Evidence evidence;
    evidence.name = compare_names(a.name, b.name);
    evidence.same_kk = !a.kk.empty() && a.kk == b.kk;
    // Most of the people looked at have another name: nothing more is worked out for them.
    if (evidence.name != NameMatch::different && !a.mother.empty() && !b.mother.empty()) {
        const NameMatch mother = compare_names(name_key(a.mother), name_key(b.mother));
        evidence.same_mother = mother == NameMatch::match;
        evidence.other_mother = mother == NameMatch::different;
    }
    return evidence;
}

Likeness with_equal_nik(const Person& a, const Person& b, const Evidence& evidence) {
    const bool same_date = !a.born || !b.born || *a.born == *b.born;
    const bool same = evidence.name != NameMatch::different && same_date;
    return same ? Likeness::same_person : Likeness::same_nik;
}

Likeness with_equal_date(const Person& a, const Person& b, const Evidence& evidence) {
    const bool weak_date = is_conventional(*a.born);
    // A family card puts a child of the same name beside its parent, but not on the same day.
    const bool family = evidence.same_mother || (evidence.same_kk && !evidence.other_mother);
    if (evidence.name == NameMatch::match) {
        if (family && (!weak_date || evidence.same_mother)) {
            return Likeness::probable;
        }
        if (weak_date && evidence.other_mother && !is_typing_slip(a.nik, b.nik)) {
            return Likeness::different;
        }
        return Likeness::review;
    }
    if (evidence.other_mother || (weak_date && !family)) {
        return Likeness::different;
    }
    return Likeness::review;
}

}  // namespace

std::string_view name_of(Likeness likeness) {
    switch (likeness) {
        case Likeness::different:
            return "different";
        case Likeness::review:
            return "review";
        case Likeness::probable:
            return "probable";
        case Likeness::same_person:
            return "same_person";
        case Likeness::same_nik:
            break;
    }
    return "same_nik";
}

Likeness compare_people(const Answers& one, const Answers& other) {
    const Person a = person_of(one);
    const Person b = person_of(other);
    const Evidence evidence = evidence_of(a, b);
    if (!a.nik.empty() && a.nik == b.nik) {
        return with_equal_nik(a, b, evidence);
    }
    const bool other_sex = !a.sex.empty() && !b.sex.empty() && a.sex != b.sex;
    if (evidence.name == NameMatch::different || (other_sex && !is_forty_slip(a.nik, b.nik))) {
        return Likeness::different;
    }
    if (!a.born || !b.born) {
        const bool same_beginning = !a.nik.empty() && a.nik.substr(0, 12) == b.nik.substr(0, 12);
        const bool worth_a_look = evidence.name == NameMatch::match && !evidence.other_mother &&
                                  (evidence.same_kk || same_beginning);
        return worth_a_look ? Likeness::review : Likeness::different;
    }
    if (*a.born == *b.born) {
        return with_equal_date(a, b, evidence);
    }
    const bool slip = evidence.name == NameMatch::match && is_date_slip(*a.born, *b.born) &&
                      (!evidence.other_mother || is_typing_slip(a.nik, b.nik));
    return slip ? Likeness::review : Likeness::different;
}

std::vector<std::string> likeness_keys(const Answers& answers) {
    const Person person = person_of(answers);
    std::vector<std::string> keys;
    if (!person.nik.empty()) {
        keys.push_back("n:" + std::string(person.nik));
        keys.push_back("p:" + std::string(person.nik.substr(0, 12)));
    }
    if (!person.kk.empty()) {
        keys.push_back("k:" + std::string(person.kk));
    }
    if (!person.born) {
        return keys;
    }
    keys.push_back("d:" + person.born->iso());
    std::string name = "w:";
    for (const std::string& word : canonical_words(person.name)) {
        name += (name.size() > 2 ? "+" : "") + word;
    }
    if (name.size() > 2) {
        const int year = person.born->year();
        keys.push_back(name + ':' + std::to_string(year));
        keys.push_back(name + ':' + std::to_string(year + 1));
        keys.push_back(name + ':' + std::to_string(year / 10) + 'x');
    }
    return keys;
}

}  // namespace lontar::model
