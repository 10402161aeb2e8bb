// What is known of a rendered scene.
#pragma once

#include <algorithm>

#include "farsight/lab/scene_settings.h"
#include "farsight/scene.h"

namespace farsight::viewer {

using lab::SceneMove;
using lab::SceneSettings;

struct SceneFacts {
    SceneSettings settings;
    SceneCamera camera;
    GroundTruth truth;

    /// Null when the scene has no such object.
    const ObjectTruth* object(int id) const {
        const auto found = std::find_if(truth.objects.begin(), truth.objects.end(),
                                        [&](const ObjectTruth& object) { return object.id == id; });
        return found == truth.objects.end() ? nullptr : &*found;
    }
};

}  // namespace farsight::viewer
