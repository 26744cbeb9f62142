#pragma once
/// A province and a laptop of real programs, and a ledger of its own about what was tried and what
/// was acknowledged.
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "program.hpp"
#include "storage/register/register.hpp"
#include "storage/register/unlock.hpp"
#include "support/fakes.hpp"
#include "support/people.hpp"
#include "support/temp_folder.hpp"

namespace lontar::flow {

/// One worker as the ledger has them. Named by NIK, which never changes here.
struct Worker {
    model::Answers answers;
    std::size_t revisions = 0;
};

/// A save that may have been cut.
struct Attempt {
    model::Answers answers;
    bool acknowledged = false;
};

/// A draft that may have been cut.
struct DraftAttempt {
    model::Answers answers;              ///< all that was typed, or would have been
    std::set<std::string> acknowledged;  ///< fields after which the program asked for the next
};

/// How a command ended.
struct Ended {
    int code = 0;
    std::string said;
};

/// When a command is killed.
struct Kill {
    std::string place;                               ///< LONTAR_CRASH
    std::optional<std::chrono::microseconds> after;  ///< SIGKILL after this time
    std::string on_words;                            ///< SIGKILL as soon as it says this
};

class Office {
public:
    explicit Office(std::uint64_t seed);
    Office(const Office&) = delete;
    Office& operator=(const Office&) = delete;
    Office(Office&&) = delete;
    Office& operator=(Office&&) = delete;
    ~Office() = default;

    // --- programs
    Ended lontar(std::vector<std::string> words, const Kill& kill = {}, bool on_terminal = false);
    /// At a terminal, led by `act`, whose value is the exit code.
    Ended at_terminal(std::vector<std::string> words, const std::string& place,
                      const std::function<int(Program&)>& act);
    /// Does `act` after this time while the command runs.
    Ended lontar_while(std::vector<std::string> words, std::chrono::microseconds after,
                       const std::function<void()>& act);
    /// Ends the test at another exit code.
    std::string expect(std::vector<std::string> words, int code = 0);
    Ended lontar_server(std::vector<std::string> words);
    /// Starts the province and waits until it answers. `place`: LONTAR_CRASH of the server.
    void serve(const std::string& place = {});
    void kill_server();
    [[nodiscard]] Program* server() { return server_.get(); }
    /// How long this command takes undisturbed, measured when first asked.
    std::chrono::microseconds length_of(const std::string& name,
                                        const std::vector<std::string>& words);
    /// A moment within a command of this length.
    std::chrono::microseconds some_moment(std::chrono::microseconds length);

    // --- people
    model::Answers next_person() { return people_.next(); }
    /// A file with these answers for `add --from-json`.
    std::string json_file(const model::Answers& answers);
    /// A sheet of new people. They are without notice: a sheet has no such column.
    std::vector<model::Answers> next_sheet(std::size_t rows, std::string& file);
    /// Imports new people undisturbed.
    void add_people(std::size_t count);

    // --- ledger
    /// Opens the register: whatever was acknowledged is there, whatever was not is there whole or
    /// not at all. `together`: all of the attempts or none.
    void settle(const std::vector<Attempt>& attempts, bool together = false);
    /// Drafts have every acknowledged answer and no other. Empty when nothing was kept.
    std::optional<std::int64_t> settle_draft(const DraftAttempt& attempt);
    void draft_is_finished(std::int64_t draft) { drafts_.erase(draft); }
    /// The register opens and finds nothing wrong with itself.
    bool is_sound();
    /// Everything in the register against everything in the ledger.
    void compare_register();
    /// Sends until nothing waits, then compares both sides and lets both programs check themselves.
    void heal();
    [[nodiscard]] const std::map<std::string, Worker>& workers() const { return workers_; }
    [[nodiscard]] std::size_t revisions() const;

    support::TempFolder folder;
    support::SeededRandom random;
    std::string stick;

private:
    std::unique_ptr<storage::Register> open();
    Program start(std::vector<std::string> words, const std::string& place, bool on_terminal) const;
    /// Of all programs so far.
    [[nodiscard]] std::string end_of_errors() const;
    [[nodiscard]] std::vector<std::string> laptop_environment(const std::string& place) const;

    std::string programs_;
    std::string port_;
    std::string errors_;
    support::PeopleMaker people_;
    std::unique_ptr<Program> server_;
    std::map<std::string, Worker> workers_;
    std::map<std::int64_t, model::Answers> drafts_;
    std::map<std::string, std::chrono::microseconds> lengths_;
    std::optional<sealed::Secret> key_;
    int files_ = 0;
};

}  // namespace lontar::flow
