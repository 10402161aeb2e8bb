#include "engine/run.h"

#include <chrono>
#include <utility>

#include "farsight/lab/run.h"

namespace farsight::viewer {

Result<ShownRun> ShownRun::create(const Request& request, std::shared_ptr<const ShownPhoto> photo,
                                  std::shared_ptr<const LoadedModel> model, TileCache& cache) {
    const ModelCard& card = model->model.card;
    auto options = lab::detector_options(request.pyramid, request.search, card);
    if (!options) return tl::unexpected(options.error());
    options->decode.min_score = request.candidate_score();
    auto made = lab::Run::create(card, photo->size, *options);
    if (!made) return tl::unexpected(made.error());

    ShownRun run(std::move(*made));
    run.timing_.decode_image_ms = photo->decode_ms;
    run.cache_key_ = photo->cache_key + "|" + model->shown.name + "|" + std::string(name_of(request.filter)) +
                     "|" + std::to_string(options->decode.min_score) + "|";
    run.photo_ = std::move(photo);
    run.model_ = std::move(model);
    if (auto positions = PositionScores::create(card)) {
        const PyramidPlan& full = run.run_.detector().full_plan();
        for (std::size_t level = 0; level < full.levels.size(); ++level) {
            run.score_maps_.push_back(make_score_map(full, static_cast<int>(level), positions->layers()));
        }
        run.positions_ = std::move(*positions);
    }
    run.take_cached(cache);
    return run;
}

std::string ShownRun::key_of(int tile) const {
    const Tile& planned = run_.plan().tiles[static_cast<std::size_t>(tile)];
    const Rect& region = planned.region;
    std::string key = cache_key_;
    for (const int side :
         {region.x, region.y, region.width, region.height, planned.input.width, planned.input.height}) {
        key += std::to_string(side) + ",";
    }
    return key;
}

void ShownRun::take_cached(TileCache& cache) {
    // The plan of a search grows with what is absorbed.
    for (; tiles_looked_up_ < tiles(); ++tiles_looked_up_) {
        const TileFindings* known = cache.get(key_of(tiles_looked_up_));
        if (known == nullptr || !run_.absorb_cached(tiles_looked_up_, known->candidates)) continue;
        add_scores(tiles_looked_up_, known->position_scores);
    }
}

void ShownRun::keep(const TileBatch& batch, std::span<const HeadView> heads, TileCache& cache) {
    const int tile = batch.first_tile;
    const auto candidates = run_.detector().candidates(tile);
    TileFindings findings{{candidates.begin(), candidates.end()}, {}};
    if (const PositionScores* positions = positions_of(run_.plan().tiles[static_cast<std::size_t>(tile)])) {
        findings.position_scores.resize(positions->size());
        if (positions->read(heads, 0, findings.position_scores)) add_scores(tile, findings.position_scores);
    }
    cache.put(key_of(tile), std::move(findings));
    take_cached(cache);
}

const PositionScores* ShownRun::positions_of(const Tile& tile) {
    if (!positions_) return nullptr;
    if (!tile.close) return &*positions_;
    const std::pair size(tile.input.width, tile.input.height);
    const auto known = close_positions_.find(size);
    if (known != close_positions_.end()) return &known->second;
    auto made = PositionScores::create(model_->model.card, tile.input);
    return made ? &close_positions_.emplace(size, std::move(*made)).first->second : nullptr;
}

void ShownRun::add_scores(int tile, std::span<const float> scores) {
    const Tile& place = run_.plan().tiles[static_cast<std::size_t>(tile)];
    const PositionScores* positions = positions_of(place);
    if (positions == nullptr || scores.size() != positions->size()) return;
    add_tile(run_.plan(), place, positions->layers(), scores,
             score_maps_[static_cast<std::size_t>(place.level)]);
}

std::shared_ptr<const PyramidPlan> ShownRun::plan() {
    if (!plan_ || plan_->tiles.size() != run_.plan().tiles.size()) {
        plan_ = std::make_shared<const PyramidPlan>(run_.plan());
    }
    return plan_;
}

Result<std::shared_ptr<Findings>> ShownRun::findings(const Request& request) {
    auto told = std::make_shared<Findings>();
    const auto start = std::chrono::steady_clock::now();
    if (auto decided = run_.decide(request.merging); !decided) return tl::unexpected(decided.error());
    const std::chrono::duration<double, std::milli> taken = std::chrono::steady_clock::now() - start;
    timing_.merge_ms = taken.count();
    const auto copy = [&](lab::Scope scope) {
        const auto found = run_.detections(scope);
        return std::vector<Detection>(found.begin(), found.end());
    };
    told->full_frame = copy(lab::Scope::kFullFrame);
    told->pyramid = copy(lab::Scope::kPyramid);
    told->matches.assign(run_.matches().begin(), run_.matches().end());
    told->counts = run_.counts();
    told->request = request.number;
    told->done = done();
    told->tiles_done = tiles_done();
    told->tiles_cached = run_.tiles_cached();
    told->plan = plan();
    told->photo = photo_;
    told->model = std::shared_ptr<const ShownModel>(model_, &model_->shown);
    told->min_score = request.merging.min_score;
    told->result.take(run_);
    told->timing = timing_;
    told->score_maps = std::make_shared<const std::vector<ScoreMap>>(score_maps_);
    if (request.followed) {
        const Box box = request.followed->at(photo_->size, photo_->distance);
        told->followed_full_frame = run_.find(lab::Scope::kFullFrame, request.followed->label, box);
        told->followed_pyramid = run_.find(lab::Scope::kPyramid, request.followed->label, box);
    }
    if (auto judged = judge(request, *told); !judged) return tl::unexpected(judged.error());
    return told;
}

Result<void> ShownRun::judge(const Request& request, Findings& told) {
    if (photo_->scene == nullptr) return {};
    const GroundTruth& truth = photo_->scene->truth;
    auto judgement = lab::judge(run_, truth, model_->model.card.labels);
    if (!judgement) return tl::unexpected(judgement.error());
    told.stories =
        lab::stories_of(*judgement, truth, {told.full_frame, told.pyramid}, request.pyramid.enabled);
    told.judgement = std::make_shared<const lab::Judgement>(std::move(*judgement));
    return {};
}

Result<std::shared_ptr<const lab::WhyView>> ShownRun::explain(const ObjectTruth& object,
                                                              const Request& request) const {
    const ImageView image = photo_->mips.front().view();
    auto why = lab::explain({model_->model.card, run_.detector(), request.pyramid, request.filter, image,
                             model_->shown.fields_px},
                            object.visible, object.id);
    if (!why) return tl::unexpected(why.error());
    return std::make_shared<const lab::WhyView>(std::move(*why));
}

ConfidencePoint ShownRun::confidence(const lab::Followed& followed) {
    const Box box = followed.at(photo_->size, photo_->distance);
    return {photo_->distance, run_.confidence(lab::Scope::kFullFrame, followed.label, box),
            run_.confidence(lab::Scope::kPyramid, followed.label, box)};
}

}  // namespace farsight::viewer
