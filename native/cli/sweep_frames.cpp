#include "sweep_frames.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "farsight/dolly.h"
#include "farsight/range.h"
#include "farsight/runtime/image_file.h"
#include "farsight/scene_evaluation.h"

namespace farsight::cli {
namespace {

/// Visible fraction under which an object of a scene counts neither way.
constexpr double kMinVisible = 0.25;
constexpr int kDistanceBins = 12;

/// Step 0 is `low`, the last one `high`, and neighbours have the same ratio.
double log_step(double low, double high, int step, int steps) {
    return steps < 2 ? low : low * std::pow(high / low, static_cast<double>(step) / (steps - 1));
}

std::vector<double> log_edges(double low, double high, int bins) {
    std::vector<double> edges;
    for (int i = 0; i <= bins; ++i) edges.push_back(log_step(low, high, i, bins + 1));
    // The farthest object belongs to the last bin.
    edges.back() *= 1 + 1e-9;
    return edges;
}

/// Bins of equal ratio from `low` to `high`, or one around a single distance.
std::vector<double> edges_over(double low, double high) {
    return high > low * 1.01 ? log_edges(low, high, kDistanceBins) : std::vector{low * 0.99, high * 1.01};
}

Result<RecipeArguments> with_known_classes(RecipeArguments arguments,
                                           std::span<const std::int32_t> class_of_label) {
    std::string known;
    for (int c = 0; c < kSceneClassCount; ++c) {
        if (std::find(class_of_label.begin(), class_of_label.end(), c) == class_of_label.end()) continue;
        known += (known.empty() ? "" : ",") + std::string(name_of(static_cast<SceneClass>(c)));
    }
    if (known.empty()) {
        return fail(ErrorCode::kMismatch,
                    "the model knows none of car, person, cyclist, traffic cone and stop sign; sweep over "
                    "photos instead: --images DIR --annotations FILE.");
    }
    if (arguments.classes.empty()) arguments.classes = known;
    return arguments;
}

Result<SweepSource> scenes_with(const RecipeArguments& given, const ModelCard& card, SceneRecipe& recipe) {
    SweepSource source;
    source.category_of_label = scene_classes_of(card.labels);
    const auto arguments = with_known_classes(given, source.category_of_label);
    if (!arguments) return tl::unexpected(arguments.error());
    auto parsed = parse_recipe(*arguments);
    if (!parsed) return tl::unexpected(parsed.error());
    recipe = std::move(*parsed);
    for (int c = 0; c < kSceneClassCount; ++c)
        source.categories.emplace_back(name_of(static_cast<SceneClass>(c)));
    source.frame_size = recipe.fixed.size;
    if (recipe.field_of_view_deg.low == recipe.field_of_view_deg.high) {
        const auto focal = focal_length_px(recipe.fixed.size.width, recipe.field_of_view_deg.low);
        if (!focal) return tl::unexpected(focal.error());
        source.focal_px = *focal;
    }
    source.distance_edges = edges_over(recipe.fixed.min_distance_m, recipe.fixed.max_distance_m);
    return source;
}

Result<void> render_frame(const Scene& scene, std::span<const std::int32_t> class_of_label, SweepLane& lane) {
    if (auto drawn = lane.renderer.render(scene, {}, lane.frame.image, lane.truth); !drawn) return drawn;
    SweepFrame& frame = lane.frame;
    frame.truths.clear();
    frame.whole.clear();
    frame.distances.clear();
    append_truths(lane.truth, class_of_label, kMinVisible, 0, frame.truths);
    for (const ObjectTruth& object : lane.truth.objects) {
        frame.whole.push_back(object.amodal);
        frame.distances.push_back(object.distance_m);
    }
    return {};
}

}  // namespace

Result<SweepSource> scene_source(const RecipeArguments& arguments, std::int64_t count,
                                 const ModelCard& card) {
    SceneRecipe recipe;
    auto source = scenes_with(arguments, card, recipe);
    if (!source) return source;
    source->kind = SweepKind::kScenes;
    source->frames = count;
    source->description =
        nlohmann::ordered_json{{"scenes", count},
                               {"recipe", nlohmann::ordered_json::parse(recipe.description)}}
            .dump();
    source->group_of = [](std::int64_t frame) { return static_cast<std::int32_t>(frame); };
    source->make = [recipe, classes = source->category_of_label](std::int64_t frame,
                                                                 SweepLane& lane) -> Result<void> {
        const auto scene = make_scene(scene_options(recipe, frame));
        if (!scene) return tl::unexpected(scene.error());
        return render_frame(*scene, classes, lane);
    };
    return source;
}

Result<SweepSource> scene_dolly_source(const RecipeArguments& arguments, std::int64_t count, int steps,
                                       const ModelCard& card) {
    SceneRecipe recipe;
    auto source = scenes_with(arguments, card, recipe);
    if (!source) return source;
    source->kind = SweepKind::kSceneDolly;
    source->frames = count * steps;
    source->description =
        nlohmann::ordered_json{{"scenes", count},
                               {"steps", steps},
                               {"recipe", nlohmann::ordered_json::parse(recipe.description)}}
            .dump();
    source->group_of = [steps](std::int64_t frame) { return static_cast<std::int32_t>(frame / steps); };
    source->make = [recipe, steps, classes = source->category_of_label](std::int64_t frame,
                                                                        SweepLane& lane) -> Result<void> {
        const SceneOptions options = scene_options(recipe, frame / steps);
        auto scene = make_scene(options);
        if (!scene) return tl::unexpected(scene.error());
        const double distance =
            log_step(options.min_distance_m, options.max_distance_m, static_cast<int>(frame % steps), steps);
        if (scene->labelled == 0) return fail(ErrorCode::kInvalidArgument, "--objects must be 1 or more.");
        if (auto moved = move_object(*scene, 0, distance); !moved) return moved;
        if (auto drawn = render_frame(*scene, classes, lane); !drawn) return drawn;
        // The others stay where they are; they would count once a step.
        for (std::size_t i = 1; i < lane.frame.truths.size(); ++i) lane.frame.truths[i].ignore = true;
        return {};
    };
    return source;
}

namespace {

/// By class index of the model: the place of its COCO name, or of its own, among the annotations' classes.
std::vector<std::int32_t> categories_of(const ModelCard& card, const CocoAnnotations& annotations) {
    std::vector<std::int32_t> categories;
    for (const Label& label : card.labels) {
        const std::int32_t by_coco = label.coco.empty() ? -1 : annotations.category_named(label.coco);
        categories.push_back(by_coco >= 0 ? by_coco : annotations.category_named(label.name));
    }
    const int background = card.heads.background;
    if (background >= 0 && static_cast<std::size_t>(background) < categories.size()) {
        categories[static_cast<std::size_t>(background)] = -1;
    }
    return categories;
}

Box to_box(const CocoBox& box) {
    return {static_cast<float>(box.x), static_cast<float>(box.y), static_cast<float>(box.x + box.width),
            static_cast<float>(box.y + box.height)};
}

/// Photos on disk, in the order of the annotations, and their objects.
struct Photos {
    std::filesystem::path folder;
    CocoAnnotations annotations;
    std::vector<std::uint8_t> known;  ///< By category.
    double farthest = 1;
    int steps = 1;

    Result<void> make(std::int64_t number, SweepLane& lane) const {
        const auto place = static_cast<std::int32_t>(number / steps);
        const auto file = folder / annotations.images[static_cast<std::size_t>(place)].file_name;
        const auto photo = read_image(file);
        if (!photo) return tl::unexpected(photo.error());
        const double distance = log_step(1, farthest, static_cast<int>(number % steps), steps);
        auto moved = dolly(photo->view(), distance);
        if (!moved) return fail(moved.error().code, file.string() + ": " + moved.error().message);
        SweepFrame& frame = lane.frame;
        frame.truths.clear();
        frame.whole.clear();
        frame.distances.clear();
        for (TruthBox truth : annotations.truths) {
            if (truth.image != place) continue;
            const Box box = dolly_box(to_box(truth.box), photo->size(), distance);
            truth.box = to_coco(box);
            truth.area /= distance * distance;
            truth.image = 0;
            truth.ignore = truth.ignore || known[static_cast<std::size_t>(truth.category)] == 0;
            frame.truths.push_back(truth);
            frame.whole.push_back(box);
            frame.distances.push_back(distance);
        }
        frame.image = std::move(*moved);
        return {};
    }
};

Result<SweepSource> photo_source(Photos photos, const std::string& what, const ModelCard& card) {
    SweepSource source;
    source.kind = SweepKind::kPhotoDolly;
    source.category_of_label = categories_of(card, photos.annotations);
    photos.known.assign(photos.annotations.categories.size(), 0);
    for (const std::int32_t category : source.category_of_label) {
        if (category >= 0) photos.known[static_cast<std::size_t>(category)] = 1;
    }
    if (std::find(photos.known.begin(), photos.known.end(), 1) == photos.known.end()) {
        return fail(ErrorCode::kMismatch, "the model knows none of the photos' classes.");
    }
    for (const CocoCategory& category : photos.annotations.categories)
        source.categories.push_back(category.name);
    source.frames = static_cast<std::int64_t>(photos.annotations.images.size()) * photos.steps;
    source.distance_edges = edges_over(1, photos.farthest);
    source.description =
        nlohmann::ordered_json{{"photos", what}, {"farthest", photos.farthest}, {"steps", photos.steps}}
            .dump();
    source.group_of = [steps = photos.steps](std::int64_t frame) {
        return static_cast<std::int32_t>(frame / steps);
    };
    const auto shared = std::make_shared<const Photos>(std::move(photos));
    source.make = [shared](std::int64_t frame, SweepLane& lane) { return shared->make(frame, lane); };
    return source;
}

Result<Box> parse_box(const std::string& text) {
    std::array<float, 4> values{};
    const char* at = text.data();
    const char* const end = at + text.size();
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto [rest, error] = std::from_chars(at, end, values[i]);
        if (error != std::errc() || (i < 3 ? rest == end || *rest != ',' : rest != end)) break;
        at = rest + (i < 3 ? 1 : 0);
        if (i == 3 && values[0] < values[2] && values[1] < values[3]) {
            return Box{values[0], values[1], values[2], values[3]};
        }
    }
    return fail(ErrorCode::kInvalidArgument,
                "--box " + text + ": write the object's x0,y0,x1,y1 in pixels of the photo.");
}

}  // namespace

Result<SweepSource> photo_source(const std::string& folder, CocoAnnotations annotations, double farthest,
                                 int steps, const ModelCard& card) {
    return photo_source(Photos{folder, std::move(annotations), {}, farthest, steps}, folder, card);
}

Result<SweepSource> photo_source(const std::string& photo, const std::string& box,
                                 const std::string& class_name, double farthest, int steps,
                                 const ModelCard& card) {
    const auto place = parse_box(box);
    if (!place) return tl::unexpected(place.error());
    CocoAnnotations annotations;
    annotations.images.push_back({1, std::filesystem::path(photo).filename().string()});
    annotations.categories.push_back({1, class_name});
    annotations.truths.push_back(
        {.box = to_coco(*place), .area = static_cast<double>(place->area()), .image = 0, .category = 0});
    annotations.distances_m.push_back(std::nan(""));
    const auto image = read_image(photo);
    if (!image) return tl::unexpected(image.error());
    auto source = photo_source(
        Photos{std::filesystem::path(photo).parent_path(), std::move(annotations), {}, farthest, steps},
        photo, card);
    if (source) source->frame_size = image->size();
    return source;
}

}  // namespace farsight::cli
