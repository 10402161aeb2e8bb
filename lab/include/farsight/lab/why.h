// The closer look at one object: what of it reaches the network, and what the network could take in.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "farsight/closer_look.h"
#include "farsight/detector.h"

namespace farsight::lab {

/// What a closer look needs.
struct WhySubject {
    const ModelCard& card;
    const TiledDetector& detector;  ///< Whose plan and anchors count.
    const PyramidOptions& pyramid;
    Filter filter;
    const ImageView& image;
    std::span<const double> fields_px;  ///< Receptive field by layer of anchors; empty: unknown.
};

struct WhyView {
    int object = -1;  ///< Its id in the scene; -1: a detection of a photo.
    Box box;          ///< What is visible of it, in source pixels.
    Size input;       ///< Of the network.
    CloserLook look;
    double field_full_frame_px = 0;  ///< Side of what a cell of the nearest anchor sees; 0: unknown.
    double field_best_px = 0;
};

/// Looks at what is visible of an object. The best zoom is the pyramid's, even while that is off. Fails as
/// look_closer does, and with kInvalidArgument when nothing of the object is in sight.
Result<WhyView> explain(const WhySubject& subject, const Box& visible, int object = -1);

/// Boxes around the object in source pixels, as the full frame has them.
struct ReachBoxes {
    std::optional<Box> anchor;  ///< The nearest.
    std::optional<Box> field;   ///< What a cell of its feature map sees.
};
ReachBoxes reach_of(const WhyView& why);

/// Network pixels: one digit after the point under ten.
std::string pixels_text(double value);
/// "0.23×", or both axes where they differ.
std::string zoom_text(const Look& look);

}  // namespace farsight::lab
