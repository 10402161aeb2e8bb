#include "farsight/lab/run.h"

#include <algorithm>
#include <limits>

#include "farsight/dolly.h"
#include "farsight/follow.h"

namespace farsight::lab {

namespace {

double full_ratio(const ModelCard& card, Size picture, const DetectorOptions& options,
                  const TiledDetector& planned) {
    if (options.pyramid.enabled) return planned.full_plan().pixel_ratio();
    DetectorOptions full = options;
    full.pyramid.enabled = true;
    const auto detector = TiledDetector::create(card, picture, full);
    return detector ? detector->full_plan().pixel_ratio() : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace

float candidate_score(float min_score) {
    return std::max(std::min(min_score, DecodeOptions{}.min_score), 0.001F);
}

Box Followed::at(Size picture, double other_distance) const {
    return dolly_box(dolly_box(box, picture, distance, true), picture, other_distance);
}

Result<Run> Run::create(const ModelCard& card, Size picture, const DetectorOptions& options) {
    auto detector = TiledDetector::create(card, picture, options);
    if (!detector) return tl::unexpected(detector.error());
    DetectorOptions full_frame = options;
    full_frame.pyramid.enabled = false;
    auto alone = TiledDetector::create(card, picture, full_frame);
    if (!alone) return tl::unexpected(alone.error());
    Run run(std::move(*detector), std::move(*alone));
    run.full_pixel_ratio_ = full_ratio(card, picture, options, run.detector_);
    return run;
}

Result<void> Run::absorb_cached(int tile, std::span<const Candidate> candidates) {
    if (auto absorbed = detector_.absorb_cached(tile, candidates); !absorbed) return absorbed;
    ++tiles_cached_;
    return {};
}

std::size_t Run::candidates() const {
    std::size_t count = 0;
    for (int tile = 0; tile < tiles(); ++tile) count += detector_.candidates(tile).size();
    return count;
}

Result<void> Run::decide(const MergeOptions& options) {
    // Without candidates the full frame has nothing to share, whether it is in or not.
    if (const auto first = detector_.candidates(0); !shared_ && !first.empty()) {
        if (auto shared = alone_.absorb_cached(0, first); !shared) return shared;
        shared_ = true;
    }
    if (auto merged = detector_.detections(options, pyramid_); !merged) return merged;
    if (auto merged = alone_.detections(options, full_frame_); !merged) return merged;
    matches_ = match_full_frame(full_frame_, pyramid_);
    options_ = options;
    return {};
}

std::vector<Evidence> Run::evidence() const {
    std::vector<Evidence> gathered;
    detector_.evidence(options_, pyramid_, gathered);
    return gathered;
}

int Run::find(Scope scope, std::int32_t label, const Box& box) const {
    return find_object(detections(scope), label, box);
}

Result<SceneVerdict> Run::judge(Scope scope, const GroundTruth& truth, std::span<const Label> labels) const {
    std::vector<Candidate> candidates;
    const int seen = scope == Scope::kFullFrame ? 1 : tiles();
    for (int tile = 0; tile < seen; ++tile) {
        const auto of_tile = detector_.candidates(tile);
        candidates.insert(candidates.end(), of_tile.begin(), of_tile.end());
    }
    return judge_scene(truth, {labels, candidates, detections(scope), plan().tiles},
                       static_cast<double>(options_.min_score));
}

float Run::confidence(Scope scope, std::int32_t label, const Box& box) {
    if (const int listed = find(scope, label, box); listed >= 0) {
        return detections(scope)[static_cast<std::size_t>(listed)].score;
    }
    // It fails only for options that the last decision would have failed for.
    const auto merged = merged_under_every_threshold(scope);
    if (!merged) return 0;
    const int found = find_object(*merged, label, box);
    return found < 0 ? 0 : (*merged)[static_cast<std::size_t>(found)].score;
}

Result<std::vector<Detection>> Run::merged_under_every_threshold(Scope scope) {
    MergeOptions all = options_;
    all.min_score = 0;
    all.max_detections = std::numeric_limits<int>::max();
    std::vector<Detection> merged;
    TiledDetector& detector = scope == Scope::kFullFrame ? alone_ : detector_;
    if (auto done = detector.detections(all, merged); !done) return tl::unexpected(done.error());
    return merged;
}

}  // namespace farsight::lab
