// How far a region's word counts, by the size of the object: docs/merging.md gives the reasons.
#pragma once

#include <algorithm>
#include <cmath>

#include "farsight/box.h"
#include "farsight/pyramid.h"
#include "pyramid/share_inside.h"

namespace farsight {

/// What a box cut by a region's edge is worth beside a whole one.
inline constexpr float kCutWeight = 0.5F;
/// A region that holds this share of a box sees the object.
inline constexpr double kSeenShare = 0.95;
/// A part lies in a larger box by this share of itself.
inline constexpr float kPartIos = 0.7F;

/// Of one plan. An object's extent is its side as a share of the network's input, the geometric mean of both
/// axes, also in a region of another size.
class Trust {
public:
    explicit Trust(const PyramidPlan& plan) : plan_(plan) {
        if (!plan.free) return;
        const double side = std::sqrt(static_cast<double>(plan.input.width) * plan.input.height);
        close_owned_ = plan.free->owned_px / side;
        close_foreign_ = kForeignRatio * close_owned_;
    }

    double extent(const Box& box, const Tile& tile) const {
        const double share =
            std::sqrt(double{box.width()} / tile.region.width * box.height() / tile.region.height);
        return tile.close ? share * std::sqrt(plan_.cost(tile)) : share;
    }

    /// How far the region is to be believed on large objects; the full frame always is.
    double ownership(const Box& box, const Tile& tile) const {
        if (tile.level == 0) return 1;
        const double side = extent(box, tile);
        return tile.close ? 1 - ramp(side, close_owned_, close_foreign_)
                          : 1 - ramp(side, kOwnedExtent, kForeignExtent);
    }

    /// How much the region's word counts; nothing when it does not hold the object.
    double weight(const Box& box, const Tile& tile) const {
        if (share_inside(box, tile.region) < kSeenShare) return 0;
        return ramp(extent(box, tile), 0, kTrustedExtent) * ownership(box, tile);
    }

private:
    /// A tile beyond the full frame owns objects up to this share of its side ...
    static constexpr double kOwnedExtent = 0.6;
    /// ... and none beyond this one: what fills a tile is seen whole on a coarser level.
    static constexpr double kForeignExtent = 0.9;
    /// A region of the close network owns objects up to the largest anchor that it has, and none beyond this
    /// many times it.
    static constexpr double kForeignRatio = 1.5;
    /// An object of this share of the input, the smallest anchor of SSDs, is seen with full trust.
    static constexpr double kTrustedExtent = 0.1;

    /// 0 up to `from`, 1 from `to` on, linear between.
    static double ramp(double value, double from, double to) {
        return std::clamp((value - from) / (to - from), 0.0, 1.0);
    }

    const PyramidPlan& plan_;
    double close_owned_ = kOwnedExtent;
    double close_foreign_ = kForeignExtent;
};

}  // namespace farsight
