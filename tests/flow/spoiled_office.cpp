#include "spoiled_office.hpp"

#include <cstdlib>

#include <catch2/catch_test_macros.hpp>
#include <sys/wait.h>

namespace lontar::flow {

namespace fs = std::filesystem;

namespace {

std::string quoted(const std::string& word) {
    std::string out = "'";
    for (const char c : word) {
        out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    }
    return out + "'";
}

}  // namespace

void put_text(const Path& file, std::string_view text) {
    support::put_bytes(file, as_bytes(text));
}

Office::Office()
    : province(3),
      server(system_clock().now()),
      home(folder / "home"),
      people(5, std::string(village)) {
    province.manifest.servers = {server.address()};
    province.manifest.ca = {server.authority()};
    province.sign_again();
    put_text(folder / "pass", std::string(secret_words) + "\n");
    put_text(folder / "wrong", "sapi makan rumput hijau\n");
    put_text(folder / "desa.lontar-activation", province.activation(std::string(village)).text);
    must({"setup", at("desa.lontar-activation"), "--yes", "--officer", "Maria Seran",
          "--recovery-sheet-to", at("sheet")});
    put_text(folder / "people.csv", support::people_csv(people.make(3)));
    must({"import", at("people.csv")});
    fs::create_directory(folder / "stick");
    fs::create_directory(folder / "backup");
    must({"courier", "export", at("stick")});
    must({"backup", "create", at("backup")});
    backup = fs::directory_iterator(folder / "backup")->path();
    const Path own = home;
    home = folder / "other";
    put_text(folder / "other.lontar-activation", province.activation("5301062014").text);
    must({"setup", at("other.lontar-activation"), "--yes", "--officer", "Yosef Klau",
          "--recovery-sheet-to", at("other-sheet")});
    home = own;
}

Ran Office::run(const std::vector<std::string>& words) {
    std::string line = environment + " LONTAR_LANG=en LONTAR_QUICK_PASSPHRASE=1 LONTAR_HOME=" +
                       quoted(to_utf8(home)) + " LONTAR_PASSPHRASE_FILE=" + quoted(at(passphrase)) +
                       " " + quoted(LONTAR_BIN_DIR "/lontar");
    for (const std::string& word : words) {
        line += " " + quoted(word);
    }
    line += " </dev/null >" + quoted(at("out")) + " 2>" + quoted(at("err"));
    const int status = std::system(line.c_str());  // NOLINT(concurrency-mt-unsafe): one thread
    return {WIFEXITED(status) ? WEXITSTATUS(status) : 128, text_of("out"), text_of("err")};
}

void Office::must(const std::vector<std::string>& words) {
    const Ran ran = run(words);
    INFO(words.front() << "\n" << ran.out << ran.err);
    REQUIRE(ran.code == 0);
}

std::string Office::state() const {
    const support::TempFolder copy;
    if (!fs::exists(home)) {
        return support::hash_of_folder(copy.path());
    }
    fs::copy(home, copy.path(), fs::copy_options::recursive);
    fs::remove(copy / "lock");
    fs::remove(copy / "upload.lock");
    fs::remove(copy.path() / "spool" / "in" / "upload-state.json");
    if (fs::exists(copy.path() / "spool" / "in") && fs::is_empty(copy.path() / "spool" / "in")) {
        fs::remove(copy.path() / "spool" / "in");
    }
    return support::hash_of_folder(copy.path());
}

void Office::flip(const Path& file) {
    Bytes bytes = support::bytes_of(file);
    bytes[bytes.size() / 2] ^= 1U;
    support::put_bytes(file, bytes);
}

void Office::cut(const Path& file) {
    fs::resize_file(file, fs::file_size(file) / 2);
}

Path Office::waiting_batch() const {
    return fs::directory_iterator(home / "spool" / "out")->path();
}

}  // namespace lontar::flow
