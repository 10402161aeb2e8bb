// Theoretical receptive fields: how much of the input one cell of a feature map can see.
#pragma once

#include <algorithm>
#include <span>

#include "farsight/box.h"

namespace farsight {

/// One axis of a convolution or pooling layer.
struct ConvLayer {
    int kernel = 1;         ///< At least 1.
    int stride = 1;         ///< At least 1.
    int dilation = 1;       ///< At least 1.
    int padding_begin = 0;  ///< Pixels before the first: TensorFlow's SAME may pad only behind.
};

/// One axis, in input pixels. Cell i sees size_px pixels around centre_px + i * stride_px.
struct ReceptiveField {
    double size_px = 1;      ///< At least 1.
    double stride_px = 1;    ///< From cell to cell.
    double centre_px = 0.5;  ///< Of cell 0, from the input's edge; the first pixel's own centre is 0.5.

    constexpr double centre_of(int cell) const {
        return centre_px + cell * stride_px;
    }  ///< From the input's edge, in pixels.
};

/// The field after one more layer (Araujo, Norris and Sim 2019, "Computing Receptive Fields of
/// Convolutional Neural Networks", Distill, equations 1 to 5).
constexpr ReceptiveField after(const ReceptiveField& before, const ConvLayer& layer) {
    const double reach = double{1.0} * (layer.kernel - 1) * layer.dilation;
    return {before.size_px + reach * before.stride_px, before.stride_px * layer.stride,
            before.centre_px + (reach / 2 - layer.padding_begin) * before.stride_px};
}

/// The field of a whole chain of layers, the input's first.
constexpr ReceptiveField receptive_field(std::span<const ConvLayer> layers) {
    ReceptiveField field;
    for (const ConvLayer& layer : layers) field = after(field, layer);
    return field;
}

/// Where branches meet (addition, concatenation) the cell sees what either sees: the larger field.
/// Precondition: both have the same stride.
constexpr ReceptiveField joined(const ReceptiveField& a, const ReceptiveField& b) {
    const double low = std::min(a.centre_px - a.size_px / 2, b.centre_px - b.size_px / 2);
    const double high = std::max(a.centre_px + a.size_px / 2, b.centre_px + b.size_px / 2);
    return {high - low, a.stride_px, (low + high) / 2};
}

/// What cell (column, row) sees, in input pixels; it may reach beyond the input.
constexpr Box field_box(const ReceptiveField& x, const ReceptiveField& y, int column, int row) {
    return {static_cast<float>(x.centre_of(column) - x.size_px / 2),
            static_cast<float>(y.centre_of(row) - y.size_px / 2),
            static_cast<float>(x.centre_of(column) + x.size_px / 2),
            static_cast<float>(y.centre_of(row) + y.size_px / 2)};
}

}  // namespace farsight
