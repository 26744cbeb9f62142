#include <filesystem>

#include <catch2/catch_test_macros.hpp>

#include "storage/register/epochs.hpp"
#include "support/laptop/open_laptop.hpp"
#include "sync/courier/courier.hpp"

using namespace lontar;
using lontar::support::bytes_of;
using lontar::support::expect;
using lontar::support::Mishap;
using lontar::support::OpenLaptop;
using lontar::support::put_bytes;
using lontar::support::TempFolder;

namespace {

Error no_network() {
    return fail(ErrorKind::unreachable, "L-01", "test: no network");
}

struct Scene {
    OpenLaptop laptop;
    TempFolder stick;

    spool::Link link() { return expect(spool::read_link(system_disk(), laptop.data())); }
    void export_now() {
        expect(courier::export_to(system_disk(), laptop.spool, link(), stick.path(), {}));
    }
    spool::IntakeOutcome bring_home() {
        expect(courier::import_from(system_disk(), laptop.spool, link(), stick.path(), {}));
        return laptop.take_in();
    }
    courier::RelayOutcome relay(const courier::Progress& progress = {}) {
        return expect(courier::relay(system_disk(), laptop.clock, stick.path(), progress,
                                     laptop.server.make_http()));
    }
    void seal_some(int batches) {
        for (int i = 0; i < batches; ++i) {
            laptop.save(1);
            laptop.seal();
        }
    }
};

}  // namespace

TEST_CASE("a relay without any key sends a village's batches and brings the replies home") {
    Scene scene;
    scene.seal_some(3);
    scene.export_now();
    const auto content = expect(courier::look_at(system_disk(), scene.stick.path()));
    CHECK(content.batches == 3);
    CHECK(content.bytes > 2000);
    CHECK(content.villages == std::vector<std::string>{std::string(support::village_of_tests)});
    CHECK(content.root_words == sealed::fingerprint_words(scene.laptop.province.root.public_key()));
    const auto relayed = scene.relay();
    CHECK(relayed.sent == 3);
    CHECK(relayed.replies == 3);
    CHECK(relayed.failed == 0);
    CHECK(relayed.last_code.empty());
    CHECK(scene.bring_home().applied == 3);
    CHECK(scene.laptop.counters().received == 3);
    CHECK(scene.laptop.out().empty());
    CHECK(scene.laptop.server.received_lines() == scene.laptop.lines());
}

TEST_CASE("a second relay of the same stick sends nothing and fetches what is new") {
    Scene scene;
    scene.seal_some(2);
    scene.export_now();
    scene.relay();
    CHECK(scene.laptop.server.puts == 2);
    const auto epoch = expect(storage::find_epoch_state(*scene.laptop)).epoch;
    scene.laptop.server.send_notice(epoch, "Rapat hari Senin");
    const auto again = scene.relay();
    CHECK(again.sent == 0);
    CHECK(again.replies == 1);
    CHECK(scene.laptop.server.puts == 2);
    CHECK(scene.bring_home().notices == std::vector<model::Notice>{{"Rapat hari Senin", {}, {}}});
    // An export with nothing to send still tells which replies are known.
    scene.laptop.server.send_notice(epoch, "Rapat dibatalkan");
    TempFolder other;
    expect(courier::export_to(system_disk(), scene.laptop.spool, scene.link(), other.path(), {}));
    const auto fetched = expect(courier::relay(system_disk(), scene.laptop.clock, other.path(), {},
                                               scene.laptop.server.make_http()));
    CHECK(fetched.replies == 1);
}

TEST_CASE("one village whose hello is refused does not hinder the next") {
    Scene scene;
    scene.seal_some(3);
    scene.export_now();
    // Another laptop on the same stick, of another village.
    support::TestDevice other(scene.laptop.province.random);
    const auto folder = scene.stick / "LONTAR/5301022001/out";
    std::filesystem::create_directories(folder);
    for (std::int64_t seq : {1, 2}) {
        put_bytes(
            folder / wire::batch_file_name(other.epoch, seq),
            support::sealed_batch(support::test_batch(other, seq, 1, scene.laptop.province.random),
                                  other, scene.laptop.province));
    }
    const auto ours = expect(storage::find_epoch_state(*scene.laptop)).epoch;
    scene.laptop.server.wish = [&](int, const std::string& url, bool) -> std::optional<Mishap> {
        scene.laptop.server.refuse_hello =
            url.find(ours.hex()) != std::string::npos ? "code_used" : "";
        return std::nullopt;
    };
    const auto relayed = scene.relay();
    CHECK(relayed.sent == 2);
    CHECK(relayed.failed == 3);
    CHECK(relayed.last_code == "L-11");
    CHECK(scene.laptop.server.received_seqs(other.epoch).size() == 2);
    CHECK(scene.bring_home().refused == "code_used");
    CHECK(scene.laptop.out().size() == 3);
}

TEST_CASE("nothing is lost when the network dies at any call of a relay, before or after it") {
    for (const bool arrives : {false, true}) {
        for (int dies_at = 1; dies_at <= 4; ++dies_at) {
            Scene scene;
            scene.seal_some(3);
            scene.export_now();
            scene.laptop.server.mishaps[dies_at] =
                arrives ? Mishap{.after = no_network()} : Mishap{.before = no_network()};
            const auto first = scene.relay();
            CHECK(first.last_code == "L-01");
            CHECK(first.sent + first.failed == 3);
            const auto second = scene.relay();
            CHECK(second.failed == 0);
            CHECK(scene.bring_home().applied == 3);
            CHECK(scene.laptop.counters().received == 3);
        }
    }
}

TEST_CASE("damaged files on the stick are left where they are and the others go on") {
    Scene scene;
    scene.seal_some(3);
    scene.export_now();
    const auto out = scene.stick / ("LONTAR/" + std::string(support::village_of_tests) + "/out");
    const auto epoch = expect(storage::find_epoch_state(*scene.laptop)).epoch;
    const auto file = out / wire::batch_file_name(epoch, 2);
    auto bytes = bytes_of(file);
    bytes[bytes.size() / 2] ^= 1U;
    put_bytes(file, bytes);
    put_bytes(out / wire::batch_file_name(epoch, 9), as_bytes("x"));
    CHECK(scene.relay().sent == 2);
    CHECK(std::filesystem::exists(file));
    scene.bring_home();
    CHECK(scene.laptop.counters().received == 2);
    CHECK(scene.laptop.out().size() == 1);
}

TEST_CASE("a page in place of a reply is not put on the stick") {
    Scene scene;
    scene.seal_some(2);
    scene.export_now();
    scene.laptop.server.wish = [](int, const std::string&, bool) {
        return Mishap{.answer = support::login_page()};
    };
    const auto relayed = scene.relay();
    CHECK(relayed.sent == 0);
    CHECK(relayed.failed == 2);
    CHECK(relayed.last_code == "L-10");
    CHECK(scene.laptop.server.puts == 1);
    CHECK_FALSE(std::filesystem::exists(
        scene.stick / ("LONTAR/" + std::string(support::village_of_tests) + "/in")));
}

TEST_CASE("a relay is stopped between two batches and goes on later") {
    Scene scene;
    scene.seal_some(3);
    scene.export_now();
    const auto stopped =
        scene.relay([](std::int64_t done, std::int64_t /*total*/) { return done < 1; });
    CHECK(stopped.sent == 1);
    CHECK(stopped.failed == 2);
    CHECK(scene.relay().sent == 2);
}

TEST_CASE("a relay brings a newer manifest onto the stick") {
    Scene scene;
    scene.seal_some(1);
    scene.export_now();
    scene.laptop.province.manifest.number = 3;
    scene.laptop.province.sign_again();
    scene.relay();
    CHECK(expect(spool::read_link(system_disk(), scene.stick / "LONTAR")).manifest.number == 3);
    scene.bring_home();
    CHECK(scene.link().manifest.number == 3);
}

TEST_CASE("a stick and the network together count every entry once") {
    Scene scene;
    scene.seal_some(3);
    scene.export_now();
    scene.laptop.send();
    scene.relay();
    CHECK(scene.bring_home().applied == 3);
    CHECK(scene.laptop.counters().received == 3);
    CHECK(scene.laptop.server.received_lines() == scene.laptop.lines());
}
