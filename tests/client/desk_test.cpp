#include "client/screens/desk.hpp"

#include <catch2/catch_test_macros.hpp>

#include "open_desk.hpp"
#include "storage/register/saving.hpp"
#include "storage/register/status.hpp"

using namespace lontar;
using namespace lontar::client;
using namespace std::chrono_literals;

namespace {

/// A screen left open in an office, with a disk that can fail under it.
class OpenScreen : public OpenDesk {
public:
    /// Ten seconds, in which nobody types and the screen looks at the time twice.
    void wait() {
        for (int i = 0; i < 2; ++i) {
            office.clock.pass(5s);
            desk.take_key(Desk::tick());
        }
    }
    /// The next person, saved as the form does, and a key after it.
    void save_one() {
        storage::SaveOptions options;
        options.by = desk.session()->officer().id;
        options.why = "sesuai_ktp";
        const auto saved =
            storage::save_new(desk.session()->village_register(), office.people.next(), options);
        REQUIRE(saved);
        type();
    }
    void type() { desk.take_key(ftxui::Event::Character('a')); }
    std::int64_t unsealed() {
        const auto status = storage::find_status(desk.session()->village_register());
        REQUIRE(status);
        return status->unsealed;
    }
    std::size_t files_out() {
        const auto files = spool::Spool(system_disk(), office.home).out();
        REQUIRE(files);
        return files->size();
    }
};

}  // namespace

TEST_CASE("a screen left open seals when a hundred wait, once nobody types") {
    OpenScreen open;
    for (int i = 0; i < 99; ++i) {
        open.save_one();
    }
    open.wait();
    CHECK(open.unsealed() == 99);
    open.save_one();
    open.desk.take_key(Desk::tick());  // in the middle of typing
    CHECK(open.unsealed() == 100);
    open.wait();
    CHECK(open.unsealed() == 0);
    CHECK(open.files_out() == 1);
}

TEST_CASE("a screen in which somebody goes on typing seals ten minutes after the last save") {
    OpenScreen open;
    open.save_one();
    for (int minute = 0; minute < 9; ++minute) {
        open.office.clock.pass(50s);
        open.type();
        open.wait();
    }
    CHECK(open.unsealed() == 1);
    open.office.clock.pass(60s);
    open.type();
    open.wait();
    CHECK(open.unsealed() == 0);
    CHECK(open.files_out() == 1);
}

TEST_CASE("a spool that fails disturbs nobody who types, and is tried again a minute later") {
    OpenScreen open;
    for (int i = 0; i < 100; ++i) {
        open.save_one();
    }
    open.disk.fail_from(1, {ErrorKind::storage_full, "D-01", "test"});
    open.wait();
    const auto tried = open.disk.acts();
    CHECK(tried > 0);
    CHECK(open.files_out() == 0);
    open.wait();
    CHECK(open.disk.acts() == tried);
    REQUIRE(open.desk.session() != nullptr);
    open.save_one();
    open.disk.heal();
    open.office.clock.pass(1min);
    open.wait();
    CHECK(open.unsealed() == 0);
    CHECK(open.files_out() == 2);
}
