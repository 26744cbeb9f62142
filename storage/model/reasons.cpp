#include "storage/model/reasons.hpp"

#include <algorithm>
#include <array>

namespace lontar::model {

namespace {

constexpr std::array<std::string_view, 6> warnings{
    "sesuai_ktp",      "sesuai_kk",     "dijelaskan_orangnya",
    "sudah_diperiksa", "orang_berbeda", from_import,
};
constexpr std::array<std::string_view, 6> corrections{
    "salah_ketik",     "data_berubah",  "diminta_provinsi",
    "pilihan_konflik", "lengkapi_data", import_taken_back,
};
constexpr std::array<std::string_view, 9> withdrawals{
    "keinginan_sendiri", reason_of_death,   "pindah",          "kerja_formal",    "usia",
    "data_ganda",        "tidak_ditemukan", import_taken_back, merged_into_other,
};
constexpr std::array<std::string_view, 11> returns{
    "NIK_TIDAK_PADAN", "NAMA_BEDA", "TGL_LAHIR_BEDA", "USIA",   "SUDAH_PU", "SUDAH_DIDANAI",
    "BUKAN_PENDUDUK",  "MENINGGAL", "GANDA",          "BERKAS", "KUOTA",
};

}  // namespace

std::span<const std::string_view> warning_reasons() {
    return warnings;
}
std::span<const std::string_view> correction_reasons() {
    return corrections;
}
std::span<const std::string_view> withdrawal_reasons() {
    return withdrawals;
}
std::span<const std::string_view> return_reasons() {
    return returns;
}

bool is_given_by_program(std::string_view code) {
    return code == from_import || code == import_taken_back || code == merged_into_other;
}

bool is_known(std::span<const std::string_view> list, std::string_view code) {
    return std::ranges::find(list, code) != list.end();
}

}  // namespace lontar::model
