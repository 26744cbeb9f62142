#pragma once
/// Who holds a NIK and who waits for it. One living registration for each NIK; a later claim is a
/// dispute. When the NIK becomes free, those of the village that had it are left to a person: they
/// are likely the one who left, and must not come back by themselves. Of the others the first takes
/// over. Pure: no database.
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
    bool meant = false;       ///< a person spoke for it in this batch
};

class Claims {
public:
    /// A claim as the table holds it; every claim on a NIK that will be asked about must be loaded.
    void load(Claim claim);
    /// `claim.id` was saved and claims `claim.nik` (empty: none). An unchanged NIK keeps its place
    /// in the line.
    void want(const Claim& claim);
    /// A person named `id` as the one to go on, in the place of one that leaves next.
    void mean(const RegistrationId& id);

    /// Live when the registration claims nothing.
    [[nodiscard]] bool is_live(const RegistrationId& id) const;
    /// Who holds the NIK `id` waits for.
    [[nodiscard]] const Claim* holder_before(const RegistrationId& id) const;
    [[nodiscard]] const Claim* find(const RegistrationId& id) const;
    /// Those that took over a NIK.
    [[nodiscard]] const std::set<RegistrationId>& promoted() const { return promoted_; }
    /// Those that claim nothing until they are saved again.
    [[nodiscard]] const std::set<RegistrationId>& left_to_a_person() const { return left_; }
    /// Those that wait for another holder than before.
    [[nodiscard]] const std::set<RegistrationId>& wait_anew() const { return wait_anew_; }
    /// Everybody with a claim.
    [[nodiscard]] std::set<RegistrationId> all() const;

private:
    void release(const RegistrationId& id);
    void pass_on(const Claim& from);

    std::map<RegistrationId, Claim> claims_;
    std::map<std::string, std::set<RegistrationId>, std::less<>> by_nik_;
    std::set<RegistrationId> promoted_;
    std::set<RegistrationId> left_;
    std::set<RegistrationId> wait_anew_;
};

}  // namespace lontar::server
