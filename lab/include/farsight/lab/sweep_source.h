// Pictures in which every object's class, place and distance is known: what a sweep measures on.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "farsight/evaluate.h"
#include "farsight/lab/recipe.h"
#include "farsight/model.h"
#include "farsight/scene.h"

namespace farsight::lab {

struct SweepFrame {
    Image image;
    std::vector<TruthBox> truths;   ///< `image` is not used.
    std::vector<Box> whole;         ///< By truth: hidden parts included.
    std::vector<double> distances;  ///< By truth, in the source's unit.
};

/// Buffers of one thread.
struct SweepLane {
    SceneRenderer renderer;
    RenderProgress progress{};  ///< Cancels a scene's rendering.
    GroundTruth truth;
    SweepFrame frame;
};

enum class SweepKind : std::uint8_t {
    kScenes,      ///< Distances are metres, objects stand anywhere.
    kSceneDolly,  ///< Metres; one object of each scene moves away, step by step.
    kPhotoDolly,  ///< Times the photo's own distance.
};

struct SweepSource {
    SweepKind kind = SweepKind::kScenes;
    SceneRecipe recipe;       ///< Of scenes; frame n of kScenes shows scene_options(recipe, n).
    std::string description;  ///< A JSON object; sources of equal descriptions give equal frames.
    std::vector<std::string> categories;
    std::vector<std::int32_t> category_of_label;  ///< By class index of the model; -1: none.
    std::vector<double> distance_edges;           ///< Bins of the range curve.
    double focal_px = 0;                          ///< 0 when it is unknown or differs from frame to frame.
    Size frame_size;                              ///< Empty when it differs from frame to frame.
    std::int64_t frames = 0;
    /// Frames of one group show the same scene or photo; the bootstrap draws them together.
    std::function<std::int32_t(std::int64_t frame)> group_of;
    std::function<Result<void>(std::int64_t frame, SweepLane& lane)> make;
};

/// `count` scenes. Classes that the model does not know are left out of them, unless the arguments name
/// classes. Fails as parse_recipe does, and with kMismatch when the model knows no class of scenes.
Result<SweepSource> scene_source(const RecipeArguments& arguments, std::int64_t count, const ModelCard& card);

/// The subject of `count` scenes at `steps` distances, evenly in their logarithm.
Result<SweepSource> scene_dolly_source(const RecipeArguments& arguments, std::int64_t count, int steps,
                                       const ModelCard& card);

/// Replaces the frame's ground truth by a scene's; objects that cannot count are ignored. `class_of_label` is
/// what scene_classes_of gives for the model.
void enter_truth(const GroundTruth& truth, std::span<const std::int32_t> class_of_label, SweepFrame& frame);

/// Step 0 of `steps` is `low`, the last one `high`, and neighbours have the same ratio.
double log_step(double low, double high, int step, int steps);

/// Ends of a range curve's bins: of equal ratio from `low` to `high`, or one bin around a single distance.
std::vector<double> distance_bins(double low, double high);

}  // namespace farsight::lab
