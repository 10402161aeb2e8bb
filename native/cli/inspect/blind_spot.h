// How small an object may be before no anchor can hold it.
#pragma once

#include <string>
#include <vector>

#include "farsight/anchors.h"
#include "farsight/model.h"
#include "farsight/result.h"

namespace farsight::cli {

struct BlindSpot {
    std::string name;
    Size image;
    /// Side in source pixels of the smallest square object that some anchor can reach with IoU 0.5 on the
    /// full-frame level; 0 when the anchors have no sizes.
    double full_frame_px = 0;
    double tiled_px = 0;  ///< The same on the finest level of the default pyramid.
    int tiles = 0;
    int levels = 0;
};

/// One row each for 720p, 1080p and 4K. Fails as TiledDetector::create does.
Result<std::vector<BlindSpot>> find_blind_spots(const ModelCard& card, const AnchorGrid& grid);

}  // namespace farsight::cli
