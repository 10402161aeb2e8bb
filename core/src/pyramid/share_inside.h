// How much of a box a region holds.
#pragma once

#include "farsight/box.h"
#include "farsight/image.h"

namespace farsight {

/// Share of the box that lies in the region, in [0, 1]; 0 for an empty box.
inline double share_inside(const Box& box, const Rect& region) {
    if (box.empty()) return 0;
    const Box area{static_cast<float>(region.x), static_cast<float>(region.y),
                   static_cast<float>(region.x + region.width), static_cast<float>(region.y + region.height)};
    return double{intersection_area(box, area)} / double{box.area()};
}

}  // namespace farsight
