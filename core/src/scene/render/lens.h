// What shading/lens.h makes 8-bit pixels from.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "farsight/image.h"
#include "scene/render/light.h"

namespace farsight::scene {

/// Packs of lanes read and write up to this many values beyond the end of a row.
inline constexpr std::size_t kMostLanes = 16;

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

/// One row on its way; keeps its memory between frames.
struct LensRows {
    std::vector<float> padded;             ///< Blurred downwards, with its ends repeated.
    std::vector<float> light[3];           ///< Blurred.
    std::vector<std::int32_t> entries[3];  ///< Of the tone curve.
    void resize(int width);
    std::size_t bytes() const;
};

}  // namespace farsight::scene
