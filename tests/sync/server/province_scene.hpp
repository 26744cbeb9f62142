#pragma once
/// A province without a network, and laptops that seal batches for it and read its replies.
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "storage/model/entry.hpp"
#include "storage/sealed/secret.hpp"
#include "support/fakes.hpp"
#include "support/temp_folder.hpp"
#include "sync/server/ingest.hpp"
#include "sync/server/province.hpp"
#include "sync/wire/activation.hpp"
#include "sync/wire/reply.hpp"

namespace lontar::support {

/// Two villages that exist.
inline constexpr const char* oenif = "5301042003";
inline constexpr const char* otan = "5301042004";

/// Of the offline secrets of every scene.
const sealed::Secret& passphrase();

class ProvinceScene {
public:
    explicit ProvinceScene(std::uint64_t seed = 1);

    /// The answer of a call; ends the test when it is refused.
    Json call(const Json& request);
    Result<Json> try_call(const Json& request);
    wire::Activation invite(const std::string& village, std::int64_t uses = 1);
    /// With the village's register; the code that the office tells by phone stands in it.
    wire::Activation invite_with_register(const std::string& village);
    server::Answer send(ByteView file, server::Road road = server::Road::https);
    /// As a restart of the server does.
    void reopen();
    Json report() { return call(Json().set("call", "report")); }
    std::int64_t count(std::string_view name) { return report().integer_at(name).value_or(-1); }
    /// First column of the rows of a query written in the test, as text joined by blanks.
    std::string ask(std::string_view sql);

    TempFolder folder;
    FakeClock clock;
    SeededRandom random;
    World world{system_disk(), clock, random};
    std::unique_ptr<server::Province> province;
};

model::Answers person(const std::string& nik, const std::string& name = "Maria Seran");

class Laptop {
public:
    Laptop(ProvinceScene& in, std::string its_village, std::optional<std::string> its_code);
    /// Set up with an activation.
    Laptop(ProvinceScene& in, const wire::Activation& activation)
        : Laptop(in, activation.village, activation.code) {}

    // --- what its officer does: lines that wait for the next batch
    RegistrationId add(const model::Answers& fields);
    /// On top of the newest revision this laptop knows, or of `base`.
    Rev correct(const RegistrationId& id, const std::string& field, const std::string& value,
                std::optional<Rev> base = std::nullopt);
    Rev withdraw(const RegistrationId& id);
    /// `into` is the same person, and goes on.
    Rev merge(const RegistrationId& id, const RegistrationId& into);
    void add_line(const std::string& line) { waiting_.push_back(line); }
    /// Another laptop of the village knows what this one wrote.
    void share(const RegistrationId& id, Laptop& other) const;

    // --- what its program does
    /// Seals what waits as the next batch; the first begins with hello.
    Bytes seal();
    Bytes seal_batch(const wire::Batch& batch, Random* random = nullptr);
    wire::Batch next_batch();
    void begin_epoch(const std::string& reason);
    /// Opens a sealed answer with every check of a laptop; nothing when it is no valid reply to us.
    std::optional<wire::Reply> open(ByteView reply) const;
    std::optional<wire::Reply> open(const server::Answer& answer) const {
        return open(answer.body);
    }
    /// Reply `n` of the current epoch; gen 0: as the province counts now.
    std::optional<wire::Reply> fetch(std::int64_t n, std::int64_t of_gen = 0);

    ProvinceScene& scene;
    std::string village;
    std::optional<std::string> code;
    sealed::SigningKey key;
    sealed::Identity identity;
    Epoch epoch;
    std::optional<Epoch> from_epoch;
    std::vector<wire::EarlierEpoch> from;
    std::vector<model::EpochUpto> ask;  ///< goes with the next batch
    std::string why = "new";
    std::int64_t seq = 0;
    std::int64_t gen = 0;
    std::int64_t ack = 0;
    [[nodiscard]] DeviceId id() const { return DeviceId{key.public_key()}; }
    struct Known {
        Rev rev;
        model::Answers fields;
    };
    std::map<RegistrationId, Known> known;

private:
    Rev write(const model::Entry& entry);
    std::vector<std::string> waiting_;
};

/// Verdict on a line: "accepted", "duplicate", "held base_missing" …; "" when the reply says
/// nothing of it.
std::string verdict_on(const wire::Reply& reply, std::int64_t seq, std::int64_t line);

}  // namespace lontar::support
