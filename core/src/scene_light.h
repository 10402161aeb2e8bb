// Noise, sky and air of the proving ground.
#pragma once

#include <cstdint>
#include <vector>

#include "farsight/scene.h"
#include "scene_math.h"

namespace farsight::scene {

/// Two tiling patterns in one texture with mip levels: clouds of all sizes, and fine grain.
class NoiseTexture {
public:
    NoiseTexture();
    struct Sample {
        float clouds;  ///< 0 to 1, 0.5 on average.
        float grain;   ///< 0 to 1, 0.5 on average.
    };
    /// At (u, v), one unit a tile, filtered over `footprint` of the same unit.
    Sample at(float u, float v, float footprint) const;

private:
    static constexpr int kSide = 256;
    static constexpr int kLevels = 9;
    std::vector<std::uint8_t> texels_;
    std::uint32_t level_start_[kLevels] = {};
};

/// What the light is in every direction, made ready for shading.
class Sky {
public:
    Sky(const SceneLight& light, const NoiseTexture& noise, std::uint32_t pattern);
    /// What the camera sees at infinity; `direction` is a unit vector.
    Colour seen(Vec3 direction) const;
    /// What a smooth surface mirrors: sky, skyline and ground, without clouds.
    Colour mirrored(Vec3 direction) const;
    /// Diffuse light that reaches a surface of this normal from sky and ground.
    Colour ambient(Vec3 normal) const { return mix(below_, above_, 0.5F + 0.5F * normal.y); }
    /// Colour of the air in a direction.
    Colour air(Vec3 direction) const;
    const SceneLight& light() const { return light_; }

private:
    Colour gradient(float height) const;

    SceneLight light_;
    const NoiseTexture& noise_;
    Colour above_;
    Colour below_;
    float shift_u_;
    float shift_v_;
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
