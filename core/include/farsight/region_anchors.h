// Anchors of a network of free size, for regions of other sizes than the card's.
#pragma once

#include "farsight/anchors.h"
#include "farsight/model.h"
#include "farsight/result.h"

namespace farsight {

/// Anchors of the close network for a region of this size. A layer's cells go on at its stride from where
/// they stand, on average, at the card's size; sizes in pixels stay.
/// `trained` is the card's grid. Fails with kInvalidArgument when a side is not one of the network's.
Result<AnchorGrid> region_anchors(const AnchorGrid& trained, Size trained_size, const FreeSize& free,
                                  Size region);

}  // namespace farsight
