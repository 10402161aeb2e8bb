// The proving ground behind plain C functions, for proving.mjs; handles and errors as in binding.cpp.

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "binding.h"
#include "farsight/closer_look.h"
#include "proving.h"

namespace farsight::web {
namespace {

using Json = nlohmann::json;

void say(const Json& json) {
    last_text = json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// JSON has no infinity; null stands for NaN alone.
Json number(double value) {
    if (std::isnan(value)) return nullptr;
    if (std::isinf(value)) return "infinity";
    return value;
}

Json corners(const Box& box) {
    return {box.x0, box.y0, box.x1, box.y1};
}

Result<SceneOptions> read_options(std::string_view text) {
    const Json json = Json::parse(text, nullptr, false);
    if (!json.is_object()) return fail(ErrorCode::kInvalidArgument, "The scene's options are not JSON.");
    SceneOptions options;
    options.seed = json.value("seed", options.seed);
    options.objects = json.value("objects", options.objects);
    options.min_distance_m = json.value("nearest", options.min_distance_m);
    options.max_distance_m = json.value("farthest", options.max_distance_m);
    const auto subject = parse_scene_class(json.value("subject", "car"));
    if (!subject) return tl::unexpected(subject.error());
    options.subject = *subject;
    const auto weather = parse_weather(json.value("weather", "any"));
    if (!weather) return tl::unexpected(weather.error());
    options.weather = *weather;
    const auto place = parse_place(json.value("place", "any"));
    if (!place) return tl::unexpected(place.error());
    options.place = *place;
    return options;
}

void keep_known(SceneOptions& options, const std::vector<std::int32_t>& class_of_label) {
    std::array<double, kSceneClassCount> weights{};
    for (const std::int32_t known : class_of_label) {
        if (known < 0) continue;
        const auto place = static_cast<std::size_t>(known);
        weights[place] = options.class_weights[place];
    }
    if (weights == std::array<double, kSceneClassCount>{}) return;
    options.class_weights = weights;
    // The subject is drawn whatever its weight.
    if (weights[static_cast<std::size_t>(options.subject)] > 0) return;
    const auto first = std::find_if(weights.begin(), weights.end(), [](double weight) { return weight > 0; });
    options.subject = static_cast<SceneClass>(first - weights.begin());
}

Json side_of(const SceneVerdict& verdict) {
    Json misses = Json::array();
    for (const Miss& miss : verdict.misses) {
        misses.push_back({{"id", miss.truth},
                          {"cause", name_of(miss.cause)},
                          {"sentence", sentence_of(miss.cause)},
                          {"score", miss.score},
                          {"label", miss.label},
                          {"iou", miss.iou},
                          {"box", corners(miss.box)}});
    }
    return {{"found", verdict.detection_of}, {"misses", misses}};
}

struct Verdicts {
    SceneVerdict full_frame;
    SceneVerdict pyramid;
};

Result<Verdicts> judge_both(const ProvingGround& ground, const Run& run, const ModelCard& card,
                            double min_score) {
    auto full_frame = judge(run, false, ground.truth(), card.labels, min_score);
    if (!full_frame) return tl::unexpected(full_frame.error());
    auto pyramid = judge(run, true, ground.truth(), card.labels, min_score);
    if (!pyramid) return tl::unexpected(pyramid.error());
    return Verdicts{std::move(*full_frame), std::move(*pyramid)};
}

Json crossing_of(const Crossing& crossing) {
    return {{"place", number(crossing.place)},
            {"low", number(crossing.interval.low)},
            {"high", number(crossing.interval.high)}};
}

Json curve_of(const RangeCurve& curve) {
    Json points = Json::array();
    for (const RangePoint& point : curve.points) {
        points.push_back({{"place", point.place},
                          {"trials", point.trials},
                          {"found", point.found},
                          {"recall", number(point.recall)},
                          {"smoothed", number(point.smoothed)},
                          {"low", number(point.smoothed_interval.low)},
                          {"high", number(point.smoothed_interval.high)}});
    }
    return {{"points", points}, {"d50", crossing_of(curve.d50)}, {"d90", crossing_of(curve.d90)}};
}

Json look_of(const Look& look) {
    Json json = {{"level", look.level},
                 {"zoomX", look.zoom_x},
                 {"zoomY", look.zoom_y},
                 {"width", look.width_px},
                 {"height", look.height_px},
                 {"anchorIou", look.anchor_iou},
                 {"energy", look.energy},
                 {"patchWidth", look.patch.size().width},
                 {"anchor", nullptr},
                 {"layer", -1},
                 {"patchHeight", look.patch.size().height}};
    if (look.anchor < 0) return json;
    json["anchor"] = {look.anchor_width_px, look.anchor_height_px};
    json["layer"] = look.layer;
    return json;
}

}  // namespace

// Scenes -------------------------------------------------------------------------------------------

/// With a card only the classes that its model knows stand in the scene, unless it knows none.
FS_EXPORT ProvingGround* fs_scene_create(const char* options, std::size_t size, const ModelCard* card) {
    auto read = read_options(text_of(options, size));
    if (!read) {
        last_error = read.error();
        return nullptr;
    }
    if (card != nullptr) keep_known(*read, scene_classes_of(card->labels));
    return hold(ProvingGround::create(*read));
}
FS_EXPORT void fs_scene_free(ProvingGround* ground) {
    delete ground;
}
FS_EXPORT bool fs_scene_move(ProvingGround* ground, int id, double distance_m) {
    return note(ground->move(id, distance_m));
}

/// A new RGBA image of the scene as it stands.
FS_EXPORT Image* fs_scene_render(ProvingGround* ground, int shrink) {
    auto drawn = ground->render(shrink);
    if (!drawn) return hold(std::move(drawn));
    return hold(Result<Image>(to_rgba(*drawn)));
}

/// Camera, weather and the last picture's ground truth as JSON in the last text.
FS_EXPORT void fs_scene_describe(const ProvingGround* ground) {
    Json objects = Json::array();
    for (const ObjectTruth& object : ground->truth().objects) {
        objects.push_back({{"id", object.id},
                           {"name", name_of(object.scene_class)},
                           {"visible", corners(object.visible)},
                           {"amodal", corners(object.amodal)},
                           {"visibleFraction", object.visible_fraction},
                           {"distance", object.distance_m},
                           {"height", object.apparent_height_px},
                           {"truncated", object.truncated}});
    }
    const Scene& scene = ground->scene();
    say({{"focal", scene.camera.focal_px}, {"weather", name_of(scene.weather)}, {"objects", objects}});
}

/// What the run's last merge made of the scene, as JSON in the last text.
FS_EXPORT bool fs_scene_judge(const ProvingGround* ground, const Run* run, const ModelCard* card,
                              double min_score) {
    const auto verdicts = judge_both(*ground, *run, *card, min_score);
    if (!verdicts) {
        last_error = verdicts.error();
        return false;
    }
    Json counts = Json::array();
    for (const TruthBox& truth : verdicts->full_frame.truths) counts.push_back(!truth.ignore);
    say({{"counts", counts},
         {"fullFrame", side_of(verdicts->full_frame)},
         {"pyramid", side_of(verdicts->pyramid)}});
    return true;
}

// Range studies ------------------------------------------------------------------------------------

FS_EXPORT Study* fs_study_create() {
    return std::make_unique<Study>().release();
}
FS_EXPORT void fs_study_free(Study* study) {
    delete study;
}

FS_EXPORT bool fs_study_add(Study* study, const ProvingGround* ground, const Run* run, const ModelCard* card,
                            double min_score) {
    const auto verdicts = judge_both(*ground, *run, *card, min_score);
    if (!verdicts) {
        last_error = verdicts.error();
        return false;
    }
    study->add(ground->truth(), verdicts->full_frame, verdicts->pyramid);
    return true;
}

/// Both curves as JSON in the last text.
FS_EXPORT bool fs_study_curves(const Study* study) {
    const auto full_frame = study->curve(false);
    const auto pyramid = study->curve(true);
    if (!full_frame || !pyramid) {
        last_error = full_frame ? pyramid.error() : full_frame.error();
        return false;
    }
    say({{"scenes", study->scenes()}, {"fullFrame", curve_of(*full_frame)}, {"pyramid", curve_of(*pyramid)}});
    return true;
}

/// Best IoU of any anchor with an object of this height and aspect at each distance, on the full frame and at
/// the best level of the run's plan; JSON in the last text.
FS_EXPORT void fs_anchor_limit(const Run* run, double height_m, double aspect, double focal_px) {
    constexpr int kSteps = 64;
    const std::vector<double> edges = study_edges_m();
    std::vector<double> distances;
    std::vector<double> heights;
    for (int i = 0; i <= kSteps; ++i) {
        const double part = static_cast<double>(i) / kSteps;
        distances.push_back(edges.front() * std::pow(edges.back() / edges.front(), part));
        heights.push_back(apparent_size_px(focal_px, height_m, distances.back()));
    }
    const PyramidPlan& plan = run->plan();
    std::vector<double> full_frame;
    std::vector<double> best(heights.size(), 0.0);
    for (const Level& level : plan.levels) {
        const auto limit =
            anchor_limit(run->anchors(), plan.input, level.zoom_x, level.zoom_y, aspect, heights);
        if (full_frame.empty()) full_frame = limit;
        for (std::size_t i = 0; i < best.size(); ++i) best[i] = std::max(best[i], limit[i]);
    }
    say({{"distances", distances}, {"fullFrame", full_frame}, {"pyramid", best}});
}

/// anchor_fields_px as JSON in the last text; false when the graph does not tell.
FS_EXPORT bool fs_card_fields(const ModelCard* card, const std::byte* onnx, std::size_t size) {
    const auto heads = onnx_receptive_fields({onnx, size});
    const auto anchors = make_anchors(card->heads.anchors, card->input.size);
    if (!heads || !anchors) {
        last_error = heads ? anchors.error() : heads.error();
        return false;
    }
    say(anchor_fields_px(*heads, *anchors));
    return true;
}

// Why an object is seen or missed ------------------------------------------------------------------

FS_EXPORT CloserLook* fs_why_create(const Run* run, const ModelCard* card, const Image* image, float x0,
                                    float y0, float x1, float y1) {
    return hold(
        look_closer(*card, run->anchors(), run->plan(), image->view(), run->filter(), {x0, y0, x1, y1}));
}
FS_EXPORT void fs_why_free(CloserLook* why) {
    delete why;
}
FS_EXPORT void fs_why_describe(const CloserLook* why) {
    say({{"region", corners(why->region)},
         {"cyclesPerSide", why->cycles_per_side},
         {"fullFrame", look_of(why->full_frame)},
         {"best", look_of(why->best)}});
}

/// A new RGBA image of one patch.
FS_EXPORT Image* fs_why_patch(const CloserLook* why, bool best) {
    return hold(Result<Image>(to_rgba(best ? why->best.patch : why->full_frame.patch)));
}

}  // namespace farsight::web
