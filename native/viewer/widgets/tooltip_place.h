// Where a tooltip stands.
#pragma once

#include "farsight/box.h"
#include "picture/view.h"

namespace farsight::viewer {

/// The top left corner of a tooltip of `size`, in a window of the size `whole`: beside the item's `panel`, to
/// its right or else to its left; where neither has room under the item, or else above it. `gap` lies
/// between. It covers no part of the item.
Point tooltip_place(const Box& item, const Box& panel, Point size, Point whole, float gap);

}  // namespace farsight::viewer
