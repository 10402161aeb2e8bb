// Noise, sky and tones of the proving ground; shading/light.h looks them up.
#pragma once

#include <cstdint>
#include <vector>

#include "farsight/scene.h"
#include "scene/world/math.h"

namespace farsight::scene {

/// Two tiling patterns in one texture with mip levels: clouds of all sizes, and fine grain.
class NoiseTexture {
public:
    static constexpr int kSide = 256;
    static constexpr int kLevels = 9;
    NoiseTexture();
    /// A level of `side` texels a side begins at side * side. A texel holds, from the lowest byte, its own
    /// clouds and grain and then those of the next one in its row, so that filtering reads each row once.
    const std::uint32_t* texels() const { return texels_.data(); }

private:
    std::vector<std::uint32_t> texels_;
};

/// What the light is in every direction, made ready for shading.
struct Sky {
    static constexpr Colour kCloudGlow{0.12F, 0.12F, 0.13F};

    Sky(const SceneLight& scene_light, std::uint32_t pattern);

    SceneLight light;
    Colour above, below;  ///< Diffuse light from sky and ground.
    Colour cloud_base, cloud_shade;
    /// A dark skyline of houses and trees stands between what is mirrored of sky and ground.
    Colour mirrored_cloud, mirrored_ground, skyline;
    float shift_u, shift_v;  ///< Where the clouds lie.
};

/// Linear light to 8-bit sRGB: index is the square root of light, scaled so that 4 is the last entry.
class ToneCurve {
public:
    static constexpr int kEntries = 4096;
    static constexpr float kIndexOfOne = 2047.5F;
    ToneCurve();
    const std::uint8_t* table() const { return table_; }

private:
    std::uint8_t table_[kEntries];
};

}  // namespace farsight::scene
