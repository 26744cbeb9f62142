#pragma once
/// The commands of `lontar-server`, each from its options to what it prints. Exit codes: 0 done, 1
/// refused, 2 wrong use, 3 nothing lost, try again.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "storage/base/durable_file.hpp"
#include "storage/base/result.hpp"
#include "sync/server/province.hpp"

namespace lontar::server {

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
};
struct ReturnOptions {
    std::string id;
    std::vector<std::string> reasons;
    std::optional<std::string> note;
};
struct ExportOptions {
    Path csv;
    bool raw = false;
};
struct RestoreOptions {
    Path file;
    Path secrets;
    std::optional<Path> passphrase_file;
};

/// Each returns done when its work is done; what it has to say stands on standard output.
Status run_init(const World& world, const Path& data, const InitOptions& options);
Status run_serve(const World& world, const Path& data, const ServeOptions& options);
Status run_invite(const World& world, const Path& data, const InviteOptions& options);
/// refused "V-18" when a file was not taken: everything else on the stick was.
Status run_receive(const World& world, const Path& data, const Path& place);
/// `call`: accept, revoke or release.
Status run_device(const World& world, const Path& data, const std::string& call,
                  const std::string& device);
Status run_return(const World& world, const Path& data, const ReturnOptions& options);
Status run_report(const World& world, const Path& data, bool json);
Status run_export(const World& world, const Path& data, const ExportOptions& options);
Status run_revisions(const World& world, const Path& data);
Status run_pending(const World& world, const Path& data, bool json);
Status run_devices(const World& world, const Path& data, bool json);
Status run_keys(const World& world, const Path& data);
Status run_verify(const World& world, const Path& data);
Status run_backup(const World& world, const Path& data, const Path& file);
Status run_restore(const World& world, const Path& data, const RestoreOptions& options);

}  // namespace lontar::server
