#include "sync/server/invitation.hpp"

#include <algorithm>
#include <utility>

#include "storage/base/text.hpp"
#include "storage/model/choices.hpp"
#include "storage/model/region.hpp"
#include "storage/sealed/code.hpp"
#include "storage/sqlite/query.hpp"
#include "sync/server/audit.hpp"
#include "sync/server/province_sql.hpp"
#include "sync/wire/activation.hpp"
#include "sync/wire/members.hpp"

namespace lontar::server {

namespace {

constexpr std::chrono::seconds code_serves = std::chrono::days(180);
constexpr std::chrono::seconds register_code_serves = std::chrono::days(14);

bool is_funder(std::string_view code) {
    return std::any_of(model::funders.begin(), model::funders.end(),
                       [&](const model::Choice& each) { return each.code == code; });
}

Result<std::vector<wire::Funder>> funders_of(const Json& request) {
    std::vector<wire::Funder> funders;
    const Json* seats = request.find("seats");
    if (seats == nullptr || seats->object() == nullptr) {
        return funders;
    }
    for (const auto& [code, count] : *seats->object()) {
        if (!is_funder(code) || count.integer() == nullptr || *count.integer() < 0 ||
            *count.integer() > wire::max_number) {
            return fail(ErrorKind::invalid_input, "V-08", "invite: seats are written SG=29");
        }
        funders.push_back({code, *count.integer()});
    }
    return funders;
}

}  // namespace

Result<std::string> put_village(sqlite::Database& database, const std::string& village,
                                const std::optional<std::string>& name) {
    const bool is_code =
        village.size() == 10 &&
        std::all_of(village.begin(), village.end(), [](char c) { return c >= '0' && c <= '9'; });
    const auto region = model::find_region(village);
    auto title = name ? tidy_text(*name) : std::optional<std::string>();
    if (!title && region) {
        title = model::region_title(village);
    }
    if (!is_code || !title || title->empty()) {
        return fail(ErrorKind::not_found, "V-05",
                    "no such village; 10 digits of the list, or --name for one that is not in it");
    }
    if (title->size() > wire::max_name_bytes) {
        return fail(ErrorKind::invalid_input, "V-08",
                    "the name of a village has at most " + std::to_string(wire::max_name_bytes) +
                        " bytes; give a shorter --name");
    }
    auto put = sqlite::run_query(database, queries::upsert_village, [&](auto& s) {
        s.bind(":village", village).bind(":name", *title);
    });
    if (!put) {
        return std::move(put).error();
    }
    return *title;
}

Result<Json> invite(Province& province, const Json& request) {
    sqlite::Database& database = province.database();
    const World& world = province.world();
    const Timestamp now = province.now();
    const auto funders = funders_of(request);
    if (!funders) {
        return funders.error();
    }
    const bool with_register = request.boolean_at("with_register");
    const std::int64_t uses = with_register ? 1 : request.integer_at("uses").value_or(1);
    if (uses < 1 || uses > wire::max_uses) {
        return fail(ErrorKind::invalid_input, "V-08",
                    "invite: 1 to " + std::to_string(wire::max_uses) + " laptops");
    }
    auto transaction = sqlite::Transaction::begin(database);
    if (!transaction) {
        return std::move(transaction).error();
    }
    const auto village = request.text_at("village").value_or("");
    const auto name = put_village(database, village, request.text_at("name"));
    if (!name) {
        return name.error();
    }
    const std::string code = sealed::make_code(world.random);
    wire::Activation activation;
    activation.manifest = province.manifest();
    activation.id = ActivationId::random(world.random);
    activation.village = village;
    activation.village_name = *name;
    activation.funders = *funders;
    activation.code = with_register ? std::nullopt : std::optional(code);
    activation.uses = uses;
    activation.made = now;
    activation.expires = now + (with_register ? register_code_serves : code_serves);
    activation.with_register = with_register;
    const auto made = wire::sign_activation(std::move(activation), province.invite_key());
    if (!made) {
        return made.error();
    }
    auto inserted = sqlite::run_query(database, queries::insert_activation, [&](auto& s) {
        s.bind(":activation_id", made->id.view()).bind(":village", village).bind(":uses", uses);
        s.bind(":code_hash", sealed::code_hash(code).view()).bind(":with_register", with_register);
        s.bind(":made_at", now.seconds).bind(":expires_at", made->expires.seconds);
    });
    if (!inserted) {
        return std::move(inserted).error();
    }
    if (auto noted = write_audit(database, now, "invite", made->id.hex() + " " + village); !noted) {
        return std::move(noted).error();
    }
    if (auto committed = transaction->commit(); !committed) {
        return std::move(committed).error();
    }
    Json answer;
    answer.set("village", village).set("name", *name).set("text", made->text);
    if (with_register) {
        answer.set("code", sealed::grouped_code(code));
    }
    return answer;
}

}  // namespace lontar::server
