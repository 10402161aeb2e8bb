#include "engine/run.h"

#include <chrono>
#include <utility>

namespace farsight::viewer {

Result<ShownRun> ShownRun::create(const Request& request, std::shared_ptr<const ShownPhoto> photo,
                                  std::shared_ptr<const LoadedModel> model, TileCache& cache) {
    DetectorOptions options;
    options.pyramid = request.pyramid;
    options.decode.min_score = request.candidate_score();
    const ModelCard& card = model->model.card;
    auto made = lab::Run::create(card, photo->size, options);
    if (!made) return tl::unexpected(made.error());

    ShownRun run(std::move(*made));
    run.plan_ = std::make_shared<const PyramidPlan>(run.run_.plan());
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

std::string ShownRun::key_of(int tile) const {
    const Rect& region = plan_->tiles[static_cast<std::size_t>(tile)].region;
    std::string key = cache_key_;
    for (const int side : {region.x, region.y, region.width, region.height})
        key += std::to_string(side) + ",";
    return key;
}

void ShownRun::take_cached(TileCache& cache) {
    for (int tile = 0; tile < tiles(); ++tile) {
        const TileFindings* known = cache.get(key_of(tile));
        if (known == nullptr || !run_.absorb_cached(tile, known->candidates)) continue;
        add_scores(tile, known->position_scores);
    }
}

void ShownRun::keep(const TileBatch& batch, std::span<const HeadView> heads, TileCache& cache) {
    const int tile = batch.first_tile;
    const auto candidates = run_.detector().candidates(tile);
    TileFindings findings{{candidates.begin(), candidates.end()}, {}};
    if (positions_) {
        findings.position_scores.resize(positions_->size());
        if (positions_->read(heads, 0, findings.position_scores)) add_scores(tile, findings.position_scores);
    }
    cache.put(key_of(tile), std::move(findings));
}

void ShownRun::add_scores(int tile, std::span<const float> scores) {
    if (!positions_ || scores.size() != positions_->size()) return;
    const Tile& place = plan_->tiles[static_cast<std::size_t>(tile)];
    add_tile(*plan_, place, positions_->layers(), scores, score_maps_[static_cast<std::size_t>(place.level)]);
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
    told->plan = plan_;
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
