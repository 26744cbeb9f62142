#include "sync/upload/upload_state.hpp"

#include <algorithm>
#include <array>

#include "storage/base/json.hpp"

namespace lontar::upload {

namespace {

constexpr std::size_t max_state_bytes = std::size_t{1} << 20U;
constexpr std::size_t max_attempts = 20;
constexpr std::array<std::string_view, 6> kind_names{"none",  "network", "asked",
                                                     "hello", "lasting", "parked"};

Path state_file(const Path& in_folder) {
    return in_folder / "upload-state.json";
}

Json json_of(const Wait& wait) {
    Json json;
    json.set("kind", kind_names[static_cast<std::size_t>(wait.kind)])
        .set("until", wait.until.seconds)
        .set("tries", wait.tries)
        .set("code", wait.code);
    if (!wait.app.empty()) {
        json.set("app", wait.app);
    }
    return json;
}

Wait wait_of(const Json* json) {
    Wait wait;
    if (json == nullptr) {
        return wait;
    }
    const auto name =
        std::find(kind_names.begin(), kind_names.end(), json->text_at("kind").value_or("none"));
    if (name == kind_names.end()) {
        return wait;
    }
    wait.kind = static_cast<WaitKind>(name - kind_names.begin());
    wait.until = {json->integer_at("until").value_or(0)};
    wait.tries = static_cast<int>(
        std::clamp<std::int64_t>(json->integer_at("tries").value_or(0), 0, 1'000'000));
    wait.code = json->text_at("code").value_or("");
    wait.app = json->text_at("app").value_or("");
    return wait;
}

}  // namespace

void UploadState::note(Timestamp at, std::string what, std::string code) {
    attempts.push_back({at, std::move(what), std::move(code)});
    if (attempts.size() > max_attempts) {
        attempts.erase(attempts.begin());
    }
}

UploadState read_state(Disk& disk, const Path& in_folder) {
    UploadState state;
    const auto bytes = disk.read(state_file(in_folder), max_state_bytes);
    if (!bytes) {
        return state;
    }
    const auto json = parse_json(as_text(*bytes), {.max_bytes = max_state_bytes, .max_depth = 4});
    if (!json) {
        return state;
    }
    state.whole = wait_of(json->find("whole"));
    state.replies = wait_of(json->find("replies"));
    state.server = std::max<std::int64_t>(0, json->integer_at("server").value_or(0));
    state.bytes_per_second = std::max<std::int64_t>(0, json->integer_at("rate").value_or(0));
    if (const auto* files = json->find("files"); files != nullptr && files->object() != nullptr) {
        for (const auto& [name, wait] : *files->object()) {
            if (const auto batch = wire::parse_batch_file_name(name)) {
                state.files[{batch->epoch, batch->seq}] = wait_of(&wait);
            }
        }
    }
    if (const auto* list = json->find("attempts"); list != nullptr && list->list() != nullptr) {
        for (const auto& attempt : *list->list()) {
            state.note({attempt.integer_at("at").value_or(0)}, attempt.text_at("what").value_or(""),
                       attempt.text_at("code").value_or(""));
        }
    }
    return state;
}

Status write_state(Disk& disk, const Path& in_folder, const UploadState& state) {
    Json::Object files;
    for (const auto& [name, wait] : state.files) {
        files.emplace(wire::batch_file_name(name.epoch, name.seq), json_of(wait));
    }
    Json::List attempts;
    for (const auto& attempt : state.attempts) {
        attempts.emplace_back(Json::Object{
            {"at", attempt.at.seconds}, {"what", attempt.what}, {"code", attempt.code}});
    }
    Json json;
    json.set("whole", json_of(state.whole))
        .set("replies", json_of(state.replies))
        .set("files", std::move(files))
        .set("attempts", std::move(attempts))
        .set("server", state.server)
        .set("rate", state.bytes_per_second);
    if (auto made = disk.make_folder(in_folder); !made) {
        return made;
    }
    return disk.write(state_file(in_folder), as_bytes(json.pretty() + "\n"));
}

}  // namespace lontar::upload
