// What is known of the thing under the pointer, in a box beside it.
#pragma once

#include <span>
#include <string>
#include <utility>

#include "app/app.h"

namespace farsight::viewer {

using DetailLine = std::pair<const char*, std::string>;

/// Beside `box` of a detector's picture, in the picture's points; left of it where the right has no room.
void draw_detail_box(const App& app, lab::Detector detector, const Box& box, const std::string& title,
                     ImU32 ink, std::span<const DetailLine> lines);

}  // namespace farsight::viewer
