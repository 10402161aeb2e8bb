// A tile of an image becomes the network's input tensor, in one fused pass.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "farsight/image.h"
#include "farsight/model.h"
#include "farsight/pyramid.h"
#include "farsight/resample.h"

namespace farsight {

/// Cuts, resamples, normalises and lays out tiles. It keeps tables between calls, so that a second
/// tile of the same level does not allocate. One a thread.
///
/// Float values are (pixel - mean) * scale, with `mean` and `scale` in the tensor's own channel order.
/// A kUint8 network carries its own quantisation: it gets the pixels as they are.
class Preprocessor {
public:
    /// On the best instruction set of this machine.
    Preprocessor(const InputSpec& input, Filter filter);
    /// Runs on a given instruction set rather than the best; tests compare them (src/pixel_kernels.h).
    Preprocessor(const InputSpec& input, Filter filter, const PixelKernels& kernels);

    /// Fills `values`, which holds exactly three elements of the card's type for each of the tile's network
    /// pixels (Tile::input, or the card's size). The tile's region is resampled to that size whatever its
    /// aspect ratio; what lies outside the image is input.pad.
    /// Fails with kMismatch when the type or the count differ, with kInvalidArgument when the tile's region
    /// has no pixels, and as check_image and check_size (of the input) do.
    Result<void> fill(const ImageView& image, const Tile& tile, std::span<float> values);
    /// The same for networks that take bytes.
    Result<void> fill(const ImageView& image, const Tile& tile, std::span<std::uint8_t> values);

private:
    Size size_of(const Tile& tile) const { return tile.input.width > 0 ? tile.input : input_.size; }
    Result<void> check(const ImageView& image, const Tile& tile, ElementType type, std::size_t count) const;
    void run(const ImageView& image, const Tile& tile, Resampler::RowSink sink);

    InputSpec input_;
    Filter filter_;
    const PixelKernels* kernels_;
    Resampler resampler_;
    std::vector<std::uint8_t> swapped_row_;
};

}  // namespace farsight
