// Colours, type and measures, as on the page (web/src/lab/style/tokens.css). Blue and orange mean one thing
// each: found on the full frame, recovered by the pyramid.
#pragma once

#include <imgui.h>

#include <string>

namespace farsight::viewer {

struct Colours {
    ImU32 blue;
    ImU32 orange;
    ImU32 blue_ink;
    ImU32 orange_ink;
    ImU32 panel;
    ImU32 raised;
    ImU32 well;
    ImU32 line;
    ImU32 line_strong;
    ImU32 ink;
    ImU32 ink_2;
    ImU32 ink_3;
    ImU32 track;
    ImU32 thumb;
    ImU32 accent;
    ImU32 on_accent;
    ImU32 bad;
    ImU32 bad_ground;
    ImU32 stage;
    ImU32 good;
    ImU32 side_a;  ///< Two detectors that are compared have colours of their own:
    ImU32 side_b;  ///< blue and orange say something else.
};

/// Text sizes in pixels at 96 dots an inch.
struct Fonts {
    ImFont* text = nullptr;    ///< 13
    ImFont* small = nullptr;   ///< 12
    ImFont* strong = nullptr;  ///< 13, semi-bold: headings
    ImFont* figure = nullptr;  ///< 19, semi-bold
    ImFont* count = nullptr;   ///< 34, semi-bold
    ImFont* mono = nullptr;    ///< 12
    ImFont* chip = nullptr;    ///< 11, semi-bold: labels on the picture
};

Colours colours_of(bool dark);

/// Sets ImGui's own colours and measures, for what is not drawn by hand.
void apply_style(const Colours& colours, float scale);

/// Fills ImGui's atlas. `scale` is of window pixels, `density` counts screen pixels in a window pixel.
/// Without a system font ImGui's own is taken.
Fonts load_fonts(float scale, float density);

}  // namespace farsight::viewer
