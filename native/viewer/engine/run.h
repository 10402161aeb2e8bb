// One run: a photo, a model and a plan, and what is known of its tiles so far.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/mailbox.h"
#include "engine/shelf.h"
#include "engine/tile_cache.h"
#include "farsight/detector.h"
#include "farsight/score_map.h"

namespace farsight::viewer {

class Run {
public:
    /// Plans, and takes what the cache knows. Fails as TiledDetector::create does.
    static Result<Run> create(const Request& request, std::shared_ptr<const ShownPhoto> photo,
                              std::shared_ptr<const LoadedModel> model, TileCache& cache);

    TiledDetector& detector() { return detector_; }
    const LoadedModel& model() const { return *model_; }
    const ShownPhoto& photo() const { return *photo_; }
    bool done() const { return detector_.done(); }
    int tiles_done() const { return detector_.tiles_absorbed(); }
    int tiles() const { return static_cast<int>(plan_->tiles.size()); }
    Timing& timing() { return timing_; }
    /// How often the network has run for this run.
    int network_runs() const { return tiles_done() - tiles_cached_; }

    /// Keeps what an absorbed batch gave.
    void keep(const TileBatch& batch, std::span<const HeadView> heads, TileCache& cache);

    /// Decides on what is in. Fails as check_merge_options does.
    Result<std::shared_ptr<Findings>> findings(const Request& request);

    /// Who of the scene's objects was found with what was told. Fails as judge_scene does.
    Result<std::shared_ptr<const Judgement>> judge(const Findings& told) const;
    /// The closer look at an object of the scene. Fails as viewer::explain does.
    Result<std::shared_ptr<const WhyView>> explain(const ObjectTruth& object, const Request& request) const;

    /// The followed object's best scores, of what is in.
    ConfidencePoint confidence(const Followed& followed) const;

private:
    Run(TiledDetector detector, TiledDetector alone)
        : detector_(std::move(detector)), alone_(std::move(alone)) {}

    std::string key_of(int tile) const;
    void take_cached(TileCache& cache);
    void add_scores(int tile, std::span<const float> scores);
    /// The full frame is the first level, and one tile.
    void share_full_frame();
    Box moved(const Followed& followed) const;

    TiledDetector detector_;
    TiledDetector alone_;  ///< The full frame by itself.
    std::shared_ptr<const PyramidPlan> plan_;
    std::shared_ptr<const ShownPhoto> photo_;
    std::shared_ptr<const LoadedModel> model_;
    std::string cache_key_;
    std::optional<PositionScores> positions_;
    std::vector<ScoreMap> score_maps_;
    Timing timing_;
    int tiles_cached_ = 0;
};

}  // namespace farsight::viewer
