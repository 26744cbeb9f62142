#include "client/screens/desk.hpp"

#include <algorithm>
#include <mutex>
#include <optional>
#include <ranges>
#include <thread>
#include <utility>

#include <ftxui/component/component.hpp>
#include <ftxui/component/component_base.hpp>
#include <ftxui/component/loop.hpp>
#include <ftxui/component/screen_interactive.hpp>
#include <ftxui/screen/terminal.hpp>

#include "client/platform/console.hpp"
#include "client/platform/screen_terminal.hpp"
#include "client/platform/terminal_look.hpp"
#include "client/screens/as_shown.hpp"
#include "client/screens/look.hpp"
#include "client/screens/message_screen.hpp"
#include "client/screens/screens.hpp"
#include "client/screens/unlock_screen.hpp"
#include "client/text/words.hpp"
#include "client/widgets/keys.hpp"
#include "storage/base/text.hpp"
#include "storage/sealed/secret.hpp"
#include "sync/laptop/delivery.hpp"

namespace lontar::client {

namespace {

/// A family member who walks by must not read the list: locked after this long without a key.
constexpr std::chrono::minutes idle_lock{10};
/// How often the idle time is looked at; also the longest a locked screen stays readable after
/// waking from sleep.
constexpr std::chrono::seconds tick_pause{5};
/// Nobody types who did not for so long: sealing, which may take a second on an old laptop, does
/// not make letters wait.
constexpr std::chrono::seconds typing_pause{5};
/// Before a sealing that failed is tried again.
constexpr std::chrono::minutes after_failed_sealing{1};

void draw_until_left(ftxui::ScreenInteractive& screen, const ftxui::Component& component) {
    const auto terminal = screen_terminal();
    ftxui::Loop loop(&screen, component);
    terminal->take_over();
    loop.Run();
}

}  // namespace

bool Work::step(std::int64_t done, std::int64_t total, std::string words) {
    done_ = done;
    total_ = total;
    std::atomic_store(&words_, std::shared_ptr<const std::string>(
                                   std::make_shared<std::string>(std::move(words))));
    redraw_();
    return !stop_;
}

struct Desk::Impl {
    std::vector<std::unique_ptr<Screen>> stack;
    std::vector<std::function<void()>> later;  ///< changes of the stack, after the key
    std::string message;
    bool message_is_error = false;
    bool help = false;
    std::chrono::milliseconds last_key{0};
    Timestamp last_key_at;
    std::chrono::milliseconds next_sealing{0};
    PasteReader paste;
    /// Screens in the stack with the question whether to leave on top; 0: it is not asked.
    std::size_t question_at = 0;

    std::unique_ptr<Work> work;
    std::string work_title;
    std::function<void()> work_then;
    std::thread worker;

    TerminalLook look = terminal_look();
    ftxui::ScreenInteractive screen = ftxui::ScreenInteractive::Fullscreen();
    bool is_leaving = false;

    void leave() {
        is_leaving = true;
        screen.Exit();
    }
};

Desk::Desk(const laptop::Machine& machine, bool training)
    : machine_(machine), training_(training), impl_(std::make_unique<Impl>()) {
    impl_->last_key = machine_.world.clock.monotonic();
    impl_->last_key_at = machine_.world.clock.now();
}

Desk::~Desk() {
    if (impl_->worker.joinable()) {
        impl_->work->stop_ = true;
        impl_->worker.join();
    }
}

void Desk::open(std::unique_ptr<Screen> screen) {
    // std::function wants a copyable closure, so the screen waits in a shared box.
    auto box = std::make_shared<std::unique_ptr<Screen>>(std::move(screen));
    impl_->later.emplace_back([this, box] {
        impl_->stack.push_back(std::move(*box));
        impl_->stack.back()->on_top();
    });
}

void Desk::close(const Screen& screen) {
    impl_->later.emplace_back([this, closing = &screen] {
        const bool was_top = !impl_->stack.empty() && impl_->stack.back().get() == closing;
        std::erase_if(impl_->stack, [&](const auto& held) { return held.get() == closing; });
        if (impl_->stack.empty()) {
            impl_->leave();
        } else if (was_top) {
            impl_->stack.back()->on_top();
        }
    });
}

void Desk::replace_all(std::unique_ptr<Screen> screen) {
    impl_->later.emplace_back([this] { impl_->stack.clear(); });
    open(std::move(screen));
}

void Desk::quit() {
    impl_->later.emplace_back([this] { impl_->leave(); });
}

bool Desk::is_leaving() const {
    return impl_->is_leaving;
}

void Desk::settle() {
    while (!impl_->later.empty()) {
        auto acts = std::exchange(impl_->later, {});
        for (const auto& act : acts) {
            act();
        }
    }
    if (impl_->stack.size() < impl_->question_at) {
        impl_->question_at = 0;
    }
}

void Desk::leave_or_ask() {
    std::vector<std::string> lines;
    for (const auto& screen : std::views::reverse(impl_->stack)) {
        const std::string_view words = screen->before_leaving();
        if (!words.empty()) {
            lines.emplace_back(say(words));
        }
    }
    if (lines.empty() || impl_->question_at != 0) {
        quit();
        return;
    }
    lines.emplace_back(say("screen.leave.again"));
    impl_->question_at = impl_->stack.size() + 1;
    open(make_choice_screen(*this, std::string(say("screen.leave.title")), std::move(lines),
                            {{"stay", std::string(say("screen.leave.stay"))},
                             {"leave", std::string(say("screen.leave.leave"))}},
                            [this](const std::string& answer) {
                                if (answer == "leave") {
                                    quit();
                                }
                            }));
}

void Desk::tell(std::string words) {
    impl_->message = std::move(words);
    impl_->message_is_error = false;
}

void Desk::tell_trouble(std::string words) {
    impl_->message = std::move(words);
    impl_->message_is_error = true;
}

void Desk::tell_error(const Error& error) {
    tell_trouble(explain_short(error));
}

void Desk::show_box(std::string title, std::vector<std::string> lines, std::function<void()> then) {
    open(make_message_screen(*this, std::move(title), std::move(lines), std::move(then)));
}

void Desk::ask(std::string title, std::vector<std::string> lines, std::function<void()> yes) {
    open(make_question_screen(*this, std::move(title), std::move(lines), std::move(yes)));
}

void Desk::work(std::string title, std::function<void(Work&)> job, std::function<void()> then) {
    if (impl_->worker.joinable()) {
        impl_->worker.join();
    }
    impl_->work = std::make_unique<Work>();
    Work& work = *impl_->work;
    work.redraw_ = [this] { impl_->screen.PostEvent(ftxui::Event::Custom); };
    work.words_ = std::make_shared<std::string>();
    impl_->work_title = std::move(title);
    impl_->work_then = std::move(then);
    impl_->worker = std::thread([this, &work, job = std::move(job)] {
        job(work);
        work.finished_ = true;
        impl_->screen.PostEvent(ftxui::Event::Custom);
    });
}

void Desk::lock() {
    for (const auto& screen : std::views::reverse(impl_->stack)) {
        screen->on_leaving();
    }
    if (session_) {
        if (auto sealed = laptop::seal_pending(*session_); !sealed) {
            tell_error(sealed.error());
        }
        session_.reset();
    }
    replace_all(make_unlock_screen(*this));
}

int Desk::rows() const {
    // Title, keys, and always room for two lines of a message, so that a screen does not jump.
    constexpr std::size_t usual_message = 2;
    const std::size_t message =
        std::max(message_lines(impl_->message, columns()).size(), usual_message);
    return std::max(ftxui::Terminal::Size().dimy - 2 - static_cast<int>(message), 10);
}

// NOLINTNEXTLINE(readability-convert-member-functions-to-static): asked of a desk
int Desk::columns() const {
    return std::max(ftxui::Terminal::Size().dimx, 40);
}

/// By a person, or pasted by one.
bool Desk::is_typed(const ftxui::Event& event) {
    return event != tick() && event != pause_refused() && event != ftxui::Event::Custom &&
           !event.is_mouse() && !event.is_cursor_reporting();
}

ftxui::Event Desk::tick() {
    return ftxui::Event::Special("lontar-tick");
}

ftxui::Event Desk::pause_refused() {
    return ftxui::Event::Special("lontar-pause");
}

/// What was saved is safe already; sealing makes it ready for the road. A failure is nobody's who
/// is typing: it comes again, and is told then, when the screen is locked or something is sent.
void Desk::rest(std::chrono::milliseconds now) {
    if (now - impl_->last_key < typing_pause || now < impl_->next_sealing) {
        return;
    }
    if (!laptop::seal_if_due(*session_)) {
        impl_->next_sealing = now + after_failed_sealing;
    }
}

void Desk::take_key(const ftxui::Event& event) {
    const auto now = machine_.world.clock.monotonic();
    if (impl_->paste.is_whole(now)) {
        take_paste();
    }
    if (!is_typed(event) || !impl_->paste.take(event.input(), now)) {
        take_one(uniform_key(event));
    } else if (impl_->paste.is_whole(now)) {
        take_paste();
    }
}

/// Like keys, a paste is for nobody while work goes on or the help is shown.
void Desk::take_paste() {
    PasteReader::Paste paste = impl_->paste.take_out();
    if (!impl_->work) {
        somebody_types();
        PasteResult result = PasteResult::no_field;
        if (!impl_->help && !impl_->stack.empty()) {
            result = impl_->stack.back()->on_paste(paste.line);
        }
        if (result == PasteResult::no_field) {
            tell_trouble(std::string(say("screen.paste.no_field")));
        } else if (result == PasteResult::cut || paste.is_cut) {
            tell_trouble(std::string(say("screen.paste.cut")));
        }
        settle();
    }
    sealed::wipe(paste.line);
}

void Desk::somebody_types() {
    impl_->last_key = machine_.world.clock.monotonic();
    impl_->last_key_at = machine_.world.clock.now();
    impl_->message.clear();
}

void Desk::take_one(const ftxui::Event& key) {
    if (key == pause_refused()) {
        tell_trouble(std::string(say("screen.no_pause")));
        return;
    }
    if (impl_->work) {
        if (impl_->work->finished_) {
            impl_->worker.join();
            impl_->work.reset();
            auto then = std::exchange(impl_->work_then, {});
            then();
            settle();
        } else if (key == ftxui::Event::Escape || is_ctrl_c(key)) {
            impl_->work->stop_ = true;
        }
        return;
    }
    if (key == tick()) {
        const auto now = machine_.world.clock.monotonic();
        const Timestamp wall = machine_.world.clock.now();
        // The wall clock jumps over a sleep of the laptop, the other one may stand still: either is
        // a reason to lock.
        const bool idle =
            now - impl_->last_key > idle_lock || wall - impl_->last_key_at > idle_lock;
        if (session_ && idle) {
            lock();
            settle();
        } else if (session_) {
            rest(now);
        }
        return;
    }
    if (!is_typed(key)) {
        return;
    }
    somebody_types();
    if (is_ctrl_c(key)) {
        impl_->help = false;
        leave_or_ask();
        settle();
        return;
    }
    if (impl_->help) {
        impl_->help = false;
        return;
    }
    if (key == ftxui::Event::F1) {
        impl_->help = true;
        return;
    }
    if (!impl_->stack.empty()) {
        impl_->stack.back()->on_key(key);
    }
    settle();
}

ftxui::Element Desk::draw() {
    using namespace ftxui;
    if (impl_->stack.empty()) {
        return text("");
    }
    Screen& top = *impl_->stack.back();
    // What the register says of itself counts, once it is open.
    const bool training = session_ ? session_->village_register().training() : training_;
    Element middle = impl_->help ? help_text(top.help()) : top.draw();
    if (impl_->work) {
        const auto step = std::atomic_load(&impl_->work->words_);
        middle = work_box(impl_->work_title, impl_->work->done_, impl_->work->total_, *step,
                          impl_->work->stop_);
    }
    Elements words = message_lines(impl_->message, columns());
    Element message = (words.empty() ? text("") : vbox(std::move(words))) |
                      (impl_->message_is_error ? color(Color::Red) : color(Color::Green)) | bold;
    std::vector<KeyHint> hints =
        impl_->help ? std::vector<KeyHint>{{"Esc", "screen.key.back"}} : top.keys();
    if (impl_->work) {
        hints = {{"Esc", "screen.key.stop"}};
    }
    return as_shown(
        impl_->look,
        vbox({title_bar(top.title(),
                        session_ ? session_->village_register().village_name() : std::string(),
                        training, columns()),
              std::move(message), std::move(middle) | flex, key_bar(hints, columns())}));
}

int Desk::run() {
    using namespace ftxui;
    impl_->screen.TrackMouse(false);
    open(first_screen(*this));
    settle();
    auto component = CatchEvent(Renderer([this] { return draw(); }), [this](const Event& event) {
        take_key(event);
        return true;
    });
    std::atomic<bool> ended{false};
    std::thread ticker([&] {
        std::chrono::milliseconds slept{0};
        constexpr std::chrono::milliseconds nap{100};
        while (!ended) {
            std::this_thread::sleep_for(nap);
            if (terminal_is_closed()) {
                // A terminal that is gone reads as endless empty input: without leaving, the loop
                // would turn for ever.
                impl_->screen.Exit();
                break;
            }
            if (pause_was_asked()) {
                impl_->screen.PostEvent(pause_refused());
            }
            slept += nap;
            if (slept >= tick_pause) {
                slept = {};
                impl_->screen.PostEvent(tick());
            }
        }
    });
    draw_until_left(impl_->screen, component);
    ended = true;
    ticker.join();
    if (impl_->worker.joinable()) {
        impl_->work->stop_ = true;
        impl_->worker.join();
    }
    for (const auto& screen : std::views::reverse(impl_->stack)) {
        screen->on_leaving();
    }
    impl_->stack.clear();
    if (session_) {
        // The revisions are safe either way; unsealed ones are sealed at the next start.
        (void)laptop::seal_pending(*session_);
        session_.reset();
    }
    return 0;
}

int run_screens(const laptop::Machine& machine, bool training) {
    Desk desk(machine, training);
    return desk.run();
}

}  // namespace lontar::client
