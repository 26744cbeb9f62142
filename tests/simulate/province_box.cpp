#include "simulate/province_box.hpp"

#include <filesystem>

#include "simulate/places.hpp"
#include "support/register_scene.hpp"
#include "sync/server/admin/calls.hpp"
#include "sync/server/backup.hpp"
#include "sync/server/ingest.hpp"

namespace lontar::simulate {

namespace {

constexpr std::string_view scheme = "https://";

std::string target_of(const std::string& url) {
    const auto slash = url.find('/', scheme.size());
    return slash == std::string::npos ? "/" : url.substr(slash);
}

upload::HttpAnswer http_answer(server::Answer answer) {
    upload::HttpAnswer out;
    out.status = answer.status;
    out.content_type = std::move(answer.media_type);
    out.body = std::move(answer.body);
    if (answer.retry_after.count() > 0) {
        out.retry_after = answer.retry_after;
    }
    out.newest = answer.newest;
    return out;
}

}  // namespace

ProvinceBox::ProvinceBox(Path top, const World& world)
    : top_(std::move(top)), world_(world), log_(world.clock) {
    support::expect(log_.open("/dev/null"));
}

void ProvinceBox::stop() {
    front_.reset();
    province_.reset();
}

Status ProvinceBox::start() {
    if (province_) {
        return done();
    }
    auto opened = server::Province::open(world_, top_ / std::string(part_of_province) / "data");
    if (!opened) {
        return std::move(opened).error();
    }
    province_ = *std::move(opened);
    server::Backend backend;
    backend.put_batch = [this](const wire::ProvenBatch& file, const server::Backend::Done& done) {
        done(server::Ingest(*province_).take(file, server::Road::https));
        return true;
    };
    backend.get_reply = [this](const server::GetReply& asked, const server::Backend::Done& done) {
        done(server::Ingest(*province_).fetch(asked.device, asked.epoch, asked.gen, asked.n));
        return true;
    };
    front_ = std::make_unique<server::Front>(server::HttpLimits{}, province_->manifest().text(),
                                             std::move(backend), log_);
    return done();
}

std::optional<upload::HttpAnswer> ProvinceBox::answer(const std::string& address,
                                                      const std::string& url, const Bytes* body,
                                                      std::string_view media_type) {
    if (!start() || !province_->ready()) {
        return std::nullopt;
    }
    server::Request request;
    request.method = body == nullptr ? "GET" : "PUT";
    request.route = server::find_route(request.method, target_of(url));
    request.media_type = media_type;
    request.length = body == nullptr ? 0 : body->size();
    const auto now = world_.clock.monotonic();
    if (auto refused = front_->refuse(request, address, now)) {
        return http_answer(*std::move(refused));
    }
    std::optional<server::Answer> made;
    auto answer = front_->answer(request, address, body == nullptr ? Bytes() : *body, now,
                                 [&](server::Answer late) { made = std::move(late); });
    if (!answer) {
        answer = std::move(made);
    }
    return http_answer(*std::move(answer));
}

Result<Json> ProvinceBox::call(const Json& request) {
    if (auto started = start(); !started) {
        return std::move(started).error();
    }
    return server::answer_call(*province_, request);
}

Status ProvinceBox::back_up(const Path& file) {
    if (auto started = start(); !started) {
        return started;
    }
    auto made = server::create_backup(*province_, file);
    return made ? done() : Status(std::move(made).error());
}

Status ProvinceBox::restore(const Path& file) {
    stop();
    const Path part = top_ / std::string(part_of_province);
    std::filesystem::remove_all(part / "data");
    auto restored =
        server::restore_backup(world_, file, part / "data", part / "secrets", passphrase());
    return restored ? done() : Status(std::move(restored).error());
}

HeldRevisions ProvinceBox::revisions() {
    HeldRevisions held;
    for (Json next = Json().set("call", "revisions");;) {
        const Json page = support::expect(call(next));
        const Json::List& rows = *page.find("rows")->list();
        for (const Json& row : rows) {
            held[*row.text_at("rev")] = {*row.text_at("id"), *row.text_at("state")};
        }
        if (rows.empty()) {
            return held;
        }
        next.set("id", *rows.back().text_at("id")).set("rev", *rows.back().text_at("rev"));
    }
}

std::set<std::string> ProvinceBox::active_devices(bool with_register) {
    std::set<std::string> devices;
    const Json all = support::expect(call(Json().set("call", "devices")));
    for (const Json& device : *all.find("devices")->list()) {
        if (device.text_at("state") == "active" &&
            (!with_register || device.boolean_at("with_register"))) {
            devices.insert(*device.text_at("device"));
        }
    }
    return devices;
}

std::map<std::string, HeldPerson> ProvinceBox::people() {
    std::map<std::string, HeldPerson> people;
    for (Json next = Json().set("call", "registrations");;) {
        const Json page = support::expect(call(next));
        const Json::List& rows = *page.find("rows")->list();
        for (const Json& row : rows) {
            HeldPerson person{*row.text_at("state"),
                              row.text_at("rev").value_or(""),
                              {},
                              row.text_at("village").value_or(""),
                              {}};
            const Json* fields = row.find("fields");
            if (fields != nullptr && fields->object() != nullptr) {
                for (const auto& [key, value] : *fields->object()) {
                    person.fields[key] = value.text() == nullptr ? "" : *value.text();
                }
            }
            person.nik = person.fields["nik"];
            people[*row.text_at("id")] = std::move(person);
        }
        if (rows.empty()) {
            return people;
        }
        next.set("after", *rows.back().text_at("id"));
    }
}

}  // namespace lontar::simulate
