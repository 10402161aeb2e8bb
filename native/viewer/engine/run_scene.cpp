// The run's half that is about the proving ground: who was found, and what of the chosen object it was given.
#include "engine/run.h"

namespace farsight::viewer {

Result<std::shared_ptr<const Judgement>> Run::judge(const Findings& told) const {
    const GroundTruth& truth = photo_->scene->truth;
    const std::span<const Label> labels = model_->model.card.labels;
    std::vector<Candidate> candidates;
    for (int tile = 0; tile < tiles(); ++tile) {
        const auto of_tile = detector_.candidates(tile);
        candidates.insert(candidates.end(), of_tile.begin(), of_tile.end());
    }
    const auto min_score = static_cast<double>(told.min_score);
    auto full_frame =
        judge_scene(truth, {labels, detector_.candidates(0), told.full_frame, plan_->tiles}, min_score);
    if (!full_frame) return tl::unexpected(full_frame.error());
    auto pyramid = judge_scene(truth, {labels, candidates, told.pyramid, plan_->tiles}, min_score);
    if (!pyramid) return tl::unexpected(pyramid.error());
    return std::make_shared<const Judgement>(Judgement{std::move(*full_frame), std::move(*pyramid)});
}

Result<std::shared_ptr<const WhyView>> Run::explain(const ObjectTruth& object, const Request& request) const {
    const ImageView image = photo_->mips.front().view();
    auto why = viewer::explain(
        {model_->model.card, detector_, request.pyramid, request.filter, image, model_->shown.fields_px},
        object);
    if (!why) return tl::unexpected(why.error());
    return std::make_shared<const WhyView>(std::move(*why));
}

}  // namespace farsight::viewer
