// Which regions of a plan may hold a box: those that overlap the cell of its centre.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

#include "farsight/box.h"
#include "farsight/pyramid.h"

namespace farsight {

class TileLookup {
public:
    /// `looked` has one entry a tile, 0 for one that did not run; empty: all ran.
    void reset(const PyramidPlan& plan, std::span<const std::uint8_t> looked) {
        image_ = plan.image;
        side_ =
            std::clamp(static_cast<int>(std::sqrt(static_cast<double>(plan.tiles.size()))), 1, kMostCells);
        starts_.assign(static_cast<std::size_t>(side_) * static_cast<std::size_t>(side_) + 1, 0);
        // Twice over the tiles: to count each cell's, then to lay them down.
        for (const Tile& tile : plan.tiles) {
            if (ran(tile, looked)) each_cell(tile.region, [&](std::size_t cell) { ++starts_[cell + 1]; });
        }
        for (std::size_t cell = 1; cell < starts_.size(); ++cell) starts_[cell] += starts_[cell - 1];
        tiles_.resize(static_cast<std::size_t>(starts_.back()));
        next_.assign(starts_.begin(), starts_.end() - 1);
        for (const Tile& tile : plan.tiles) {
            if (!ran(tile, looked)) continue;
            each_cell(tile.region, [&](std::size_t cell) {
                tiles_[static_cast<std::size_t>(next_[cell]++)] = tile.index;
            });
        }
    }

    /// In order of the plan.
    std::span<const std::int32_t> near(const Box& box) const {
        const int x = cell_of((box.x0 + box.x1) / 2, image_.width);
        const int y = cell_of((box.y0 + box.y1) / 2, image_.height);
        const auto cell = static_cast<std::size_t>(y * side_ + x);
        return std::span(tiles_).subspan(static_cast<std::size_t>(starts_[cell]),
                                         static_cast<std::size_t>(starts_[cell + 1] - starts_[cell]));
    }

private:
    static constexpr int kMostCells = 64;

    static bool ran(const Tile& tile, std::span<const std::uint8_t> looked) {
        return looked.empty() || looked[static_cast<std::size_t>(tile.index)] != 0;
    }

    int cell_of(float at, int side) const {
        return std::clamp(static_cast<int>(at * static_cast<float>(side_) / static_cast<float>(side)), 0,
                          side_ - 1);
    }

    template <class On>
    void each_cell(const Rect& region, On&& on) const {
        const int x0 = cell_of(static_cast<float>(region.x), image_.width);
        const int y0 = cell_of(static_cast<float>(region.y), image_.height);
        const int x1 = cell_of(static_cast<float>(region.x + region.width), image_.width);
        const int y1 = cell_of(static_cast<float>(region.y + region.height), image_.height);
        for (int y = y0; y <= y1; ++y) {
            for (int x = x0; x <= x1; ++x) on(static_cast<std::size_t>(y * side_ + x));
        }
    }

    Size image_;
    int side_ = 1;
    std::vector<std::int32_t> starts_;
    std::vector<std::int32_t> next_;
    std::vector<std::int32_t> tiles_;
};

}  // namespace farsight
