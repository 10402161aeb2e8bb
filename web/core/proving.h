// The proving ground as the page shows it: a scene, drawn again after each move.
#pragma once

#include "farsight/scene.h"

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

}  // namespace farsight::web
