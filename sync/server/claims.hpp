#pragma once
/// Who holds a NIK and who waits for it. One living registration for each NIK; a later claim is a
/// dispute for an officer and takes over by itself when the NIK becomes free. Pure: no database.
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/ids.hpp"
#include "storage/base/timestamp.hpp"

namespace lontar::server {

enum class RegistrationState { live, disputed, withdrawn };
std::string_view name_of(RegistrationState state);
std::optional<RegistrationState> registration_state(std::string_view name);

struct Claim {
    RegistrationId id;
    std::string village;
    std::string nik;
    std::int64_t order = 0;  ///< the lower claimed earlier
    bool live = false;
    Timestamp registered_at;  ///< the province's clock
};

class Claims {
public:
    /// A claim as the table holds it; every claim on a NIK that will be asked about must be loaded.
    void load(Claim claim);
    /// `claim.id` now claims `claim.nik` (empty: none). An unchanged NIK keeps its place in the
    /// line.
    void want(const Claim& claim);

    /// Live when the registration claims nothing.
    [[nodiscard]] bool is_live(const RegistrationId& id) const;
    /// Who holds the NIK `id` waits for.
    [[nodiscard]] const Claim* holder_before(const RegistrationId& id) const;
    [[nodiscard]] const Claim* find(const RegistrationId& id) const;
    /// Those that took over a NIK.
    [[nodiscard]] const std::set<RegistrationId>& promoted() const { return promoted_; }

private:
    void release(const RegistrationId& id);

    std::map<RegistrationId, Claim> claims_;
    std::map<std::string, std::set<RegistrationId>, std::less<>> by_nik_;
    std::set<RegistrationId> promoted_;
};

}  // namespace lontar::server
