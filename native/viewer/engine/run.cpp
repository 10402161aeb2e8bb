#include "engine/run.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "farsight/dolly.h"
#include "farsight/follow.h"

namespace farsight::viewer {

Result<Run> Run::create(const Request& request, std::shared_ptr<const ShownPhoto> photo,
                        std::shared_ptr<const LoadedModel> model, TileCache& cache) {
    DetectorOptions options;
    options.pyramid = request.pyramid;
    options.decode.min_score = request.candidate_score();
    const ModelCard& card = model->model.card;
    auto detector = TiledDetector::create(card, photo->size, options);
    if (!detector) return tl::unexpected(detector.error());
    options.pyramid.enabled = false;
    auto alone = TiledDetector::create(card, photo->size, options);
    if (!alone) return tl::unexpected(alone.error());

    Run run(std::move(*detector), std::move(*alone));
    run.plan_ = std::make_shared<const PyramidPlan>(run.detector_.plan());
    run.timing_.decode_image_ms = photo->decode_ms;
    run.cache_key_ = photo->cache_key + "|" + model->shown.name + "|" + std::string(name_of(request.filter)) +
                     "|" + std::to_string(options.decode.min_score) + "|";
    run.photo_ = std::move(photo);
    run.model_ = std::move(model);
    if (auto positions = PositionScores::create(card)) {
        for (std::size_t level = 0; level < run.plan_->levels.size(); ++level) {
            run.score_maps_.push_back(
                make_score_map(*run.plan_, static_cast<int>(level), positions->layers()));
        }
        run.positions_ = std::move(*positions);
    }
    run.take_cached(cache);
    return run;
}

std::string Run::key_of(int tile) const {
    const Rect& region = plan_->tiles[static_cast<std::size_t>(tile)].region;
    std::string key = cache_key_;
    for (const int side : {region.x, region.y, region.width, region.height})
        key += std::to_string(side) + ",";
    return key;
}

void Run::take_cached(TileCache& cache) {
    for (int tile = 0; tile < tiles(); ++tile) {
        const TileFindings* known = cache.get(key_of(tile));
        if (known == nullptr || !detector_.absorb_cached(tile, known->candidates)) continue;
        ++tiles_cached_;
        add_scores(tile, known->position_scores);
        if (tile == 0) share_full_frame();
    }
}

void Run::keep(const TileBatch& batch, std::span<const HeadView> heads, TileCache& cache) {
    const int tile = batch.first_tile;
    const auto candidates = detector_.candidates(tile);
    TileFindings findings{{candidates.begin(), candidates.end()}, {}};
    if (positions_) {
        findings.position_scores.resize(positions_->size());
        if (positions_->read(heads, 0, findings.position_scores)) add_scores(tile, findings.position_scores);
    }
    cache.put(key_of(tile), std::move(findings));
    if (tile == 0) share_full_frame();
}

void Run::add_scores(int tile, std::span<const float> scores) {
    if (!positions_ || scores.size() != positions_->size()) return;
    const Tile& place = plan_->tiles[static_cast<std::size_t>(tile)];
    add_tile(*plan_, place, positions_->layers(), scores, score_maps_[static_cast<std::size_t>(place.level)]);
}

void Run::share_full_frame() {
    // It fails only when it was shared before.
    static_cast<void>(alone_.absorb_cached(0, detector_.candidates(0)));
}

Result<std::shared_ptr<Findings>> Run::findings(const Request& request) {
    auto told = std::make_shared<Findings>();
    const auto start = std::chrono::steady_clock::now();
    if (auto merged = detector_.detections(request.merging, told->pyramid); !merged) {
        return tl::unexpected(merged.error());
    }
    const std::chrono::duration<double, std::milli> taken = std::chrono::steady_clock::now() - start;
    timing_.merge_ms = taken.count();
    if (auto merged = alone_.detections(request.merging, told->full_frame); !merged) {
        return tl::unexpected(merged.error());
    }
    told->request = request.number;
    told->done = done();
    told->tiles_done = tiles_done();
    told->tiles_cached = tiles_cached_;
    told->plan = plan_;
    told->photo = photo_;
    told->model = std::shared_ptr<const ShownModel>(model_, &model_->shown);
    told->min_score = request.merging.min_score;
    told->non_finite = detector_.stats().non_finite;
    told->timing = timing_;
    told->score_maps = std::make_shared<const std::vector<ScoreMap>>(score_maps_);
    if (request.followed) {
        const Box box = moved(*request.followed);
        told->followed_full_frame = find_object(told->full_frame, request.followed->label, box);
        told->followed_pyramid = find_object(told->pyramid, request.followed->label, box);
    }
    return told;
}

Box Run::moved(const Followed& followed) const {
    const Box near = dolly_box(followed.box, photo_->size, followed.distance, true);
    return dolly_box(near, photo_->size, photo_->distance);
}

ConfidencePoint Run::confidence(const Followed& followed) const {
    const Box box = moved(followed);
    ConfidencePoint point{photo_->distance, confidence_in(alone_.candidates(0), followed.label, box), 0};
    for (int tile = 0; tile < tiles(); ++tile) {
        point.pyramid =
            std::max(point.pyramid, confidence_in(detector_.candidates(tile), followed.label, box));
    }
    return point;
}

}  // namespace farsight::viewer
