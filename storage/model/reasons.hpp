#pragma once
/// Closed lists of reasons: why a warning is right, a registration changed or withdrawn, or the
/// province returned it.
#include <span>
#include <string_view>

namespace lontar::model {

/// Texts: `reason.<code>`.
/// For saving over a warning: `sesuai_ktp`, `sesuai_kk`, `dijelaskan_orangnya`, `sudah_diperiksa`,
/// `orang_berbeda`, `dari_impor`.
std::span<const std::string_view> warning_reasons();
/// For a correction: `salah_ketik`, `data_berubah`, `diminta_provinsi`, `pilihan_konflik`,
/// `lengkapi_data`, `urung_impor`.
std::span<const std::string_view> correction_reasons();
/// For a withdrawal: `keinginan_sendiri`, `meninggal`, `pindah`, `kerja_formal`, `usia`,
/// `data_ganda`, `tidak_ditemukan`, `urung_impor`, `merged`.
std::span<const std::string_view> withdrawal_reasons();
/// What the province may return for: NIK_TIDAK_PADAN NAMA_BEDA TGL_LAHIR_BEDA USIA SUDAH_PU
/// SUDAH_DIDANAI BUKAN_PENDUDUK MENINGGAL GANDA BERKAS KUOTA.
std::span<const std::string_view> return_reasons();
/// What the province's program returns for, and no officer: another registration of the village
/// had this NIK and has left.
inline constexpr std::string_view nik_was_double = "NIK_GANDA";

/// Of these lists, the ones that the program gives itself and nobody chooses.
inline constexpr std::string_view from_import = "dari_impor";
inline constexpr std::string_view import_taken_back = "urung_impor";
/// The same person has another registration, which goes on; its entry names that one (`into`).
inline constexpr std::string_view merged_into_other = "merged";
/// Of a withdrawal that nothing on this side undoes.
inline constexpr std::string_view reason_of_death = "meninggal";
bool is_given_by_program(std::string_view code);

bool is_known(std::span<const std::string_view> list, std::string_view code);

}  // namespace lontar::model
