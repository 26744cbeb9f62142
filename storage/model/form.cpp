#include "storage/model/form.hpp"

#include <algorithm>
#include <array>

#include "storage/model/choices.hpp"

namespace lontar::model {

namespace {

using enum FieldKind;

constexpr std::array fields{
    // identitas
    Field{"nik", nik, true, 40, {}, "identitas"},
    Field{"nama", name, true, 100, {}, "identitas"},
    Field{"tempat_lahir", text, true, 60, {}, "identitas"},
    Field{"tanggal_lahir", date, true, 40, {}, "identitas"},
    Field{"jenis_kelamin", sex, true, 20, sexes, "identitas"},
    Field{"status_kawin", choice, true, 40, marriages, "identitas"},
    // keluarga
    Field{"no_kk", kk, false, 40, {}, "keluarga"},
    Field{"nama_ibu_kandung", name, true, 100, {}, "keluarga"},
    // alamat
    Field{"alamat", text, true, 200, {}, "alamat"},
    Field{"rt", number, false, 8, {}, "alamat"},
    Field{"rw", number, false, 8, {}, "alamat"},
    Field{village_field, region, true, 20, {}, "alamat"},
    Field{"no_hp", phone, false, 30, {}, "alamat"},
    // pekerjaan
    Field{"pekerjaan", choice, true, 60, jobs, "pekerjaan"},
    Field{"lokasi_kerja", text, true, 100, {}, "pekerjaan"},
    Field{"jam_kerja", hours, true, 30, {}, "pekerjaan"},
    Field{"penghasilan", money, true, 30, {}, "pekerjaan"},
    Field{"sumber_dana", choice, false, 20, funders, "pekerjaan"},
    // ahli_waris
    Field{"ahli_waris_nama", name, false, 100, {}, "ahli_waris"},
    Field{"ahli_waris_hubungan", choice, false, 40, relations, "ahli_waris"},
    // pemberitahuan
    Field{"pemberitahuan_tanggal", date, false, 40, {}, "pemberitahuan"},
    Field{"pemberitahuan_cara", choice, false, 40, notices, "pemberitahuan"},
};

}  // namespace

std::span<const Field> form_fields() {
    return fields;
}

const Field* find_field(std::string_view key) {
    const auto found = std::ranges::find(fields, key, &Field::key);
    return found == fields.end() ? nullptr : &*found;
}

Answers normalise(const Answers& typed) {
    Answers answers;
    for (const auto& [key, value] : typed) {
        const Field* field = find_field(key);
        auto answer = field != nullptr ? normalise_answer(*field, value) : tidy_answer(value);
        if (answer) {
            answers.emplace(key, std::move(*answer));
        }
    }
    return answers;
}

}  // namespace lontar::model
