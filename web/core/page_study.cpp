#include "page_study.h"

namespace farsight::web {

Result<PageStudy> PageStudy::create(const lab::StudySettings& settings, const Card& card) {
    auto study = lab::Study::create(settings, card.card);
    if (!study) return tl::unexpected(study.error());
    return PageStudy(std::move(*study));
}

Result<Image> PageStudy::render() {
    const auto scene = make_scene(study_.next().scene);
    if (!scene) return tl::unexpected(scene.error());
    Image image;
    if (auto drawn = renderer_.render(*scene, {}, image, truth_); !drawn)
        return tl::unexpected(drawn.error());
    picture_ = image.size();
    return image;
}

Result<PageRun> PageStudy::run(const Card& card) const {
    return PageRun::create(card.card, picture_, study_.next().detector, study_.settings().filter);
}

}  // namespace farsight::web
