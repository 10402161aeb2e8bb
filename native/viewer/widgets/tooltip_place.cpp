#include "widgets/tooltip_place.h"

#include <algorithm>

namespace farsight::viewer {

Point tooltip_place(const Box& item, const Box& panel, Point size, Point whole, float gap) {
    const float lowest = std::max(gap, whole.y - size.y - gap);
    const float y = std::clamp(item.y0, gap, lowest);
    if (panel.x1 + 2 * gap + size.x <= whole.x) return {panel.x1 + gap, y};
    if (panel.x0 - 2 * gap - size.x >= 0) return {panel.x0 - gap - size.x, y};
    const float x = std::clamp(item.x0, gap, std::max(gap, whole.x - size.x - gap));
    if (item.y1 + 2 * gap + size.y <= whole.y) return {x, item.y1 + gap};
    return {x, item.y0 - gap - size.y};
}

}  // namespace farsight::viewer
