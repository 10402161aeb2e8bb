// From light on the sensor to 8-bit pixels: blur, vignette, noise, tone curve.
#pragma once

#include <cstdint>
#include <vector>

#include "farsight/image.h"
#include "scene_light.h"

namespace farsight::scene {

/// Linear light, one plane a channel.
struct LightPlanes {
    Size size;
    std::vector<float> planes[3];
    void resize(Size to);
    float* row(int channel, int y) {
        return planes[channel].data() + static_cast<std::ptrdiff_t>(y) * size.width;
    }
    const float* row(int channel, int y) const {
        return planes[channel].data() + static_cast<std::ptrdiff_t>(y) * size.width;
    }
};

struct LensOptions {
    float blur_px = 0;  ///< Standard deviation.
    float exposure = 1;
    float noise = 0;  ///< Standard deviation in steps of the tone curve's index.
    std::uint32_t seed = 0;
};

/// `scratch` keeps its memory between calls.
void develop(const LightPlanes& light, const LensOptions& options, const ToneCurve& tone,
             std::vector<float>& scratch, Image& image);

}  // namespace farsight::scene
