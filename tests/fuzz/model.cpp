// Everything that a village's sheet, a typed answer or a received entry puts into the model. The
// first byte says which reader takes the others.
#include <cstdio>
#include <cstdlib>

#include "storage/base/text.hpp"
#include "storage/model/entry.hpp"
#include "storage/model/likeness.hpp"
#include "storage/model/name_key.hpp"
#include "storage/model/nik.hpp"
#include "storage/model/sheet.hpp"
#include "support/people.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace lontar::model {

namespace {

const CheckContext village{support::day_of_tests(), "5321012005"};

void must(bool holds, const char* what) {
    if (!holds) {
        std::fprintf(stderr, "must hold: %s\n", what);
        std::abort();
    }
}

/// Two parts of a text, cut at the first `|`.
std::pair<std::string_view, std::string_view> halves(std::string_view text) {
    const auto cut = text.find('|');
    return {text.substr(0, cut), cut == std::string_view::npos ? "" : text.substr(cut + 1)};
}

void try_answers(const Answers& answers) {
    must(normalise(answers) == answers, "an answer in its stored form stays as it is");
    for (const Finding& found : check(answers, village)) {
        must(finding(found.code, found.field) == found, "a finding is of the closed list");
    }
    implied_answers(answers, village);
    likeness_keys(answers);
}

void try_sheet(std::string_view bytes) {
    SheetLimits limits;
    limits.max_rows = 50;
    limits.max_columns = 40;
    limits.max_cell_bytes = 500;
    const auto sheet = read_sheet(bytes, limits);
    if (!sheet) {
        must(sheet.error().code.starts_with("I-0"), "a sheet is refused with a code of imports");
        return;
    }
    must(sheet->rows.size() <= limits.max_rows, "rows stay under their limit");
    for (const SheetRow& row : sheet->rows) {
        must(row.answers.size() <= limits.max_columns, "columns stay under their limit");
        try_answers(row.answers);
        check_row(row, village);
    }
}

void try_number(std::string_view text) {
    const Nik nik =
        Nik::parse(text, {.birth_date = {}, .sex = {}, .today = village.today.earliest});
    const bool good = nik.verdict == NikVerdict::ok || nik.verdict == NikVerdict::warning;
    must(good != has_errors(nik.findings), "the verdict is that of the findings");
    if (good) {
        must(nik.digits.size() == 16 && nik.region && nik.sex, "a good NIK is whole");
        must(Nik::parse(nik.digits, {.birth_date = {}, .sex = {}, .today = village.today.earliest})
                     .verdict == nik.verdict,
             "the digits alone say the same");
    }
    check_kk(text, nik.digits);
}

void try_field(std::string_view text) {
    for (const Field& field : form_fields()) {
        const auto stored = normalise_answer(field, text);
        if (stored) {
            must(!stored->empty() && is_utf8(*stored), "a stored answer is text");
            must(normalise_answer(field, *stored) == stored, "saving twice changes nothing");
            try_answers({{std::string(field.key), *stored}});
        }
    }
}

void try_names(std::string_view text) {
    const auto [one, other] = halves(text);
    const NameKey a = name_key(one);
    const NameKey b = name_key(other);
    const NameMatch match = compare_names(a, b);
    must(compare_names(b, a) == match, "names compare alike from both sides");
    const bool equal = !a.words.empty() && canonical_words(a) == canonical_words(b);
    must((match == NameMatch::match) == equal, "names match when their words are equal");
}

void try_people(std::string_view text) {
    const auto person = [](std::string_view half) {
        Answers answers;
        for (const std::string_view key :
             {"nik", "no_kk", "nama", "nama_ibu_kandung", "tanggal_lahir", "jenis_kelamin"}) {
            const std::string_view value = half.substr(0, half.find(';'));
            half.remove_prefix(std::min(half.size(), value.size() + 1));
            answers.emplace(key, value);
        }
        return answers;
    };
    const Answers a = person(halves(text).first);
    const Answers b = person(halves(text).second);
    const Likeness likeness = compare_people(a, b);
    must(compare_people(b, a) == likeness, "people compare alike from both sides");
    if (likeness == Likeness::different) {
        return;
    }
    const auto others = likeness_keys(b);
    for (const std::string& key : likeness_keys(a)) {
        for (const std::string& other : others) {
            if (key == other) {
                return;
            }
        }
    }
    must(false, "who is alike shares a key");
}

void try_entry(std::string_view line) {
    const auto entry = parse_entry(line);
    if (!entry || entry->type == EntryType::unknown) {
        return;
    }
    const auto written = entry_line(*entry);
    if (!written) {
        must(written.error().code == "R-20", "an entry that was read can only be too long");
        return;
    }
    const auto again = parse_entry(*written);
    must(again && *entry_line(*again) == *written, "an entry is written as it was read");
    try_answers(normalise(entry->fields));
}

}  // namespace

}  // namespace lontar::model

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace lontar::model;
    if (size == 0) {
        return 0;
    }
    const std::string_view text = lontar::as_text({data + 1, size - 1});
    switch (data[0] % 6) {
        case 0:
            try_sheet(text);
            break;
        case 1:
            try_number(text);
            break;
        case 2:
            try_field(text);
            break;
        case 3:
            try_names(text);
            break;
        case 4:
            try_people(text);
            break;
        default:
            try_entry(text);
            break;
    }
    return 0;
}

namespace lontar::fuzz {

std::vector<Bytes> seeds() {
    std::vector<Bytes> all;
    const auto add = [&](char reader, std::string_view text) {
        all.push_back(to_bytes(std::string(1, reader) + std::string(text)));
    };
    const auto people = support::PeopleMaker(1, "5321012005").make(3);
    const std::string csv = support::people_csv(people);
    add(0, csv);
    add(0, "\xEF\xBB\xBFsep=;\r\n" + csv.substr(0, csv.find('\n')) + "\r\n\"a\"\"b\";,\r\n");
    for (const char* number :
         {"5301041208859901", "5302 1512.0885-9901", "=\"5302151208859901\"", "0530215120885991",
          "5.30E+15", "53O2l51208859901", "５３０２１５１２０８８５９９０１", "5301XXXXXXXX9901"}) {
        add(1, number);
        add(2, number);
    }
    for (const char* answer :
         {"12 Agustus 1985", "1985-08-12 00:00:00", "07.00 s/d 15.00 WITA", "Rp 1.500.000,00",
          "1,5 juta", "+62 812-0000-1234", "Petani / Pekebun", "RT 01", "53.21.01.2005", "–",
          "Margaretha Sa’at, M.Si", "'0", "jam 7-15"}) {
        add(2, answer);
    }
    for (const char* names :
         {"Yohanes P. Bria|Bria Johannes Paulus", "Frans F. Bria|Fransiskus Ferdinandus Bria",
          "Drs. Sa’at Oematan, M.Si|Saat Umatan", "Muh. Saleh|M. Saleh", "José|Jose"}) {
        add(3, names);
    }
    add(4,
        "5321011208859901;5321010308129901;Yohanes Bria;Maria Hoar;1985-08-12;L|"
        "5304091208859955;5321010308129901;Johannes Bria;Maria Hoar;1985-12-08;L");
    add(4,
        "5321011208859901;;Yohanes Bria;;1985-01-01;L|"
        "5321015208859901;;Frans Bria;Maria;1985-01-01;P");
    model::Entry entry;
    entry.fields = people.front();
    entry.why = "salah_ketik";
    entry.warn = {"notice_missing"};
    entry.base = Rev{};
    add(5, *model::entry_line(entry));
    return all;
}

}  // namespace lontar::fuzz
