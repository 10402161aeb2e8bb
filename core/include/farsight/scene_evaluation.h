// Rendered scenes as evaluation takes them: which objects count, and which class of a model stands for them.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "farsight/attribution.h"
#include "farsight/decode.h"
#include "farsight/evaluate.h"
#include "farsight/merge.h"
#include "farsight/model.h"
#include "farsight/pyramid.h"
#include "farsight/scene.h"

namespace farsight {

/// Fraction of an object that must be in sight for it to count; `farsight render` marks what shows less as
/// crowds.
inline constexpr double kMinVisible = 0.25;

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
    std::vector<ScoredBox> boxes;      ///< With the SceneClass as category.
    std::vector<std::int32_t> places;  ///< By box: its index in the list.
};

/// Leaves out detections of other classes. Precondition: every label has its entry in `class_of_label`.
SceneDetections scene_detections(std::span<const Detection> detections,
                                 std::span<const std::int32_t> class_of_label, std::int32_t image);

/// What a detector made of one picture. The spans stay the caller's.
struct SceneAnswer {
    std::span<const Label> labels;          ///< Of the model.
    std::span<const Candidate> candidates;  ///< Before merging, of all tiles.
    std::span<const Detection> detections;  ///< After merging.
    std::span<const Tile> tiles;            ///< The plan's.
};

/// What a detection is worth once the truth is known.
enum class DetectionUse : std::uint8_t {
    kFound,    ///< It found an object that counts.
    kFalse,    ///< No object of its class is there, or another detection found it first.
    kIgnored,  ///< It lies on an object that does not count, since too little of it is in sight.
    kOther,    ///< Of a class that no object of a scene has: the scene says nothing of it.
};

/// A detector's answer beside what is really there.
struct SceneVerdict {
    std::vector<TruthBox> truths;            ///< By object id.
    std::vector<std::int32_t> detection_of;  ///< By object id: its detection; -1: none.
    std::vector<DetectionUse> use_of;        ///< By detection.
    std::vector<Miss> misses;                ///< Of the objects that count and were not found.
};

/// Who counts (kMinVisible), who was found, and why the others were missed. Fails as match does.
Result<SceneVerdict> judge_scene(const GroundTruth& truth, const SceneAnswer& answer, double min_score);

}  // namespace farsight
