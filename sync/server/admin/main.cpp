/// lontar-server: the provincial end.
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include <CLI/CLI.hpp>

#include "storage/base/os.hpp"
#include "storage/base/text.hpp"
#include "storage/base/version.hpp"
#include "sync/server/admin/commands.hpp"
#include "sync/server/invitation.hpp"
#include "sync/wire/activation.hpp"

namespace {

using lontar::Path;
using lontar::World;
using lontar::server::Ending;
namespace server = lontar::server;

constexpr auto* replace_words = "Replace a file that is there already";

/// Every option of every command, and the command that was chosen.
struct CommandLine {
    std::string data = lontar::environment("LONTAR_SERVER_DATA").value_or("/var/lib/lontar-server");
    lontar::server::InitOptions init;
    lontar::server::ServeOptions serve;
    lontar::server::InviteOptions invite;
    lontar::server::ReturnOptions send_back;
    lontar::server::ExportOptions csv;
    lontar::server::RestoreOptions restore;
    std::string secrets, passphrase_file, log_file, out = ".", place, device, file, name, note;
    bool json = false, force = false, with_register = false;
    std::function<Ending(const World&, const Path&)> run;
};

std::optional<Path> path_if(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional(lontar::to_path(text));
}
std::optional<std::string> text_if(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional(text);
}

void add_setup(CLI::App& app, CommandLine& line) {
    auto* init =
        app.add_subcommand("init", "Make a province: keys, first manifest, offline secrets");
    init->add_option("--name", line.init.name, "Name of the province, e.g. NTT")->required();
    init->add_option("--server", line.init.servers,
                     "https://host[:port] that laptops call (repeat)")
        ->required();
    init->add_option("--secrets", line.secrets, "Empty folder for the secrets to carry away")
        ->required();
    init->add_option("--passphrase-file", line.passphrase_file,
                     "First line is the passphrase; else it is asked");
    init->callback([&] {
        line.run = [&](const World& world, const Path& data) {
            line.init.secrets = lontar::to_path(line.secrets);
            line.init.passphrase_file = path_if(line.passphrase_file);
            return server::run_init(world, data, line.init);
        };
    });

    auto* serve = app.add_subcommand("serve", "Answer laptops over HTTPS until SIGTERM");
    serve->add_option("--listen", line.serve.listen, "ADDRESS:PORT")->capture_default_str();
    serve->add_option("--log-file", line.log_file, "Append the log here instead of standard error");
    serve->callback([&] {
        line.run = [&](const World& world, const Path& data) {
            line.serve.log_file = path_if(line.log_file);
            return server::run_serve(world, data, line.serve);
        };
    });

    auto* backup =
        app.add_subcommand("backup", "Write a backup sealed to the recovery key, checked");
    backup->add_option("FILE", line.file)->required();
    backup->add_flag("--force", line.force, replace_words);
    backup->callback([&] {
        line.run = [&](const World& world, const Path& data) {
            return server::run_backup(world, data, {lontar::to_path(line.file), line.force});
        };
    });

    auto* restore = app.add_subcommand("restore", "Put a backup into an empty data folder");
    restore->add_option("FILE", line.file)->required();
    restore->add_option("--secrets", line.secrets, "The folder that init wrote")->required();
    restore->add_option("--passphrase-file", line.passphrase_file,
                        "First line is the passphrase; else it is asked");
    restore->callback([&] {
        line.run = [&](const World& world, const Path& data) {
            line.restore = {lontar::to_path(line.file), lontar::to_path(line.secrets),
                            path_if(line.passphrase_file)};
            return server::run_restore(world, data, line.restore);
        };
    });
}

void add_villages(CLI::App& app, CommandLine& line) {
    auto* invite = app.add_subcommand(
        "invite", "Make activation files for a village, or for all of a kabupaten");
    auto* village = invite->add_option("VILLAGE", line.invite.village, "10 digits");
    auto* kabupaten =
        invite->add_option("--kabupaten", line.invite.kabupaten, "4 digits: all its villages");
    village->excludes(kabupaten);
    invite->add_option("--name", line.name, "Name of a village that is not in the list");
    invite->add_option("--out", line.out, "Folder for the files")->capture_default_str();
    auto* laptops = invite->add_option("--laptops", line.invite.laptops, "Laptops one code serves")
                        ->capture_default_str()
                        ->check(CLI::Range(std::int64_t{1}, lontar::wire::max_uses));
    invite->add_option("--seats", line.invite.seats, "Seats of a funder, e.g. SG=29 (repeat)");
    invite
        ->add_flag(
            "--with-register", line.invite.with_register,
            "The village's register comes with it: one laptop, 14 days, the code is told apart")
        ->excludes(laptops);
    invite->add_flag("--force", line.force, replace_words);
    invite->callback([&] {
        if (line.invite.village.empty() && line.invite.kabupaten.empty()) {
            throw CLI::RequiredError("VILLAGE or --kabupaten");
        }
        line.run = [&](const World& world, const Path& data) {
            line.invite.name = text_if(line.name);
            line.invite.out = lontar::to_path(line.out);
            line.invite.force = line.force;
            return server::run_invite(world, data, line.invite);
        };
    });

    auto* receive = app.add_subcommand(
        "receive", "Take in a stick, or one batch file, and write the replies back");
    receive->add_option("PLACE", line.place, "Stick, LONTAR folder, village folder or batch file")
        ->required();
    receive->callback([&] {
        line.run = [&](const World& world, const Path& data) {
            return server::run_receive(world, data, lontar::to_path(line.place));
        };
    });

    auto* send_back = app.add_subcommand("return", "Ask a village to correct a registration");
    send_back
        ->add_option("ID", line.send_back.id, "First digits of the registration's id (6 or more)")
        ->required();
    send_back
        ->add_option("--reason", line.send_back.reasons,
                     "NIK_TIDAK_PADAN NAMA_BEDA BERKAS … (repeat)")
        ->required();
    send_back->add_option("--note", line.note, "Words for the official");
    send_back->callback([&] {
        line.run = [&](const World& world, const Path& data) {
            line.send_back.note = text_if(line.note);
            return server::run_return(world, data, line.send_back);
        };
    });
}

void add_devices(CLI::App& app, CommandLine& line) {
    const std::pair<const char*, const char*> acts[] = {
        {"accept", "Admit a device that waits"},
        {"revoke", "From now on quarantine what a device sends"},
        {"release", "Apply, once, what a revoked device sent"},
    };
    for (const auto& [name, help] : acts) {
        auto* act = app.add_subcommand(name, help);
        act->add_option("DEVICE", line.device, "First digits of the device (6 or more)")
            ->required();
        if (std::string_view(name) == "accept") {
            act->add_flag("--with-register", line.with_register,
                          "It gets the people of its village; also a device accepted before");
        }
        act->callback([&line, name = std::string(name)] {
            line.run = [&line, name](const World& world, const Path& data) {
                return server::run_device(world, data, name, line.device, line.with_register);
            };
        });
    }
    auto* pending = app.add_subcommand("pending", "Devices whose code was refused");
    pending->add_flag("--json", line.json);
    pending->callback([&] {
        line.run = [&](const World& world, const Path& data) {
            return server::run_pending(world, data, line.json);
        };
    });
    auto* devices = app.add_subcommand("devices", "Registered devices");
    devices->add_flag("--json", line.json);
    auto* confirm = devices->add_subcommand(
        "confirm", "After a restore: whom the office had revoked is revoked again");
    confirm->callback([&] { line.run = server::run_confirm; });
    devices->callback([&, confirm] {
        if (confirm->parsed()) {
            return;
        }
        line.run = [&](const World& world, const Path& data) {
            return server::run_devices(world, data, line.json);
        };
    });
}

void add_reports(CLI::App& app, CommandLine& line) {
    auto* report = app.add_subcommand("report", "Counts, and last contact of each village");
    report->add_flag("--json", line.json);
    report->callback([&] {
        line.run = [&](const World& world, const Path& data) {
            return server::run_report(world, data, line.json);
        };
    });
    auto* csv = app.add_subcommand(
        "export", "Every registration as CSV, whole NIK (noted in the audit chain)");
    csv->add_option("--csv", line.file, "File")->required();
    csv->add_flag("--raw", line.csv.raw, "For programs: cells exactly as stored");
    csv->add_flag("--force", line.force, replace_words);
    csv->callback([&] {
        line.run = [&](const World& world, const Path& data) {
            line.csv.csv = lontar::to_path(line.file);
            line.csv.force = line.force;
            return server::run_export(world, data, line.csv);
        };
    });
    auto* revisions =
        app.add_subcommand("revisions", "Registration, revision and content hash, one a line");
    revisions->callback([&] { line.run = server::run_revisions; });
    auto* keys = app.add_subcommand("keys", "Root words and key manifest");
    keys->callback([&] { line.run = server::run_keys; });
    auto* verify =
        app.add_subcommand("verify", "Check every page, revision, file and the audit chain");
    verify->callback([&] { line.run = server::run_verify; });
}

}  // namespace

// Out of memory, or options that contradict each other: it ends here and says what was thrown.
// NOLINTNEXTLINE(bugprone-exception-escape)
int main(int argc, char** argv) {
    lontar::harden_process();
    CLI::App app("The provincial end of Lontar", "lontar-server");
    CommandLine line;
    app.add_option("--data", line.data, "Data folder (or LONTAR_SERVER_DATA)")
        ->capture_default_str();
    app.set_version_flag("--version", lontar::version_line("lontar-server"), "Version and date");
    app.require_subcommand(1);
    app.fallthrough();
    add_setup(app, line);
    add_villages(app, line);
    add_devices(app, line);
    add_reports(app, line);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return static_cast<int>(app.exit(error) == 0 ? Ending::done : Ending::wrong_use);
    }
    const World world{lontar::system_disk(), lontar::system_clock(), lontar::system_random()};
    return static_cast<int>(line.run(world, lontar::to_path(line.data)));
}
