// The hot loops of resampling and normalising, one table of functions for each instruction set.
// Every table gives the same bits: integers throughout, and for floats one subtraction and one
// multiplication a value.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace farsight {

/// Weights are fixed point with this many fraction bits; 16 bits hold them up to 2, and the largest that a
/// normalised Lanczos window cut at the image's edge has is 1.3.
inline constexpr int kWeightBits = 14;
/// Fraction bits of a pixel between the passes: 16 bits hold [-512, 512), and Lanczos overshoots to 410.
inline constexpr int kPixelBits = 6;
/// Values a pixel takes up between the passes; the fourth is never read.
inline constexpr int kPixelLanes = 4;

/// Several rows of pixels between the passes and how to blend them into output pixels.
struct ColumnBlend {
    /// Columns of `block_rows` pixels: value [column][row][channel].
    const std::int16_t* columns = nullptr;
    const std::int32_t* starts = nullptr;
    const std::int16_t* weights = nullptr;
    int taps = 0;
    int outputs = 0;
    /// Where each row's output pixels go, 3 bytes each; one byte more is overwritten.
    std::uint8_t* const* rows = nullptr;
};

/// value = (pixel - mean) * scale.
struct Normalization {
    std::array<float, 3> mean;
    std::array<float, 3> scale;
};

struct PixelKernels {
    const char* target;
    /// Rows that blend_columns works on together.
    int block_rows;

    /// out[i] = sum of rows[k][i] * weights[k] for i < count, with kPixelBits fraction bits, saturated.
    /// `taps` is even.
    void (*blend_rows)(const std::uint8_t* const* rows, const std::int16_t* weights, int taps,
                       std::size_t count, std::int16_t* out);
    void (*blend_columns)(const ColumnBlend& blend);

    /// Normalises `pixels` interleaved pixels.
    void (*to_float)(const std::uint8_t* rgb, std::size_t pixels, const Normalization& by, float* out);
    /// The same into one plane a channel.
    void (*to_float_planes)(const std::uint8_t* rgb, std::size_t pixels, const Normalization& by,
                            float* const (&planes)[3]);
    void (*to_planes)(const std::uint8_t* rgb, std::size_t pixels, std::uint8_t* const (&planes)[3]);
    /// RGB to BGR; `out` may not be `rgb`.
    void (*swap_red_blue)(const std::uint8_t* rgb, std::size_t pixels, std::uint8_t* out);
};

/// Plain C++, always there.
const PixelKernels& scalar_kernels();

/// The fastest that this machine runs.
const PixelKernels& best_kernels();

/// All that this machine runs, the scalar ones first. For tests and benchmarks.
std::vector<const PixelKernels*> available_kernels();

}  // namespace farsight
