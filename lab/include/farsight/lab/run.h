// One picture, one model, one plan: the full frame alone beside the whole pyramid, as every host shows them.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "farsight/detector.h"
#include "farsight/image.h"
#include "farsight/lab/counts.h"
#include "farsight/lab/state.h"
#include "farsight/model.h"
#include "farsight/scene.h"
#include "farsight/scene_evaluation.h"

namespace farsight::lab {

/// Which detector of a comparison.
enum class Detector : std::uint8_t { kA, kB };

/// The full frame alone, or the whole pyramid.
enum class Scope : std::uint8_t {
    kFullFrame,  ///< The full frame alone.
    kPyramid,    ///< All regions of the plan.
};

/// Lowest score of a candidate that decoding keeps, for detections from `min_score`: what is asked for must
/// survive decoding, the default gives what the library's default gives, and 0.001 bounds the candidates of a
/// careless 0.
float candidate_score(float min_score);

/// Class indices of "person,car": the model's own names or COCO's, letter case apart. Empty: none, which asks
/// for all. Fails with kInvalidArgument, the name that the model does not know, and those that it does.
Result<std::vector<std::int32_t>> asked_classes(const ModelCard& card, std::string_view names);

/// What the core is told of pyramid and search. Fails as asked_classes does.
Result<DetectorOptions> detector_options(const PyramidOptions& pyramid, const SearchSettings& search,
                                         const ModelCard& card);

/// An object that is followed through distances.
struct Followed {
    std::int32_t label = 0;
    Box box;  ///< In the picture at `distance`.
    double distance = 1;

    bool operator==(const Followed&) const = default;

    /// Where it lies in the picture at another distance.
    Box at(Size picture, double other_distance) const;
};

/// A host drives detector(), and takes tiles that its cache knows with absorb_cached(); then decide() and
/// the questions below it. What was found does not depend on the order of the tiles.
/// Not safe for calls from several threads at once.
class Run {
public:
    /// Plans for the whole pyramid and for the full frame alone. Fails as TiledDetector::create does.
    static Result<Run> create(const ModelCard& card, Size picture, const DetectorOptions& options);

    TiledDetector& detector() { return detector_; }
    const TiledDetector& detector() const { return detector_; }
    const PyramidPlan& plan() const { return detector_.plan(); }
    const AnchorGrid& anchors() const { return detector_.anchors(); }

    /// Fails as TiledDetector::absorb_cached does. Precondition: the tile has not been absorbed.
    Result<void> absorb_cached(int tile, std::span<const Candidate> candidates);

    /// Network pixels of all of every level over the full frame's; NaN when that plan is refused.
    double full_pixel_ratio() const { return full_pixel_ratio_; }

    bool done() const { return detector_.done(); }
    int tiles() const { return static_cast<int>(plan().tiles.size()); }
    int tiles_done() const { return detector_.tiles_absorbed(); }
    int tiles_cached() const { return tiles_cached_; }
    /// Tiles on which the network ran for this run.
    int network_runs() const { return tiles_done() - tiles_cached_; }
    /// Raw candidates of all tiles that are in.
    std::size_t candidates() const;

    /// Merges what is in, the full frame alone and the whole pyramid. Cheap: it never runs the network.
    /// Fails as check_merge_options does.
    Result<void> decide(const MergeOptions& options);

    // Of the last decide():

    std::span<const Detection> detections(Scope scope) const {
        return scope == Scope::kFullFrame ? full_frame_ : pyramid_;
    }
    /// For each detection of the pyramid the full frame's that is matched to it; -1: it was recovered.
    std::span<const int> matches() const { return matches_; }
    Counts counts() const { return counts_of(matches_, full_frame_.size()); }
    float min_score() const { return options_.min_score; }
    /// What speaks for each of the pyramid's detections.
    std::vector<Evidence> evidence() const;
    /// Index of the detection that is this object; -1: none.
    int find(Scope scope, std::int32_t label, const Box& box) const;
    /// The detections beside what is really there. `labels` are those of the run's card.
    /// Fails as judge_scene does.
    Result<SceneVerdict> judge(Scope scope, const GroundTruth& truth, std::span<const Label> labels) const;

    /// The score that a list of detections shows for the object, under every threshold: merged as the last
    /// decide() did, from the least score on. 0 when nothing is the object.
    float confidence(Scope scope, std::int32_t label, const Box& box);

    /// All that the last decide() would list if no score were too low, the best first.
    /// Fails as TiledDetector::detections does.
    Result<std::vector<Detection>> merged_under_every_threshold(Scope scope);

private:
    Run(TiledDetector detector, TiledDetector alone)
        : detector_(std::move(detector)), alone_(std::move(alone)) {}

    TiledDetector detector_;
    /// The full frame by itself. It is the first tile of every plan, and takes its candidates from there.
    TiledDetector alone_;
    double full_pixel_ratio_ = 1;
    bool shared_ = false;
    int tiles_cached_ = 0;
    MergeOptions options_;
    std::vector<Detection> full_frame_;
    std::vector<Detection> pyramid_;
    std::vector<int> matches_;
};

}  // namespace farsight::lab
