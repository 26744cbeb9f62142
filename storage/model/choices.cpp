#include "storage/model/choices.hpp"

#include <algorithm>

#include "storage/base/text.hpp"

namespace lontar::model {

namespace {

struct Alias {
    std::string_view word;  ///< lower case, words joined by _
    std::string_view code;
};

constexpr auto sex_words = std::to_array<Alias>({
    {"1", "L"},
    {"2", "P"},
    {"laki_laki", "L"},
    {"laki", "L"},
    {"lakilaki", "L"},
    {"lk", "L"},
    {"l_k", "L"},
    {"pria", "L"},
    {"m", "L"},
    {"male", "L"},
    {"perempuan", "P"},
    {"pr", "P"},
    {"wanita", "P"},
    {"f", "P"},
    {"female", "P"},
});

constexpr auto marriage_words = std::to_array<Alias>({
    {"1", "belum_kawin"},
    {"2", "kawin_tercatat"},
    {"21", "kawin_belum_tercatat"},
    {"3", "cerai_hidup"},
    {"4", "cerai_mati"},
    {"belum_menikah", "belum_kawin"},
    {"menikah", "kawin"},
    {"kawin_tidak_tercatat", "kawin_belum_tercatat"},
    {"kawin_adat", "kawin_belum_tercatat"},
    {"janda_mati", "cerai_mati"},
    {"duda_mati", "cerai_mati"},
});

// Numbers 1-89 are those of the population register; 64-80, 82 and 83 are professions.
constexpr auto job_words = std::to_array<Alias>({
    {"1", "tidak_bekerja"},
    {"2", "rumah_tangga"},
    {"3", "pelajar"},
    {"4", "pensiunan"},
    {"5", "asn"},
    {"6", "tni"},
    {"7", "polri"},
    {"8", "pedagang"},
    {"9", "petani"},
    {"10", "peternak"},
    {"11", "nelayan"},
    {"12", "buruh_harian"},
    {"13", "buruh_bangunan"},
    {"14", "transportasi"},
    {"15", "karyawan"},
    {"16", "karyawan"},
    {"17", "karyawan"},
    {"18", "honorer"},
    {"19", "buruh_harian"},
    {"20", "buruh_tani"},
    {"21", "buruh_nelayan"},
    {"22", "buruh_ternak"},
    {"23", "pekerja_rumah"},
    {"24", "penata_rias"},
    {"25", "tukang_listrik"},
    {"26", "tukang_batu"},
    {"27", "tukang_kayu"},
    {"28", "tukang_lain"},
    {"29", "tukang_las"},
    {"30", "tukang_jahit"},
    {"31", "tukang_lain"},
    {"32", "penata_rias"},
    {"33", "penata_rias"},
    {"34", "penata_rias"},
    {"35", "mekanik"},
    {"36", "seniman"},
    {"37", "lainnya"},
    {"38", "dukun_bersalin"},
    {"39", "tukang_jahit"},
    {"40", "lainnya"},
    {"41", "rohaniwan"},
    {"42", "rohaniwan"},
    {"43", "rohaniwan"},
    {"44", "profesi"},
    {"45", "rohaniwan"},
    {"46", "juru_masak"},
    {"47", "lainnya"},
    {"81", "sopir"},
    {"84", "pedagang"},
    {"85", "perangkat_desa"},
    {"86", "perangkat_desa"},
    {"87", "rohaniwan"},
    {"88", "wiraswasta"},
    {"89", "lainnya"},
    {"belum_tidak_bekerja", "tidak_bekerja"},
    {"belum_bekerja", "tidak_bekerja"},
    {"mengurus_rumah_tangga", "rumah_tangga"},
    {"ibu_rumah_tangga", "rumah_tangga"},
    {"irt", "rumah_tangga"},
    {"pelajar_mahasiswa", "pelajar"},
    {"mahasiswa", "pelajar"},
    {"pegawai_negeri_sipil", "asn"},
    {"pns", "asn"},
    {"pppk", "asn"},
    {"p3k", "asn"},
    {"aparatur_sipil_negara", "asn"},
    {"tentara_nasional_indonesia", "tni"},
    {"kepolisian_ri", "polri"},
    {"polisi", "polri"},
    {"perdagangan", "pedagang"},
    {"penjual", "pedagang"},
    {"papalele", "pedagang"},
    {"petani_pekebun", "petani"},
    {"pekebun", "petani"},
    {"tani", "petani"},
    {"nelayan_perikanan", "nelayan"},
    {"konstruksi", "buruh_bangunan"},
    {"karyawan_swasta", "karyawan"},
    {"karyawan_bumn", "karyawan"},
    {"karyawan_bumd", "karyawan"},
    {"karyawan_honorer", "honorer"},
    {"guru_honorer", "honorer"},
    {"buruh_harian_lepas", "buruh_harian"},
    {"buruh_lepas", "buruh_harian"},
    {"buruh_tani_perkebunan", "buruh_tani"},
    {"buruh_nelayan_perikanan", "buruh_nelayan"},
    {"buruh_peternakan", "buruh_ternak"},
    {"buruh_pelabuhan", "buruh_angkut"},
    {"pembantu_rumah_tangga", "pekerja_rumah"},
    {"prt", "pekerja_rumah"},
    {"tukang_cukur", "penata_rias"},
    {"penata_rambut", "penata_rias"},
    {"penata_busana", "penata_rias"},
    {"tukang_sol_sepatu", "tukang_lain"},
    {"tukang_gigi", "tukang_lain"},
    {"tukang_las_pandai_besi", "tukang_las"},
    {"pandai_besi", "tukang_las"},
    {"penjahit", "tukang_jahit"},
    {"montir", "mekanik"},
    {"paraji", "dukun_bersalin"},
    {"imam_mesjid", "rohaniwan"},
    {"imam_masjid", "rohaniwan"},
    {"pendeta", "rohaniwan"},
    {"pastor", "rohaniwan"},
    {"biarawati", "rohaniwan"},
    {"koster", "rohaniwan"},
    {"guru", "profesi"},
    {"dosen", "profesi"},
    {"bidan", "profesi"},
    {"perawat", "profesi"},
    {"dokter", "profesi"},
    {"wartawan", "profesi"},
    {"tukang_ojek", "ojek"},
    {"pengemudi", "sopir"},
    {"supir", "sopir"},
    {"kondektur", "transportasi"},
    {"konjak", "transportasi"},
    {"pengiris_tuak", "penyadap_lontar"},
    {"penyadap_tuak", "penyadap_lontar"},
    {"penyadap_nira", "penyadap_lontar"},
    {"petani_rumput_laut", "rumput_laut"},
    {"penggali_batu", "penambang"},
    {"penggali_pasir", "penambang"},
    {"kepala_desa", "perangkat_desa"},
    {"aparat_desa", "perangkat_desa"},
    {"wiraswasta_usaha", "wiraswasta"},
    {"usaha_kecil", "wiraswasta"},
    {"bupati", "pejabat"},
    {"anggota_dprd", "pejabat"},
});

constexpr auto relation_words = std::to_array<Alias>({
    {"2", "suami"},
    {"3", "istri"},
    {"4", "anak"},
    {"5", "menantu"},
    {"6", "cucu"},
    {"7", "orang_tua"},
    {"8", "mertua"},
    {"9", "famili_lain"},
    {"11", "lainnya"},
    {"isteri", "istri"},
    {"anak_kandung", "anak"},
    {"anak_angkat", "anak"},
    {"orangtua", "orang_tua"},
    {"ayah", "orang_tua"},
    {"bapak", "orang_tua"},
    {"bapa", "orang_tua"},
    {"ibu", "orang_tua"},
    {"mama", "orang_tua"},
    {"ayah_kandung", "orang_tua"},
    {"ibu_kandung", "orang_tua"},
    {"kakek", "kakek_nenek"},
    {"nenek", "kakek_nenek"},
    {"kakak", "saudara"},
    {"adik", "saudara"},
    {"kakak_kandung", "saudara"},
    {"adik_kandung", "saudara"},
    {"saudara_kandung", "saudara"},
    {"saudari", "saudara"},
    {"keponakan", "famili_lain"},
    {"paman", "famili_lain"},
    {"bibi", "famili_lain"},
    {"famili", "famili_lain"},
    {"keluarga_lain", "famili_lain"},
});

constexpr auto funder_words = std::to_array<Alias>({{"apbdes", "SD"}});

constexpr auto notice_words = std::to_array<Alias>({
    {"ttd", "tanda_tangan"},
    {"jempol", "cap_jempol"},
    {"lisan", "dibacakan"},
    {"musyawarah_desa", "musdes"},
});

std::span<const Alias> words_of(std::span<const Choice> choices) {
    const Choice* list = choices.data();
    if (list == sexes.data()) {
        return sex_words;
    }
    if (list == marriages.data()) {
        return marriage_words;
    }
    if (list == jobs.data()) {
        return job_words;
    }
    if (list == relations.data()) {
        return relation_words;
    }
    return list == funders.data() ? std::span<const Alias>(funder_words) : notice_words;
}

/// `Petani / Pekebun` and `petani-pekebun` are one word.
std::string joined_words(std::string_view typed) {
    std::string word;
    for (const char c : ascii_lower(typed)) {
        const bool is_letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (is_letter) {
            word += c;
        } else if (!word.empty() && word.back() != '_') {
            word += '_';
        }
    }
    while (word.ends_with('_')) {
        word.pop_back();
    }
    return word;
}

/// Numbers of whole groups of the population register.
std::optional<std::string> job_group(std::string_view number) {
    if (number.size() != 2 || number < "48" || number > "83") {
        return std::nullopt;
    }
    return number <= "63" ? "pejabat" : "profesi";
}

}  // namespace

std::optional<std::string> find_choice(std::span<const Choice> list, std::string_view typed) {
    const std::string word = joined_words(typed);
    for (const Choice& choice : list) {
        if (ascii_lower(choice.code) == word) {
            return std::string(choice.code);
        }
    }
    const auto words = words_of(list);
    const auto alias = std::ranges::find(words, word, &Alias::word);
    if (alias != words.end()) {
        return std::string(alias->code);
    }
    const bool is_number = word.find_first_not_of("0123456789") == std::string::npos;
    return list.data() == jobs.data() && is_number ? job_group(word) : std::nullopt;
}

}  // namespace lontar::model
