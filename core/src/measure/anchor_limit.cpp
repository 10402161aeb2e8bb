#include "farsight/range.h"

namespace farsight {

std::vector<double> anchor_limit(const AnchorGrid& grid, Size input, double zoom_x, double zoom_y,
                                 double aspect, std::span<const double> heights_px) {
    std::vector<double> best;
    best.reserve(heights_px.size());
    for (const double height : heights_px) {
        best.push_back(best_anchor_iou(grid, input, height * aspect * zoom_x, height * zoom_y));
    }
    return best;
}

}  // namespace farsight
