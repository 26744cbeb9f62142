#include "storage/register/copies/recipients.hpp"

#include "storage/register/settings.hpp"

namespace lontar::storage {

Result<std::array<sealed::Recipient, 2>> find_recipients(Register& village_register) {
    std::array<sealed::Recipient, 2> recipients;
    auto into = recipients.begin();
    for (const auto name : {setting_names::recovery_sheet, setting_names::province_recovery}) {
        const auto text = find_setting(village_register, name);
        if (!text) {
            return text.error();
        }
        const auto recipient = sealed::Recipient::parse(*text);
        if (!recipient) {
            return fail(ErrorKind::corrupt, "R-06", "read whom a copy is for");
        }
        *into++ = *recipient;
    }
    return recipients;
}

}  // namespace lontar::storage
