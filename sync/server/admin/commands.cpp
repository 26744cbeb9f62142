#include "sync/server/admin/commands.hpp"

#include <charconv>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "storage/base/json.hpp"
#include "storage/base/text.hpp"
#include "storage/model/region.hpp"
#include "sync/server/admin/caller.hpp"
#include "sync/server/admin/command_parts.hpp"
#include "sync/server/admin/passphrase.hpp"
#include "sync/server/admin/receive.hpp"
#include "sync/server/admin/serve.hpp"
#include "sync/server/backup.hpp"
#include "sync/server/https/log.hpp"

namespace lontar::server {

namespace {

Result<Json> seats_of(const std::vector<std::string>& seats) {
    Json object{Json::Object{}};
    for (const std::string& each : seats) {
        const auto equals = each.find('=');
        std::int64_t count = -1;
        if (equals != std::string::npos) {
            std::from_chars(each.data() + equals + 1, each.data() + each.size(), count);
        }
        if (count < 0) {
            return fail(ErrorKind::invalid_input, "V-08", "invite: seats are written SG=29");
        }
        object.set(each.substr(0, equals), count);
    }
    return object;
}

struct Endpoint {
    std::string address;
    std::uint16_t port = 0;
};

/// `address:port`, IPv6 as `[::1]:8443`.
Result<Endpoint> endpoint_of(const std::string& listen) {
    const auto colon = listen.rfind(':');
    std::string address = listen.substr(0, colon);
    if (address.size() > 2 && address.front() == '[' && address.back() == ']') {
        address = address.substr(1, address.size() - 2);
    }
    std::uint16_t port = 0;
    const char* end = listen.data() + listen.size();
    const auto read = colon == std::string::npos
                          ? std::from_chars_result{nullptr, std::errc::invalid_argument}
                          : std::from_chars(listen.data() + colon + 1, end, port);
    if (read.ec != std::errc() || read.ptr != end || address.empty()) {
        return fail(ErrorKind::invalid_input, "V-08", "serve: listen is written ADDRESS:PORT");
    }
    return Endpoint{std::move(address), port};
}

/// What making a province and bringing one back begin with.
struct Begun {
    sealed::Secret passphrase;
    std::unique_ptr<FileLock> lock;
};
/// The folder is there and locked. Whoever sets a passphrase (`is_new`) types it twice.
Result<Begun> begin_province(Disk& disk, const Path& data,
                             const std::optional<Path>& passphrase_file, bool is_new) {
    auto passphrase = ask_passphrase(disk, passphrase_file, is_new);
    if (!passphrase) {
        return std::move(passphrase).error();
    }
    if (auto made = disk.make_folder(data); !made) {
        return std::move(made).error();
    }
    auto lock = lock_province(data);
    if (!lock) {
        return std::move(lock).error();
    }
    return Begun{*std::move(passphrase), *std::move(lock)};
}

}  // namespace

Ending run_init(const World& world, const Path& data, const InitOptions& options) {
    const auto begun = begin_province(world.disk, data, options.passphrase_file, true);
    if (!begun) {
        return refuse(begun.error());
    }
    const auto made =
        create_province(world, data, options.secrets, {options.name, options.servers, std::nullopt},
                        begun->passphrase);
    if (!made) {
        return refuse(made.error());
    }
    say("The province is set up.");
    say("");
    say("Root words (on every invitation letter): " + made->root_words);
    say("");
    say("The offline secrets are in " + drawable(to_utf8(options.secrets)) + ".");
    say("Carry that folder away from this machine, twice, and keep its passphrase elsewhere: "
        "without it the keys");
    say("cannot be renewed and backups cannot be opened. The server never reads it.");
    return Ending::done;
}

Ending run_serve(const World& world, const Path& data, const ServeOptions& options) {
    const auto endpoint = endpoint_of(options.listen);
    if (!endpoint) {
        return refuse_request(endpoint.error());
    }
    Log log(world.clock);
    if (options.log_file) {
        if (auto opened = log.open(*options.log_file); !opened) {
            return refuse(opened.error());
        }
    }
    const Status served = serve(world, data, {endpoint->address, endpoint->port, {}}, log);
    return served ? Ending::done : refuse(served.error());
}

Ending run_invite(const World& world, const Path& data, const InviteOptions& options) {
    auto seats = seats_of(options.seats);
    if (!seats) {
        return refuse_request(seats.error());
    }
    std::vector<std::string> villages;
    if (options.kabupaten.empty()) {
        villages.push_back(options.village);
    } else {
        for (const model::Region& each : model::search_villages("", SIZE_MAX)) {
            if (options.kabupaten.size() == 4 && each.code.starts_with(options.kabupaten)) {
                villages.emplace_back(each.code);
            }
        }
        if (villages.empty()) {
            return refuse(fail(ErrorKind::not_found, "V-05", "invite: no such kabupaten"));
        }
    }
    auto caller = find_caller(world, data);
    if (!caller) {
        return refuse(caller.error());
    }
    if (auto made = world.disk.make_folder(options.out); !made) {
        return refuse(made.error());
    }
    const auto file_of = [&](const std::string& village) {
        return options.out / to_path(village + ".lontar-activation");
    };
    for (const std::string& village : villages) {
        if (auto free = may_write(world.disk, file_of(village), options.force); !free) {
            return refuse(free.error());
        }
    }
    for (const std::string& village : villages) {
        const auto made = (*caller)->call(Json()
                                              .set("call", "invite")
                                              .set("village", village)
                                              .set_if("name", options.name)
                                              .set("uses", options.laptops)
                                              .set("seats", *seats)
                                              .set("with_register", options.with_register));
        if (!made) {
            return refuse_request(made.error());
        }
        const Path file = file_of(village);
        if (auto written = world.disk.write(file, as_bytes(text(*made, "text"))); !written) {
            return refuse(written.error());
        }
        say(drawable(to_utf8(file)) + "  " + drawable(text(*made, "name")));
        if (options.with_register) {
            say("code, to be told by phone or letter, never sent with the file: " +
                text(*made, "code"));
        }
    }
    return Ending::done;
}

Ending run_receive(const World& world, const Path& data, const Path& place) {
    auto caller = find_caller(world, data);
    if (!caller) {
        return refuse(caller.error());
    }
    const auto outcome = receive(world.disk, **caller, place);
    if (!outcome) {
        return refuse(outcome.error());
    }
    say("files " + std::to_string(outcome->files) + ", replies written " +
        std::to_string(outcome->replies));
    for (const auto& [name, count] : outcome->outcomes) {
        say("  " + drawable(name) + ": " + std::to_string(count));
    }
    if (outcome->files == 0) {
        say("No batch lies in " + drawable(to_utf8(outcome->folder)) +
            ". Is it the right stick? On the laptop: menu 6, or lontar courier export; then bring "
            "the stick again.");
    }
    if (outcome->not_looked_at > 0) {
        return refuse(fail(ErrorKind::conflict, "C-07",
                           "receive: " + std::to_string(outcome->not_looked_at) +
                               " files were not looked at, as there are too many; take what is "
                               "not Lontar's off the stick and receive it again"));
    }
    if (outcome->failed > 0) {
        return refuse(fail(ErrorKind::refused, "V-18",
                           "receive: " + std::to_string(outcome->failed) +
                               " files were not taken; they are still on the stick"));
    }
    return Ending::done;
}

Ending run_keys(const World& world, const Path& data) {
    const auto answer = ask(world, data, Json().set("call", "keys"));
    if (!answer) {
        return refuse_request(answer.error());
    }
    say("province: " + drawable(text(*answer, "name")));
    say("root words: " + text(*answer, "words"));
    std::fputs(text(*answer, "manifest").c_str(), stdout);
    return Ending::done;
}

Ending run_verify(const World& world, const Path& data) {
    const auto answer = ask(world, data, Json().set("call", "verify"));
    if (!answer) {
        return refuse_request(answer.error());
    }
    say("sound: revisions " + std::to_string(answer->integer_at("revisions").value_or(0)) +
        ", batches " + std::to_string(answer->integer_at("batches").value_or(0)) +
        ", audit chain whole");
    return Ending::done;
}

Ending run_backup(const World& world, const Path& data, const BackupOptions& options) {
    std::error_code ignored;
    const Path whole = std::filesystem::absolute(options.file, ignored);
    if (auto free = may_write(world.disk, whole, options.force); !free) {
        return refuse(free.error());
    }
    const auto answer = ask(world, data, Json().set("call", "backup").set("path", to_utf8(whole)));
    if (!answer) {
        return refuse_request(answer.error());
    }
    say(drawable(to_utf8(whole)) + ": registrations " +
        std::to_string(answer->integer_at("registrations").value_or(0)) + ", bytes " +
        std::to_string(answer->integer_at("bytes").value_or(0)) + ", copy and head checked");
    return Ending::done;
}

Ending run_restore(const World& world, const Path& data, const RestoreOptions& options) {
    const auto begun = begin_province(world.disk, data, options.passphrase_file, false);
    if (!begun) {
        return refuse(begun.error());
    }
    const auto made = restore_backup(world, options.file, data, options.secrets, begun->passphrase);
    if (!made) {
        return refuse(made.error());
    }
    say("The province is restored as it was on " + wita_text(*made) +
        ". What the laptops know and this backup did not, they send again by themselves.");
    say("Do again what the office has decided since then: laptops revoked or accepted, "
        "registrations "
        "returned, invitations.");
    say("Then: lontar-server devices confirm. Before it no laptop gets people from another one.");
    return Ending::done;
}

}  // namespace lontar::server
