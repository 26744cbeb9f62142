#pragma once
/// The value lists of the form, and the words and numbers that other programs and the KTP use for
/// them.
#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "storage/model/choice.hpp"

namespace lontar::model {

inline constexpr auto sexes = std::to_array<Choice>({{"L"}, {"P"}});

/// `kawin`: married, not yet asked whether the state has it on record; a claim by the spouse needs
/// the deed.
inline constexpr auto marriages = std::to_array<Choice>({
    {"belum_kawin"},
    {"kawin_tercatat"},
    {"kawin_belum_tercatat"},
    {"kawin"},
    {"cerai_hidup"},
    {"cerai_mati"},
});

/// Informal work first; from `karyawan` on, what needs an explanation or cannot be covered here.
inline constexpr auto jobs = std::to_array<Choice>({
    {"petani"},
    {"buruh_tani"},
    {"peternak"},
    {"buruh_ternak"},
    {"nelayan"},
    {"buruh_nelayan"},
    {"rumput_laut"},
    {"petani_garam"},
    {"penyadap_lontar"},
    {"penenun"},
    {"pengrajin"},
    {"pedagang"},
    {"ojek"},
    {"sopir"},
    {"transportasi"},
    {"buruh_harian"},
    {"buruh_bangunan"},
    {"buruh_angkut"},
    {"tukang_batu"},
    {"tukang_kayu"},
    {"tukang_las"},
    {"tukang_listrik"},
    {"tukang_jahit"},
    {"tukang_lain"},
    {"mekanik"},
    {"penata_rias"},
    {"juru_masak"},
    {"penambang"},
    {"pekerja_rumah"},
    {"pemulung"},
    {"seniman"},
    {"rohaniwan"},
    {"dukun_bersalin"},
    {"wiraswasta"},
    {"lainnya"},
    {"karyawan"},
    {"honorer"},
    {"profesi"},
    {"perangkat_desa"},
    {"rumah_tangga"},
    {"pelajar"},
    {"tidak_bekerja"},
    {"pensiunan"},
    {"asn"},
    {"tni"},
    {"polri"},
    {"pejabat"},
});

/// Wadah codes of BPJS Ketenagakerjaan.
inline constexpr auto funders =
    std::to_array<Choice>({{"SG"}, {"SD"}, {"SA"}, {"SL"}, {"SC"}, {"SB"}});

/// What the heir is to the worker, nearest first.
inline constexpr auto relations = std::to_array<Choice>({
    {"suami"},
    {"istri"},
    {"anak"},
    {"orang_tua"},
    {"cucu"},
    {"kakek_nenek"},
    {"saudara"},
    {"mertua"},
    {"menantu"},
    {"famili_lain"},
    {"lainnya"},
});

inline constexpr auto notices =
    std::to_array<Choice>({{"tanda_tangan"}, {"cap_jempol"}, {"dibacakan"}, {"musdes"}});

/// The stored code for a code, a word of the KTP or the number that village software uses. `list`
/// is one of those above. Nothing: no such choice.
std::optional<std::string> find_choice(std::span<const Choice> list, std::string_view typed);

/// tidy_text, and an answer that is only a dash is none.
std::optional<std::string> tidy_answer(std::string_view typed);

}  // namespace lontar::model
