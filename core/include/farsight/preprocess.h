// A tile of an image becomes the network's input tensor, in one fused pass.
#pragma once

#include <cstdint>
#include <span>

#include "farsight/image.h"
#include "farsight/model.h"
#include "farsight/pyramid.h"
#include "farsight/resample.h"

namespace farsight {

/// Cuts, resamples, normalises and lays out tiles. It keeps tables between calls, so that a second
/// tile of the same level does not allocate. One a thread.
class Preprocessor {
public:
    Preprocessor(const InputSpec& input, Filter filter);

    /// Fills `values`, which holds exactly input.values_per_tile() elements of the card's type.
    /// Fails with kMismatch when the type or the count differ, and as check_image does.
    Result<void> fill(const ImageView& image, const Tile& tile, std::span<float> values);
    Result<void> fill(const ImageView& image, const Tile& tile, std::span<std::uint8_t> values);

private:
    InputSpec input_;
    Filter filter_;
    Resampler resampler_;
};

}  // namespace farsight
