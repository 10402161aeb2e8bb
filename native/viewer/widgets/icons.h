// Line icons on a grid of 16, the page's.
#pragma once

#include <imgui.h>

#include <cstdint>

namespace farsight::viewer {

enum class Icon : std::uint8_t {
    kOpen,
    kPlus,
    kMinus,
    kFit,
    kTiles,
    kLabels,
    kCompare,
    kCopy,
    kLink,
    kSave,
    kSun,
    kMoon,
    kClose,
    kPlay,
    kStop,
    kHelp,
    kHeat,
    kDown,
    kNext,
    kReach,
};

/// Draws an icon whose grid's top left corner is at `place`; `unit` is a sixteenth of its side.
void draw_icon(ImDrawList& list, Icon icon, ImVec2 place, float unit, ImU32 colour);

}  // namespace farsight::viewer
