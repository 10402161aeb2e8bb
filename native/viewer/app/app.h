// The window's contents: what the panels share.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "app/arguments.h"
#include "app/browser.h"
#include "app/input.h"
#include "app/settings.h"
#include "gl/passes.h"
#include "gl/window.h"
#include "picture/view.h"
#include "proving/why_panel.h"
#include "state/session.h"
#include "widgets/thumbnails.h"
#include "widgets/ui.h"

namespace farsight::viewer {

/// Where the picture stands, and what the person does with it.
struct Picture {
    Point origin;  ///< Of the picture in the window.
    Point size{1, 1};
    Point second;  ///< Where the second of two pictures begins, from the origin of the first.
    std::optional<View> chosen_view;  ///< None fits the whole photo.
    std::optional<Choice> hovered;
    bool dragging = false;
    bool moved = false;  ///< Since the button went down.

    Point origin_of(lab::Detector detector) const {
        return detector == lab::Detector::kB ? Point{origin.x + second.x, origin.y + second.y} : origin;
    }
};

struct App {
    App(Window& shown_in, const Settings& remembered, const std::function<void()>& wake);

    Window& window;
    Settings settings;
    Session session;
    Ui ui;
    Passes passes;
    PhotoTexture texture;
    Thumbnails thumbnails;
    Browser browser;
    Input input;
    Picture picture;
    PatchTextures patches;
    float why_height = 0;  ///< What the closer look asks for.
    bool show_help = false;
    float help_scroll = 0;  ///< Asked for by a key: -1 up, 1 down.
    bool quit = false;
    std::string notice;       ///< Said in the status bar for a while.
    double notice_until = 0;  ///< In seconds of ImGui's clock.

    void say(std::string words);
    /// The photo's place in the picture; none while there is no photo.
    std::optional<View> view() const;
    bool compares() const {
        return session.state.compare && session.state.pyramid.enabled && !session.state.versus;
    }
    /// Where the divider stands in the picture; 0 when nothing is compared.
    float split() const {
        return compares() ? static_cast<float>(session.state.divider) * picture.size.x : 0;
    }
    void zoom_by(float factor, std::optional<Point> at = {});
    void pan_by(float dx, float dy);
    void change_scale(double scale);
    void toggle_theme();
    void save(const char* extension);
    void save_configurations();
    void copy_text(const std::string& text, const char* what);

    /// One whole frame, from ImGui's widgets to the card.
    void draw();

private:
    friend void begin_panel(App& app, const char* id, ImVec2 size, ImGuiWindowFlags flags);

    void load_look();
    void clear();
    void draw_panels();

    /// The largest size of the interface up to the one asked for with which the window's parts have room.
    void fit_scale();
    void draw_columns(ImVec2 whole);
    void draw_stacked(ImVec2 whole);

    double wanted_scale_ = 1;
    bool look_is_old_ = true;
    std::vector<Area> panels_;  ///< Of this frame.
};

/// A child window on the panels' ground. The ground is cleared rather than drawn, which software renderers do
/// many times faster. End it with ImGui::EndChild().
void begin_panel(App& app, const char* id, ImVec2 size, ImGuiWindowFlags flags = 0);

/// The page's link to this state.
std::string link_of(const State& state);

// The panels, each in a file of its own.
void draw_header(App& app, ImVec2 size);
void draw_controls(App& app, ImVec2 size);
/// The controls' sections without their panel.
void draw_control_sections(App& app);
void draw_scene_controls(App& app);
void draw_stage(App& app, ImVec2 size, bool with_status);
void draw_range(App& app, ImVec2 size);
/// How many objects are found, and everything else that is measured, without their panel.
void draw_counts(App& app);
void draw_range_sections(App& app);
void draw_status_bar(App& app, ImVec2 size);
void draw_confidence(App& app);
void draw_range_study(App& app);
void draw_truth_counts(App& app);
void draw_picture(App& app, ImVec2 size);
void draw_versus(App& app, ImVec2 size);
void draw_versus_controls(App& app);
/// An area at the cursor that moves, zooms and tells what is under the pointer. `side`: of a comparison;
/// kPyramid where one picture stands alone.
void take_pointer(App& app, const char* id, lab::Detector detector);
/// The closer look at the chosen object. Returns the height that it wants.
float draw_why(App& app, ImVec2 size);
/// Nearest anchor and receptive field around the chosen object.
void draw_reach(const App& app, const View& view);
/// The tools of the picture in a band of this width, in as many rows as they need.
void draw_toolbar(App& app, float width);
float toolbar_height(const App& app, float width);
void draw_overlay(App& app);
void paint_picture(App& app);
void draw_help(App& app);

/// What a key means to an open list; none: nothing.
std::optional<ListKey> list_key_of(SDL_Keycode key);

/// Handles keys that belong to no control. True when the key was used.
bool handle_key(App& app, const SDL_KeyboardEvent& key);

}  // namespace farsight::viewer
