// Stands in for pixel_kernels_highway.cpp in a build without SIMD.
#include "image/pixel_kernels.h"

namespace farsight {

const PixelKernels& best_kernels() {
    return scalar_kernels();
}

std::vector<const PixelKernels*> available_kernels() {
    return {&scalar_kernels()};
}

}  // namespace farsight
