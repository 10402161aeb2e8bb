// Separable resampling of 8-bit images in fixed point: the same bits on every target.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "farsight/image.h"
#include "farsight/result.h"

namespace farsight {

/// How source pixels are weighed. All but kBilinear widen with the reduction, so that nothing is skipped.
enum class Filter : std::uint8_t {
    kBilinear,  ///< Plain sampler of the four nearest pixels, whatever the reduction: aliases when it
                ///< shrinks.
    kTriangle,  ///< Antialiased bilinear, support 1. The default.
    kArea,      ///< Box, support 1/2: exact area averages when it shrinks, nearest when it grows.
    kLanczos3,  ///< Windowed sinc, support 3: sharpest, rings at hard edges.
};

/// What parse_filter takes.
std::string_view name_of(Filter filter);
/// Knows "bilinear", "triangle", "area" and "lanczos3"; fails with kInvalidArgument and the list otherwise.
Result<Filter> parse_filter(std::string_view name);

struct PixelKernels;

/// Resamples a region of an image to `output`'s size, writing RGB. It keeps its tables and rows
/// between calls, so that a second call of the same geometry does not allocate. One a thread.
///
/// Output pixel centres map to source coordinates as (i + 0.5) * region.width / width + region.x.
/// Taps beyond the image are dropped and the rest renormalised; pixels of the image beside the region
/// do count, so that neighbouring tiles agree. An output pixel whose centre falls outside the image gets
/// `pad`. Vertical pass first, 16-bit intermediate, 8-bit result.
///
/// Cost: linear in the region's pixels, times twice the filter's support in rows. Memory: a few rows of
/// the region, at most 36 bytes a column of the image, and the weights of the last geometries.
class Resampler {
public:
    /// Receives each finished row, perhaps one of the image itself: `rgb` has 3 * width bytes and is valid
    /// during the call only.
    struct RowSink {
        void* context;                                               ///< Handed to each call.
        void (*row)(void* context, int y, const std::uint8_t* rgb);  ///< Called with the row's number from 0.
    };

    Resampler();
    /// Runs on a given instruction set rather than the best; tests compare them (src/pixel_kernels.h).
    explicit Resampler(const PixelKernels& kernels);
    ~Resampler();
    Resampler(Resampler&&) noexcept;
    Resampler& operator=(Resampler&&) noexcept;

    /// Calls `sink` once for every output row, from top to bottom.
    /// Preconditions: check_image(image) holds, the sizes are positive, and output.width and output.height
    /// are at most kMaxImageSide. The region may lie anywhere.
    void run(const ImageView& image, Rect region, Size output, Filter filter, const std::uint8_t (&pad)[3],
             RowSink sink);

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Resamples a region into an RGB image of `output` size. Fails as check_image and check_size do, and with
/// kInvalidArgument when the region has no pixels.
Result<Image> resample(const ImageView& image, Rect region, Size output, Filter filter,
                       const std::uint8_t (&pad)[3] = {0, 0, 0});

}  // namespace farsight
