#include "bad_input_rows.hpp"

#include <catch2/catch_test_macros.hpp>

#include "storage/register/unlock.hpp"
#include "storage/sqlite/database.hpp"
#include "sync/spool/link.hpp"
#include "sync/wire/reply.hpp"

namespace lontar::flow {

using support::Answers;
namespace fs = std::filesystem;

namespace {

void make_newer(Office& office) {
    const auto key = storage::unlock_with_passphrase(system_disk(), office.home, std::nullopt,
                                                     sealed::Secret::copy_of(secret_words));
    REQUIRE(key);
    auto database = sqlite::Database::open(office.home / "register.db", {.key = key->key.view()});
    REQUIRE(database);
    REQUIRE((*database)->execute_script("PRAGMA user_version = 9999"));
}

/// A reply to somebody, laid on the stick under its own name.
void lay_reply_on_stick(Office& office, const DeviceId& device, bool damaged) {
    const auto identity = sealed::Identity::generate(office.province.random);
    wire::Reply reply;
    reply.device = device;
    reply.epoch = Epoch::random(office.province.random);
    reply.gen = 1;
    reply.n = 1;
    reply.time = support::test_now;
    const Bytes file = office.province.seal(reply, std::nullopt, identity.recipient());
    const auto proven = wire::prove_reply(file, office.province.manifest, device);
    REQUIRE(proven);
    const Path in = office.folder.path() / "stick" / "LONTAR" / to_path(village) / "in";
    fs::create_directories(in);
    const Path at = in / to_path(wire::reply_file_name(proven->stanza()));
    support::put_bytes(at, file);
    if (damaged) {
        Office::flip(at);
    }
}

DeviceId own_device(const Office& office) {
    return spool::read_link(system_disk(), office.home)->device;
}

}  // namespace

std::vector<Row> rows() {
    const auto nothing = [](Office&) {};
    const auto answers = [](Answers what) {
        return [what](Office& office) { office.server.answer(what); };
    };
    const std::vector<std::string> person{"add", "--nama", "Maria Seran", "--draft"};
    return {
        // ---- passphrase, keyring, recovery
        {"wrong passphrase",
         [](Office& o) { o.passphrase = "wrong"; },
         {"status"},
         1,
         "K-02",
         "The passphrase does not fit."},
        {"empty passphrase file",
         [](Office& o) { put_text(o.folder / "pass", "\n"); },
         {"status"},
         2,
         "P-14",
         "The passphrase file is empty."},
        {"no passphrase file",
         [](Office& o) { o.passphrase = "none"; },
         {"status"},
         1,
         "D-05",
         "The file or folder is not there."},
        {"both keyrings damaged",
         [](Office& o) {
             Office::cut(o.home / "keyring.json");
             Office::cut(o.home / "keyring.json.2");
         },
         {"status"},
         1,
         "K-03",
         "The keyring is damaged."},
        {"keyring gone",
         [](Office& o) {
             fs::remove(o.home / "keyring.json");
             fs::remove(o.home / "keyring.json.2");
         },
         {"status"},
         1,
         "K-04",
         "There is no keyring."},
        {"keyring of another register",
         [](Office& o) {
             for (const auto* name : {"keyring.json", "keyring.json.2"}) {
                 fs::copy_file(o.folder / "other" / name, o.home / name,
                               fs::copy_options::overwrite_existing);
             }
         },
         {"status"},
         1,
         "R-02",
         "The register does not open."},
        {"recovery file damaged",
         [](Office& o) { Office::flip(o.home / "recovery.age"); },
         {"unlock", "--recovery", "--sheet-file", "@sheet"},
         1,
         "K-07",
         "The recovery file is damaged."},
        {"sheet of another register",
         nothing,
         {"unlock", "--recovery", "--sheet-file", "@other-sheet"},
         1,
         "K-06",
         "The recovery sheet does not fit."},
        {"sheet that is none",
         nothing,
         {"unlock", "--recovery", "--sheet-file", "@people.csv"},
         1,
         "K-06",
         "The recovery sheet does not fit."},
        // ---- register
        {"register damaged",
         [](Office& o) {
             Bytes bytes = support::bytes_of(o.home / "register.db");
             bytes[20] ^= 1U;
             support::put_bytes(o.home / "register.db", bytes);
         },
         {"status"},
         1,
         "R-02",
         "The register does not open."},
        {"register of another laptop",
         [](Office& o) {
             fs::copy_file(o.folder / "other" / "register.db", o.home / "register.db",
                           fs::copy_options::overwrite_existing);
         },
         {"status"},
         1,
         "R-02",
         "The register does not open."},
        {"register empty",
         [](Office& o) { put_text(o.home / "register.db", ""); },
         {"status"},
         1,
         "R-02",
         "The register does not open."},
        {"register gone",
         [](Office& o) { fs::remove(o.home / "register.db"); },
         {"status"},
         1,
         "R-39",
         "The file register.db is gone from the data folder."},
        {"register newer",
         make_newer,
         {"status"},
         1,
         "R-08",
         "The register was written by a newer program."},
        {"second instance",
         [](Office& o) { o.held = *lock_file(o.home / "lock"); },
         {"status"},
         3,
         "P-02",
         "Lontar is open already."},
        {"second uploader",
         [](Office& o) { o.held = *lock_file(o.home / "upload.lock"); },
         {"sync", "--locked"},
         3,
         "L-21",
         "Another sending is under way."},
        // ---- activation
        {"activation cut",
         [](Office& o) {
             Office::cut(o.folder / "desa.lontar-activation");
             fs::remove_all(o.home);
         },
         {"setup", "@desa.lontar-activation", "--yes", "--officer", "X", "--recovery-sheet-to",
          "@s"},
         1,
         "A-03",
         "This is no activation file."},
        {"activation changed",
         [](Office& o) {
             std::string text = o.text_of("desa.lontar-activation");
             text.replace(text.find("5301062015"), 10, "5301062014");
             put_text(o.folder / "desa.lontar-activation", text);
             fs::remove_all(o.home);
         },
         {"setup", "@desa.lontar-activation", "--yes", "--officer", "X", "--recovery-sheet-to",
          "@s"},
         1,
         "A-04",
         "The activation file is not valid."},
        {"activation that is a sheet",
         [](Office& o) { fs::remove_all(o.home); },
         {"setup", "@people.csv", "--yes", "--officer", "X", "--recovery-sheet-to", "@s"},
         1,
         "A-03",
         "This is no activation file."},
        {"activation far too large",
         [](Office& o) {
             put_text(o.folder / "big", std::string(1 << 20U, 'x'));
             fs::remove_all(o.home);
         },
         {"setup", "@big", "--yes", "--officer", "X", "--recovery-sheet-to", "@s"},
         1,
         "A-03",
         "This is no activation file."},
        {"weak passphrase",
         [](Office& o) {
             put_text(o.folder / "pass", "rahasia\n");
             fs::remove_all(o.home);
         },
         {"setup", "@desa.lontar-activation", "--yes", "--officer", "X", "--recovery-sheet-to",
          "@s"},
         1,
         "K-01",
         "The passphrase is too weak."},
        {"set-up over a register",
         nothing,
         {"setup", "@desa.lontar-activation", "--yes", "--officer", "X", "--recovery-sheet-to",
          "@s"},
         1,
         "R-10",
         "This laptop is set up already."},
        {"activation of another village",
         nothing,
         {"setup", "--again", "@other.lontar-activation"},
         1,
         "A-11",
         "The activation file is for another village."},
        {"activation of another province",
         [](Office& o) {
             support::TestProvince other(77);
             put_text(o.folder / "foreign", other.activation(std::string(village)).text);
         },
         {"setup", "--again", "@foreign"},
         1,
         "A-02",
         "The file is of another province."},
        // ---- sheets
        {"spreadsheet instead of CSV",
         [](Office& o) { put_text(o.folder / "x.csv", std::string("PK\x03\x04\0\0", 6)); },
         {"import", "@x.csv"},
         1,
         "I-01",
         "This is no UTF-8 CSV."},
        {"quotation mark not closed",
         [](Office& o) { put_text(o.folder / "x.csv", o.text_of("people.csv") + "\"open,"); },
         {"import", "@x.csv"},
         1,
         "I-03",
         "A quotation mark is not closed."},
        {"column missing",
         [](Office& o) { put_text(o.folder / "x.csv", "nama,alamat\nA B,C\n"); },
         {"import", "@x.csv"},
         1,
         "I-04",
         "A needed column is missing."},
        {"sheet gone",
         nothing,
         {"import", "@none.csv"},
         1,
         "D-05",
         "The file or folder is not there."},
        // ---- sealed files
        {"batch damaged",
         [](Office& o) { Office::flip(o.waiting_batch()); },
         {"sync", "--locked"},
         3,
         "L-23",
         "A batch on this laptop is damaged."},
        {"reply damaged",
         [](Office& o) { lay_reply_on_stick(o, own_device(o), true); },
         {"courier", "import", "@stick"},
         1,
         "C-11",
         "A reply on the stick is damaged."},
        {"reply of another laptop",
         [](Office& o) { lay_reply_on_stick(o, DeviceId::random(o.province.random), false); },
         {"courier", "import", "@stick"},
         0,
         "",
         ""},
        {"stick without Lontar",
         [](Office& o) {
             fs::remove_all(o.folder / "stick");
             fs::create_directory(o.folder / "stick");
         },
         {"courier", "import", "@stick"},
         1,
         "C-04",
         "There is nothing for this village on the stick."},
        {"backup damaged",
         [](Office& o) {
             Office::flip(o.backup);
             fs::copy_file(o.backup, o.folder / "b");
         },
         {"backup", "verify", "@b"},
         1,
         "B-02",
         "The backup is damaged."},
        {"backup into a register, by another sheet",
         [](Office& o) { fs::copy_file(o.backup, o.folder / "b"); },
         {"backup", "restore", "@b", "--sheet-file", "@other-sheet", "--yes"},
         1,
         "B-06",
         "The recovery sheet does not open this backup."},
        {"damaged backup into a register",
         [](Office& o) {
             Office::flip(o.backup);
             fs::copy_file(o.backup, o.folder / "b");
         },
         {"backup", "restore", "@b", "--sheet-file", "@sheet", "--yes"},
         1,
         "B-02",
         "The backup is damaged."},
        {"backup into a register, nobody says yes",
         [](Office& o) { fs::copy_file(o.backup, o.folder / "b"); },
         {"backup", "restore", "@b", "--sheet-file", "@sheet"},
         2,
         "P-13",
         ""},
        {"backup with another sheet",
         [](Office& o) {
             fs::copy_file(o.backup, o.folder / "b");
             fs::remove_all(o.home);
         },
         {"backup", "restore", "@b", "--sheet-file", "@other-sheet", "--yes", "--officer", "X"},
         1,
         "B-06",
         "The recovery sheet does not open this backup."},
        {"backup of another village",
         [](Office& o) {
             fs::copy_file(o.backup, o.folder / "b");
             fs::remove_all(o.home);
         },
         {"backup", "restore", "@b", "--sheet-file", "@sheet", "--yes", "--officer", "X",
          "--village", "5301062014"},
         1,
         "B-05",
         "The backup is of another village."},
        // ---- the road
        {"nobody answers", answers(Answers::nothing), {"sync"}, 3, "L-02", "The connection broke."},
        {"wrong certificate",
         answers(Answers::foreign_page),
         {"sync"},
         3,
         "L-04",
         "This is not the province's server."},
        {"plain HTTP", answers(Answers::plain_page), {"sync"}, 3, "L-02", "The connection broke."},
        {"login page",
         answers(Answers::login_page),
         {"sync"},
         3,
         "L-10",
         "This network asks for a login."},
        {"login page, locked",
         answers(Answers::login_page),
         {"sync", "--locked"},
         3,
         "L-10",
         "This network asks for a login."},
        {"redirect",
         answers(Answers::redirect),
         {"sync"},
         3,
         "L-10",
         "This network asks for a login."},
        {"clock after the certificates' end",
         [](Office& o) {
             o.server.answer(Answers::login_page);
             o.environment = "LONTAR_NOW=4102444800";
         },
         {"sync", "--locked"},
         3,
         "L-05",
         "The certificate's dates do not fit."},
        {"link file damaged",
         [](Office& o) { Office::cut(o.home / "link.json"); },
         {"sync", "--locked"},
         1,
         "L-20",
         "The link file is damaged."},
        // ---- command line
        {"unknown option",
         nothing,
         {"add", "--nikk", "5301041208859901"},
         2,
         "P-01",
         "The command is unknown or incomplete."},
        {"unknown reason",
         nothing,
         {"withdraw", "00", "--reason", "because"},
         2,
         "P-11",
         "The value of an option is unknown."},
        {"broken JSON",
         [](Office& o) { put_text(o.folder / "x.json", "{\"nik\":"); },
         {"add", "--from-json", "@x.json"},
         2,
         "P-10",
         "The JSON cannot be read."},
        {"unknown person", nothing, {"show", "0000000000000000"}, 1, "R-12", "Not found."},
    };
}

}  // namespace lontar::flow
