// Compiled once for every instruction set by Highway's foreach_target.
#include "scene/render/kernels.h"

#include <concepts>
#include <cstddef>

// Vectors of a length unknown at compile time do not fit into structs; NEON serves there. Two more sets would
// bring nothing here that SSE4 and AVX3 lack, and take their time to compile.
#define HWY_DISABLED_TARGETS \
    (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV | HWY_SSSE3 | HWY_AVX3_DL)

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "scene/render/kernels_highway.cpp"
#include <hwy/foreach_target.h>  // must come before highway.h
#include <hwy/highway.h>

#if HWY_TARGET != HWY_SCALAR && HWY_TARGET != HWY_EMU128
#include "simd/lanes_highway.h"
//
#include "scene/shading/all.h"
#endif

HWY_BEFORE_NAMESPACE();
namespace farsight::scene {
namespace HWY_NAMESPACE {

const SceneKernels& kernels() {
#if HWY_TARGET == HWY_SCALAR || HWY_TARGET == HWY_EMU128
    return scalar_scene_kernels();
#else
    static const SceneKernels kKernels = {hwy::TargetName(HWY_TARGET), draw_piece, shade_queue, develop};
    return kKernels;
#endif
}

}  // namespace HWY_NAMESPACE
}  // namespace farsight::scene
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace farsight::scene {

HWY_EXPORT(kernels);

const SceneKernels& best_scene_kernels() {
    return HWY_DYNAMIC_DISPATCH(kernels)();
}

std::vector<const SceneKernels*> available_scene_kernels() {
    std::vector<const SceneKernels*> all = {&scalar_scene_kernels()};
#if (HWY_TARGETS & (HWY_TARGETS - 1)) == 0
    all.push_back(&best_scene_kernels());
#else
    for (const std::int64_t target : hwy::SupportedAndGeneratedTargets()) {
        hwy::SetSupportedTargetsForTest(target);
        hwy::GetChosenTarget().Update(hwy::SupportedTargets());
        const SceneKernels& found = best_scene_kernels();
        if (&found != &scalar_scene_kernels()) all.push_back(&found);
    }
    hwy::SetSupportedTargetsForTest(0);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
#endif
    return all;
}

}  // namespace farsight::scene

#endif  // HWY_ONCE
