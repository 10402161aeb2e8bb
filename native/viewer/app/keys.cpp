// Keys, and the list of them that F1 shows.
#include <algorithm>
#include <array>
#include <utility>

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
    if (app.session.error) {
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
        app.ui.nudge(x, -y);
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

bool handle_help_key(App& app, SDL_Keycode key) {
    switch (key) {
        case SDLK_F1:
        case SDLK_ESCAPE:
        case SDLK_RETURN:
        case SDLK_KP_ENTER:
            app.show_help = false;
            return true;
        case SDLK_UP:
        case SDLK_PAGEUP:
            app.help_scroll = -1;
            return true;
        case SDLK_DOWN:
        case SDLK_PAGEDOWN:
            app.help_scroll = 1;
            return true;
        default:
            return true;
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
    const SDL_Keycode sym = key.keysym.sym;
    if (key.repeat != 0 && !repeats(sym)) return false;
    const bool control = (key.keysym.mod & (KMOD_CTRL | KMOD_GUI)) != 0;
    const bool shift = (key.keysym.mod & KMOD_SHIFT) != 0;
    if ((key.keysym.mod & KMOD_ALT) != 0) return false;
    if (control && sym == SDLK_q) return handle_control_key(app, sym);
    // What is open takes every key: none reaches what lies behind.
    if (app.browser.is_open()) return app.browser.take_key(app.ui, sym, shift);
    if (app.show_help) return handle_help_key(app, sym);
    if (app.ui.in_menu()) {
        if (const auto meant = list_key_of(sym)) app.ui.give_list(*meant);
        return true;
    }
    if (ImGui::GetIO().WantTextInput) return false;
    if (control) return handle_control_key(app, sym);
    if (sym == SDLK_TAB) {
        app.ui.move_focus(shift ? -1 : 1);
        return true;
    }
    return handle_arrow(app, sym, shift) || handle_plain_key(app, sym);
}

std::optional<ListKey> list_key_of(SDL_Keycode key) {
    switch (key) {
        case SDLK_UP:
        case SDLK_LEFT:
            return ListKey::kUp;
        case SDLK_DOWN:
        case SDLK_RIGHT:
            return ListKey::kDown;
        case SDLK_PAGEUP:
            return ListKey::kPageUp;
        case SDLK_PAGEDOWN:
            return ListKey::kPageDown;
        case SDLK_HOME:
            return ListKey::kFirst;
        case SDLK_END:
            return ListKey::kLast;
        case SDLK_RETURN:
        case SDLK_KP_ENTER:
        case SDLK_SPACE:
            return ListKey::kTake;
        case SDLK_ESCAPE:
            return ListKey::kClose;
        default:
            return std::nullopt;
    }
}

void draw_help(App& app) {
    constexpr const char* kHelpTitle = "Keys";
    Ui& ui = app.ui;
    if (app.show_help && !ImGui::IsPopupOpen(kHelpTitle)) ImGui::OpenPopup(kHelpTitle);
    const ImVec2 whole = ImGui::GetIO().DisplaySize;
    ImGui::SetNextWindowPos({whole.x / 2, whole.y / 2}, ImGuiCond_Always, {0.5F, 0.5F});
    ImGui::SetNextWindowSizeConstraints({0, 0}, {whole.x - ui.px(16), whole.y - ui.px(16)});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui.px(22), ui.px(18)});
    const bool shown = ImGui::BeginPopupModal(
        kHelpTitle, nullptr,
        ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoScrollbar |
            ImGuiWindowFlags_AlwaysAutoResize | ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoMove);
    ImGui::PopStyleVar();
    if (!shown) return;
    ui.dialog_begin();
    ui.text(ui.fonts.figure, ui.colours.ink, kHelpTitle);
    ImGui::Dummy({0, ui.px(6)});
    const float height = static_cast<float>(kKeys.size()) * (ImGui::GetTextLineHeight() + ui.px(6));
    ImGui::BeginChild("list",
                      {std::min(ui.px(452), whole.x - ui.px(68)), std::min(height, whole.y - ui.px(182))});
    if (const float way = std::exchange(app.help_scroll, 0.0F); way != 0)
        ImGui::SetScrollY(ImGui::GetScrollY() + way * 3 * ImGui::GetTextLineHeight());
    const float column = std::min(ui.px(176), ImGui::GetWindowWidth() * 0.44F);
    for (const KeyHelp& key : kKeys) {
        ui.text(ui.fonts.strong, ui.colours.ink, ui.fitted(ui.fonts.strong, key.keys, column - ui.px(6)));
        ImGui::SameLine(column);
        ui.text(ui.fonts.text, ui.colours.ink_2,
                ui.fitted(ui.fonts.text, key.what, ImGui::GetWindowWidth() - column - ui.px(12)));
    }
    ImGui::EndChild();
    ImGui::Dummy({0, ui.px(4)});
    ui.text(ui.fonts.small, ui.colours.ink_3,
            ui.fitted(ui.fonts.small, "Photos, folders and models can be dropped on the window.",
                      whole.x - ui.px(64)));
    if (ui.button({"help-close", "Close", ""}, {}, false, -1)) app.show_help = false;
    ui.note_place("help-window", ImGui::GetWindowPos(),
                  {ImGui::GetWindowPos().x + ImGui::GetWindowWidth(),
                   ImGui::GetWindowPos().y + ImGui::GetWindowHeight()});
    if (!app.show_help) ImGui::CloseCurrentPopup();
    ImGui::EndPopup();
}

}  // namespace farsight::viewer
