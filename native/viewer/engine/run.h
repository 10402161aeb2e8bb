// A run as the engine shows it: the lab's run with its picture, its model, its times and its score maps.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/mailbox.h"
#include "engine/shelf.h"
#include "engine/tile_cache.h"
#include "farsight/lab/run.h"
#include "farsight/score_map.h"

namespace farsight::viewer {

class ShownRun {
public:
    /// Plans, and takes what the cache knows. Fails as lab::Run::create does.
    static Result<ShownRun> create(const Request& request, std::shared_ptr<const ShownPhoto> photo,
                                   std::shared_ptr<const LoadedModel> model, TileCache& cache);

    TiledDetector& detector() { return run_.detector(); }
    const ShownPhoto& photo() const { return *photo_; }
    bool done() const { return run_.done(); }
    int tiles_done() const { return run_.tiles_done(); }
    int tiles() const { return run_.tiles(); }
    lab::Timing& timing() { return timing_; }

    /// Keeps what an absorbed batch gave.
    void keep(const TileBatch& batch, std::span<const HeadView> heads, TileCache& cache);

    /// Decides on what is in, and judges it where the picture is a scene. Fails as lab::Run::decide and
    /// lab::judge do.
    Result<std::shared_ptr<Findings>> findings(const Request& request);

    /// The closer look at an object of the scene. Fails as lab::explain does.
    Result<std::shared_ptr<const lab::WhyView>> explain(const ObjectTruth& object,
                                                        const Request& request) const;

    /// The followed object's best scores, of what is in.
    ConfidencePoint confidence(const lab::Followed& followed);

private:
    explicit ShownRun(lab::Run run) : run_(std::move(run)) {}

    std::string key_of(int tile) const;
    void take_cached(TileCache& cache);
    /// Of the heads that this tile's network gives; null where they have no anchors.
    const PositionScores* positions_of(const Tile& tile);
    void add_scores(int tile, std::span<const float> scores);
    /// The plan as it is now; a search lets it grow.
    std::shared_ptr<const PyramidPlan> plan();
    Result<void> judge(const Request& request, Findings& told);

    lab::Run run_;
    std::shared_ptr<const PyramidPlan> plan_;
    std::shared_ptr<const ShownPhoto> photo_;
    std::shared_ptr<const LoadedModel> model_;
    std::string cache_key_;
    int tiles_looked_up_ = 0;                  ///< Of the plan, those that were looked for in the cache.
    std::optional<PositionScores> positions_;  ///< Of the full frame, and of all tiles of its size.
    std::map<std::pair<int, int>, PositionScores> close_positions_;  ///< By the region's size.
    std::vector<ScoreMap> score_maps_;
    lab::Timing timing_;
};

}  // namespace farsight::viewer
