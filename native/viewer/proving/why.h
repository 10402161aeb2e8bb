// The closer look at the chosen object: what of it reaches the network, and what the network could take in.
#pragma once

#include <optional>
#include <span>

#include "farsight/closer_look.h"
#include "farsight/detector.h"
#include "farsight/scene.h"
#include "proving/judgement.h"
#include "proving/why_text.h"

namespace farsight::viewer {

/// Told once every tile is in; nobody changes it after that.
struct WhyView {
    int object = 0;  ///< Its id in the scene.
    Box box;         ///< What is visible of it, in source pixels.
    Size input;      ///< Of the network.
    CloserLook look;
    double field_full_frame_px = 0;  ///< Side of what a cell of the nearest anchor sees; 0: unknown.
    double field_best_px = 0;
};

/// What a closer look needs.
struct WhySubject {
    const ModelCard& card;
    const TiledDetector& detector;  ///< Whose plan and anchors count.
    const PyramidOptions& pyramid;
    Filter filter;
    const ImageView& image;
    std::span<const double> fields_px;  ///< By layer of anchors; empty: unknown.
};

/// The best zoom is the pyramid's, even while that is off. Fails as look_closer does, and with
/// kInvalidArgument when nothing of the object is in sight.
Result<WhyView> explain(const WhySubject& subject, const ObjectTruth& object);

/// What the verdicts say of an object, with the scores of what found it.
WhyCase case_of(const Judgement& judgement, const ObjectTruth& object, std::span<const Detection> full_frame,
                std::span<const Detection> pyramid, bool pyramid_on);

/// Boxes around the object in source pixels, as the full frame has them.
struct ReachBoxes {
    std::optional<Box> anchor;  ///< The nearest.
    std::optional<Box> field;   ///< What a cell of its feature map sees.
};
ReachBoxes reach_of(const WhyView& why);

}  // namespace farsight::viewer
