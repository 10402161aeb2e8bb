#include "gl/window.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "gl/gl.h"

namespace farsight::viewer {
namespace {

constexpr Size kSmallest{640, 480};

bool has_display() {
    for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER"}) {
        if (const char* value = std::getenv(name); value != nullptr && *value != '\0') return true;
    }
    return false;
}

/// SDL's video drivers in its order, without the off-screen ones: SDL would fall back to them. Without
/// XDG_RUNTIME_DIR there is no Wayland, and its library would print an error.
std::string visible_drivers() {
    std::string list;
    for (int i = 0; i < SDL_GetNumVideoDrivers(); ++i) {
        const std::string name = SDL_GetVideoDriver(i);
        const bool unseen = name == "offscreen" || name == "dummy" || name == "evdev";
        const bool hopeless = name == "wayland" && std::getenv("XDG_RUNTIME_DIR") == nullptr;
        if (unseen || hopeless) continue;
        if (!list.empty()) list += ',';
        list += name;
    }
    return list;
}

tl::unexpected<Error> no_display(const char* why) {
    return fail(
        ErrorCode::kUnsupported,
        std::string("There is no display to open a window on (") + why +
            "). Start it in a desktop session, or use --screenshot FILE or --export FILE, which need none.");
}

/// Whether enough of a window's upper edge would be seen to take hold of it.
bool is_on_screen(SDL_Point place, Size size) {
    constexpr int kGrip = 80;
    const SDL_Rect edge = {place.x, place.y, size.width, 1};
    for (int i = 0; i < SDL_GetNumVideoDisplays(); ++i) {
        SDL_Rect screen;
        SDL_Rect seen;
        if (SDL_GetDisplayBounds(i, &screen) != 0) continue;
        if (SDL_IntersectRect(&edge, &screen, &seen) == SDL_TRUE && seen.w >= kGrip) return true;
    }
    return false;
}

void ask_for_context(bool es) {
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_PROFILE_MASK,
                        es ? SDL_GL_CONTEXT_PROFILE_ES : SDL_GL_CONTEXT_PROFILE_CORE);
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_MAJOR_VERSION, 3);
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_MINOR_VERSION, es ? 0 : 3);
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_FLAGS, es ? 0 : SDL_GL_CONTEXT_FORWARD_COMPATIBLE_FLAG);
    SDL_GL_SetAttribute(SDL_GL_DOUBLEBUFFER, 1);
    SDL_GL_SetAttribute(SDL_GL_DEPTH_SIZE, 0);
    SDL_GL_SetAttribute(SDL_GL_STENCIL_SIZE, 0);
}

}  // namespace

Result<std::unique_ptr<Window>> Window::open(const WindowOptions& options) {
    // A hint leaves what the person set in SDL_VIDEODRIVER as it is.
    const bool unseen = options.off_screen && !has_display();
    SDL_SetHint(SDL_HINT_VIDEODRIVER, unseen ? "offscreen" : visible_drivers().c_str());
    SDL_SetHint(SDL_HINT_VIDEO_X11_NET_WM_BYPASS_COMPOSITOR, "0");
    if (SDL_Init(SDL_INIT_VIDEO) != 0) return no_display(SDL_GetError());
    std::unique_ptr<Window> window(new Window);
    const bool created = (options.gl != "es" && window->create(options, false)) ||
                         (options.gl != "core" && window->create(options, true));
    if (!created) {
        return fail(ErrorCode::kUnsupported,
                    std::string("There is no OpenGL 3.3 or OpenGL ES 3.0 here (") + SDL_GetError() +
                        "). Install a graphics driver; Mesa's software renderer does too (Debian: "
                        "libgl1-mesa-dri).");
    }
    if (auto loaded = load_gl(); !loaded) return tl::unexpected(loaded.error());
    SDL_GL_SetSwapInterval(options.wait_for_screen ? 1 : 0);
    // A size that was asked for is kept.
    SDL_SetWindowMinimumSize(window->window_, std::min(kSmallest.width, options.size.width),
                             std::min(kSmallest.height, options.size.height));
    return window;
}

bool Window::create(const WindowOptions& options, bool es) {
    ask_for_context(es);
    const auto centre = static_cast<int>(SDL_WINDOWPOS_CENTERED);
    const SDL_Point place = options.place && is_on_screen(*options.place, options.size)
                                ? *options.place
                                : SDL_Point{centre, centre};
    Uint32 flags = SDL_WINDOW_OPENGL | SDL_WINDOW_RESIZABLE | SDL_WINDOW_ALLOW_HIGHDPI;
    if (options.maximized) flags |= SDL_WINDOW_MAXIMIZED;
    window_ = SDL_CreateWindow("Farsight", place.x, place.y, options.size.width, options.size.height, flags);
    if (window_ == nullptr) return false;
    context_ = SDL_GL_CreateContext(window_);
    es_ = es;
    if (context_ != nullptr) return true;
    SDL_DestroyWindow(window_);
    window_ = nullptr;
    return false;
}

Window::~Window() {
    if (context_ != nullptr) SDL_GL_DeleteContext(context_);
    if (window_ != nullptr) SDL_DestroyWindow(window_);
    SDL_Quit();
}

Size Window::size() const {
    Size size;
    SDL_GetWindowSize(window_, &size.width, &size.height);
    return size;
}

SDL_Point Window::place() const {
    SDL_Point place;
    SDL_GetWindowPosition(window_, &place.x, &place.y);
    return place;
}

SDL_Point Window::frame() const {
    int top = 0;
    int left = 0;
    if (SDL_GetWindowBordersSize(window_, &top, &left, nullptr, nullptr) != 0) return {0, 0};
    return {-left, -top};
}

Size Window::drawable() const {
    Size size;
    SDL_GL_GetDrawableSize(window_, &size.width, &size.height);
    return size;
}

float Window::density() const {
    return static_cast<float>(drawable().width) / static_cast<float>(std::max(1, size().width));
}

float Window::suggested_scale() const {
    // Where the system scales windows itself, pointer units are already of the right size.
    if (density() > 1.01F) return 1;
    float dpi = 96;
    const int display = std::max(0, SDL_GetWindowDisplayIndex(window_));
    if (SDL_GetDisplayDPI(display, nullptr, &dpi, nullptr) != 0) return 1;
    return std::clamp(std::round(dpi / 96 * 4) / 4, 1.0F, 3.0F);
}

Image Window::read_back() const {
    const Size size = drawable();
    std::vector<std::uint8_t> pixels(Image::bytes(size, 4));
    gl().pixel_storei(GL_PACK_ALIGNMENT, 1);
    gl().read_pixels(0, 0, size.width, size.height, GL_RGBA, GL_UNSIGNED_BYTE, pixels.data());
    Image image(size, 3);
    for (int y = 0; y < size.height; ++y) {
        // OpenGL's rows go up.
        const std::uint8_t* from = pixels.data() + Image::bytes({size.width, size.height - 1 - y}, 4);
        std::uint8_t* to = image.row(y);
        for (int x = 0; x < size.width; ++x, from += 4, to += 3) std::memcpy(to, from, 3);
    }
    return image;
}

}  // namespace farsight::viewer
