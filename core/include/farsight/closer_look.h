// Why an object is seen or missed: what of it reaches the network, at the full frame and at the best zoom.
#pragma once

#include <span>
#include <vector>

#include "farsight/anchors.h"
#include "farsight/box.h"
#include "farsight/image.h"
#include "farsight/model.h"
#include "farsight/onnx_fields.h"
#include "farsight/pyramid.h"
#include "farsight/resample.h"

namespace farsight {

/// One zoom's view of the object.
struct Look {
    int level = 0;               ///< Of the plan; 0 is the full frame.
    double zoom_x = 1;           ///< Network pixels per source pixel.
    double zoom_y = 1;           ///< The same, downwards.
    Image patch;                 ///< The very pixels the network receives, RGB, before normalisation.
    double width_px = 0;         ///< Of the object, in network pixels.
    double height_px = 0;        ///< The same.
    int anchor = -1;             ///< The nearest; -1: none is known.
    double anchor_iou = 0;       ///< Best IoU of an anchor with the object, in [0, 1].
    float anchor_width_px = 0;   ///< Of the nearest, in network pixels.
    float anchor_height_px = 0;  ///< The same.
    int layer = -1;              ///< Of the nearest, in the grid.
    std::vector<double> energy;  ///< spatial_energy of the patch.
};

/// Both views of one object.
struct CloserLook {
    Box region;                  ///< What the patches show, in source pixels.
    double cycles_per_side = 1;  ///< Multiplies a harmonic into cycles along the object's height.
    Look full_frame;             ///< At level 0.
    Look best;  ///< Where the object comes nearest to an anchor; the full frame itself may be that.
};

/// Looks at a box of the image. The plan's first level is the full frame. Fails with kInvalidArgument when
/// the box has no area within the image, and as the preprocessor does.
Result<CloserLook> look_closer(const ModelCard& card, const AnchorGrid& anchors, const PyramidPlan& plan,
                               const ImageView& image, Filter filter, const Box& box);

/// Side of the receptive field of each layer of anchors in network pixels, the geometric mean of both axes;
/// empty when no head has a feature map a layer.
std::vector<double> anchor_fields_px(std::span<const HeadFields> heads, const AnchorGrid& anchors);

}  // namespace farsight
