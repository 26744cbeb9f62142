#pragma once
/// A village office of tests: a data folder, a person at the keyboard, and the program run in this
/// process.
#include <deque>
#include <initializer_list>
#include <string>
#include <vector>

#include "client/app.hpp"
#include "support/child.hpp"
#include "support/people.hpp"
#include "support/province/test_province.hpp"
#include "support/temp_folder.hpp"

namespace lontar::client {

inline constexpr std::string_view test_village = "5301062015";
inline constexpr std::string_view test_passphrase = "kuda lari di pantai";

/// Types what the test says, line by line, and keeps what was shown.
class TypedConsole final : public Console {
public:
    void out(std::string_view text) override { shown += text; }
    void err(std::string_view text) override { errors += text; }
    bool flush() override { return can_write; }
    std::optional<std::string> read_line() override;
    Result<std::string> read_all(std::size_t max_bytes) override;
    Result<sealed::Secret> read_secret() override;
    [[nodiscard]] bool input_is_terminal() const override { return at_terminal; }
    [[nodiscard]] bool output_is_terminal() const override { return at_terminal; }
    [[nodiscard]] bool can_show_screens() const override { return at_terminal && !is_dumb; }
    [[nodiscard]] int columns() const override { return 80; }
    void clear() override { shown += "<clear>"; }
    void refuse_to_pause(std::string_view) override {}
    [[nodiscard]] bool interrupted() const override { return ctrl_c; }

    std::deque<std::string> lines;  ///< what will be typed
    bool at_terminal = false;
    bool is_dumb = false;
    bool can_write = true;
    bool ctrl_c = false;
    /// Ctrl-C comes when the lines are used up.
    bool ctrl_c_at_end = false;
    /// Asked when there is no line left: what a person reads off the screen.
    std::function<std::optional<std::string>(const std::string& shown)> reads;
    std::string shown, errors;
};

struct Ran {
    int code = 0;
    std::string out, err;
};

class VillageOffice {
public:
    VillageOffice();

    /// Runs the program with these words; nobody is at a terminal.
    Ran run(std::initializer_list<std::string> words) {
        return run(std::vector<std::string>(words), {});
    }
    Ran run(std::vector<std::string> words, const std::string& input = {});
    /// The same at a terminal, with these lines typed.
    Ran run_at_terminal(std::initializer_list<std::string> words, std::deque<std::string> lines);
    Ran run_with(TypedConsole& console, std::vector<std::string> words);

    /// Sets up without questions; the sheet lies in `sheet`.
    void set_up();
    /// Adds the next invented worker; returns the answer of `add --json`.
    Json add_next();
    Json status();
    /// As if a newer program had worked in the register.
    void make_newer();
    /// Every line of the register, the audit chain included.
    std::string history();

    support::TempFolder folder;
    Path home, activation, passphrase, sheet;
    support::FakeClock clock;
    support::TestProvince province;
    support::PeopleMaker people;

private:
    support::Environment home_variable_, language_;
};

/// `--key value` for each answer.
std::vector<std::string> as_options(const model::Answers& answers);
void put_text(const Path& file, std::string_view text);
bool contains(const std::string& text, std::string_view part);

}  // namespace lontar::client
