#pragma once
/// Words for people.cpp: saints, family names, work and places as they are common on Timor and
/// Flores.
#include <array>
#include <string_view>

namespace lontar::support {

inline constexpr auto men = std::to_array<std::string_view>({
    "Yohanes",    "Yosef",      "Petrus",      "Paulus",    "Markus",     "Matius",
    "Lukas",      "Andreas",    "Tomas",       "Filipus",   "Simon",      "Yakobus",
    "Stefanus",   "Fransiskus", "Antonius",    "Agustinus", "Ignasius",   "Dominikus",
    "Benediktus", "Bernardus",  "Klemens",     "Gregorius", "Hieronimus", "Alfonsus",
    "Aloisius",   "Vinsensius", "Laurensius",  "Nikolaus",  "Mikael",     "Gabriel",
    "Rafael",     "Emanuel",    "Daniel",      "Martinus",  "Marselinus", "Marianus",
    "Yulianus",   "Yustinus",   "Adrianus",    "Kornelis",  "Siprianus",  "Wilhelmus",
    "Yoakim",     "Yanuarius",  "Oktavianus",  "Maksimus",  "Melkianus",  "Hendrikus",
    "Hermanus",   "Gerardus",   "Ferdinandus", "Edmundus",  "Eduardus",   "Donatus",
    "Damianus",   "Kristianus", "Leonardus",   "Rofinus",   "Silvester",  "Sebastianus",
    "Dominggus",  "Titus",      "Viktor",      "Yanto",     "Robertus",   "Blasius",
});

inline constexpr auto women = std::to_array<std::string_view>({
    "Maria",     "Marta",     "Magdalena", "Margareta", "Mariana",     "Marselina", "Martina",
    "Monika",    "Natalia",   "Paulina",   "Petronela", "Rosalia",     "Rosalina",  "Rosa",
    "Regina",    "Rita",      "Rofina",    "Sesilia",   "Skolastika",  "Sofia",     "Stefania",
    "Susana",    "Teresia",   "Ursula",    "Veronika",  "Viktoria",    "Yasinta",   "Yohana",
    "Yosefina",  "Yovita",    "Yuliana",   "Yulita",    "Yustina",     "Agata",     "Agnes",
    "Agustina",  "Ana",       "Anastasia", "Antonia",   "Apolonia",    "Adriana",   "Bernadeta",
    "Brigita",   "Dominggas", "Dorotea",   "Elisabet",  "Emerensiana", "Filomena",  "Fransiska",
    "Gertrudis", "Imelda",    "Irene",     "Katarina",  "Klara",       "Kristina",  "Lidia",
    "Lusia",     "Oktaviana", "Yanti",     "Hendrika",  "Wilhelmina",  "Melania",   "Helena",
});

inline constexpr auto families = std::to_array<std::string_view>({
    "Bria",  "Nahak", "Seran", "Klau",  "Manek", "Fahik",  "Bere",    "Luruk", "Seuk",
    "Hoar",  "Tae",   "Bau",   "Asa",   "Leki",  "Taek",   "Mau",     "Kolo",  "Abuk",
    "Berek", "Bete",  "Nana",  "Tahu",  "Kehi",  "Molo",   "Fouk",    "Atok",  "Suri",
    "Rika",  "Un",    "Teti",  "Lekik", "Kabu",  "Nenok",  "Tefa",    "Talok", "Lamak",
    "Kiik",  "Moruk", "Loe",   "Bauk",  "Halek", "Kaeu",   "Muti",    "Neno",  "Usfal",
    "Sa'at", "Ga'a",  "Besin", "Haki",  "Lotu",  "Naisau", "Oematan", "Radja", "Tnesi",
});

inline constexpr auto hamlets = std::to_array<std::string_view>({
    "Laran",
    "Haitimuk",
    "Manumutin",
    "Uma Sukaer",
    "We Liurai",
    "Lakulo",
    "Builaran",
    "Haliren",
    "Motabuik",
    "Tubaki",
});

inline constexpr auto towns =
    std::to_array<std::string_view>({"Betun", "Besikama", "Atambua", "Kefamenanu", "Kupang"});

/// District codes of Belu that went to Malaka in 2013: most grown people there keep one of them.
inline constexpr auto old_belu = std::to_array<std::string_view>(
    {"530406", "530407", "530408", "530409", "530410", "530411", "530414"});

inline constexpr auto elsewhere =
    std::to_array<std::string_view>({"537101", "530301", "530402", "530201", "317101", "640201"});

struct Work {
    std::string_view code;
    std::string_view hours;
    std::string_view place;  ///< empty: the village
};

inline constexpr auto men_jobs = std::to_array<Work>({
    {"petani", "06:00-14:00", ""},
    {"petani", "07:00-15:00", ""},
    {"petani", "06:30-12:30", ""},
    {"petani", "07:00-16:00", "Sawah irigasi"},
    {"buruh_tani", "07:00-15:00", ""},
    {"peternak", "06:00-12:00", "Padang desa"},
    {"nelayan", "18:00-05:00", "Pantai selatan"},
    {"ojek", "06:00-18:00", "Pasar Betun"},
    {"buruh_bangunan", "08:00-16:00", ""},
    {"tukang_kayu", "08:00-16:00", ""},
    {"sopir", "05:00-17:00", "Betun - Atambua"},
    {"penyadap_lontar", "05:00-10:00", ""},
});

inline constexpr auto women_jobs = std::to_array<Work>({
    {"petani", "07:00-13:00", ""},
    {"petani", "06:00-12:00", ""},
    {"buruh_tani", "07:00-14:00", ""},
    {"penenun", "08:00-16:00", ""},
    {"penenun", "09:00-17:00", ""},
    {"pedagang", "05:00-11:00", "Pasar Betun"},
    {"pedagang", "06:00-18:00", ""},
    {"tukang_jahit", "08:00-16:00", ""},
    {"pekerja_rumah", "07:00-17:00", "Betun"},
    {"wiraswasta", "07:00-20:00", ""},
});

}  // namespace lontar::support
