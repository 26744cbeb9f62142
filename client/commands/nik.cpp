#include "client/commands/nik.hpp"

#include "client/commands/printing.hpp"
#include "client/commands/refusing.hpp"
#include "client/text/terms.hpp"
#include "client/text/words.hpp"
#include "storage/base/text.hpp"
#include "storage/model/nik.hpp"
#include "storage/model/region.hpp"
#include "storage/register/moment.hpp"

namespace lontar::client {

namespace {

Result<model::KtpFacts> ktp_facts(Context& context, const NikOptions& options) {
    model::KtpFacts ktp;
    const Timestamp now = context.machine.world.clock.now();
    ktp.today = storage::today_at(storage::moment_of(now, Timestamp{})).earliest;
    const auto wrong = [](std::string_view option) {
        return fail(ErrorKind::invalid_input, "P-11", "nik: " + std::string(option));
    };
    if (!options.birth_date.empty()) {
        ktp.birth_date = Date::parse_iso(options.birth_date);
        if (!ktp.birth_date) {
            return wrong("--birth-date");
        }
    }
    if (!options.today.empty()) {
        ktp.today = Date::parse_iso(options.today);
        if (!ktp.today) {
            return wrong("--today");
        }
    }
    const std::string sex = ascii_lower(options.sex);
    if (sex == "m" || sex == "l") {
        ktp.sex = model::Sex::male;
    } else if (sex == "f" || sex == "p") {
        ktp.sex = model::Sex::female;
    } else if (!sex.empty()) {
        return wrong("--sex");
    }
    return ktp;
}

Json nik_json(const model::Nik& nik) {
    Json::List reasons;
    Json::List texts;
    for (const model::Finding& finding : nik.findings) {
        reasons.emplace_back(finding.code);
        texts.emplace_back(finding_text(finding));
    }
    Json json;
    json.set("verdict", model::name_of(nik.verdict)).set("reasons", Json(std::move(reasons)));
    json.set("texts", Json(std::move(texts)));
    json.set("region", nik.region ? Json(*nik.region) : Json());
    json.set("birth_date", nik.birth_date ? Json(nik.birth_date->iso()) : Json());
    json.set("sex", nik.sex ? Json(*nik.sex == model::Sex::male ? "M" : "F") : Json());
    json.set_if("suggestion", nik.suggestion);
    return json;
}

void print_nik(Context& context, const model::Nik& nik) {
    print_line(context, say("nik." + std::string(model::name_of(nik.verdict))));
    for (const model::Finding& finding : nik.findings) {
        print_line(context, "  - " + finding_text(finding));
    }
    if (nik.suggestion) {
        print_line(context, "  " + say("fill.nik_offer", {{"nik", *nik.suggestion}}));
    }
    if (nik.region) {
        const std::string title = model::region_title(*nik.region);
        print_line(context,
                   "  " + say("nik.region", {{"region", title.empty() ? *nik.region : title}}));
    }
    if (nik.birth_date) {
        print_line(context, "  " + say("nik.birth_date", {{"date", date_text(*nik.birth_date)}}));
    }
    if (nik.sex) {
        print_line(context, "  " + answer_text("jenis_kelamin", model::code_of(*nik.sex)));
    }
}

}  // namespace

int run(Context& context, const NikOptions& options) {
    const auto ktp = ktp_facts(context, options);
    if (!ktp) {
        return refuse(context, ktp.error());
    }
    for (const std::string& number : options.numbers) {
        const model::Nik nik = model::Nik::parse(number, *ktp);
        if (context.common.json) {
            print_json(context, nik_json(nik));
        } else {
            print_nik(context, nik);
        }
    }
    return exit_done;
}

}  // namespace lontar::client
