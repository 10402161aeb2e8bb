// The window and its OpenGL context.
#pragma once

#include <SDL.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "farsight/image.h"
#include "farsight/result.h"

namespace farsight::viewer {

struct WindowOptions {
    std::optional<SDL_Point> place;  ///< None, or one that is on no screen: let the system choose.
    Size size{1440, 900};
    bool maximized = false;
    std::string gl = "auto";  ///< auto, core or es.
    bool off_screen = false;  ///< Needs no display where the system can do without.
    bool wait_for_screen = true;
};

class Window {
public:
    /// Fails with kUnsupported and a sentence when there is no display, or no OpenGL 3.3 or ES 3.0.
    static Result<std::unique_ptr<Window>> open(const WindowOptions& options);
    Window(const Window&) = delete;
    Window& operator=(const Window&) = delete;
    ~Window();

    SDL_Window* handle() const { return window_; }
    SDL_GLContext context() const { return context_; }
    /// In front of a shader.
    std::string_view prelude() const { return es_ ? kEsPrelude : kCorePrelude; }
    /// What ImGui calls the dialect.
    const char* dialect() const { return es_ ? "#version 300 es" : "#version 330 core"; }
    /// In the units of pointer events.
    Size size() const;
    /// Of the top left corner, on the screen.
    SDL_Point place() const;
    /// Where the frame that the window manager draws begins, from that corner: negative or 0.
    SDL_Point frame() const;
    /// In pixels of the screen.
    Size drawable() const;
    /// Screen pixels in a window pixel.
    float density() const;
    /// How much larger than at 96 dots an inch things should be, in quarters.
    float suggested_scale() const;
    void swap() { SDL_GL_SwapWindow(window_); }
    /// What was drawn, before it is swapped.
    Image read_back() const;

private:
    static constexpr std::string_view kCorePrelude = "#version 330 core\n";
    static constexpr std::string_view kEsPrelude =
        "#version 300 es\nprecision highp float;\nprecision highp int;\nprecision mediump sampler2D;\n";

    Window() = default;
    bool create(const WindowOptions& options, bool es);

    SDL_Window* window_ = nullptr;
    SDL_GLContext context_ = nullptr;
    bool es_ = false;
};

}  // namespace farsight::viewer
