#include "storage/model/form.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include <catch2/catch_test_macros.hpp>

#include "storage/base/text.hpp"
#include "storage/model/choices.hpp"

namespace {

using namespace lontar;
using namespace lontar::model;

std::string stored(std::string_view key, std::string_view typed) {
    const Field* field = find_field(key);
    REQUIRE(field != nullptr);
    const auto answer = normalise_answer(*field, typed);
    if (answer) {
        // What is stored is read the same again: saving twice changes nothing.
        CHECK(normalise_answer(*field, *answer) == answer);
    }
    return answer.value_or("(none)");
}

}  // namespace

TEST_CASE("the form has the fields of a registration, each section in one piece") {
    std::set<std::string_view> keys;
    std::set<std::string_view> closed;
    std::string_view open;
    for (const Field& field : form_fields()) {
        CHECK(keys.insert(field.key).second);
        if (field.section != open) {
            closed.insert(open);
            open = field.section;
        }
        CHECK_FALSE(closed.contains(field.section));
        const bool chooses = field.kind == FieldKind::choice || field.kind == FieldKind::sex;
        CHECK(chooses == !field.choices.empty());
        CHECK(find_field(field.key) == &field);
    }
    for (const char* key : {"nik",
                            "no_kk",
                            "nama",
                            "tempat_lahir",
                            "tanggal_lahir",
                            "jenis_kelamin",
                            "nama_ibu_kandung",
                            "alamat",
                            "rt",
                            "rw",
                            "kode_desa",
                            "no_hp",
                            "pekerjaan",
                            "lokasi_kerja",
                            "jam_kerja",
                            "penghasilan",
                            "ahli_waris_nama",
                            "ahli_waris_hubungan",
                            "status_kawin",
                            "sumber_dana",
                            "pemberitahuan_tanggal",
                            "pemberitahuan_cara"}) {
        CHECK(keys.contains(key));
    }
    CHECK(keys.size() == 22);
    CHECK(find_field("nisn") == nullptr);
}

TEST_CASE("the key of the village's field stands in one source only") {
    namespace fs = std::filesystem;
    std::set<std::string> sources;
    for (const char* folder : {"storage", "sync", "client"}) {
        for (const auto& file :
             fs::recursive_directory_iterator(fs::path(LONTAR_SOURCE_DIR) / folder)) {
            const auto ending = file.path().extension();
            if (ending == ".cpp" || ending == ".hpp") {
                std::ifstream in(file.path(), std::ios::binary);
                const std::string text(std::istreambuf_iterator<char>(in), {});
                if (text.find('"' + std::string(village_field) + '"') != std::string::npos) {
                    sources.insert(file.path().filename().string());
                }
            }
        }
    }
    CHECK(sources == std::set<std::string>{"form.hpp"});
    CHECK(find_field(village_field) != nullptr);
}

TEST_CASE("a name is stored as written, only trimmed") {
    CHECK(stored("nama", "  Yohanes   Bria ") == "Yohanes Bria");
    CHECK(stored("nama", "Margaretha Sa’at") == "Margaretha Sa’at");
    CHECK(stored("nama", "DRS. PETRUS TALOK, M.SI") == "DRS. PETRUS TALOK, M.SI");
    CHECK(stored("nama", "\u00A0") == "(none)");
    CHECK(stored("nama", "-") == "(none)");
    CHECK(stored("nama", "") == "(none)");
}

TEST_CASE("a date is stored as year, month and day, and never guessed") {
    for (const char* typed :
         {"1985-08-12", "12-08-1985", "12/08/1985", "12/8/1985", "12.08.1985", "12 Agustus 1985",
          "12 agt 1985", "12-Aug-1985", "1985-08-12 00:00:00", "1985-08-12T00:00:00Z"}) {
        INFO(typed);
        CHECK(stored("tanggal_lahir", typed) == "1985-08-12");
    }
    CHECK(stored("tanggal_lahir", "29/02/2000") == "2000-02-29");
    for (const char* typed : {"12-08-85", "08/25/1985", "1985", "31-04-1985", "29-02-1985", "31270",
                              "12-13-1985", "1985-08-12 07:30", "tidak tahu"}) {
        INFO(typed);
        CHECK(stored("tanggal_lahir", typed) == typed);
    }
}

TEST_CASE("digits are cleaned, and what a spreadsheet spoilt is left to be seen") {
    CHECK(stored("nik", "5302 1512.0885-9901") == "5302151208859901");
    CHECK(stored("nik", "=\"5302151208859901\"") == "5302151208859901");
    CHECK(stored("nik", "5.30E+15") == "5.30E+15");
    CHECK(stored("nik", "53O2151208859901") == "53O2151208859901");
    CHECK(stored("no_kk", "0") == "(none)");
    CHECK(stored("no_kk", "5302.1503.0812.9902") == "5302150308129902");
    CHECK(stored("kode_desa", "53.21.01.2001") == "5321012001");
    CHECK(stored("rt", "1") == "001");
    CHECK(stored("rw", "RW 02") == "002");
    CHECK(stored("rt", "000") == "000");
    CHECK(stored("rt", "1/2") == "1/2");
    CHECK(stored("no_hp", "+62 812-0000-1234") == "081200001234");
    CHECK(stored("no_hp", "6281200001234") == "081200001234");
    CHECK(stored("no_hp", "81200001234") == "081200001234");
    CHECK(stored("no_hp", "(0380) 821234") == "0380821234");
    CHECK(stored("no_hp", "tidak ada") == "tidak ada");
}

TEST_CASE("amounts and hours are stored in one form") {
    for (const char* typed :
         {"1500000", "1.500.000", "Rp 1.500.000,00", "Rp1.500.000,-", "1,5 juta", "1.5 jt",
          "1500 ribu", "1,500,000", "1500000.00", "Rp. 1.500.000 / bulan", "01500000"}) {
        INFO(typed);
        CHECK(stored("penghasilan", typed) == "1500000");
    }
    CHECK(stored("penghasilan", "0") == "0");
    for (const char* typed :
         {"1.50.000", "-5000", "cukup", "1.500,000", "12.5", "9999999999999", "5 - 6 juta"}) {
        INFO(typed);
        CHECK(stored("penghasilan", typed) == typed);
    }
    for (const char* typed :
         {"07:00-15:00", "7-15", "07.00 - 15.00", "07.00 s/d 15.00 WITA", "pukul 7 sampai 15",
          "07:00:00-15:00:00", "7.00–15.00", "Jam 07.00-15"}) {
        INFO(typed);
        CHECK(stored("jam_kerja", typed) == "07:00-15:00");
    }
    CHECK(stored("jam_kerja", "18:00-24:00") == "18:00-00:00");
    for (const char* typed : {"8 jam", "25:00-26:00", "07:60-08:00", "pagi", "07:00"}) {
        INFO(typed);
        CHECK(stored("jam_kerja", typed) == typed);
    }
}

TEST_CASE("choices are stored as codes, from codes, words of the KTP and register numbers") {
    CHECK(stored("jenis_kelamin", "LAKI-LAKI") == "L");
    CHECK(stored("jenis_kelamin", "2") == "P");
    CHECK(stored("jenis_kelamin", "f") == "P");
    CHECK(stored("pekerjaan", "PETANI/PEKEBUN") == "petani");
    CHECK(stored("pekerjaan", "Petani / Pekebun") == "petani");
    CHECK(stored("pekerjaan", "9") == "petani");
    CHECK(stored("pekerjaan", "50") == "pejabat");
    CHECK(stored("pekerjaan", "73") == "profesi");
    CHECK(stored("pekerjaan", "Mengurus Rumah Tangga") == "rumah_tangga");
    CHECK(stored("pekerjaan", "90") == "90");
    CHECK(stored("status_kawin", "BELUM KAWIN") == "belum_kawin");
    CHECK(stored("status_kawin", "21") == "kawin_belum_tercatat");
    // The KTP says no more than this; whether it is on record must be asked.
    CHECK(stored("status_kawin", "KAWIN") == "kawin");
    CHECK(stored("ahli_waris_hubungan", "Isteri") == "istri");
    CHECK(stored("ahli_waris_hubungan", "ayah kandung") == "orang_tua");
    CHECK(stored("ahli_waris_hubungan", "suami/istri") == "suami/istri");
    CHECK(stored("sumber_dana", "sg") == "SG");
    CHECK(stored("pemberitahuan_cara", "Cap jempol") == "cap_jempol");
    CHECK(stored("pekerjaan", "penyihir") == "penyihir");
}

TEST_CASE(
    "every number of the population register is a job, and every word leads to a code of its "
    "list") {
    const Field& field = *find_field("pekerjaan");
    for (int number = 1; number <= 89; ++number) {
        const auto code = find_choice(field.choices, std::to_string(number));
        INFO(number);
        REQUIRE(code.has_value());
        CHECK(find_choice(field.choices, *code) == code);
    }
    for (const Field& any : form_fields()) {
        for (const Choice& choice : any.choices) {
            CHECK(find_choice(any.choices, choice.code) == choice.code);
        }
    }
}

TEST_CASE("fields of a newer program are kept, empty answers are none") {
    const Answers answers =
        normalise({{"nama", " "}, {"nama_panggilan", " Yan "}, {"nik", "5302 1512.0885-9901"}});
    CHECK(answers == Answers{{"nama_panggilan", "Yan"}, {"nik", "5302151208859901"}});
}
