#pragma once
/// A register made in a moment, in a folder of its own, and the other side's answers to it.
#include <memory>
#include <string>
#include <vector>

#include "storage/base/world.hpp"
#include "storage/model/standing.hpp"
#include "storage/sealed/age_keys.hpp"
#include "storage/sealed/secret.hpp"
#include "storage/sealed/signing.hpp"
#include "support/fakes.hpp"
#include "support/people.hpp"
#include "support/temp_folder.hpp"

// A test includes the nouns it speaks of itself.
namespace lontar::storage {
class Register;
enum class Applied;
struct NewRegister;
struct ReplyRecord;
struct Saved;
struct SaveOptions;
struct SealedBatch;
}  // namespace lontar::storage

namespace lontar::support {

inline constexpr std::string_view village_of_tests = "5302011002";
inline constexpr std::string_view passphrase_of_tests = "empat kata yang panjang";

/// What every register of a test is made with.
struct RegisterMaking {
    sealed::Secret passphrase = sealed::Secret::copy_of(passphrase_of_tests);
    sealed::Identity sheet;
    sealed::Identity province_recovery;
    sealed::SigningKey root;
    bool training = false;

    explicit RegisterMaking(Random& random);
    [[nodiscard]] storage::NewRegister request() const;
};

/// An open register with one officer. Its clock stands a day after the build.
class RegisterScene {
public:
    explicit RegisterScene(std::uint64_t seed = 1, Disk& disk = system_disk());
    ~RegisterScene();
    RegisterScene(const RegisterScene&) = delete;
    RegisterScene& operator=(const RegisterScene&) = delete;
    RegisterScene(RegisterScene&&) = delete;
    RegisterScene& operator=(RegisterScene&&) = delete;

    [[nodiscard]] World world() { return {disk_, clock, random}; }
    storage::Register& operator*() { return *village_register; }
    storage::Register* operator->() { return village_register.get(); }

    /// Closes and opens again, as after a night.
    void reopen();
    /// Closes; the folder and the key stay.
    void close();

    /// Options of the one officer.
    [[nodiscard]] storage::SaveOptions by(std::optional<std::string> why = std::nullopt) const;
    /// Saves a new person; ends the test when that does not go.
    storage::Saved save(const model::Answers& answers);
    /// The next invented worker, saved.
    storage::Saved save_next();
    /// Saves the change of one answer.
    storage::Saved correct(const RegistrationId& id, const std::string& field,
                           const std::string& value);
    void withdraw(const RegistrationId& id);

    /// Seals everything that waits into one batch of invented bytes.
    storage::SealedBatch seal(std::int64_t limit = 100, bool asks = false);
    void hand_over(const storage::SealedBatch& batch, std::string_view road = "https");
    /// A reply with a receipt for this batch, `accepted` for every line, numbered as the next.
    [[nodiscard]] storage::ReplyRecord answer(const storage::SealedBatch& batch);
    storage::Applied apply(const storage::ReplyRecord& reply);
    /// Seals, hands over, answers and applies.
    storage::SealedBatch deliver();

    model::Counters counters();

    TempFolder folder;
    FakeClock clock;
    SeededRandom random;
    RegisterMaking making;
    PeopleMaker people;
    std::unique_ptr<storage::Register> village_register;
    sealed::Secret key;
    OfficerId officer;

private:
    Disk& disk_;
};

/// Ends the test with the error's words.
[[noreturn]] void give_up(const Error& error);

template <typename T>
T expect(Result<T> result) {
    if (!result) {
        give_up(result.error());
    }
    return *std::move(result);
}
void expect(const Status& status);

}  // namespace lontar::support
