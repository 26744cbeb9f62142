#pragma once
/// Boxes that are read and closed, questions with yes and no, and a choice out of a few lines.
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "client/screens/desk.hpp"

namespace lontar::client {

std::unique_ptr<Screen> make_message_screen(Desk& desk, std::string title,
                                            std::vector<std::string> lines,
                                            std::function<void()> then);
std::unique_ptr<Screen> make_question_screen(Desk& desk, std::string title,
                                             std::vector<std::string> lines,
                                             std::function<void()> yes);

struct Option {
    std::string value;
    std::string words;
};
/// `chosen` gets the value; Esc closes without it.
std::unique_ptr<Screen> make_choice_screen(Desk& desk, std::string title,
                                           std::vector<std::string> lines,
                                           std::vector<Option> options,
                                           std::function<void(const std::string&)> chosen);
/// One line to type; `done` gets it, and returns words to show when it cannot be taken (empty:
/// taken, the screen closes).
std::unique_ptr<Screen> make_line_screen(Desk& desk, std::string title,
                                         std::vector<std::string> lines, std::string initial,
                                         bool secret,
                                         std::function<std::string(const std::string&)> done);

}  // namespace lontar::client
