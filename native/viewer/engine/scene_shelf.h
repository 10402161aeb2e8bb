// Scenes as pictures: rendered by the core, drawn again when an object moves.
#pragma once

#include <memory>
#include <optional>

#include "engine/findings.h"
#include "farsight/result.h"

namespace farsight::viewer {

/// Keeps the scene that was asked for last. For the engine's thread.
class SceneShelf {
public:
    /// Fails as make_scene and move_object do.
    Result<std::shared_ptr<const ShownPhoto>> get(const SceneSettings& settings);

private:
    Result<void> arrange(const SceneSettings& settings);

    SceneRenderer renderer_;
    std::optional<Scene> scene_;
    SceneSettings arranged_;  ///< What stands in `scene_`.
    std::shared_ptr<const ShownPhoto> shown_;
};

}  // namespace farsight::viewer
