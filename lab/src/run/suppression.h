// What merging did to the box of an object that was found before merging and not after it.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "farsight/evaluate.h"
#include "farsight/merge.h"
#include "farsight/scene_evaluation.h"

namespace farsight::lab {

/// One list of detections, and what it would be if no score were too low. The spans stay the caller's.
struct MergedEvidence {
    std::span<const Detection> shown;
    std::span<const Detection> all;
    std::span<const DetectionUse> use_of;          ///< By shown detection.
    std::span<const std::int32_t> class_of_label;  ///< By class index: the SceneClass, or -1.
    float min_score = 0;
};

/// One sentence.
std::string suppression_text(const TruthBox& object, const MergedEvidence& evidence);

}  // namespace farsight::lab
