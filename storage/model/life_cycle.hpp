#pragma once
/// Not used yet: the programme axis of a registration, the states from the village's verification
/// to the end of cover, and who may move it. Delivery is the other axis (`standing.hpp`); the two
/// are never mixed.
#include <optional>
#include <span>
#include <string_view>

namespace lontar::model {

enum class ProgrammeState {
    complete,          ///< lengkap: saved as a registration
    field_verified,    ///< diverifikasi lapangan
    musdes_approved,   ///< disahkan musdes
    reserve,           ///< cadangan, with a rank: no seat was left
    proposed,          ///< diusulkan
    matched,           ///< padan with Dukcapil and BPJS
    decreed,           ///< ditetapkan SK
    enrolled,          ///< terdaftar, has a KPJ
    active,            ///< aktif, month by month
    ending,            ///< akan berakhir
    renewed,           ///< diperpanjang after a new verval
    ended,             ///< berakhir
    needs_correction,  ///< perlu perbaikan
    rejected,          ///< ditolak
    withdrawn,         ///< ditarik, own wish
    died,              ///< meninggal
    moved,             ///< pindah
    formal_work,       ///< kerja formal or active PU
    age_limit,         ///< usia 65 or more
    double_entry,      ///< data ganda
    not_found,         ///< tidak ditemukan
    resigned,          ///< mengundurkan diri
};
/// Stored and sent word: the enumerator's name.
std::string_view name_of(ProgrammeState state);
std::optional<ProgrammeState> programme_state(std::string_view name);

enum class Side { village, province };

struct Transition {
    ProgrammeState from;
    ProgrammeState to;
    Side side;
    bool operator==(const Transition&) const = default;
};
/// The whole table.
std::span<const Transition> transitions();
bool may_move(ProgrammeState from, ProgrammeState to, Side side);

/// Withdrawn, rejected or left: takes no seat and counts as closed.
bool is_closed(ProgrammeState state);

}  // namespace lontar::model
