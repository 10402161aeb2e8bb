// Covers a level, or what of it is wanted, with few regions of the sizes that a network of free size takes.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "farsight/pyramid.h"

namespace farsight {

/// EdgeBits of a region's edges inside the image.
std::uint8_t interior_edges(const Rect& region, Size image);

/// One level of a network of free size. Rectangles are in its network pixels unless they say otherwise.
class RegionFrame {
public:
    RegionFrame(Size image, Size input, const RegionSizes& sizes, double zoom);

    Size size() const { return size_; }
    double zoom() const { return zoom_; }

    /// The smallest width of the list that holds `length` pixels, and the smallest height.
    int fitting_width(int length) const { return fitting(length, input_.width); }
    int fitting_height(int length) const { return fitting(length, input_.height); }

    /// The region that holds a wanted rectangle with a margin on each side, where the image goes on. It lies
    /// inside the level, or around it evenly where it is larger.
    Rect around(const Rect& wanted) const;

    /// What a run costs, in pixels: those of the region and those that the start of a run is worth.
    static std::int64_t cost(const Rect& region);
    /// Whether a run may be so large.
    static bool allowed(const Rect& region);

    Tile tile(const Rect& region, int index, int level) const;

private:
    int fitting(int length, int input_side) const;

    Size image_;
    Size input_;
    int step_;
    double zoom_;
    Size size_;
};

struct RegionGrid {
    int columns = 1;
    int rows = 1;
    std::vector<Rect> regions;  ///< Row by row.
};

/// All of the level, in the grid of one size that costs least.
RegionGrid cover_all(const RegionFrame& frame);

/// The wanted rectangles, each in at least one region with its margin unless it is too large for any.
std::vector<Rect> cover_some(const RegionFrame& frame, std::span<const Rect> wanted);

}  // namespace farsight
