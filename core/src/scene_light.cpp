#include "scene_light.h"

namespace farsight::scene {

namespace {

constexpr float kByte = 1.0F / 255;

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

}  // namespace

NoiseTexture::NoiseTexture() {
    std::uint32_t total = 0;
    for (int level = 0; level < kLevels; ++level) {
        level_start_[level] = total;
        total += 2U * static_cast<std::uint32_t>((kSide >> level) * (kSide >> level));
    }
    texels_.resize(total);
    for (int y = 0; y < kSide; ++y) {
        for (int x = 0; x < kSide; ++x) {
            const float u = static_cast<float>(x) / kSide;
            const float v = static_cast<float>(y) / kSide;
            const float grain = 0.55F * unit(hash(x, y, 5)) + 0.45F * unit(hash(x / 2, y / 2, 6));
            const auto at = 2U * static_cast<std::uint32_t>(y * kSide + x);
            texels_[at] = static_cast<std::uint8_t>(255 * octaves(u, v) + 0.5F);
            texels_[at + 1] = static_cast<std::uint8_t>(255 * grain + 0.5F);
        }
    }
    for (int level = 1; level < kLevels; ++level) {
        const int side = kSide >> level;
        const std::uint8_t* from = texels_.data() + level_start_[level - 1];
        std::uint8_t* to = texels_.data() + level_start_[level];
        for (int y = 0; y < side; ++y) {
            for (int x = 0; x < side; ++x) {
                for (int c = 0; c < 2; ++c) {
                    const auto texel = [&](int i, int j) {
                        return static_cast<int>(from[2 * ((2 * y + j) * 2 * side + 2 * x + i) + c]);
                    };
                    to[2 * (y * side + x) + c] = static_cast<std::uint8_t>(
                        (texel(0, 0) + texel(1, 0) + texel(0, 1) + texel(1, 1) + 2) / 4);
                }
            }
        }
    }
}

NoiseTexture::Sample NoiseTexture::at(float u, float v, float footprint) const {
    const float texels = footprint * kSide;
    const int level = texels <= 1 ? 0 : std::min(floor_log2(texels), kLevels - 1);
    const int side = kSide >> level;
    const float x = (u - static_cast<float>(fast_floor(u))) * static_cast<float>(side);
    const float y = (v - static_cast<float>(fast_floor(v))) * static_cast<float>(side);
    const int xi = static_cast<int>(x);
    const int yi = static_cast<int>(y);
    const float tx = x - static_cast<float>(xi);
    const float ty = y - static_cast<float>(yi);
    const int mask = side - 1;
    const std::uint8_t* base = texels_.data() + level_start_[level];
    const std::uint8_t* row0 = base + 2 * (yi & mask) * side;
    const std::uint8_t* row1 = base + 2 * ((yi + 1) & mask) * side;
    const int c0 = 2 * (xi & mask);
    const int c1 = 2 * ((xi + 1) & mask);
    const float w11 = tx * ty;
    const float w10 = tx - w11;
    const float w01 = ty - w11;
    const float w00 = 1 - tx - ty + w11;
    const auto blend = [&](int c) {
        return kByte * (w00 * static_cast<float>(row0[c0 + c]) + w10 * static_cast<float>(row0[c1 + c]) +
                        w01 * static_cast<float>(row1[c0 + c]) + w11 * static_cast<float>(row1[c1 + c]));
    };
    return {blend(0), blend(1)};
}

Sky::Sky(const SceneLight& light, const NoiseTexture& noise, std::uint32_t pattern)
    : light_(light), noise_(noise), shift_u_(unit(hash(pattern, 1U))), shift_v_(unit(hash(pattern, 2U))) {
    const Colour cloud = mix(light.horizon, {1, 1, 1}, 0.2F) * 0.9F;
    above_ = mix(mix(light.zenith, light.horizon, 0.45F), cloud, 0.5F * light.clouds);
    below_ = light.bounce;
}

Colour Sky::gradient(float height) const {
    const float h = height > 0 ? height : 0;
    // Air mass grows towards the horizon roughly as 1 / (h + 0.1).
    const float t = 0.12F / (h + 0.12F);
    return mix(light_.zenith, light_.horizon, t * (0.6F + 0.4F * t));
}

Colour Sky::air(Vec3 direction) const {
    const float towards = saturate(dot(direction, light_.to_sun));
    const float glow = towards * towards;
    return light_.horizon + light_.sun * (0.10F * glow * glow);
}

Colour Sky::seen(Vec3 direction) const {
    Colour sky = gradient(direction.y);
    const float towards = saturate(dot(direction, light_.to_sun));
    const float t2 = towards * towards;
    const float t8 = t2 * t2 * t2 * t2;
    const float disc = 0.00035F / (1.00035F - towards);
    sky = sky + light_.sun * (0.07F * t8 + 0.35F * disc);
    if (direction.y < 0.004F) return sky;
    // Clouds lie on a plane overhead, bent down a little so that they do not end in a line.
    const float s = 0.16F / (direction.y + 0.10F);
    const float u = direction.x * s + shift_u_;
    const float v = direction.z * s + shift_v_;
    const float footprint = 0.006F * s;
    const float base = noise_.at(u, v, footprint).clouds;
    const float fine = noise_.at(3.1F * u + 0.37F, 3.1F * v, 3 * footprint).clouds;
    const float body = 0.74F * base + 0.26F * fine;
    const float threshold = 0.80F - 0.62F * light_.clouds;
    const float cover =
        smooth_step(threshold, threshold + 0.20F, body) * smooth_step(0.0F, 0.12F, direction.y);
    if (cover <= 0) return sky;
    // Thick parts are darker below; the side near the sun is brighter.
    const float thick = smooth_step(threshold + 0.05F, threshold + 0.5F, body);
    const Colour lit =
        light_.horizon * 0.75F + light_.sun * (0.30F + 0.25F * t8) + Colour{0.12F, 0.12F, 0.13F};
    const Colour shade = mix(light_.horizon, light_.zenith, 0.35F) * 0.85F;
    return mix(sky, mix(lit, shade, 0.75F * thick), 0.94F * cover);
}

Colour Sky::mirrored(Vec3 direction) const {
    const Colour above =
        mix(gradient(direction.y), light_.horizon + light_.sun * 0.12F, 0.35F * light_.clouds);
    const Colour below = light_.bounce * 0.55F;
    // A dark skyline of houses and trees stands between sky and ground.
    const Colour skyline = mix(below, light_.horizon, 0.25F) * 0.7F;
    const float up = smooth_step(0.06F, 0.22F, direction.y);
    const float down = smooth_step(0.02F, 0.10F, -direction.y);
    return mix(mix(skyline, above, up), below, down);
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
