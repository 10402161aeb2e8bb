// Where the windows of a convolution or a pool stand: TFLite's padding rules in ONNX's terms.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "import/onnx_writer.h"
#include "tflite_generated.h"

namespace farsight::tflite {

/// Pairs are rows, then columns.
struct Window {
    std::array<std::int64_t, 2> kernel = {1, 1};
    std::array<std::int64_t, 2> stride = {1, 1};
    std::array<std::int64_t, 2> dilation = {1, 1};
    tflite_schema::Padding padding = tflite_schema::Padding::VALID;

    std::vector<std::int64_t> dilations() const { return {dilation[0], dilation[1]}; }
};

struct PlacedWindow {
    std::int64_t rows = 0;  ///< Of the output.
    std::int64_t columns = 0;
    std::vector<std::int64_t> pads;  ///< Top, left, bottom, right.
};

/// Nothing when a number of the window is out of range or no window fits the input.
std::optional<PlacedWindow> place(const Window& window, std::int64_t rows, std::int64_t columns);

/// kernel_shape, strides and pads.
std::vector<onnx::Attribute> window_attributes(const Window& window, const PlacedWindow& placed);

}  // namespace farsight::tflite
