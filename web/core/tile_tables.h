// What a shader needs to know of a batch's tiles: the resampling weights of the core, packed into integers.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "farsight/pyramid.h"
#include "farsight/resample.h"

namespace farsight::web {

/// Integers of a tile's header: eight for its columns, then eight for its rows.
inline constexpr std::size_t kTableHeader = 16;

/// Places in an axis' half of the header.
enum TableField : std::size_t {
    kFirstOutput,  ///< First output pixel whose centre lies inside the image.
    kLastOutput,   ///< One beyond the last.
    kSource,       ///< First image pixel that any output looks at.
    kSpan,         ///< Image pixels from there that any output looks at.
    kTaps,         ///< Weights of each output pixel.
    kStarts,       ///< Where in the table each output's first tap is told, counted from kSource.
    kWeights,      ///< Where in the table the weights lie, kTaps an output.
    kMiddle,       ///< Columns only: where the tile's pixels between the passes begin; rows: unused.
};

/// Replaces `table` with a header for each tile, and the starts and weights that the headers point to.
void pack_tile_tables(std::span<const Tile> tiles, Size image, Size input, Filter filter,
                      std::vector<std::int32_t>& table);

}  // namespace farsight::web
