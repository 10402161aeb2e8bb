#include "proving.h"

namespace farsight::web {

Result<ProvingGround> ProvingGround::create(const SceneOptions& options) {
    auto scene = make_scene(options);
    if (!scene) return tl::unexpected(scene.error());
    return ProvingGround(std::move(*scene));
}

Result<Image> ProvingGround::render(int shrink) {
    const SceneCamera camera = scene_.camera;
    scene_.camera.size = {camera.size.width / shrink, camera.size.height / shrink};
    scene_.camera.focal_px /= shrink;
    scene_.camera.centre_x_px /= shrink;
    scene_.camera.horizon_px /= shrink;
    Image image;
    const auto done = renderer_.render(scene_, {}, image, truth_);
    scene_.camera = camera;
    if (!done) return tl::unexpected(done.error());
    return image;
}

}  // namespace farsight::web
