#pragma once
/// An open register with somebody at the keyboard, and its spool beside it. What is done in one
/// stands in the other headers of this folder; there is no screen in here.
#include <memory>
#include <optional>
#include <string>

#include "storage/model/form.hpp"
#include "storage/register/officers.hpp"
#include "storage/register/register.hpp"
#include "sync/laptop/machine.hpp"
#include "sync/spool/intake.hpp"
#include "sync/spool/spool.hpp"

namespace lontar::laptop {

class Session {
public:
    /// `officer` absent: every wrap is tried. When they open nothing, or another register than the
    /// one that is there, keys that lie aside are tried and brought back. wrong_passphrase "K-02".
    static Result<std::unique_ptr<Session>> unlock(const Machine& machine,
                                                   const std::optional<OfficerId>& officer,
                                                   const sealed::Secret& passphrase);
    /// With the recovery sheet, with keys that lie aside as `unlock`: opens and sets a new
    /// passphrase for the named officer in one go.
    static Result<std::unique_ptr<Session>> recover(const Machine& machine,
                                                    const sealed::Identity& sheet,
                                                    const std::optional<OfficerId>& officer,
                                                    const sealed::Secret& new_passphrase);
    /// Of a register that was just opened or made: applies the replies that wait in the spool.
    /// not_found "K-10": it has no such officer.
    static Result<std::unique_ptr<Session>> begin(
        const Machine& machine, std::unique_ptr<storage::Register> village_register,
        const OfficerId& officer);

    [[nodiscard]] storage::Register& village_register() { return *village_register_; }
    [[nodiscard]] spool::Spool& spool() { return spool_; }
    [[nodiscard]] const storage::Officer& officer() const { return officer_; }
    [[nodiscard]] const Machine& machine() const { return machine_; }
    [[nodiscard]] model::CheckContext check_context();
    /// `Desa Oesao, Kec. Kupang Timur, Kab. Kupang`; drawable.
    [[nodiscard]] std::string village_title() const;
    /// What opening could not finish (the spool, a reply): shown, and tried again at the next open
    /// or delivery.
    [[nodiscard]] const std::optional<Error>& opening_trouble() const { return opening_trouble_; }
    /// What replies that waited in the spool brought at opening.
    [[nodiscard]] const spool::IntakeOutcome& opening_intake() const { return opening_intake_; }

    /// A sealing failed: what is sealed in the register may lack its file in `out/` until
    /// reconciled.
    [[nodiscard]] bool is_spool_behind() const { return is_spool_behind_; }
    void set_spool_behind(bool is_behind) { is_spool_behind_ = is_behind; }

private:
    Session(const Machine& machine, std::unique_ptr<storage::Register> village_register,
            storage::Officer officer);
    void take_in_what_waits();

    Machine machine_;
    std::unique_ptr<storage::Register> village_register_;
    storage::Officer officer_;
    spool::Spool spool_;
    std::optional<Error> opening_trouble_;
    spool::IntakeOutcome opening_intake_;
    bool is_spool_behind_ = false;
};

}  // namespace lontar::laptop
