#include "support/laptop/open_laptop.hpp"

#include <algorithm>

#include "storage/model/entry.hpp"
#include "storage/register/copies/dump.hpp"
#include "storage/register/creating.hpp"
#include "storage/register/officers.hpp"
#include "storage/register/opening.hpp"
#include "storage/register/register.hpp"
#include "storage/register/saving.hpp"

namespace lontar::support {

OpenLaptop::OpenLaptop(std::uint64_t seed)
    : province(seed),
      clock(build_time() + std::chrono::hours(24)),
      random(seed + 1000),
      making(random),
      people(seed, std::string(village_of_tests), Date::in_wita(clock.now())) {
    auto request = making.request();
    request.manifest = province.manifest.text();
    request.activation = province.activation(std::string(village_of_tests)).text;
    request.root = province.root.public_key();
    village_register = expect(storage::create_register(world(), data(), request));
    key = sealed::Secret::copy_of(village_register->key().view());
    officer = expect(storage::list_officers(*village_register)).front().id;
    reconcile();
}

void OpenLaptop::open() {
    close();
    village_register = expect(storage::open_register(world(), data(), key));
}

RegistrationId OpenLaptop::save_one() {
    storage::SaveOptions options;
    options.by = officer;
    options.why = "sesuai_ktp";
    const auto saved = expect(storage::save_new(*village_register, people.next(), options));
    if (saved.result != storage::SaveResult::saved) {
        give_up({ErrorKind::invalid_input, "", "not saved"});
    }
    return saved.id;
}

void OpenLaptop::save(int count) {
    for (int i = 0; i < count; ++i) {
        save_one();
    }
}

upload::UploadStatus OpenLaptop::send(const upload::UploadOptions& options) {
    auto uploader =
        expect(upload::Uploader::begin(*disk, clock, random, data(), server.make_http()));
    return expect(uploader->tick(options));
}

spool::IntakeOutcome OpenLaptop::deliver() {
    seal();
    send();
    return take_in();
}

std::vector<spool::OutFile> OpenLaptop::out() {
    auto files = expect(spool.out());
    const auto link = spool::read_link(system_disk(), spool.folder().parent_path());
    std::erase_if(files, [&](const spool::OutFile& file) {
        return link && file.seq == 1 &&
               std::ranges::find(link->greeted, file.epoch) != link->greeted.end();
    });
    return files;
}

std::vector<std::string> OpenLaptop::lines() {
    std::vector<std::string> lines;
    expect(storage::dump_register(*village_register, [&](std::string_view row) {
        const auto json = parse_json(row.substr(0, row.size() - 1));
        if (json && json->text_at("t") == "revision") {
            lines.push_back(json->text_at("line").value_or(""));
        }
        return done();
    }));
    std::sort(lines.begin(), lines.end());
    return lines;
}

}  // namespace lontar::support
