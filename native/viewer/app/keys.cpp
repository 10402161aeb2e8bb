// Keys, and the list of them that F1 shows.
#include <algorithm>
#include <array>

#include "app/app.h"

namespace farsight::viewer {
namespace {

struct KeyHelp {
    const char* keys;
    const char* what;
};

constexpr std::array kKeys = {
    KeyHelp{"Left, Right", "Previous, next photo or scene"},
    KeyHelp{"G", "Photos or the proving ground"},
    KeyHelp{"Shift + arrows, drag", "Move the picture"},
    KeyHelp{"+, -, wheel", "Zoom at the pointer"},
    KeyHelp{"0", "Fit the picture"},
    KeyHelp{"Space", "Pyramid on, off"},
    KeyHelp{"C", "Compare with the full frame"},
    KeyHelp{"V", "Compare two detectors side by side"},
    KeyHelp{"T, L, M, R", "Tiles, labels, score map, reach"},
    KeyHelp{"Page up, Page down", "Level of the score map"},
    KeyHelp{"N, P, click", "Choose the next, previous object"},
    KeyHelp{"S", "Sweep the followed object's distance"},
    KeyHelp{"Esc", "Stop, dismiss, unfollow"},
    KeyHelp{"Tab, then arrows", "Move through the controls, change one"},
    KeyHelp{"Enter", "Press the control in focus"},
    KeyHelp{"Ctrl O", "Open a photo or a model"},
    KeyHelp{"Ctrl E, Ctrl J, Ctrl K", "Export picture, JSON, CSV"},
    KeyHelp{"Ctrl C", "Copy the command that does the same"},
    KeyHelp{"Ctrl +, Ctrl -, Ctrl 0", "Larger, smaller, as the screen asks"},
    KeyHelp{"D", "Dark, light"},
    KeyHelp{"Ctrl Q", "Quit"},
};

void step_score_level(App& app, int by) {
    const Findings* found = app.session.findings();
    if (found == nullptr) return;
    const int finest = static_cast<int>(found->plan->levels.size()) - 1;
    app.session.state.score_level = std::clamp(app.session.state.score_level + by, 0, finest);
    app.session.state.score_map = true;
}

void step_object(App& app, int by) {
    if (app.session.state.on_scene) {
        app.session.step_object(by);
    } else {
        app.session.step_followed(by);
    }
}

void escape(App& app) {
    if (app.show_help) {
        app.show_help = false;
    } else if (app.session.error) {
        app.session.error.reset();
    } else if (app.ui.has_focus()) {
        app.ui.clear_focus();
    } else if (app.session.followed()) {
        app.session.unfollow();
    } else if (app.session.working()) {
        app.session.stop();
    }
}

bool handle_control_key(App& app, SDL_Keycode key) {
    constexpr double kStep = 0.125;
    const auto scale = static_cast<double>(app.ui.scale);
    switch (key) {
        case SDLK_o:
            app.browser.open();
            return true;
        case SDLK_e:
            app.save(".png");
            return true;
        case SDLK_j:
            app.save(".json");
            return true;
        case SDLK_k:
            app.save(".csv");
            return true;
        case SDLK_c:
            app.copy_text(app.session.command(), "Command");
            return true;
        case SDLK_PLUS:
        case SDLK_EQUALS:
        case SDLK_KP_PLUS:
            app.change_scale(scale + kStep);
            return true;
        case SDLK_MINUS:
        case SDLK_KP_MINUS:
            app.change_scale(scale - kStep);
            return true;
        case SDLK_0:
            app.change_scale(static_cast<double>(app.window.suggested_scale()));
            return true;
        case SDLK_q:
            app.quit = true;
            return true;
        default:
            return false;
    }
}

bool handle_arrow(App& app, SDL_Keycode key, bool shift) {
    const float step = app.ui.px(60);
    const int x = key == SDLK_LEFT ? -1 : key == SDLK_RIGHT ? 1 : 0;
    const int y = key == SDLK_UP ? -1 : key == SDLK_DOWN ? 1 : 0;
    if (x == 0 && y == 0) return false;
    if (shift) {
        app.pan_by(static_cast<float>(-x) * step, static_cast<float>(-y) * step);
    } else if (app.ui.has_focus()) {
        app.ui.nudge(x - y);
    } else {
        app.session.step_photo(x + y);
    }
    return true;
}

bool handle_plain_key(App& app, SDL_Keycode key) {
    State& state = app.session.state;
    const auto flip = [](bool& flag) { flag = !flag; };
    switch (key) {
        case SDLK_F1:
            flip(app.show_help);
            return true;
        case SDLK_ESCAPE:
            escape(app);
            return true;
        case SDLK_RETURN:
        case SDLK_KP_ENTER:
            app.ui.press();
            return app.ui.has_focus();
        case SDLK_SPACE:
            flip(state.pyramid.enabled);
            return true;
        case SDLK_c:
            flip(state.compare);
            return true;
        case SDLK_v:
            flip(state.versus);
            return true;
        case SDLK_t:
            flip(state.tiles);
            return true;
        case SDLK_l:
            flip(state.labels);
            return true;
        case SDLK_m:
            flip(state.score_map);
            return true;
        case SDLK_r:
            flip(state.reach);
            return true;
        case SDLK_PAGEUP:
            step_score_level(app, 1);
            return true;
        case SDLK_PAGEDOWN:
            step_score_level(app, -1);
            return true;
        case SDLK_g:
            app.session.choose_source(!state.on_scene);
            return true;
        case SDLK_n:
            step_object(app, 1);
            return true;
        case SDLK_p:
            step_object(app, -1);
            return true;
        case SDLK_s:
            app.session.toggle_sweep();
            return true;
        case SDLK_d:
            app.toggle_theme();
            return true;
        case SDLK_PLUS:
        case SDLK_EQUALS:
        case SDLK_KP_PLUS:
            app.zoom_by(1.25F);
            return true;
        case SDLK_MINUS:
        case SDLK_KP_MINUS:
            app.zoom_by(0.8F);
            return true;
        case SDLK_0:
            app.picture.chosen_view.reset();
            return true;
        default:
            return false;
    }
}

/// A held key repeats steps, moves and zooms; every other action happens once.
bool repeats(SDL_Keycode key) {
    constexpr std::array kRepeating = {SDLK_LEFT,   SDLK_RIGHT,    SDLK_UP,    SDLK_DOWN,
                                       SDLK_PAGEUP, SDLK_PAGEDOWN, SDLK_TAB,   SDLK_PLUS,
                                       SDLK_EQUALS, SDLK_KP_PLUS,  SDLK_MINUS, SDLK_KP_MINUS,
                                       SDLK_n,      SDLK_p,        SDLK_HOME,  SDLK_END};
    return std::find(kRepeating.begin(), kRepeating.end(), key) != kRepeating.end();
}

}  // namespace

bool handle_key(App& app, const SDL_KeyboardEvent& key) {
    if (ImGui::GetIO().WantTextInput) return false;
    if (key.repeat != 0 && !repeats(key.keysym.sym)) return false;
    const bool control = (key.keysym.mod & (KMOD_CTRL | KMOD_GUI)) != 0;
    const bool shift = (key.keysym.mod & KMOD_SHIFT) != 0;
    if ((key.keysym.mod & KMOD_ALT) != 0) return false;
    if (control) return handle_control_key(app, key.keysym.sym);
    if (key.keysym.sym == SDLK_TAB) {
        app.ui.move_focus(shift ? -1 : 1);
        return true;
    }
    return handle_arrow(app, key.keysym.sym, shift) || handle_plain_key(app, key.keysym.sym);
}

void draw_help(App& app) {
    if (!app.show_help) return;
    Ui& ui = app.ui;
    const ImVec2 whole = ImGui::GetIO().DisplaySize;
    ImGui::SetNextWindowPos({whole.x / 2, whole.y / 2}, ImGuiCond_Always, {0.5F, 0.5F});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui.px(26), ui.px(22)});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 1);
    ImGui::Begin("keys", &app.show_help,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_AlwaysAutoResize |
                     ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoMove);
    ui.text(ui.fonts.figure, ui.colours.ink, "Keys");
    ImGui::Dummy({0, ui.px(8)});
    for (const KeyHelp& key : kKeys) {
        ui.text(ui.fonts.strong, ui.colours.ink, key.keys);
        ImGui::SameLine(ui.px(200));
        ui.text(ui.fonts.text, ui.colours.ink_2, key.what);
    }
    ImGui::Dummy({ui.px(440), ui.px(6)});
    ui.text(ui.fonts.small, ui.colours.ink_3, "Photos, folders and models can be dropped on the window.");
    ImGui::End();
    ImGui::PopStyleVar(2);
}

}  // namespace farsight::viewer
