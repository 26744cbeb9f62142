#include "sync/wire/activation.hpp"

#include <algorithm>

#include "storage/base/json.hpp"
#include "sync/wire/manifest_line.hpp"
#include "sync/wire/members.hpp"
#include "sync/wire/signed_line.hpp"

namespace lontar::wire {

namespace {

constexpr std::string_view domain = "lontar/activation-v1";
constexpr std::int64_t version = 1;

Error not_an_activation(std::string_view member) {
    return fail(ErrorKind::corrupt, "A-03", "read activation file: " + std::string(member));
}

std::string activation_line(const Activation& activation, const KeyId& invite_key) {
    Json::List funders;
    for (const auto& funder : activation.funders) {
        funders.emplace_back(Json::Object{{"code", funder.code}, {"seats", funder.seats}});
    }
    Json json;
    json.set("v", version)
        .set("id", activation.id.hex())
        .set("village", activation.village)
        .set("village_name", activation.village_name)
        .set("funders", std::move(funders))
        .set_if("code", activation.code)
        .set("uses", activation.uses)
        .set("made", activation.made.seconds)
        .set("expires", activation.expires.seconds)
        .set("register", activation.with_register)
        .set("invite_key", invite_key.hex());
    return json.dump();
}

bool is_funder_code(std::string_view text) {
    return text.size() == 2 &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

std::vector<Funder> read_funders(Members& members) {
    std::vector<Funder> out;
    for (const auto& value : members.list("funders", 0, max_funders)) {
        Members funder(value);
        Funder read{funder.text("code", 2), funder.integer("seats", 0)};
        if (!funder.whole() || !is_funder_code(read.code)) {
            members.spoil("funders");
            return {};
        }
        out.push_back(std::move(read));
    }
    return out;
}

}  // namespace

Result<Activation> sign_activation(Activation activation, const sealed::SigningKey& invite_key) {
    const auto line = activation_line(activation, sealed::key_id(invite_key.public_key()));
    activation.text =
        activation.manifest.text() + line + "\n" + sign_line(invite_key, domain, line) + "\n";
    // What this end would not accept is never handed out.
    auto back = parse_activation(activation.text, activation.manifest.root);
    return back
               ? std::move(back)
               : fail(ErrorKind::invalid_input, "A-06", "sign activation: " + back.error().context);
}

Result<Activation> parse_activation(std::string_view text,
                                    const std::optional<sealed::PublicKey>& root) {
    if (text.size() > max_activation_bytes) {
        return not_an_activation("too long");
    }
    const auto lines = split_lines(text, 4);
    if (!lines || lines->size() != 4) {
        return not_an_activation("not four lines");
    }
    const auto line = (*lines)[2];
    auto manifest = read_manifest_lines((*lines)[0], (*lines)[1], root, {"A-03", "A-04"});
    if (!manifest) {
        return std::move(manifest).error();
    }
    const auto json =
        parse_json(line, {.max_bytes = max_activation_bytes, .max_depth = max_line_depth});
    if (!json) {
        return not_an_activation("not JSON");
    }
    Members members(*json);
    const auto* key = manifest->invite_key(members.id<KeyId>("invite_key"));
    if (key == nullptr || !is_signed_by(*key, domain, line, (*lines)[3])) {
        return fail(ErrorKind::corrupt, "A-04", "read activation file: signature");
    }
    if (members.integer("v", 1) > version) {
        return fail(ErrorKind::too_new, "A-05", "read activation file: of a newer version");
    }
    Activation activation;
    activation.manifest = *std::move(manifest);
    activation.id = members.id<ActivationId>("id");
    activation.village = members.text("village", village_digits);
    activation.village_name = members.text("village_name", max_name_bytes);
    activation.funders = read_funders(members);
    activation.code = members.text_if("code", max_activation_code_bytes);
    activation.uses = members.integer("uses", 1, max_uses);
    activation.made = members.moment("made");
    activation.expires = members.moment("expires");
    activation.with_register = members.flag("register");
    if (!is_digits(activation.village, village_digits)) {
        members.spoil("village");
    }
    if (!members.whole()) {
        return not_an_activation(members.why());
    }
    activation.text = text;
    return activation;
}

}  // namespace lontar::wire
