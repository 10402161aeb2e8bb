// farsight-viewer: the lab as a desktop program.
#include <imgui.h>
#include <imgui_impl_opengl3.h>
#include <imgui_impl_sdl.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <exception>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "app/app.h"
#include "app/arguments.h"
#include "app/events.h"
#include "app/frame_times.h"
#include "farsight/lab/link.h"
#include "farsight/runtime/image_file.h"
#include "font_data.h"
#include "share/exports.h"

namespace farsight::viewer {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kDone = 0;
constexpr int kFailed = 1;
constexpr int kMisused = 2;
/// How long a closed window waits for the tiles that are inside the network.
constexpr auto kPatience = std::chrono::milliseconds(600);
constexpr int kFramesToStand = 3;
constexpr auto kFrame = std::chrono::microseconds(16'667);

void say(const std::string& message) {
    std::fprintf(stderr, "farsight-viewer: %s\n", message.c_str());
}

int report(const Error& error) {
    say(error.message);
    return error.code == ErrorCode::kInvalidArgument ? kMisused : kFailed;
}

/// How long this thread has been on a processor.
double busy_ms() {
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

/// ImGui's context and its back ends.
class Gui {
public:
    explicit Gui(const Window& window) {
        ImGui::CreateContext();
        ImGui::GetIO().IniFilename = nullptr;
        ImGui_ImplSDL2_InitForOpenGL(window.handle(), window.context());
        ImGui_ImplOpenGL3_Init(window.dialect());
    }
    Gui(const Gui&) = delete;
    Gui& operator=(const Gui&) = delete;
    ~Gui() {
        ImGui_ImplOpenGL3_Shutdown();
        ImGui_ImplSDL2_Shutdown();
        ImGui::DestroyContext();
    }
};

/// Decides when to draw: at once after an event, now and then while a tooltip may be due, else not at all.
class Pace {
public:
    enum class Kind : std::uint8_t {
        kAsNeeded,
        kSteady,  ///< Sixty frames a second.
        kFast,
    };

    explicit Pace(Kind kind) : kind_(kind) {}

    void stir() {
        frames_due_ = 3;
        last_ = Clock::now();
    }

    /// Waits for an event, at most until something is due.
    void wait() {
        if (kind_ == Kind::kFast) return;
        if (kind_ == Kind::kSteady) {
            std::this_thread::sleep_until(next_);
            next_ = std::max(next_ + kFrame, Clock::now());
            return;
        }
        if (frames_due_ > 0) {
            --frames_due_;
            return;
        }
        const bool restless = Clock::now() - last_ < std::chrono::milliseconds(900);
        SDL_WaitEventTimeout(nullptr, restless ? 60 : 500);
    }

private:
    Kind kind_;
    int frames_due_ = 3;
    Clock::time_point last_ = Clock::now();
    Clock::time_point next_ = Clock::now();
};

std::optional<Size> parse_size(const std::string& text) {
    Size size;
    char rest = 0;
    if (std::sscanf(text.c_str(), "%dx%d%c", &size.width, &size.height, &rest) != 2) return std::nullopt;
    const bool good = size.width >= 320 && size.height >= 240 && size.width <= 16384 && size.height <= 16384;
    return good ? std::optional(size) : std::nullopt;
}

class Program {
public:
    explicit Program(const Arguments& arguments) : arguments_(arguments) {}

    int run() {
        remembers_ = !arguments_.fresh && !arguments_.unattended();
        if (remembers_) settings_ = read_settings(settings_file());
        if (auto applied = apply_arguments(); !applied) return report(applied.error());
        if (const std::string complaint = font_complaint(); !complaint.empty()) say("warning: " + complaint);
        auto window = Window::open(window_options());
        if (!window) return report(window.error());
        const Gui gui(**window);
        const Uint32 wake = SDL_RegisterEvents(1);
        app_.emplace(**window, settings_, [wake] {
            SDL_Event event = {};
            event.type = wake;
            SDL_PushEvent(&event);
        });
        const int code = run_app();
        if (!app_->session.close(kPatience)) {
            // A run of the network has not returned; everything is saved, so the process may end.
            std::fflush(nullptr);
            std::_Exit(code);
        }
        app_.reset();
        return code;
    }

private:
    Result<void> apply_arguments() {
        if (arguments_.scale) settings_.scale = *arguments_.scale;
        if (!arguments_.theme.empty()) settings_.dark = arguments_.theme == "dark";
        if (arguments_.size.empty()) return {};
        const auto size = parse_size(arguments_.size);
        if (!size) {
            return fail(
                ErrorCode::kInvalidArgument,
                "--size must be WIDTHxHEIGHT, from 320x240 to 16384x16384; got " + arguments_.size + ".");
        }
        settings_.width = size->width;
        settings_.height = size->height;
        settings_.maximized = false;
        return {};
    }

    WindowOptions window_options() const {
        WindowOptions options;
        if (settings_.place) options.place = SDL_Point{settings_.place->x, settings_.place->y};
        options.size = {settings_.width, settings_.height};
        options.maximized = settings_.maximized;
        options.gl = arguments_.gl;
        options.off_screen = arguments_.unattended();
        options.wait_for_screen = !arguments_.unattended() && !arguments_.frame_times;
        return options;
    }

    int run_app() {
        App& app = *app_;
        if (auto made = app.passes.create(app.window.prelude()); !made) return report(made.error());
        set_state();
        if (arguments_.events) read_orders();
        Pace pace(arguments_.frame_times  ? Pace::Kind::kSteady
                  : arguments_.frames > 0 ? Pace::Kind::kFast
                                          : Pace::Kind::kAsNeeded);
        while (!app.quit) {
            pace.wait();
            const auto start = Clock::now();
            const double busy_start = busy_ms();
            if (app.input.take(app)) pace.stir();
            app.draw();
            if (arguments_.events) events_.print(app);
            // By then a window manager has put it where it likes.
            if (frames_ == kFramesToStand) first_place_ = place();
            if (const auto code = finish_if_settled()) return *code;
            app.window.swap();
            if (arguments_.frame_times) gl().finish();
            const std::chrono::duration<double, std::milli> taken = Clock::now() - start;
            frame_times_.add(taken.count(), busy_ms() - busy_start,
                             app.session.status().phase == Phase::kWorking);
            ++frames_;
            if (arguments_.frames > 0 && frames_ >= arguments_.frames) break;
        }
        if (remembers_) remember();
        if (arguments_.frame_times) std::fputs(frame_times_.report().c_str(), stderr);
        return kDone;
    }

    void set_state() {
        Session& session = app_->session;
        const lab::ParsedQuery parsed = lab::from_query(arguments_.state.value_or(settings_.state));
        const std::string complaint = lab::complaint(parsed, "--state", true);
        if (arguments_.state && !complaint.empty()) say("warning: " + complaint);
        session.state = parsed.state;
        session.threads = arguments_.threads;
        if (arguments_.measure > 0) session.scenes = arguments_.measure;
        session.measure(arguments_.measure > 0);
        if (!arguments_.model.empty()) session.open_model(arguments_.model);
        session.open(arguments_.inputs);
        // Pictures on the command line keep the state's distance.
        session.state.distance = parsed.state.distance;
        const bool told_at_end = !arguments_.screenshot.empty() || !arguments_.exports.empty();
        if (session.error && !told_at_end) say(session.error->text);
    }

    /// Writes what was asked for once all is found. The last frames make sure that ImGui has seen it, too.
    std::optional<int> finish_if_settled() {
        constexpr int kSettledFrames = 4;
        if (arguments_.screenshot.empty() && arguments_.exports.empty()) return std::nullopt;
        const bool found = app_->session.settled() && app_->texture.complete() && app_->thumbnails.idle();
        const bool measured = arguments_.measure == 0 || app_->session.measured();
        const bool settled = (found && measured) || app_->session.failed();
        settled_frames_ = settled ? settled_frames_ + 1 : 0;
        if (settled_frames_ < kSettledFrames) return std::nullopt;
        if (!arguments_.screenshot.empty()) {
            auto written = write_png(arguments_.screenshot, app_->window.read_back().view());
            if (!written) return report(written.error());
        }
        if (app_->session.failed()) {
            say(app_->session.error ? app_->session.error->text : "something went wrong.");
            return kFailed;
        }
        for (const std::string& file : arguments_.exports) {
            if (auto written = export_to(file, app_->session); !written) return report(written.error());
        }
        return kDone;
    }

    void remember() {
        SDL_Window* window = app_->window.handle();
        Settings settings = app_->settings;
        settings.maximized = (SDL_GetWindowFlags(window) & SDL_WINDOW_MAXIMIZED) != 0;
        if (!settings.maximized) {
            const SDL_Point bar = app_->window.frame();
            settings.place =
                place_to_ask_for(settings_.place, first_place_.value_or(place()), place(), {bar.x, bar.y});
            SDL_GetWindowSize(window, &settings.width, &settings.height);
        }
        settings.state = lab::to_query(app_->session.state);
        if (auto written = write_settings(settings_file(), settings); !written) say(written.error().message);
    }

    Place place() const {
        const SDL_Point at = app_->window.place();
        return {at.x, at.y};
    }

    const Arguments& arguments_;
    Settings settings_;
    std::optional<Place> first_place_;
    std::optional<App> app_;
    Events events_;
    FrameTimes frame_times_;
    bool remembers_ = false;
    int frames_ = 0;
    int settled_frames_ = 0;
};

}  // namespace
}  // namespace farsight::viewer

int main(int argc, char** argv) {
    try {
        farsight::viewer::Arguments arguments;
        if (const auto code = farsight::viewer::parse_arguments(argc, argv, arguments)) return *code;
        return farsight::viewer::Program(arguments).run();
    } catch (const std::exception& error) {
        farsight::viewer::say(error.what());
    }
    return farsight::viewer::kFailed;
}
