#include "client/widgets/keys.hpp"

namespace lontar::client {

ftxui::Event uniform_key(const ftxui::Event& key) {
    using ftxui::Event;
    const std::string& code = key.input();
    if (code == "\x1b[1~" || code == "\x1b[7~") {
        return Event::Home;
    }
    if (code == "\x1b[4~" || code == "\x1b[8~") {
        return Event::End;
    }
    if (code == "\x1bOM") {
        return Event::Return;
    }
    return key;
}

bool is_ctrl_c(const ftxui::Event& key) {
    return key.input() == "\x03";
}

}  // namespace lontar::client
