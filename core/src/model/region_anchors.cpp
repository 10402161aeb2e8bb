#include <string>

#include "farsight/region_anchors.h"

namespace farsight {

Result<AnchorGrid> region_anchors(const AnchorGrid& trained, Size trained_size, const FreeSize& free,
                                  Size region) {
    const int more_x = region.width - trained_size.width;
    const int more_y = region.height - trained_size.height;
    AnchorGrid grid;
    grid.sized = trained.sized;
    for (std::size_t i = 0; i < free.strides_px.size(); ++i) {
        const int stride = free.strides_px[i];
        const AnchorLayer& from = trained.layers[i];
        AnchorLayer layer{from.rows + more_y / stride, from.columns + more_x / stride, from.per_cell,
                          static_cast<int>(grid.anchors.size())};
        if (more_x % stride != 0 || more_y % stride != 0 || layer.rows < 1 || layer.columns < 1) {
            return fail(ErrorCode::kInvalidArgument, "A region of " + std::to_string(region.width) + " by " +
                                                         std::to_string(region.height) +
                                                         " pixels is not one of the network's sizes.");
        }
        // The centre of the trained grid is the picture's: a cell's mean offset follows.
        const double offset_x = (trained_size.width - static_cast<double>(stride) * (from.columns - 1)) / 2;
        const double offset_y = (trained_size.height - static_cast<double>(stride) * (from.rows - 1)) / 2;
        for (int row = 0; row < layer.rows; ++row) {
            for (int column = 0; column < layer.columns; ++column) {
                for (int k = 0; k < layer.per_cell; ++k) {
                    const Anchor& shape = trained.anchors[static_cast<std::size_t>(from.first_anchor) +
                                                          static_cast<std::size_t>(k)];
                    Anchor anchor = shape;
                    anchor.cx =
                        static_cast<float>((offset_x + static_cast<double>(stride) * column) / region.width);
                    anchor.cy =
                        static_cast<float>((offset_y + static_cast<double>(stride) * row) / region.height);
                    if (grid.sized) {
                        anchor.width = static_cast<float>(static_cast<double>(shape.width) *
                                                          trained_size.width / region.width);
                        anchor.height = static_cast<float>(static_cast<double>(shape.height) *
                                                           trained_size.height / region.height);
                    }
                    grid.anchors.push_back(anchor);
                }
            }
        }
        grid.layers.push_back(layer);
    }
    return grid;
}

}  // namespace farsight
