#include "client/form/returned.hpp"

#include <catch2/catch_test_macros.hpp>

#include "client/text/words.hpp"
#include "storage/model/standing.hpp"
#include "storage/register/registrations.hpp"

using namespace lontar;
using namespace lontar::client;

namespace {

storage::Registration returned_for(Json::List reasons) {
    storage::Registration registration;
    registration.standing = model::Standing::needs_correction;
    registration.verdict.code = "needs_correction";
    registration.verdict.detail =
        Json().set("reasons", std::move(reasons)).set("note", "di KTP: Luruk");
    return registration;
}

}  // namespace

TEST_CASE("a returned person's form says why and begins in the field that was named") {
    set_language(Language::indonesian);
    const Returned returned(
        returned_for({Json("BERKAS"), Json("TGL_LAHIR_BEDA"), Json("NAMA_BEDA")}));
    CHECK(returned.words().find("Tanggal lahir berbeda dengan Dukcapil") != std::string::npos);
    CHECK(returned.words().find("di KTP: Luruk") != std::string::npos);
    CHECK(returned.field() == "tanggal_lahir");
}

TEST_CASE(
    "a reason that names no field, or one of a newer province, leaves the form at its start") {
    CHECK(Returned(returned_for({Json("BERKAS"), Json("ALASAN_BARU")})).field().empty());
    CHECK(Returned(returned_for({})).field().empty());
}

TEST_CASE("once the correction is saved the form no longer says that it is asked for") {
    storage::Registration corrected = returned_for({Json("NAMA_BEDA")});
    corrected.standing = model::Standing::waiting;
    CHECK(Returned(corrected).words().empty());
    CHECK(Returned().words().empty());
    CHECK(Returned().field().empty());
}

TEST_CASE("after a conflict the province's answer is offered where it differs and is not empty") {
    storage::Registration conflict;
    conflict.standing = model::Standing::needs_correction;
    conflict.verdict.code = "conflict";
    conflict.verdict.detail =
        Json().set("record", Json().set("alamat", "Dusun Baru").set("nama", "Yosef Klau"));
    const Returned returned(conflict);
    CHECK(returned.answer("alamat", "Dusun Lama") == "Dusun Baru");
    CHECK_FALSE(returned.answer("nama", "Yosef Klau"));
    CHECK_FALSE(returned.answer("no_hp", "081234567890"));
}
