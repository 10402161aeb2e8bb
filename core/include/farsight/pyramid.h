// Plans which tiles of an image a network sees, and at which zoom.
#pragma once

#include <cstdint>
#include <vector>

#include "farsight/image.h"
#include "farsight/resize.h"
#include "farsight/result.h"

namespace farsight {

struct PyramidOptions {
    /// False plans the full-frame level alone, whatever the other fields say.
    bool enabled = true;
    /// Levels with the full frame counted, 1 to 8; 0 lets `auto` decide.
    int levels = 0;
    /// Zoom of the finest level in network pixels per source pixel, 0.01 to 8; 0 lets `auto` decide.
    double finest_zoom = 0;
    /// Least overlap of neighbouring tiles, as a fraction of a tile, 0 to 0.75.
    double overlap = 0.25;
    /// Smallest object worth finding, in source pixels; `auto` zooms until the smallest anchor reaches it.
    double smallest_object_px = 12;
    /// Most tiles a plan may have; `auto` stays within it, an explicit plan beyond it fails with kTooLarge.
    int max_tiles = 4096;

    bool operator==(const PyramidOptions&) const = default;
};

/// What the planner needs to know of a network.
struct PyramidInput {
    Size input;  ///< The network's input in pixels.
    Resize resize = Resize::kStretch;
    /// Side in input pixels of the smallest square object that an anchor reaches with IoU 0.5.
    double smallest_reach_px = 21;
};

/// Tile edges that lie inside the image and so may cut objects.
enum EdgeBits : std::uint8_t { kEdgeLeft = 1, kEdgeTop = 2, kEdgeRight = 4, kEdgeBottom = 8 };

struct Tile {
    int index = 0;  ///< Position in PyramidPlan::tiles.
    int level = 0;  ///< Position in PyramidPlan::levels.
    Rect region;    ///< Source pixels; reaches beyond the image where that is smaller than the tile.
    std::uint8_t interior_edges = 0;  ///< EdgeBits.
};

struct Level {
    double zoom_x = 1;  ///< Network pixels per source pixel.
    double zoom_y = 1;
    int columns = 1;
    int rows = 1;
    int first_tile = 0;  ///< Its tiles are tiles[first_tile .. first_tile + columns * rows), row by row.

    /// Geometric mean of both axes.
    double zoom() const;
};

struct PyramidPlan {
    Size image;
    Size input;
    std::vector<Level> levels;  ///< From the full frame to the finest zoom.
    std::vector<Tile> tiles;    ///< Level by level.
    /// Cost: network pixels of all tiles over those of the full frame, that is the number of tiles.
    double pixel_ratio() const { return static_cast<double>(tiles.size()); }
};

/// Plans the pyramid. Fails with kInvalidArgument when an option is out of its range, with
/// check_size's errors for the image, and with kTooLarge beyond max_tiles.
Result<PyramidPlan> plan_pyramid(Size image, const PyramidInput& input, const PyramidOptions& options);

}  // namespace farsight
