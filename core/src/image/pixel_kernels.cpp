#include "image/pixel_kernels.h"

#include <algorithm>
#include <limits>

namespace farsight {

namespace {

void blend_rows(const std::uint8_t* const* rows, const std::int16_t* weights, int taps, std::size_t count,
                std::int16_t* out) {
    constexpr int kShift = kWeightBits - kPixelBits;
    constexpr std::int32_t kLow = std::numeric_limits<std::int16_t>::min();
    constexpr std::int32_t kHigh = std::numeric_limits<std::int16_t>::max();
    // Some at a time and tap by tap, so that compilers can vectorise even this.
    constexpr std::size_t kTogether = 64;
    std::int32_t sums[kTogether];
    for (std::size_t first = 0; first < count; first += kTogether) {
        const std::size_t some = std::min(kTogether, count - first);
        std::fill_n(sums, some, 1 << (kShift - 1));
        for (int k = 0; k < taps; ++k) {
            const std::uint8_t* from = rows[k] + first;
            const std::int32_t weight = weights[k];
            for (std::size_t i = 0; i < some; ++i) sums[i] += from[i] * weight;
        }
        for (std::size_t i = 0; i < some; ++i) {
            out[first + i] = static_cast<std::int16_t>(std::clamp(sums[i] >> kShift, kLow, kHigh));
        }
    }
}

void blend_columns(const ColumnBlend& blend) {
    constexpr int kShift = kWeightBits + kPixelBits;
    const std::int16_t* weights = blend.weights;
    std::uint8_t* out = blend.rows[0];
    for (int x = 0; x < blend.outputs; ++x, weights += blend.taps, out += 3) {
        const std::int16_t* column = blend.columns + std::ptrdiff_t{blend.starts[x]} * kPixelLanes;
        std::int32_t sums[3] = {1 << (kShift - 1), 1 << (kShift - 1), 1 << (kShift - 1)};
        for (int k = 0; k < blend.taps; ++k, column += kPixelLanes) {
            for (int channel = 0; channel < 3; ++channel) sums[channel] += column[channel] * weights[k];
        }
        for (int channel = 0; channel < 3; ++channel) {
            out[channel] = static_cast<std::uint8_t>(std::clamp(sums[channel] >> kShift, 0, 255));
        }
    }
}

float normalized(std::uint8_t pixel, const Normalization& by, std::size_t channel) {
    return (static_cast<float>(pixel) - by.mean[channel]) * by.scale[channel];
}

void to_float(const std::uint8_t* rgb, std::size_t pixels, const Normalization& by, float* out) {
    for (std::size_t i = 0; i < pixels * 3; i += 3) {
        for (std::size_t channel = 0; channel < 3; ++channel) {
            out[i + channel] = normalized(rgb[i + channel], by, channel);
        }
    }
}

void to_float_planes(const std::uint8_t* rgb, std::size_t pixels, const Normalization& by,
                     float* const (&planes)[3]) {
    for (std::size_t channel = 0; channel < 3; ++channel) {
        float* plane = planes[channel];
        for (std::size_t i = 0; i < pixels; ++i) plane[i] = normalized(rgb[3 * i + channel], by, channel);
    }
}

void to_planes(const std::uint8_t* rgb, std::size_t pixels, std::uint8_t* const (&planes)[3]) {
    for (std::size_t channel = 0; channel < 3; ++channel) {
        std::uint8_t* plane = planes[channel];
        for (std::size_t i = 0; i < pixels; ++i) plane[i] = rgb[3 * i + channel];
    }
}

void swap_red_blue(const std::uint8_t* rgb, std::size_t pixels, std::uint8_t* out) {
    for (std::size_t i = 0; i < pixels * 3; i += 3) {
        out[i] = rgb[i + 2];
        out[i + 1] = rgb[i + 1];
        out[i + 2] = rgb[i];
    }
}

}  // namespace

const PixelKernels& scalar_kernels() {
    static constexpr PixelKernels kKernels = {
        "scalar", 1, blend_rows, blend_columns, to_float, to_float_planes, to_planes, swap_red_blue};
    return kKernels;
}

}  // namespace farsight
