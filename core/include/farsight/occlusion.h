// Effective receptive fields: the part of the input that a score depends on, measured by hiding one square
// after another.
#pragma once

#include <span>

#include "farsight/box.h"
#include "farsight/image.h"

namespace farsight {

/// Squares that tile the input, row by row; the last ones of a row or column may be cut by its edge.
struct OcclusionGrid {
    Size input;         ///< The network's input in pixels.
    int patch_px = 20;  ///< Side of a square, at least 1.

    int columns() const { return (input.width + patch_px - 1) / patch_px; }  ///< Squares of a row.
    int rows() const { return (input.height + patch_px - 1) / patch_px; }    ///< Rows of squares.
    int count() const { return columns() * rows(); }                         ///< All squares.
    /// The part of the input that square `index` hides.
    Rect patch(int index) const;
};

/// The part of the input that holds `share` of all that hiding it costs: from the whole input, the row or
/// column of squares at the border that costs least is taken away for as long as the rest holds the share
/// (the left, right, upper, lower one of equals). `drops` has the score's loss for each square; gains count
/// as 0. An empty box when nothing costs anything. Precondition: drops has grid.count() values, share is in
/// (0, 1].
Box effective_field(const OcclusionGrid& grid, std::span<const double> drops, double share = 0.9);

}  // namespace farsight
