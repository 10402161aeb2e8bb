// Masks as COCO writes them: lengths of runs.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "annotations/builder.h"

namespace farsight::annotations {

/// Collects "size" (height, then width) and "counts" of a mask: runs off and on by turns, column by column.
/// "counts" may be a list of numbers, or the text that pycocotools packs them into (maskApi.c, rleToString).
class RunLengthMask {
public:
    void add_side(double pixels) { sides_.push_back(pixels); }
    void add_run(double pixels) { runs_.push_back(pixels); }
    void add_text(std::string_view counts);

    /// Adds the extent of what is on. A mask that is empty or contradicts itself adds nothing.
    void add_extent(Extent& extent) const;

private:
    std::vector<double> sides_;
    std::vector<double> runs_;
};

}  // namespace farsight::annotations
