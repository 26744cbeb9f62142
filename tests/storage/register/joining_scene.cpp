#include "joining_scene.hpp"

#include "storage/base/json.hpp"
#include "storage/register/copies/backup.hpp"
#include "storage/register/copies/dump.hpp"
#include "storage/register/officers.hpp"
#include "storage/register/opening.hpp"
#include "storage/register/people.hpp"
#include "storage/register/register.hpp"
#include "storage/register/registrations.hpp"
#include "storage/register/unlock.hpp"

namespace lontar::storage {

using support::expect;
using support::RegisterScene;

DumpContent content_of(Register& village_register) {
    DumpGatherer gatherer;
    expect(dump_register(village_register, [&](std::string_view line) -> Status {
        line.remove_suffix(1);
        const auto row = parse_json(line, {.max_bytes = max_dump_line});
        return row ? gatherer.take(*row) : Status(row.error());
    }));
    return gatherer.finish(village_register.village());
}

void become_copy(RegisterScene& scene, RegisterScene& original) {
    const auto made = expect(create_backup(*original, original.folder / "usb", {}));
    scene.close();
    const RestoreRequest request{"Maria Operator", scene.making.passphrase,
                                 sealed::PassphraseCost::for_tests(),
                                 original.making.sheet.recipient()};
    const Path data = scene.folder / "copy";
    expect(restore_backup(scene.world(), made.path, original.making.sheet, data, request, "", {}));
    const auto unlocked =
        expect(unlock_with_passphrase(system_disk(), data, {}, scene.making.passphrase));
    scene.village_register = expect(open_register(scene.world(), data, unlocked.key));
    scene.officer = expect(list_officers(*scene)).front().id;
}

JoinOutcome join_from(RegisterScene& into, RegisterScene& from) {
    return expect(join(*into, content_of(*from), into.officer));
}

std::string people_of(Register& village_register) {
    std::string text;
    PeopleFilter everybody;
    everybody.limit = 100'000;
    for (const auto& line : expect(list_people(village_register, everybody))) {
        const auto person = expect(find_registration(village_register, line.id));
        text += person.id.hex() + (person.withdrawn ? " withdrawn" : "");
        for (const auto& [key, value] : person.fields) {
            text += " " + key + "=" + value;
        }
        text += "\n";
    }
    return text;
}

}  // namespace lontar::storage
