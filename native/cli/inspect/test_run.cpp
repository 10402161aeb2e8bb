#include "inspect/test_run.h"

#include "farsight/detector.h"
#include "farsight/preprocess.h"
#include "farsight/scene.h"

namespace farsight::cli {
namespace {

Result<Image> test_picture() {
    const auto scene = make_scene({});
    if (!scene) return tl::unexpected(scene.error());
    SceneRenderer renderer;
    Image image;
    GroundTruth truth;
    if (auto drawn = renderer.render(*scene, {}, image, truth); !drawn) return tl::unexpected(drawn.error());
    return image;
}

}  // namespace

Result<HeadCheck> check_on_test_picture(const Model& model) {
    const auto picture = test_picture();
    if (!picture) return tl::unexpected(picture.error());
    DetectorOptions options;
    options.pyramid.enabled = false;
    const auto detector = TiledDetector::create(model.card, picture->size(), options);
    if (!detector) return tl::unexpected(detector.error());
    auto run = NetworkRun::create(model.network, model.card, 1);
    if (!run) return tl::unexpected(run.error());
    Preprocessor preprocessor(model.card.input, Filter::kTriangle);
    const Tile& full_frame = detector->plan().tiles.front();
    const auto filled = model.card.input.type == ElementType::kFloat32
                            ? preprocessor.fill(picture->view(), full_frame, run->input_floats(0))
                            : preprocessor.fill(picture->view(), full_frame, run->input_bytes(0));
    if (!filled) return tl::unexpected(filled.error());
    const auto heads = run->run(1);
    if (!heads) return tl::unexpected(heads.error());
    return check_heads(model.card, *heads);
}

}  // namespace farsight::cli
