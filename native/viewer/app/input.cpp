#include "app/input.h"

#include <imgui.h>
#include <imgui_impl_sdl.h>

#include <optional>

#include "app/app.h"

namespace farsight::viewer {
namespace {

bool is_button(const SDL_Event& event) {
    return event.type == SDL_MOUSEBUTTONDOWN || event.type == SDL_MOUSEBUTTONUP;
}

bool is_key(const SDL_Event& event) {
    return event.type == SDL_KEYDOWN || event.type == SDL_KEYUP;
}

/// ImGui's number of a button.
std::optional<std::size_t> button_index(Uint8 button) {
    switch (button) {
        case SDL_BUTTON_LEFT:
            return 0;
        case SDL_BUTTON_RIGHT:
            return 1;
        case SDL_BUTTON_MIDDLE:
            return 2;
        default:
            return std::nullopt;
    }
}

}  // namespace

bool Input::take(App& app) {
    bool any = false;
    SDL_Event event;
    SDL_PumpEvents();
    const auto next = [&](SDL_eventaction action) {
        return SDL_PeepEvents(&event, 1, action, SDL_FIRSTEVENT, SDL_LASTEVENT) == 1;
    };
    while (!app.ui.has_key() && !app.browser.needs_frame() && next(SDL_PEEKEVENT)) {
        // Earlier events get a frame of their own, since the pointer may have been at another place.
        if (is_button(event) && any) break;
        if (!next(SDL_GETEVENT)) break;
        any = true;
        take_one(app, event);
        // A text field looks at which keys are down once a frame.
        if (is_button(event) || (is_key(event) && ImGui::GetIO().WantTextInput)) break;
    }
    return any;
}

void Input::take_one(App& app, const SDL_Event& event) {
    ImGui_ImplSDL2_ProcessEvent(&event);
    switch (event.type) {
        case SDL_QUIT:
            app.quit = true;
            break;
        case SDL_KEYDOWN:
            handle_key(app, event.key);
            break;
        case SDL_MOUSEMOTION:
            has_pointer_ = true;
            x_ = static_cast<float>(event.motion.x);
            y_ = static_cast<float>(event.motion.y);
            break;
        case SDL_MOUSEBUTTONDOWN:
        case SDL_MOUSEBUTTONUP:
            has_pointer_ = true;
            x_ = static_cast<float>(event.button.x);
            y_ = static_cast<float>(event.button.y);
            if (const auto index = button_index(event.button.button))
                buttons_[*index] = event.type == SDL_MOUSEBUTTONDOWN;
            break;
        case SDL_WINDOWEVENT:
            if (event.window.event == SDL_WINDOWEVENT_FOCUS_LOST) buttons_ = {};
            if (event.window.event == SDL_WINDOWEVENT_LEAVE) has_pointer_ = false;
            break;
        case SDL_DROPBEGIN:
        case SDL_DROPFILE:
        case SDL_DROPCOMPLETE:
            take_drop(app, event);
            break;
        default:
            break;
    }
}

/// Files of one drop belong together: they come one by one between its beginning and its end.
void Input::take_drop(App& app, const SDL_Event& event) {
    if (event.type == SDL_DROPBEGIN) drop_.emplace();
    if (event.type == SDL_DROPFILE && event.drop.file != nullptr) {
        const std::string file = event.drop.file;
        SDL_free(event.drop.file);
        if (drop_) {
            drop_->push_back(file);
        } else {
            app.session.drop({file});
        }
    }
    if (event.type == SDL_DROPCOMPLETE && drop_) {
        app.session.drop(*drop_);
        drop_.reset();
    }
}

void Input::tell_gui() const {
    ImGuiIO& io = ImGui::GetIO();
    const bool held = buttons_[0] || buttons_[1] || buttons_[2];
    if (has_pointer_ || held) io.MousePos = {x_, y_};
    for (std::size_t i = 0; i < buttons_.size(); ++i) io.MouseDown[i] = buttons_[i];
}

}  // namespace farsight::viewer
