#include "sync/laptop/set_up.hpp"

#include "storage/base/text.hpp"
#include "storage/model/region.hpp"
#include "storage/register/creating.hpp"
#include "storage/register/epochs.hpp"
#include "storage/register/officers.hpp"
#include "storage/register/register.hpp"
#include "storage/register/settings.hpp"
#include "storage/sealed/code.hpp"
#include "sync/laptop/delivery.hpp"
#include "sync/spool/sealing.hpp"

namespace lontar::laptop {

namespace {

constexpr std::string_view practice_village = "5321012005";  // of the shipped sample
constexpr std::chrono::hours practice_days{24 * 180};

Result<std::optional<std::string>> read_code(const std::optional<std::string>& typed) {
    if (!typed || typed->empty()) {
        return std::optional<std::string>();
    }
    auto code = sealed::normalise_code(*typed);
    if (!code) {
        return fail(ErrorKind::invalid_input, "A-13", "read the code told by phone");
    }
    return code;
}

SetupPreview preview_of(const Machine& machine, wire::Activation activation) {
    SetupPreview preview{.activation = std::move(activation),
                         .village_title = {},
                         .root_words = {},
                         .expired = false,
                         .today = Date::in_wita(machine.world.clock.now())};
    const std::string title = model::region_title(preview.activation.village);
    preview.village_title = title.empty() ? drawable(preview.activation.village_name) : title;
    preview.root_words = sealed::fingerprint_words(preview.activation.manifest.root);
    preview.expired = machine.world.clock.now() > preview.activation.expires;
    return preview;
}

Status refuse_second_register(const Machine& machine) {
    return is_set_up(machine) ? fail(ErrorKind::conflict, "R-10", "set up") : done();
}

Result<wire::Activation> read_activation(const Machine& machine, const Path& file,
                                         const std::optional<sealed::PublicKey>& root) {
    const auto bytes = machine.world.disk.read(file, wire::max_activation_bytes);
    if (!bytes) {
        return bytes.error().kind == ErrorKind::invalid_input
                   ? fail(ErrorKind::corrupt, "A-03", "read the activation file: too large")
                   : bytes.error();
    }
    return wire::parse_activation(as_text(*bytes), root);
}

}  // namespace

Result<SetupPreview> preview_setup(const Machine& machine, const Path& activation_file) {
    if (const Status free = refuse_second_register(machine); !free) {
        return free.error();
    }
    auto activation = read_activation(machine, activation_file, std::nullopt);
    if (!activation) {
        return std::move(activation).error();
    }
    return preview_of(machine, *std::move(activation));
}

Result<SetupPreview> preview_practice(const Machine& machine) {
    if (const Status free = refuse_second_register(machine); !free) {
        return free.error();
    }
    Random& random = machine.world.random;
    const Timestamp now = machine.world.clock.now();
    const auto root = sealed::SigningKey::generate(random);
    const auto reply = sealed::SigningKey::generate(random);
    const auto invite = sealed::SigningKey::generate(random);
    wire::KeyManifest manifest;
    manifest.number = 1;
    manifest.issued = now;
    manifest.root = root.public_key();
    manifest.servers = {"https://latihan.invalid"};
    manifest.ca = {"-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n"};
    manifest.receiving = {sealed::Identity::generate(random).recipient()};
    manifest.recovery = sealed::Identity::generate(random).recipient();
    manifest.reply = {{sealed::key_id(reply.public_key()), reply.public_key()}};
    manifest.invite = {{sealed::key_id(invite.public_key()), invite.public_key()}};
    auto signed_manifest = wire::sign_manifest(std::move(manifest), root);
    if (!signed_manifest) {
        return std::move(signed_manifest).error();
    }
    wire::Activation activation;
    activation.manifest = *std::move(signed_manifest);
    activation.id = ActivationId::random(random);
    activation.village = std::string(practice_village);
    activation.village_name = "Kamanasa (latihan)";
    activation.code = sealed::make_code(random);
    activation.made = now;
    activation.expires = now + practice_days;
    auto made = wire::sign_activation(std::move(activation), invite);
    if (!made) {
        return std::move(made).error();
    }
    return preview_of(machine, *std::move(made));
}

Result<SetupDone> set_up(const Machine& machine, const SetupPreview& preview,
                         SetupAnswers answers) {
    auto code = read_code(answers.code);
    if (!code) {
        return std::move(code).error();
    }
    // Before the first file: a register that ends half-made would stand in the way of the next try.
    if (!sealed::is_strong_enough(answers.passphrase)) {
        return fail(ErrorKind::invalid_input, "K-01", "set up");
    }
    const wire::Activation& activation = preview.activation;
    const sealed::Identity sheet = sealed::Identity::generate(machine.world.random);
    const storage::NewRegister request{.village = activation.village,
                                       .village_name = activation.village_name,
                                       .activation = activation.text,
                                       .manifest = activation.manifest.text(),
                                       .root = activation.manifest.root,
                                       .officer_name = answers.officer_name,
                                       .officer_role = answers.officer_role,
                                       .passphrase = answers.passphrase,
                                       .cost = passphrase_cost(machine),
                                       .recovery_sheet = sheet.recipient(),
                                       .province_recovery = activation.manifest.recovery,
                                       .training = answers.training};
    auto made = storage::create_register(machine.world, machine.data_folder, request);
    if (!made) {
        return std::move(made).error();
    }
    if (*code) {
        if (const Status kept = storage::put_setting(**made, spool::told_code_setting, **code);
            !kept) {
            return kept.error();
        }
    }
    const auto officers = storage::list_officers(**made);
    if (!officers) {
        return officers.error();
    }
    auto session = Session::begin(machine, *std::move(made), officers->front().id);
    if (!session) {
        return std::move(session).error();
    }
    return SetupDone{*std::move(session), sheet.text()};
}

Status set_up_again(Session& session, const Path& activation_file, const std::string& code) {
    auto read = read_code(code);
    if (!read) {
        return std::move(read).error();
    }
    storage::Register& village_register = session.village_register();
    const auto manifest = storage::find_setting(village_register, storage::setting_names::manifest);
    if (!manifest) {
        return manifest.error();
    }
    // What the register holds was verified when it came in; its root is the pinned one.
    const auto known = wire::parse_manifest(*manifest, std::nullopt);
    if (!known) {
        return known.error();
    }
    const auto activation = read_activation(session.machine(), activation_file, known->root);
    if (!activation) {
        return activation.error();
    }
    if (activation->village != village_register.village()) {
        return fail(ErrorKind::refused, "A-11", "set up again");
    }
    if (const Status kept =
            storage::put_setting(village_register, spool::told_code_setting, read->value_or(""));
        !kept) {
        return kept;
    }
    if (const Status stored = storage::store_activation(village_register, activation->text);
        !stored) {
        return stored;
    }
    const auto sealed = seal_pending(session);
    return sealed ? done() : Status(sealed.error());
}

}  // namespace lontar::laptop
