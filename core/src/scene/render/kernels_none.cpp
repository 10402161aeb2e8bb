// Stands in for scene_kernels_highway.cpp in a build without SIMD.
#include "scene/render/kernels.h"

namespace farsight::scene {

const SceneKernels& best_scene_kernels() {
    return scalar_scene_kernels();
}

std::vector<const SceneKernels*> available_scene_kernels() {
    return {&scalar_scene_kernels()};
}

}  // namespace farsight::scene
