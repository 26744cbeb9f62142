#pragma once
/// What every screen stands on: the stack of screens, the open session, messages, and long work off
/// the drawing thread.
#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <ftxui/component/event.hpp>
#include <ftxui/dom/elements.hpp>

#include "client/widgets/paste.hpp"
#include "sync/laptop/session.hpp"

namespace lontar::client {

class Desk;

/// `F10`, and the key of the words beside it.
struct KeyHint {
    std::string_view key;
    std::string_view words;
};

class Screen {
public:
    explicit Screen(Desk& desk) : desk_(desk) {}
    Screen(const Screen&) = delete;
    Screen& operator=(const Screen&) = delete;
    Screen(Screen&&) = delete;
    Screen& operator=(Screen&&) = delete;
    virtual ~Screen() = default;

    [[nodiscard]] virtual std::string title() const = 0;
    [[nodiscard]] virtual std::vector<KeyHint> keys() const = 0;
    /// Help of this screen: `screen.help.<name>` in the words.
    [[nodiscard]] virtual std::string_view help() const { return "screen.help.general"; }
    /// The part between title and key hints.
    virtual ftxui::Element draw() = 0;
    virtual void on_key(const ftxui::Event& key) = 0;
    /// A line was pasted. Only where text is typed it is more than nothing.
    virtual PasteResult on_paste(std::string_view /*line*/) { return PasteResult::no_field; }
    /// It is on top (again): read what may have changed.
    virtual void on_top() {}
    /// Ctrl-C: keeps what can be kept. Key of the words that say what leaving does with what was
    /// typed here; empty when nothing was.
    virtual std::string_view before_leaving() { return {}; }
    /// The screen goes away without asking (lock, Ctrl-C, power): keep what is typed.
    virtual void on_leaving() {}

protected:
    // NOLINTNEXTLINE(misc-non-private-member-variables-in-classes): where every screen speaks to
    Desk& desk_;
};

/// Long work as its own thread sees it. `step` tells the person how far it is and whether to go on.
class Work {
public:
    /// False: the person asked to stop.
    bool step(std::int64_t done, std::int64_t total, std::string words);
    [[nodiscard]] bool stopped() const { return stop_; }

private:
    friend class Desk;
    std::atomic<bool> stop_{false};
    std::atomic<bool> finished_{false};
    std::atomic<std::int64_t> done_{0}, total_{0};
    std::shared_ptr<const std::string> words_;  ///< swapped whole (std::atomic_store)
    std::function<void()> redraw_;
};

class Desk {
public:
    /// `training`: asked to practise, for set-up; an open register knows itself.
    Desk(const laptop::Machine& machine, bool training);
    ~Desk();
    Desk(const Desk&) = delete;
    Desk& operator=(const Desk&) = delete;
    Desk(Desk&&) = delete;
    Desk& operator=(Desk&&) = delete;

    [[nodiscard]] const laptop::Machine& machine() const { return machine_; }
    [[nodiscard]] bool training() const { return training_; }
    /// Null until unlocked.
    [[nodiscard]] laptop::Session* session() { return session_.get(); }
    void set_session(std::unique_ptr<laptop::Session> session) { session_ = std::move(session); }

    // Changes of the stack happen after the key that asked for them is done.
    void open(std::unique_ptr<Screen> screen);
    void close(const Screen& screen);
    void replace_all(std::unique_ptr<Screen> screen);
    void quit();
    /// `quit` was asked for, or the last screen closed.
    [[nodiscard]] bool is_leaving() const;

    /// Up to three lines under the title, until the next key.
    void tell(std::string words);
    /// The same in the colour of trouble.
    void tell_trouble(std::string words);
    void tell_error(const Error& error);
    /// A box that is read and closed with Enter.
    void show_box(std::string title, std::vector<std::string> lines,
                  std::function<void()> then = {});
    /// Yes or no; No is chosen first.
    void ask(std::string title, std::vector<std::string> lines, std::function<void()> yes);

    /// Runs `job` on its own thread while a progress box is shown; Esc asks it to stop. Then `then`
    /// on the drawing thread. The session belongs to the job until then.
    void work(std::string title, std::function<void(Work&)> job, std::function<void()> then);

    /// Seals what waits, closes the register, shows the unlock screen.
    void lock();

    /// Lines and columns a screen's middle part has.
    [[nodiscard]] int rows() const;
    [[nodiscard]] int columns() const;

    int run();
    /// The whole terminal as it stands now.
    ftxui::Element draw();

    /// What the terminal sends: a key or a part of a paste, or now and then `tick`, which looks at
    /// how long nobody typed: after some seconds it seals what is due, after ten minutes it locks.
    void take_key(const ftxui::Event& event);
    static ftxui::Event tick();
    /// Somebody pressed Ctrl-Z: said, and not done.
    static ftxui::Event pause_refused();

private:
    struct Impl;
    static bool is_typed(const ftxui::Event& event);
    void take_one(const ftxui::Event& key);
    void take_paste();
    void somebody_types();
    /// Ctrl-C, also while help is shown. The second one, at the question, leaves.
    void leave_or_ask();
    void rest(std::chrono::milliseconds now);
    void settle();
    const laptop::Machine& machine_;
    bool training_;
    std::unique_ptr<laptop::Session> session_;
    std::unique_ptr<Impl> impl_;
};

// The first screen, by what is in the data folder: welcome, unlock.
std::unique_ptr<Screen> first_screen(Desk& desk);

}  // namespace lontar::client
