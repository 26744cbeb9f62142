#pragma once
/// The commands of `lontar-server`, each from its options to what it prints (commands.cpp,
/// commands_of_devices.cpp, commands_of_registrations.cpp).
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "storage/base/durable_file.hpp"
#include "sync/server/province.hpp"

namespace lontar::server {

/// How a command ended: its exit code, on which scripts rely.
enum class Ending : std::uint8_t {
    done = 0,
    refused = 1,    ///< the reason is on standard error
    wrong_use = 2,  ///< something else has to be asked
    try_again = 3,  ///< nothing is lost
};

struct InitOptions {
    std::string name;
    std::vector<std::string> servers;
    Path secrets;
    std::optional<Path> passphrase_file;
};
struct ServeOptions {
    std::string listen = "0.0.0.0:8443";
    std::optional<Path> log_file;
};
struct InviteOptions {
    std::string village;    ///< 10 digits, or empty with `kabupaten`
    std::string kabupaten;  ///< 4 digits
    std::optional<std::string> name;
    Path out = ".";
    std::int64_t laptops = 1;
    std::vector<std::string> seats;  ///< SG=29
    bool with_register = false;
    bool force = false;  ///< files may be replaced
};
struct ReturnOptions {
    std::string id;
    std::vector<std::string> reasons;
    std::optional<std::string> note;
};
struct ExportOptions {
    Path csv;
    bool raw = false;
    bool force = false;  ///< the file may be replaced
};
struct BackupOptions {
    Path file;
    bool force = false;  ///< the file may be replaced
};
struct RestoreOptions {
    Path file;
    Path secrets;
    std::optional<Path> passphrase_file;
};

/// Each says what it did on standard output, or on standard error why not.

// --- the province (commands.cpp)

Ending run_init(const World& world, const Path& data, const InitOptions& options);
Ending run_serve(const World& world, const Path& data, const ServeOptions& options);
Ending run_invite(const World& world, const Path& data, const InviteOptions& options);
/// refused "V-18" when a file was not taken: everything else on the stick was.
Ending run_receive(const World& world, const Path& data, const Path& place);
Ending run_keys(const World& world, const Path& data);
Ending run_verify(const World& world, const Path& data);
Ending run_backup(const World& world, const Path& data, const BackupOptions& options);
Ending run_restore(const World& world, const Path& data, const RestoreOptions& options);

// --- devices (commands_of_devices.cpp)

/// `call`: accept, revoke or release. `with_register`: of accept.
Ending run_device(const World& world, const Path& data, const std::string& call,
                  const std::string& device, bool with_register = false);
Ending run_confirm(const World& world, const Path& data);
Ending run_pending(const World& world, const Path& data, bool json);
Ending run_devices(const World& world, const Path& data, bool json);

// --- registrations (commands_of_registrations.cpp)

Ending run_return(const World& world, const Path& data, const ReturnOptions& options);
Ending run_report(const World& world, const Path& data, bool json);
Ending run_export(const World& world, const Path& data, const ExportOptions& options);
Ending run_revisions(const World& world, const Path& data);

}  // namespace lontar::server
