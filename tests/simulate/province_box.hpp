#pragma once
/// The province's server with its folder: the real one, without sockets.
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "storage/base/json.hpp"
#include "storage/base/world.hpp"
#include "support/fakes.hpp"
#include "sync/server/admin/caller.hpp"
#include "sync/server/https/front.hpp"
#include "sync/server/province.hpp"
#include "sync/upload/http.hpp"

namespace lontar::simulate {

/// A revision as the province has it.
struct HeldRevision {
    std::string id;
    std::string state;  ///< server::RevisionState
};
using HeldRevisions = std::map<std::string, HeldRevision>;  ///< by rev

/// A registration as the province has it.
struct HeldPerson {
    std::string state;  ///< live, disputed, withdrawn
    std::string rev;
    std::string nik;
    std::string village;
    std::map<std::string, std::string> fields;
};

class ProvinceBox final : public server::Caller {
public:
    /// `top` holds the part of the province. Opened on the first need.
    ProvinceBox(Path top, const World& world);

    /// Nothing when the server does not run.
    std::optional<upload::HttpAnswer> answer(const std::string& address, const std::string& url,
                                             const Bytes* body, std::string_view media_type);
    Result<Json> call(const Json& request) override;

    void stop();
    Status start();
    Status back_up(const Path& file);
    /// The data is lost; a backup takes its place.
    Status restore(const Path& file);

    /// Ends the process when the province cannot be read.
    HeldRevisions revisions();
    std::map<std::string, HeldPerson> people();
    /// Those the office has not revoked, with the right to the register of their village, or all.
    std::set<std::string> active_devices(bool with_register);

private:
    Path top_;
    World world_;
    server::Log log_;
    std::unique_ptr<server::Province> province_;
    std::unique_ptr<server::Front> front_;
};

}  // namespace lontar::simulate
