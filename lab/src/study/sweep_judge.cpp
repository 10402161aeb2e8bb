#include "farsight/lab/sweep_judge.h"

#include <algorithm>

#include "farsight/scene_evaluation.h"

namespace farsight::lab {
namespace {

/// Weaker detections are kept too: the dolly's curve of scores continues under the threshold.
constexpr float kLeastScore = 0.02F;

/// Places of the truths that count.
std::vector<std::size_t> counting(const SweepFrame& frame) {
    std::vector<std::size_t> places;
    for (std::size_t t = 0; t < frame.truths.size(); ++t) {
        if (!frame.truths[t].ignore && !frame.truths[t].crowd) places.push_back(t);
    }
    return places;
}

/// Enters who was found by one configuration.
Result<void> judge(std::span<const Detection> detections, std::size_t configuration,
                   const SweepSource& source, const SweepFrame& frame, double score,
                   SweepFrameResult& result) {
    const SceneDetections found = scene_detections(detections, source.category_of_label, 0);
    const EvaluationSet set{frame.truths, found.boxes, 1, static_cast<int>(source.categories.size())};
    const auto matching = match(set, {});
    if (!matching) return tl::unexpected(matching.error());
    const std::vector<std::size_t> places = counting(frame);
    for (std::size_t i = 0; i < places.size(); ++i) {
        const std::int32_t by = matching->detection_of[places[i]];
        if (by >= 0)
            result.objects[i].scores[configuration] = found.boxes[static_cast<std::size_t>(by)].score;
    }
    for (std::size_t d = 0; d < found.boxes.size(); ++d) {
        const bool wrong = matching->truth_of[d] == Matching::kNone;
        if (wrong && found.boxes[d].score >= score) ++result.false_positives[configuration];
    }
    return {};
}

}  // namespace

DetectorOptions judged_options(const SweepDetector& options) {
    DetectorOptions judged = options.detector;
    judged.decode.min_score = std::min(judged.decode.min_score, kLeastScore);
    return judged;
}

Result<SweepFrameResult> judge_frame(const SweepSource& source, const SweepFrame& frame,
                                     const SweepDetector& options, Run& run) {
    SweepFrameResult result;
    for (const std::size_t t : counting(frame)) {
        result.objects.push_back({frame.truths[t].category,
                                  frame.distances[t],
                                  static_cast<double>(frame.whole[t].height()),
                                  static_cast<double>(frame.whole[t].width()),
                                  {}});
    }
    MergeOptions merging = options.merging;
    merging.min_score = kLeastScore;
    if (auto decided = run.decide(merging); !decided) return tl::unexpected(decided.error());
    const std::size_t configurations = options.detector.pyramid.enabled ? kSweepConfigurations : 1;
    for (std::size_t c = 0; c < configurations; ++c) {
        const auto found = run.detections(c == 0 ? Scope::kFullFrame : Scope::kPyramid);
        if (auto judged = judge(found, c, source, frame, options.score, result); !judged)
            return tl::unexpected(judged.error());
        result.tiles[c] = c == 0 ? 1 : run.tiles_done();
    }
    return result;
}

std::vector<SweepTrial> sweep_trials(const SweepSource& source, const SweepResults& results) {
    std::vector<SweepTrial> trials;
    for (const auto& [frame, result] : results) {
        for (const SweepObject& object : result.objects) trials.push_back({&object, source.group_of(frame)});
    }
    return trials;
}

Result<RangeCurve> sweep_curve(std::span<const SweepTrial> trials, std::size_t configuration,
                               double SweepObject::*place, double score, const RangeOptions& options) {
    std::vector<RangeTrial> range_trials;
    range_trials.reserve(trials.size());
    for (const SweepTrial& trial : trials) {
        range_trials.push_back(
            {trial.object->*place, trial.group, trial.object->scores[configuration] >= score});
    }
    return range_curve(range_trials, options);
}

Result<BySweepConfiguration<std::vector<double>>> anchor_limits(const ModelCard& card,
                                                                const DetectorOptions& options, Size frame,
                                                                double aspect,
                                                                std::span<const double> heights_px) {
    BySweepConfiguration<std::vector<double>> limits;
    for (std::size_t c = 0; c < kSweepConfigurations; ++c) {
        DetectorOptions planned = options;
        planned.pyramid.enabled = c != 0;
        const auto detector = TiledDetector::create(card, frame, planned);
        if (!detector) return tl::unexpected(detector.error());
        limits[c].assign(heights_px.size(), 0);
        for (const Level& level : detector->plan().levels) {
            const auto iou = anchor_limit(detector->anchors(), card.input.size, level.zoom_x, level.zoom_y,
                                          aspect, heights_px);
            std::transform(iou.begin(), iou.end(), limits[c].begin(), limits[c].begin(),
                           [](double a, double b) { return std::max(a, b); });
        }
    }
    return limits;
}

}  // namespace farsight::lab
