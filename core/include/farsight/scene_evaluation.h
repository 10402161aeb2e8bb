// Rendered scenes as evaluation takes them: which objects count, and which class of a model stands for them.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "farsight/evaluate.h"
#include "farsight/merge.h"
#include "farsight/model.h"
#include "farsight/scene.h"

namespace farsight {

/// By class index of a model: the SceneClass that it stands for, or -1. A label stands for a class when its
/// name or its COCO category is the class' name; upper and lower case are equal.
std::vector<std::int32_t> scene_classes_of(std::span<const Label> labels);

/// Appends one TruthBox an object, by id: its visible box, with the SceneClass as category. Ignored are
/// objects of which less than `min_visible_fraction` is in sight, in [0, 1], and those of a class that no
/// entry of `class_of_label` names, since the model cannot know them.
void append_truths(const GroundTruth& truth, std::span<const std::int32_t> class_of_label,
                   double min_visible_fraction, std::int32_t image, std::vector<TruthBox>& out);

/// Detections that stand for a class of scenes, and where each stood in the list.
struct SceneDetections {
    std::vector<ScoredBox> boxes;
    std::vector<std::int32_t> places;
};

/// Leaves out detections of other classes. Precondition: every label has its entry in `class_of_label`.
SceneDetections scene_detections(std::span<const Detection> detections,
                                 std::span<const std::int32_t> class_of_label, std::int32_t image);

}  // namespace farsight
