#include "farsight/preprocess.h"

#include <algorithm>
#include <string>

#include "image/pixel_kernels.h"

namespace farsight {

namespace {

/// What a finished row needs to become its part of the tensor.
template <class T>
struct TensorRows {
    const PixelKernels& kernels;
    const InputSpec& input;
    Size size;
    std::vector<std::uint8_t>& swapped_row;
    T* values;

    std::size_t width() const { return static_cast<std::size_t>(size.width); }

    T* interleaved_row(int y) const { return values + static_cast<std::size_t>(y) * width() * 3; }

    /// Where the row's red, green and blue go.
    void plane_rows(int y, T* (&planes)[3]) const {
        const std::size_t plane = width() * static_cast<std::size_t>(size.height);
        for (std::size_t c = 0; c < 3; ++c) {
            const std::size_t position = input.order == ChannelOrder::kBgr ? 2 - c : c;
            planes[c] = values + position * plane + static_cast<std::size_t>(y) * width();
        }
    }
};

void write_bytes(void* context, int y, const std::uint8_t* rgb) {
    const auto& rows = *static_cast<const TensorRows<std::uint8_t>*>(context);
    if (rows.input.layout == Layout::kNchw) {
        std::uint8_t* planes[3];
        rows.plane_rows(y, planes);
        rows.kernels.to_planes(rgb, rows.width(), planes);
    } else if (rows.input.order == ChannelOrder::kBgr) {
        rows.kernels.swap_red_blue(rgb, rows.width(), rows.interleaved_row(y));
    } else {
        std::copy_n(rgb, rows.width() * 3, rows.interleaved_row(y));
    }
}

void write_floats(void* context, int y, const std::uint8_t* rgb) {
    const auto& rows = *static_cast<const TensorRows<float>*>(context);
    Normalization by{rows.input.mean, rows.input.scale};
    const bool bgr = rows.input.order == ChannelOrder::kBgr;
    if (rows.input.layout == Layout::kNchw) {
        // The card gives mean and scale in the tensor's order, the row comes as RGB.
        if (bgr) {
            std::swap(by.mean[0], by.mean[2]);
            std::swap(by.scale[0], by.scale[2]);
        }
        float* planes[3];
        rows.plane_rows(y, planes);
        rows.kernels.to_float_planes(rgb, rows.width(), by, planes);
        return;
    }
    if (bgr) {
        rows.kernels.swap_red_blue(rgb, rows.width(), rows.swapped_row.data());
        rgb = rows.swapped_row.data();
    }
    rows.kernels.to_float(rgb, rows.width(), by, rows.interleaved_row(y));
}

}  // namespace

Preprocessor::Preprocessor(const InputSpec& input, Filter filter)
    : Preprocessor(input, filter, best_kernels()) {}

Preprocessor::Preprocessor(const InputSpec& input, Filter filter, const PixelKernels& kernels)
    : input_(input), filter_(filter), kernels_(&kernels), resampler_(kernels) {}

Result<void> Preprocessor::fill(const ImageView& image, const Tile& tile, std::span<float> values) {
    if (auto checked = check(image, tile, ElementType::kFloat32, values.size()); !checked) return checked;
    const Size size = size_of(tile);
    swapped_row_.resize(static_cast<std::size_t>(size.width) * 3);
    TensorRows<float> rows{*kernels_, input_, size, swapped_row_, values.data()};
    run(image, tile, {&rows, write_floats});
    return {};
}

Result<void> Preprocessor::fill(const ImageView& image, const Tile& tile, std::span<std::uint8_t> values) {
    if (auto checked = check(image, tile, ElementType::kUint8, values.size()); !checked) return checked;
    TensorRows<std::uint8_t> rows{*kernels_, input_, size_of(tile), swapped_row_, values.data()};
    run(image, tile, {&rows, write_bytes});
    return {};
}

void Preprocessor::run(const ImageView& image, const Tile& tile, Resampler::RowSink sink) {
    const std::uint8_t pad[3] = {input_.pad[0], input_.pad[1], input_.pad[2]};
    resampler_.run(image, tile.region, size_of(tile), filter_, pad, sink);
}

Result<void> Preprocessor::check(const ImageView& image, const Tile& tile, ElementType type,
                                 std::size_t count) const {
    const Size size = size_of(tile);
    if (auto checked = check_size(size); !checked) return checked;
    if (auto checked = check_image(image); !checked) return checked;
    if (tile.region.width <= 0 || tile.region.height <= 0) {
        return fail(ErrorCode::kInvalidArgument,
                    "A tile's region has no pixels; take tiles from plan_pyramid.");
    }
    if (type != input_.type) {
        return fail(ErrorCode::kMismatch,
                    input_.type == ElementType::kFloat32
                        ? "The model takes 32-bit floats, not bytes; pass a span of float."
                        : "The model takes bytes, not 32-bit floats; pass a span of std::uint8_t.");
    }
    const std::size_t wanted =
        3 * static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height);
    if (count != wanted) {
        return fail(ErrorCode::kMismatch, "A tile's tensor has " + std::to_string(wanted) +
                                              " values, but room for " + std::to_string(count) +
                                              " was given.");
    }
    return {};
}

}  // namespace farsight
