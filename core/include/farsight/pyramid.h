// Plans which tiles of an image a network sees, and at which zoom.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "farsight/image.h"
#include "farsight/resize.h"
#include "farsight/result.h"

namespace farsight {

/// Which levels and tiles a plan has.
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

/// Sizes that the regions of a network of free size may have, in network pixels: the input's sides plus or
/// minus whole steps.
struct RegionSizes {
    int step_px = 32;  ///< Network pixels.
    /// Side of the largest object that the levels beyond the full frame own.
    double owned_px = 128;

    bool operator==(const RegionSizes&) const = default;
};

/// What the planner needs to know of a network.
struct PyramidInput {
    Size input;                        ///< The network's input in pixels.
    Resize resize = Resize::kStretch;  ///< How the full frame comes to that size.
    /// Side in input pixels of the smallest square object that an anchor reaches with IoU 0.5.
    double smallest_reach_px = 21;
    /// None: every region is a tile of the input's size.
    std::optional<RegionSizes> free = std::nullopt;
};

/// Edges of a region that lie inside the image and so may cut objects.
enum EdgeBits : std::uint8_t { kEdgeLeft = 1, kEdgeTop = 2, kEdgeRight = 4, kEdgeBottom = 8 };

/// A region: what one run of the network sees of one level. A tile in the narrow sense has the input's size.
struct Tile {
    int index = 0;  ///< Position in PyramidPlan::tiles.
    int level = 0;  ///< Position in PyramidPlan::levels.
    Rect region;    ///< Source pixels; reaches beyond the image where that is smaller than the region.
    std::uint8_t interior_edges = 0;  ///< EdgeBits.
    Size input = {};     ///< What the region becomes, in network pixels; empty: the card's input size.
    bool close = false;  ///< The close network (free_size.h) runs it.
};

/// One zoom of the pyramid.
struct Level {
    double zoom_x = 1;  ///< Network pixels per source pixel.
    double zoom_y = 1;  ///< The same, downwards.
    int columns = 1;    ///< Of the regions that cover all of it.
    int rows = 1;       ///< Tiles one below the other.
    /// In a plan of plan_pyramid its tiles are tiles[first_tile .. first_tile + columns * rows), row by row.
    /// -1 in the plan of a search, whose regions stand in the order in which they were called for.
    int first_tile = 0;

    /// Geometric mean of both axes.
    double zoom() const;
};

/// All that the network is to see of an image.
struct PyramidPlan {
    Size image;                 ///< Source pixels.
    Size input;                 ///< Network pixels of one tile.
    std::vector<Level> levels;  ///< From the full frame to the finest zoom.
    std::vector<Tile> tiles;    ///< Level by level.
    /// None for tiles.
    std::optional<RegionSizes> free = std::nullopt;

    /// Network pixels of a tile.
    Size input_of(const Tile& tile) const { return tile.input.width > 0 ? tile.input : input; }
    /// A tile's cost: its network pixels over those of the full frame.
    double cost(const Tile& tile) const;
    /// Cost of all tiles; where all are of the input's size, their number.
    double pixel_ratio() const;
};

/// Plans the full pyramid: all of every level. Fails with kInvalidArgument when an option is out of its
/// range, with check_size's errors for the image, and with kTooLarge beyond max_tiles.
Result<PyramidPlan> plan_pyramid(Size image, const PyramidInput& input, const PyramidOptions& options);

}  // namespace farsight
