#include "scene/render/light.h"

#include <cstddef>

namespace farsight::scene {

namespace {

/// Tiling value noise with `cells` cells a side.
float value_noise(float u, float v, int cells, std::uint32_t seed) {
    const float x = u * static_cast<float>(cells);
    const float y = v * static_cast<float>(cells);
    const int x0 = static_cast<int>(x);
    const int y0 = static_cast<int>(y);
    const float tx = smooth(x - static_cast<float>(x0));
    const float ty = smooth(y - static_cast<float>(y0));
    const auto corner = [&](int i, int j) { return unit(hash((x0 + i) % cells, (y0 + j) % cells, seed)); };
    return mix(mix(corner(0, 0), corner(1, 0), tx), mix(corner(0, 1), corner(1, 1), tx), ty);
}

float octaves(float u, float v) {
    float sum = 0;
    float weight = 0.5F;
    for (int octave = 0; octave < 6; ++octave) {
        sum += weight * value_noise(u, v, 4 << octave, 77U + static_cast<std::uint32_t>(octave));
        weight *= 0.55F;
    }
    // The weights add up to 1.0803; stretch contrast around the middle.
    return saturate((sum / 1.0803F - 0.5F) * 1.9F + 0.5F);
}

/// The next mip level, `side` texels a side, of two bytes a texel.
std::vector<std::uint8_t> halved(const std::vector<std::uint8_t>& from, int side) {
    std::vector<std::uint8_t> to(std::size_t{2} * static_cast<std::size_t>(side * side));
    for (int y = 0; y < side; ++y) {
        for (int x = 0; x < side; ++x) {
            for (int c = 0; c < 2; ++c) {
                const auto texel = [&](int i, int j) {
                    return static_cast<int>(
                        from[static_cast<std::size_t>(2 * ((2 * y + j) * 2 * side + 2 * x + i) + c)]);
                };
                to[static_cast<std::size_t>(2 * (y * side + x) + c)] = static_cast<std::uint8_t>(
                    (texel(0, 0) + texel(1, 0) + texel(0, 1) + texel(1, 1) + 2) / 4);
            }
        }
    }
    return to;
}

/// Each texel beside the next one in its row.
void pack(const std::vector<std::uint8_t>& level, int side, std::uint32_t* texels) {
    for (int y = 0; y < side; ++y) {
        const std::uint8_t* row = level.data() + static_cast<std::ptrdiff_t>(2 * y) * side;
        for (int x = 0; x < side; ++x) {
            const std::uint8_t* here = row + 2 * x;
            const std::uint8_t* next = row + 2 * ((x + 1) % side);
            texels[y * side + x] =
                static_cast<std::uint32_t>(here[0]) | static_cast<std::uint32_t>(here[1]) << 8U |
                static_cast<std::uint32_t>(next[0]) << 16U | static_cast<std::uint32_t>(next[1]) << 24U;
        }
    }
}

}  // namespace

NoiseTexture::NoiseTexture() : texels_(std::size_t{2} * kSide * kSide) {
    std::vector<std::uint8_t> level(std::size_t{2} * kSide * kSide);
    for (int y = 0; y < kSide; ++y) {
        for (int x = 0; x < kSide; ++x) {
            const float u = static_cast<float>(x) / kSide;
            const float v = static_cast<float>(y) / kSide;
            const float grain = 0.55F * unit(hash(x, y, 5)) + 0.45F * unit(hash(x / 2, y / 2, 6));
            const auto at = 2U * static_cast<std::uint32_t>(y * kSide + x);
            level[at] = static_cast<std::uint8_t>(255 * octaves(u, v) + 0.5F);
            level[at + 1] = static_cast<std::uint8_t>(255 * grain + 0.5F);
        }
    }
    for (int side = kSide;; side /= 2) {
        pack(level, side, texels_.data() + static_cast<std::ptrdiff_t>(side) * side);
        if (side == 1) return;
        level = halved(level, side / 2);
    }
}

Sky::Sky(const SceneLight& scene_light, std::uint32_t pattern)
    : light(scene_light), shift_u(unit(hash(pattern, 1U))), shift_v(unit(hash(pattern, 2U))) {
    const Colour cloud = mix(light.horizon, {1, 1, 1}, 0.2F) * 0.9F;
    above = mix(mix(light.zenith, light.horizon, 0.45F), cloud, 0.5F * light.clouds);
    below = light.bounce;
    cloud_base = light.horizon * 0.75F;
    cloud_shade = mix(light.horizon, light.zenith, 0.35F) * 0.85F;
    mirrored_cloud = light.horizon + light.sun * 0.12F;
    mirrored_ground = light.bounce * 0.55F;
    skyline = mix(mirrored_ground, light.horizon, 0.25F) * 0.7F;
}

namespace {

/// v^2.4, from v^2 and the fifth root of v^2 by Newton's iteration.
double power_24(double v) {
    if (v <= 0) return 0;
    const double square = v * v;
    double root = 1;
    for (int i = 0; i < 60; ++i) {
        const double r4 = root * root * root * root;
        root += (square / r4 - root) / 5;
    }
    return square * root;
}

/// A film-like shoulder (Hable-style rational curve, fitted by Narkowicz 2015), white at about 4.
double film(double v) {
    return std::clamp(v * (2.51 * v + 0.03) / (v * (2.43 * v + 0.59) + 0.14), 0.0, 1.0);
}

}  // namespace

ToneCurve::ToneCurve() {
    double limits[256];
    for (int code = 0; code < 256; ++code) {
        // Codes round, so a code starts half a step early.
        const double c = (code - 0.5) / 255;
        limits[code] = c <= 0.04045 ? c / 12.92 : power_24((c + 0.055) / 1.055);
    }
    int code = 0;
    for (int i = 0; i < kEntries; ++i) {
        const double root = i / static_cast<double>(kIndexOfOne);
        const double shown = film(0.62 * root * root);
        while (code < 255 && shown >= limits[code + 1]) ++code;
        table_[i] = static_cast<std::uint8_t>(code);
    }
}

}  // namespace farsight::scene
