#include "farsight/lab/study.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

#include "farsight/lab/judgement.h"

#include "farsight/lab/run.h"

namespace farsight::lab {
namespace {

constexpr int kLimitSteps = 64;

std::string shortest(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%g", value);
    return text;
}

}  // namespace

Result<SweepDetector> StudySettings::detector(const ModelCard& card) const {
    auto options = detector_options(pyramid, search, card);
    if (!options) return tl::unexpected(options.error());
    SweepDetector detector;
    detector.detector = std::move(*options);
    detector.merging = merging;
    // Of a float the nearest hundredth: what the flag of the command would say.
    detector.score = std::round(100 * static_cast<double>(merging.min_score)) / 100;
    return detector;
}

RecipeArguments StudySettings::recipe() const {
    RecipeArguments recipe;
    recipe.distance = shortest(kStudyNearestM) + ".." + shortest(kStudyFarthestM);
    recipe.objects = std::to_string(kStudyObjects);
    recipe.weather = name_of(weather);
    recipe.place = name_of(place);
    return recipe;
}

Result<Study> Study::create(const StudySettings& settings, const ModelCard& card) {
    if (std::string text = unmeasurable_text(card.labels); !text.empty()) {
        return fail(ErrorCode::kInvalidArgument, std::move(text));
    }
    auto source = scene_source(settings.recipe(), kMaxScenes, card);
    if (!source) return tl::unexpected(source.error());
    auto detector = settings.detector(card);
    if (!detector) return tl::unexpected(detector.error());
    return Study(settings, std::move(*detector), std::move(*source));
}

StudyScene Study::next() const {
    return {scene_options(source_.recipe, scenes()), judged_options(detector_)};
}

Result<void> Study::add(Run& run, const GroundTruth& truth, double ms) {
    SweepFrame frame;
    enter_truth(truth, source_.category_of_label, frame);
    auto result = judge_frame(source_, frame, detector_, run);
    if (!result) return tl::unexpected(result.error());
    const std::int64_t number = scenes();
    results_[number] = std::move(*result);
    total_ms_ += ms;
    return {};
}

Result<StudyResult> Study::result() const {
    StudyResult told;
    told.settings = settings_;
    told.scenes = scenes();
    told.ms = total_ms_ / told.scenes;
    const std::vector<SweepTrial> trials = sweep_trials(source_, results_);
    RangeOptions options;
    options.edges = source_.distance_edges;
    options.resamples = kStudyResamples;
    const std::size_t configurations = settings_.pyramid.enabled ? kSweepConfigurations : 1;
    for (std::size_t c = 0; c < configurations; ++c) {
        auto curve = sweep_curve(trials, c, &SweepObject::distance, detector_.score, options);
        if (!curve) return tl::unexpected(curve.error());
        told.curves[c] = std::move(*curve);
        std::int64_t tiles = 0;
        for (const auto& [frame, result] : results_) tiles += result.tiles[c];
        told.tiles = (tiles + told.scenes / 2) / told.scenes;
    }
    return told;
}

Shape shape_of(const ObjectTruth* object, double focal_px) {
    if (object == nullptr || object->amodal.empty()) return {};
    constexpr double kSteps = 100;
    const double height_m = object->apparent_height_px * object->distance_m / focal_px;
    const double aspect = static_cast<double>(object->amodal.width()) / object->amodal.height();
    return {std::string(name_of(object->scene_class)) + " of this shape",
            std::max(1.0, std::round(height_m * kSteps)) / kSteps,
            std::max(1.0, std::round(aspect * kSteps)) / kSteps};
}

Result<DistanceLimit> distance_limit(const ModelCard& card, const PyramidOptions& pyramid,
                                     const Shape& shape) {
    const SceneOptions frame;
    const auto focal_px = focal_length_px(frame.size.width, frame.field_of_view_deg);
    if (!focal_px) return tl::unexpected(focal_px.error());
    DistanceLimit limit;
    std::vector<double> heights_px;
    for (int step = 0; step <= kLimitSteps; ++step) {
        limit.distances.push_back(log_step(kStudyNearestM, kStudyFarthestM, step, kLimitSteps + 1));
        heights_px.push_back(apparent_size_px(*focal_px, shape.height_m, limit.distances.back()));
    }
    DetectorOptions options;
    options.pyramid = pyramid;
    auto iou = anchor_limits(card, options, frame.size, shape.aspect, heights_px);
    if (!iou) return tl::unexpected(iou.error());
    limit.iou = std::move(*iou);
    return limit;
}

const StudyResult* study_of(const Studies& studies, const StudySettings& settings) {
    const auto found = std::find_if(studies.begin(), studies.end(),
                                    [&](const auto& study) { return study->settings == settings; });
    return found == studies.end() ? nullptr : found->get();
}

}  // namespace farsight::lab
