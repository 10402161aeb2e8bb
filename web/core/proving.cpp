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

Result<Verdict> judge(const Run& run, bool pyramid, const GroundTruth& truth, std::span<const Label> labels,
                      double min_score) {
    const std::vector<std::int32_t> classes = scene_classes_of(labels);
    const std::span<const Detection> detections = run.detections(pyramid);
    Verdict verdict;
    append_truths(truth, classes, kMinVisible, 0, verdict.truths);
    const SceneDetections kept = scene_detections(detections, classes, 0);
    const EvaluationSet set{verdict.truths, kept.boxes, 1, kSceneClassCount};
    const auto matching = match(set, {});
    if (!matching) return tl::unexpected(matching.error());

    std::vector<std::uint8_t> found;
    std::vector<std::uint8_t> used(detections.size(), 0);
    for (const std::int32_t by : matching->detection_of) {
        const std::int32_t place = by < 0 ? -1 : kept.places[static_cast<std::size_t>(by)];
        verdict.detection_of.push_back(place);
        found.push_back(by >= 0 ? 1 : 0);
        if (place >= 0) used[static_cast<std::size_t>(place)] = 1;
    }
    std::vector<Candidate> candidates;
    const int tiles = pyramid ? static_cast<int>(run.plan().tiles.size()) : 1;
    for (int tile = 0; tile < tiles; ++tile) {
        const auto of_tile = run.candidates(tile);
        candidates.insert(candidates.end(), of_tile.begin(), of_tile.end());
    }
    AttributionOptions options;
    options.min_score = min_score;
    explain_misses({verdict.truths, found, candidates, detections, used, run.plan().tiles, classes}, options,
                   verdict.misses);
    return verdict;
}

void Study::add(const GroundTruth& truth, const Verdict& full_frame, const Verdict& pyramid) {
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
