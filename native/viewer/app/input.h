// From the window system's events to frames. Frames may be slow and events fast: no frame gets more than a
// control can tell apart.
#pragma once

#include <SDL.h>

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace farsight::viewer {

struct App;

class Input {
public:
    /// Takes the events that the next frame can answer: a press or release of a button alone, where the
    /// pointer was then, and keys up to one that a control answers. Returns whether there were any.
    bool take(App& app);

    /// Gives ImGui the pointer and its buttons as of the events that were taken. After the back end's new
    /// frame, which asks the window system how they are now.
    void tell_gui() const;

private:
    void take_one(App& app, const SDL_Event& event);
    void take_drop(App& app, const SDL_Event& event);

    bool has_pointer_ = false;
    float x_ = 0;
    float y_ = 0;
    std::array<bool, 3> buttons_{};
    std::optional<std::vector<std::string>> drop_;  ///< Files of a drop that goes on.
};

}  // namespace farsight::viewer
