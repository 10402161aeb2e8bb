#include "scene_lens.h"

#include <cmath>
#include <cstddef>

namespace farsight::scene {

void LightPlanes::resize(Size to) {
    size = to;
    for (auto& plane : planes) {
        plane.resize(static_cast<std::size_t>(to.width) * static_cast<std::size_t>(to.height));
    }
}

namespace {

/// Three taps a side suffice: their variance is twice the outer weight.
void blur_row(const LightPlanes& light, int channel, int y, float outer, float* __restrict padded,
              float* __restrict out) {
    const int width = light.size.width;
    const float* __restrict above = light.row(channel, y > 0 ? y - 1 : 0);
    const float* __restrict here = light.row(channel, y);
    const float* __restrict below = light.row(channel, y + 1 < light.size.height ? y + 1 : y);
    const float inner = 1 - 2 * outer;
    for (int x = 0; x < width; ++x) padded[x + 1] = inner * here[x] + outer * (above[x] + below[x]);
    padded[0] = padded[1];
    padded[width + 1] = padded[width];
    for (int x = 0; x < width; ++x) out[x] = inner * padded[x + 1] + outer * (padded[x] + padded[x + 2]);
}

/// Sum of four bytes: close to a normal distribution of standard deviation 147.8.
float bell(std::uint32_t bits) {
    const std::uint32_t pairs = (bits & 0x00FF00FFU) + ((bits >> 8) & 0x00FF00FFU);
    return static_cast<float>(static_cast<std::int32_t>((pairs & 0xFFFFU) + (pairs >> 16)) - 510) *
           (1 / 147.8F);
}

std::uint32_t quick_hash(std::uint32_t v) {
    v ^= v >> 15;
    v *= 0x2C1B3C6DU;
    v ^= v >> 12;
    v *= 0x297A2D39U;
    return v ^ (v >> 15);
}

}  // namespace

void develop(const LightPlanes& light, const LensOptions& options, const ToneCurve& tone,
             std::vector<float>& scratch, Image& image) {
    const int width = light.size.width;
    const int height = light.size.height;
    const auto stride = static_cast<std::size_t>(width) + 8;
    scratch.resize(stride * 6);
    float* padded = scratch.data();
    float* rows[3] = {padded + stride, padded + 2 * stride, padded + 3 * stride};
    float* bright = padded + 4 * stride;
    float* tint = padded + 5 * stride;
    const float outer = 0.5F * options.blur_px * options.blur_px;
    const float corner = 1 / (0.25F * static_cast<float>(width) * static_cast<float>(width) +
                              0.25F * static_cast<float>(height) * static_cast<float>(height));
    const std::uint8_t* table = tone.table();
    for (int y = 0; y < height; ++y) {
        for (int c = 0; c < 3; ++c) blur_row(light, c, y, outer, padded, rows[c]);
        const float dy = static_cast<float>(y) - 0.5F * static_cast<float>(height);
        const std::uint32_t first =
            options.seed + static_cast<std::uint32_t>(y) * static_cast<std::uint32_t>(width);
        for (int x = 0; x < width; ++x) {
            const std::uint32_t bits = quick_hash((first + static_cast<std::uint32_t>(x)) * 0x9E3779B1U);
            bright[x] = options.noise * bell(bits);
            tint[x] = 0.55F * options.noise * bell(bits * 0x85EBCA6BU + 0x6C8E9CF5U);
        }
        for (int c = 0; c < 3; ++c) {
            float* __restrict row = rows[c];
            const float tinted = c == 0 ? 1.0F : (c == 1 ? -0.25F : -0.9F);
            for (int x = 0; x < width; ++x) {
                const float dx = static_cast<float>(x) - 0.5F * static_cast<float>(width);
                const float fall = 1 - 0.16F * (dx * dx + dy * dy) * corner;
                const float v = row[x] * options.exposure * fall;
                const float index =
                    std::sqrt(v > 0 ? v : 0.0F) * ToneCurve::kIndexOfOne + bright[x] + tinted * tint[x];
                const float low = index > 0 ? index : 0.0F;
                row[x] = low < ToneCurve::kEntries - 1 ? low : ToneCurve::kEntries - 1;
            }
        }
        std::uint8_t* out = image.row(y);
        for (int x = 0; x < width; ++x) {
            out[3 * x] = table[static_cast<int>(rows[0][x])];
            out[3 * x + 1] = table[static_cast<int>(rows[1][x])];
            out[3 * x + 2] = table[static_cast<int>(rows[2][x])];
        }
    }
}

}  // namespace farsight::scene
