#include "import/tflite_window.h"

#include <algorithm>

namespace farsight::tflite {
namespace {

constexpr std::int64_t kMaxExtent = 1 << 16;

struct Axis {
    std::int64_t size = 0;
    std::int64_t pad_before = 0;
    std::int64_t pad_after = 0;
};

/// TensorFlow's rule ("Notes on padding", tf.nn): SAME gives ceil(size / stride) windows and puts
/// the odd pixel of padding after; VALID gives the windows that fit.
std::optional<Axis> place_axis(const Window& window, std::size_t axis, std::int64_t size) {
    const std::int64_t kernel = window.kernel[axis];
    const std::int64_t stride = window.stride[axis];
    const std::int64_t dilation = window.dilation[axis];
    if (std::min({kernel, stride, dilation}) < 1 || std::max({kernel, stride, dilation}) > kMaxExtent) {
        return std::nullopt;
    }
    const std::int64_t reach = (kernel - 1) * dilation + 1;
    if (window.padding == tflite_schema::Padding::SAME) {
        const std::int64_t windows = (size + stride - 1) / stride;
        const std::int64_t pads = std::max<std::int64_t>(0, (windows - 1) * stride + reach - size);
        return Axis{windows, pads / 2, pads - pads / 2};
    }
    if (window.padding != tflite_schema::Padding::VALID || reach > size) {
        return std::nullopt;
    }
    return Axis{(size - reach) / stride + 1, 0, 0};
}

}  // namespace

std::optional<PlacedWindow> place(const Window& window, std::int64_t rows, std::int64_t columns) {
    const auto down = place_axis(window, 0, rows);
    const auto across = place_axis(window, 1, columns);
    if (!down || !across) {
        return std::nullopt;
    }
    return PlacedWindow{
        down->size, across->size, {down->pad_before, across->pad_before, down->pad_after, across->pad_after}};
}

std::vector<onnx::Attribute> window_attributes(const Window& window, const PlacedWindow& placed) {
    return {{"kernel_shape", std::vector{window.kernel[0], window.kernel[1]}},
            {"strides", std::vector{window.stride[0], window.stride[1]}},
            {"pads", placed.pads}};
}

}  // namespace farsight::tflite
