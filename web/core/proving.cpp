#include "proving.h"

#include <cmath>

namespace farsight::web {

namespace {

constexpr double kNearestM = 5;
/// As `farsight sweep` has it by default.
constexpr double kFarthestM = 150;
constexpr int kBins = 12;
/// Enough for a band that does not tremble, cheap enough after every scene.
constexpr int kResamples = 400;

}  // namespace

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

void Study::add(const GroundTruth& truth, const SceneVerdict& full_frame, const SceneVerdict& pyramid) {
    for (std::size_t i = 0; i < truth.objects.size(); ++i) {
        if (full_frame.truths[i].ignore) continue;
        const double place = truth.objects[i].distance_m;
        full_frame_.push_back({place, scenes_, full_frame.detection_of[i] >= 0});
        pyramid_.push_back({place, scenes_, pyramid.detection_of[i] >= 0});
    }
    ++scenes_;
}

Result<RangeCurve> Study::curve(bool pyramid) const {
    RangeOptions options;
    options.edges = study_edges_m();
    options.resamples = kResamples;
    return range_curve(pyramid ? pyramid_ : full_frame_, options);
}

std::vector<double> study_edges_m() {
    std::vector<double> edges;
    for (int i = 0; i <= kBins; ++i) {
        edges.push_back(kNearestM * std::pow(kFarthestM / kNearestM, static_cast<double>(i) / kBins));
    }
    return edges;
}

}  // namespace farsight::web
