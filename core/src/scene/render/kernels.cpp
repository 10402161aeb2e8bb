#include "scene/render/kernels.h"

#include <cmath>

#include "simd/lanes_scalar.h"
//
#include "scene/shading/all.h"

namespace farsight::scene {

const SceneKernels& scalar_scene_kernels() {
    static constexpr SceneKernels kKernels = {"scalar", scalar::draw_piece, scalar::shade_queue,
                                              scalar::develop};
    return kKernels;
}

}  // namespace farsight::scene
