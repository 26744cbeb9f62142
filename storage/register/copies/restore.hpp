#pragma once
/// A register from the lines of a dump.
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "storage/base/durable_file.hpp"
#include "storage/base/result.hpp"
#include "storage/base/world.hpp"
#include "storage/sealed/age_keys.hpp"
#include "storage/sealed/keyring.hpp"
#include "storage/sealed/secret.hpp"

namespace lontar::storage {

/// Fills an empty data folder from a dump (lines in, in order), for `backup restore`: new register
/// key wrapped for `passphrase`, new device, new epoch `why=restore`. Made whole under another name
/// and renamed in last. conflict "B-03": a register is there already; corrupt "B-02": not a dump;
/// too_new "B-04". Whoever is new among the officers: as `check_name`.
struct RestoreRequest {
    std::string officer_name;
    const sealed::Secret& passphrase;
    sealed::PassphraseCost cost;
    sealed::Recipient recovery_sheet;
};
class RegisterRestore {
public:
    static Result<std::unique_ptr<RegisterRestore>> begin(const World& world, const Path& folder);
    ~RegisterRestore();
    RegisterRestore(const RegisterRestore&) = delete;
    RegisterRestore& operator=(const RegisterRestore&) = delete;
    RegisterRestore(RegisterRestore&&) = delete;
    RegisterRestore& operator=(RegisterRestore&&) = delete;
    /// One line, with or without LF. A failure is final.
    Status line(std::string_view json_line);
    /// Checks counts and the audit chain, then puts the register in its place. Returns how many
    /// registrations it has.
    Result<std::int64_t> finish(const RestoreRequest& request);

private:
    RegisterRestore();
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace lontar::storage
