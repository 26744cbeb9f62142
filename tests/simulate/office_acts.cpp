/// What the office of the province decides.
#include "simulate/player.hpp"
#include "simulate/told.hpp"

namespace lontar::simulate {

namespace {

/// All devices that the province knows; none when it cannot be asked.
Json::List devices_of(ProvinceBox& province) {
    const auto all = province.call(Json().set("call", "devices"));
    return all ? *all->find("devices")->list() : Json::List();
}

std::string told_by(const Result<Json>& answer, std::string_view done) {
    return answer ? std::string(done) : answer.error().code;
}

}  // namespace

std::string Player::act_of_office(const Act& act) {
    switch (act.kind) {
        case ActKind::restart_province:
            province_.stop();
            return outcome(province_.start());
        case ActKind::accept_devices:
            return accept_devices(act.seed % 2 == 1);
        case ActKind::confirm_devices:
            return told_by(province_.call(Json().set("call", "confirm")), "confirmed");
        case ActKind::give_register:
            return give_register(act);
        case ActKind::revoke:
            return revoke(act);
        case ActKind::release:
            return release_all();
        default:
            return send_back(act);
    }
}

std::string Player::accept_devices(bool with_register) {
    const auto pending = province_.call(Json().set("call", "pending"));
    if (!pending) {
        return pending.error().code;
    }
    const Json::List& waiting = *pending->find("pending")->list();
    for (const Json& device : waiting) {
        (void)province_.call(Json()
                                 .set("call", "accept")
                                 .set("device", *device.text_at("device"))
                                 .set("with_register", with_register));
    }
    return std::to_string(waiting.size()) + " accepted";
}

std::string Player::send_back(const Act& act) {
    // Read before anything breaks.
    if (!province_.start()) {
        return "the server does not start";
    }
    const auto page = province_.call(Json().set("call", "registrations"));
    if (!page || page->find("rows")->list()->empty()) {
        return "nobody there";
    }
    const Json::List& rows = *page->find("rows")->list();
    return told_by(province_.call(Json()
                                      .set("call", "return")
                                      .set("id", *rows[act.what % rows.size()].text_at("id"))
                                      .set("reasons", Json::List{"BERKAS"})
                                      .set("note", "surat " + std::to_string(act.seed))),
                   "returned");
}

std::string Player::give_register(const Act& act) {
    const Json::List devices = devices_of(province_);
    if (devices.empty()) {
        return "no devices";
    }
    const std::string device = *devices[act.what % devices.size()].text_at("device");
    return told_by(
        province_.call(
            Json().set("call", "accept").set("device", device).set("with_register", true)),
        "given to " + device.substr(0, 8));
}

std::string Player::revoke(const Act& act) {
    const Json::List devices = devices_of(province_);
    if (devices.empty()) {
        return "no devices";
    }
    const std::string device = *devices[act.what % devices.size()].text_at("device");
    return told_by(province_.call(Json().set("call", "revoke").set("device", device)),
                   "revoked " + device.substr(0, 8));
}

std::string Player::release_all() {
    std::int64_t batches = 0;
    for (const Json& device : devices_of(province_)) {
        if (device.text_at("state") == "revoked") {
            const auto released = province_.call(
                Json().set("call", "release").set("device", *device.text_at("device")));
            if (!released) {
                return "release: " + released.error().code;
            }
            batches += released->integer_at("batches").value_or(0);
        }
    }
    return std::to_string(batches) + " released";
}

}  // namespace lontar::simulate
