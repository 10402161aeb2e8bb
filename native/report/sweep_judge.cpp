#include "sweep_judge.h"

#include <algorithm>

#include "farsight/scene_evaluation.h"

namespace farsight {
namespace {

/// Weaker finds are kept too: the dolly's curve of scores goes on under the threshold.
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
Result<void> judge(TiledDetector& detector, std::size_t configuration, const SweepSource& source,
                   const SweepFrame& frame, const SweepDetector& options, SweepFrameResult& result) {
    MergeOptions merging = options.merging;
    merging.min_score = kLeastScore;
    std::vector<Detection> detections;
    if (auto merged = detector.detections(merging, detections); !merged) return merged;
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
        if (wrong && found.boxes[d].score >= options.score) ++result.false_positives[configuration];
    }
    result.tiles[configuration] = static_cast<std::int64_t>(detector.plan().tiles.size());
    return {};
}

Result<TiledDetector> detector_for(std::size_t configuration, const ModelCard& card, Size frame,
                                   DetectorOptions options) {
    options.pyramid.enabled = configuration != 0;
    options.decode.min_score = std::min(options.decode.min_score, kLeastScore);
    return TiledDetector::create(card, frame, options);
}

}  // namespace

Result<SweepFrameResult> judge_frame(const SweepSource& source, const SweepFrame& frame,
                                     const ModelCard& card, const SweepDetector& options,
                                     TileWorkers& workers, const TileCallbacks& callbacks) {
    SweepFrameResult result;
    for (const std::size_t t : counting(frame)) {
        result.objects.push_back({frame.truths[t].category,
                                  frame.distances[t],
                                  static_cast<double>(frame.whole[t].height()),
                                  static_cast<double>(frame.whole[t].width()),
                                  {}});
    }
    StageTimes times;
    auto alone = detector_for(0, card, frame.image.size(), options.detector);
    if (!alone) return tl::unexpected(alone.error());
    if (auto ran = workers.run(frame.image.view(), *alone, callbacks, times); !ran)
        return tl::unexpected(ran.error());
    if (auto judged = judge(*alone, 0, source, frame, options, result); !judged)
        return tl::unexpected(judged.error());
    if (!options.detector.pyramid.enabled) return result;

    auto pyramid = detector_for(1, card, frame.image.size(), options.detector);
    if (!pyramid) return tl::unexpected(pyramid.error());
    // Its first tile is the full frame, which has just been looked at.
    if (auto known = pyramid->absorb_cached(0, alone->candidates(0)); !known)
        return tl::unexpected(known.error());
    if (auto ran = workers.run(frame.image.view(), *pyramid, callbacks, times); !ran)
        return tl::unexpected(ran.error());
    if (auto judged = judge(*pyramid, 1, source, frame, options, result); !judged)
        return tl::unexpected(judged.error());
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
        const auto detector = detector_for(c, card, frame, options);
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

}  // namespace farsight
