// A limit has two ends: at it the writer writes and the reader reads, one above the writer refuses.
#include <array>

#include <catch2/catch_test_macros.hpp>

#include "storage/model/entry.hpp"
#include "storage/sealed/hash.hpp"
#include "support/province/test_province.hpp"
#include "sync/wire/members.hpp"

using namespace lontar;
using lontar::support::test_batch;
using lontar::support::TestDevice;
using lontar::support::TestProvince;

namespace {

std::string x(std::size_t count) {
    return std::string(count, 'x');
}

/// What becomes of a file: "read", or the code of whoever refused it.
struct Ends {
    TestProvince province;
    TestDevice device{province.random};

    std::string of(const wire::Batch& batch, std::int64_t keys = 1) {
        const std::array recipients{province.receiving.recipient()};
        const auto file = wire::seal_batch(batch, keys, recipients, device.key, province.random);
        if (!file) {
            CHECK(file.error().kind == ErrorKind::invalid_input);
            return file.error().code;
        }
        const auto back = province.open(*file);
        REQUIRE(back);
        CHECK(back->lines == batch.lines);
        return "read";
    }
    std::string of(const wire::Reply& reply, std::int64_t keys = 1) {
        const auto file = wire::seal_reply(reply, std::nullopt, keys, device.identity.recipient(),
                                           province.reply_key, province.random);
        if (!file) {
            CHECK(file.error().kind == ErrorKind::invalid_input);
            return file.error().code;
        }
        REQUIRE(support::read_reply(*file, province.manifest, device.id(), device.identity));
        return "read";
    }
    std::string of(const wire::KeyManifest& manifest) const {
        const auto made = wire::sign_manifest(manifest, province.root);
        if (!made) {
            CHECK(made.error().kind == ErrorKind::invalid_input);
            return made.error().code;
        }
        REQUIRE(wire::parse_manifest(made->text(), province.root.public_key()));
        return "read";
    }
    std::string of(const wire::Activation& activation) const {
        const auto made = wire::sign_activation(activation, province.invite);
        if (!made) {
            CHECK(made.error().kind == ErrorKind::invalid_input);
            return made.error().code;
        }
        REQUIRE(wire::parse_activation(made->text, province.root.public_key()));
        return "read";
    }

    wire::Batch hello() { return test_batch(device, 1, 1, province.random); }
    wire::Batch later() { return test_batch(device, 2, 1, province.random); }
    wire::Reply reply() {
        wire::Reply made;
        made.device = device.id();
        made.epoch = device.epoch;
        made.gen = 1;
        made.n = 1;
        made.time = support::test_now;
        return made;
    }
};

}  // namespace

TEST_CASE("a hello with all that a province takes is read, and with one more it is not sealed") {
    Ends ends;
    auto batch = ends.hello();
    const auto at_and_above = [&](const auto& change) {
        auto changed = batch;
        change(*changed.hello, std::size_t{0});
        const std::string at = ends.of(changed);
        changed = batch;
        change(*changed.hello, std::size_t{1});
        return at + " " + ends.of(changed);
    };
    batch.hello->officers.resize(1);
    CHECK(at_and_above([](wire::Hello& hello, std::size_t above) {
              hello.officers.resize(wire::max_officers + above, hello.officers[0]);
          }) == "read S-21");
    CHECK(at_and_above([](wire::Hello& hello, std::size_t above) {
              hello.officers[0].name = x(wire::max_name_bytes + above);
          }) == "read S-21");
    CHECK(at_and_above([](wire::Hello& hello, std::size_t above) {
              hello.officers[0].role = x(wire::max_word_bytes + above);
          }) == "read S-21");
    CHECK(at_and_above([](wire::Hello& hello, std::size_t above) {
              hello.machine = x(wire::max_machine_bytes + above);
          }) == "read S-21");
    CHECK(at_and_above([](wire::Hello& hello, std::size_t above) {
              hello.code = x(wire::max_word_bytes + above);
          }) == "read S-21");
    CHECK(at_and_above([](wire::Hello& hello, std::size_t above) {
              hello.why = x(wire::max_word_bytes + above);
          }) == "read S-21");
    CHECK(at_and_above([](wire::Hello& hello, std::size_t above) {
              hello.from.resize(wire::max_sight_epochs + above);
          }) == "read S-21");
    CHECK(at_and_above([](wire::Hello& hello, std::size_t above) {
              hello.village = std::string(wire::village_digits + above, '5');
          }) == "read S-21");
    CHECK(at_and_above([](wire::Hello& hello, std::size_t above) {
              hello.officers[0].name = above == 0 ? "x" : "";
          }) == "read S-21");
}

TEST_CASE("line 0 of a batch is read at its limits, and above them the batch is not sealed") {
    Ends ends;
    auto batch = ends.later();
    batch.app = x(wire::max_word_bytes);
    batch.ask.resize(wire::max_sight_epochs);
    batch.ack = wire::max_number;
    CHECK(ends.of(batch, wire::max_number) == "read");
    CHECK(ends.of(batch, -1) == "S-21");
    batch.app += 'x';
    CHECK(ends.of(batch) == "S-21");
    batch.app = "";
    CHECK(ends.of(batch) == "S-21");
    batch = ends.later();
    batch.ask.resize(wire::max_sight_epochs + 1);
    CHECK(ends.of(batch) == "S-21");
    batch = ends.later();
    batch.ack = wire::max_number + 1;
    CHECK(ends.of(batch) == "S-21");
    batch = ends.later();
    batch.gen = -1;
    CHECK(ends.of(batch) == "S-21");
}

TEST_CASE(
    "entries fill a batch to its last byte beside the largest hello, and not a byte further") {
    Ends ends;
    auto batch = ends.hello();
    // Names of characters that JSON writes in two bytes, and a question over every epoch.
    batch.hello->officers.resize(wire::max_officers,
                                 {OfficerId{}, std::string(wire::max_name_bytes, '"'), "operator"});
    batch.hello->from.resize(wire::max_sight_epochs - 1);
    batch.ask.resize(wire::max_sight_epochs);
    batch.lines.assign(wire::max_batch_entries, "x");
    std::size_t room = wire::room_for_entries(batch) - 2 * wire::max_batch_entries;
    for (std::string& line : batch.lines) {
        const std::size_t more = std::min(room, model::max_entry_bytes - 1);
        line += x(more);
        room -= more;
    }
    REQUIRE(room == 0);
    CHECK(ends.of(batch) == "read");
    batch.lines.back() += 'x';
    CHECK(ends.of(batch) == "S-21");
}

TEST_CASE("a reply with all that a laptop takes is read, and with more it is not sealed") {
    Ends ends;
    const Epoch epoch = ends.device.epoch;
    const auto with_missing = [&](std::size_t count) {
        auto reply = ends.reply();
        for (std::size_t i = 0; i < count; ++i) {
            reply.have.missing.push_back(static_cast<std::int64_t>(i) + 1);
        }
        return ends.of(reply);
    };
    CHECK(with_missing(wire::max_missing) == "read");
    CHECK(with_missing(wire::max_missing + 1) == "S-29");
    const auto with_exceptions = [&](std::size_t count) {
        auto reply = ends.reply();
        reply.verdicts = {{epoch, 1, false, {}}};
        reply.verdicts[0].except.assign(count, {1, "held", {}});
        return ends.of(reply);
    };
    CHECK(with_exceptions(wire::max_exceptions) == "read");
    CHECK(with_exceptions(wire::max_exceptions + 1) == "S-29");
    const auto with_notice = [&](std::size_t text, std::size_t about) {
        auto reply = ends.reply();
        reply.notices = {{x(text), "new_laptop", x(about)}};
        return ends.of(reply);
    };
    CHECK(with_notice(wire::max_notice_bytes, wire::max_word_bytes) == "read");
    CHECK(with_notice(wire::max_notice_bytes + 1, 1) == "S-29");
    CHECK(with_notice(1, wire::max_word_bytes + 1) == "S-29");
    CHECK(with_notice(0, 1) == "S-29");
    const auto with_lines = [&](std::size_t lines) {
        auto reply = ends.reply();
        reply.notices.assign(lines - 1, {"x", {}, {}});
        return ends.of(reply);
    };
    CHECK(with_lines(wire::max_reply_lines) == "read");
    CHECK(with_lines(wire::max_reply_lines + 1) == "S-29");
    const auto with_epochs = [&](std::size_t count) {
        auto reply = ends.reply();
        reply.states.resize(1);
        reply.states[0].epochs.resize(count);
        return ends.of(reply);
    };
    CHECK(with_epochs(wire::max_sight_epochs) == "read");
    CHECK(with_epochs(wire::max_sight_epochs + 1) == "S-29");
    const auto with_states = [&](std::size_t above) {
        auto reply = ends.reply();
        reply.states.resize(1);
        reply.states[0].epochs = {{epoch, wire::max_number}};
        reply.states[0].except = {{epoch, 1, {1, "held", Json::Object{{"reason", ""}}}}};
        const std::size_t size = wire::states_line(reply.states[0]).size();
        reply.states[0].except[0].verdict.detail.set("reason",
                                                     x(wire::max_states_bytes - size + above));
        return ends.of(reply);
    };
    CHECK(with_states(0) == "read");
    CHECK(with_states(1) == "S-29");
    CHECK(ends.of(ends.reply(), wire::max_number) == "read");
    CHECK(ends.of(ends.reply(), -1) == "S-29");
    auto reply = ends.reply();
    reply.problem = x(wire::max_word_bytes + 1);
    CHECK(ends.of(reply) == "S-29");
}

TEST_CASE("a manifest with all that a laptop takes is read, and with one more it is not signed") {
    Ends ends;
    const auto at_and_above = [&](const auto& change) {
        auto changed = ends.province.manifest;
        change(changed, std::size_t{0});
        const std::string at = ends.of(changed);
        changed = ends.province.manifest;
        change(changed, std::size_t{1});
        return at + " " + ends.of(changed);
    };
    const std::string begins = "-----BEGIN CERTIFICATE-----\n";
    CHECK(at_and_above([](wire::KeyManifest& manifest, std::size_t above) {
              manifest.servers.resize(wire::max_servers + above, manifest.servers[0]);
          }) == "read A-06");
    CHECK(at_and_above([](wire::KeyManifest& manifest, std::size_t above) {
              manifest.servers = {"https://" + x(wire::max_address_bytes - 8 + above)};
          }) == "read A-06");
    CHECK(at_and_above([&](wire::KeyManifest& manifest, std::size_t above) {
              manifest.ca.resize(wire::max_certificates + above, begins);
          }) == "read A-06");
    CHECK(at_and_above([&](wire::KeyManifest& manifest, std::size_t above) {
              manifest.ca = {begins + x(wire::max_certificate_bytes - begins.size() + above)};
          }) == "read A-06");
    CHECK(at_and_above([](wire::KeyManifest& manifest, std::size_t above) {
              manifest.receiving.resize(wire::max_receiving + above, manifest.receiving[0]);
          }) == "read A-06");
    CHECK(at_and_above([](wire::KeyManifest& manifest, std::size_t above) {
              manifest.reply.resize(wire::max_keys + above, manifest.reply[0]);
          }) == "read A-06");
    CHECK(at_and_above([](wire::KeyManifest& manifest, std::size_t above) {
              manifest.invite.resize(wire::max_keys + above, manifest.invite[0]);
          }) == "read A-06");
    CHECK(at_and_above([](wire::KeyManifest& manifest, std::size_t above) {
              manifest.revoked.resize(wire::max_revoked + above);
          }) == "read A-06");
    // As a whole: each certificate within its limit, the file as long as it may be.
    CHECK(at_and_above([&](wire::KeyManifest& manifest, std::size_t above) {
              manifest.ca.assign(3, begins);
              const auto so_far = wire::sign_manifest(manifest, ends.province.root);
              REQUIRE(so_far);
              std::size_t left = wire::max_manifest_bytes - so_far->text().size() + above;
              for (std::string& certificate : manifest.ca) {
                  const auto more = std::min(left, wire::max_certificate_bytes - begins.size());
                  certificate += x(more);
                  left -= more;
              }
              REQUIRE(left == 0);
          }) == "read A-06");
}

TEST_CASE(
    "an activation with all that a laptop takes is read, and with one more it is not signed") {
    Ends ends;
    const auto activation = ends.province.activation("5301022001");
    const auto at_and_above = [&](const auto& change) {
        auto changed = activation;
        change(changed, std::size_t{0});
        const std::string at = ends.of(changed);
        changed = activation;
        change(changed, std::size_t{1});
        return at + " " + ends.of(changed);
    };
    CHECK(at_and_above([](wire::Activation& changed, std::size_t above) {
              changed.village_name = x(wire::max_name_bytes + above);
          }) == "read A-06");
    CHECK(at_and_above([](wire::Activation& changed, std::size_t above) {
              changed.code = x(wire::max_activation_code_bytes + above);
          }) == "read A-06");
    CHECK(at_and_above([](wire::Activation& changed, std::size_t above) {
              changed.funders.resize(wire::max_funders + above, {"SG", wire::max_number});
          }) == "read A-06");
    CHECK(at_and_above([](wire::Activation& changed, std::size_t above) {
              changed.funders = {{"SG", wire::max_number + static_cast<std::int64_t>(above)}};
          }) == "read A-06");
    CHECK(at_and_above([](wire::Activation& changed, std::size_t above) {
              changed.uses = wire::max_uses + static_cast<std::int64_t>(above);
          }) == "read A-06");
    CHECK(at_and_above([](wire::Activation& changed, std::size_t above) {
              changed.village = std::string(wire::village_digits + above, '5');
          }) == "read A-06");
}
