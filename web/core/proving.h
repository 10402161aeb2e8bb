// The proving ground as the page shows it: a scene and its picture, a verdict on its objects, and a range
// study that grows scene by scene.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "farsight/range.h"
#include "farsight/scene.h"
#include "farsight/scene_evaluation.h"

namespace farsight::web {

/// One scene, drawn again after each move.
class ProvingGround {
public:
    static Result<ProvingGround> create(const SceneOptions& options);

    Result<void> move(int id, double distance_m) { return move_object(scene_, id, distance_m); }
    /// Draws what stands now and sets truth(), both with each side divided by `shrink`, at least 1: a preview
    /// costs a fraction of the picture.
    Result<Image> render(int shrink);

    const Scene& scene() const { return scene_; }
    const GroundTruth& truth() const { return truth_; }

private:
    explicit ProvingGround(Scene scene) : scene_(std::move(scene)) {}

    Scene scene_;
    SceneRenderer renderer_;
    GroundTruth truth_;
};

/// Recall over distance of one configuration, both sides.
class Study {
public:
    /// Adds a scene's objects; NaN counts none of an ignored one.
    void add(const GroundTruth& truth, const SceneVerdict& full_frame, const SceneVerdict& pyramid);

    int scenes() const { return scenes_; }
    Result<RangeCurve> curve(bool pyramid) const;

private:
    int scenes_ = 0;
    std::vector<RangeTrial> full_frame_;
    std::vector<RangeTrial> pyramid_;
};

/// Distances of the study's bins in metres: even in the logarithm.
std::vector<double> study_edges_m();

}  // namespace farsight::web
