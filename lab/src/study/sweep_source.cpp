#include "farsight/lab/sweep_source.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "farsight/range.h"
#include "farsight/scene_evaluation.h"

namespace farsight::lab {
namespace {

constexpr int kDistanceBins = 12;

std::vector<double> log_edges(double low, double high, int bins) {
    std::vector<double> edges;
    for (int i = 0; i <= bins; ++i) edges.push_back(log_step(low, high, i, bins + 1));
    // The farthest object belongs to the last bin.
    edges.back() *= 1 + 1e-9;
    return edges;
}

Result<RecipeArguments> with_known_classes(RecipeArguments arguments,
                                           std::span<const std::int32_t> class_of_label) {
    std::string known;
    for (int c = 0; c < kSceneClassCount; ++c) {
        if (std::find(class_of_label.begin(), class_of_label.end(), c) == class_of_label.end()) continue;
        if (!known.empty()) known += ',';
        known += name_of(static_cast<SceneClass>(c));
    }
    if (known.empty()) {
        return fail(ErrorCode::kMismatch,
                    "the model knows none of car, person, cyclist, traffic cone and stop sign.");
    }
    if (arguments.classes.empty()) arguments.classes = known;
    return arguments;
}

Result<SweepSource> scenes_with(const RecipeArguments& given, const ModelCard& card) {
    SweepSource source;
    source.category_of_label = scene_classes_of(card.labels);
    const auto arguments = with_known_classes(given, source.category_of_label);
    if (!arguments) return tl::unexpected(arguments.error());
    auto parsed = parse_recipe(*arguments);
    if (!parsed) return tl::unexpected(parsed.error());
    source.recipe = std::move(*parsed);
    const SceneRecipe& recipe = source.recipe;
    for (int c = 0; c < kSceneClassCount; ++c)
        source.categories.emplace_back(name_of(static_cast<SceneClass>(c)));
    source.frame_size = recipe.fixed.size;
    if (recipe.field_of_view_deg.low == recipe.field_of_view_deg.high) {
        const auto focal = focal_length_px(recipe.fixed.size.width, recipe.field_of_view_deg.low);
        if (!focal) return tl::unexpected(focal.error());
        source.focal_px = *focal;
    }
    source.distance_edges = distance_bins(recipe.fixed.min_distance_m, recipe.fixed.max_distance_m);
    return source;
}

Result<void> render_frame(const Scene& scene, std::span<const std::int32_t> class_of_label, SweepLane& lane) {
    RenderOptions options;
    options.progress = lane.progress;
    if (auto drawn = lane.renderer.render(scene, options, lane.frame.image, lane.truth); !drawn) return drawn;
    enter_truth(lane.truth, class_of_label, lane.frame);
    return {};
}

}  // namespace

void enter_truth(const GroundTruth& truth, std::span<const std::int32_t> class_of_label, SweepFrame& frame) {
    frame.truths.clear();
    frame.whole.clear();
    frame.distances.clear();
    append_truths(truth, class_of_label, kMinVisible, 0, frame.truths);
    for (const ObjectTruth& object : truth.objects) {
        frame.whole.push_back(object.amodal);
        frame.distances.push_back(object.distance_m);
    }
}

double log_step(double low, double high, int step, int steps) {
    return steps < 2 ? low : low * std::pow(high / low, static_cast<double>(step) / (steps - 1));
}

std::vector<double> distance_bins(double low, double high) {
    return high > low * 1.01 ? log_edges(low, high, kDistanceBins) : std::vector{low * 0.99, high * 1.01};
}

Result<SweepSource> scene_source(const RecipeArguments& arguments, std::int64_t count,
                                 const ModelCard& card) {
    auto source = scenes_with(arguments, card);
    if (!source) return source;
    source->kind = SweepKind::kScenes;
    source->frames = count;
    source->description =
        nlohmann::ordered_json{{"scenes", count},
                               {"recipe", nlohmann::ordered_json::parse(source->recipe.description)}}
            .dump();
    source->group_of = [](std::int64_t frame) { return static_cast<std::int32_t>(frame); };
    source->make = [recipe = source->recipe, classes = source->category_of_label](
                       std::int64_t frame, SweepLane& lane) -> Result<void> {
        const auto scene = make_scene(scene_options(recipe, frame));
        if (!scene) return tl::unexpected(scene.error());
        return render_frame(*scene, classes, lane);
    };
    return source;
}

Result<SweepSource> scene_dolly_source(const RecipeArguments& arguments, std::int64_t count, int steps,
                                       const ModelCard& card) {
    auto source = scenes_with(arguments, card);
    if (!source) return source;
    source->kind = SweepKind::kSceneDolly;
    source->frames = count * steps;
    source->description =
        nlohmann::ordered_json{{"scenes", count},
                               {"steps", steps},
                               {"recipe", nlohmann::ordered_json::parse(source->recipe.description)}}
            .dump();
    source->group_of = [steps](std::int64_t frame) { return static_cast<std::int32_t>(frame / steps); };
    source->make = [recipe = source->recipe, steps, classes = source->category_of_label](
                       std::int64_t frame, SweepLane& lane) -> Result<void> {
        const SceneOptions options = scene_options(recipe, frame / steps);
        auto scene = make_scene(options);
        if (!scene) return tl::unexpected(scene.error());
        const double distance =
            log_step(options.min_distance_m, options.max_distance_m, static_cast<int>(frame % steps), steps);
        if (scene->labelled == 0) return fail(ErrorCode::kInvalidArgument, "--objects must be 1 or more.");
        if (auto moved = move_object(*scene, 0, distance); !moved) return moved;
        if (auto drawn = render_frame(*scene, classes, lane); !drawn) return drawn;
        // Other objects do not move; they would be counted once a step.
        for (std::size_t i = 1; i < lane.frame.truths.size(); ++i) lane.frame.truths[i].ignore = true;
        return {};
    };
    return source;
}

}  // namespace farsight::lab
