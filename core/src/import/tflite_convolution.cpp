// CONV_2D, DEPTHWISE_CONV_2D and the pools.
#include "import/tflite_rules.h"
#include "import/tflite_window.h"

namespace farsight::tflite {
namespace {

using Activation = tflite_schema::ActivationFunctionType;

/// Appends the weights' bias, when there is one.
Result<void> add_bias(Conversion& c, const TfliteOperator& op, std::int64_t channels, onnx::Node& node) {
    const int bias = op.input(2);
    if (bias < 0) {
        return {};
    }
    if (c.shape(bias) != Shape{channels}) {
        return invalid_operator(op, "has a bias that does not have one value a channel");
    }
    node.inputs.push_back(c.value(bias, Layout::kStored));
    return {};
}

/// What CONV_2D and DEPTHWISE_CONV_2D share once their weights are in ONNX's order.
struct Convolution {
    Window window;
    Layout weights = Layout::kNchw;
    std::int64_t groups = 1;
    std::int64_t channels = 1;
    Activation activation = Activation::NONE;
};

Result<void> write_convolution(Conversion& c, const TfliteOperator& op, const Convolution& conv) {
    const Shape& in = c.shape(op.inputs[0]);
    const auto placed = place(conv.window, in[1], in[2]);
    if (!placed) {
        return invalid_operator(op, "has a window that does not fit its input");
    }
    Computed out;
    out.node.type = "Conv";
    out.node.inputs = {c.value(op.inputs[0], Layout::kNchw), c.value(op.inputs[1], conv.weights)};
    if (auto bias = add_bias(c, op, conv.channels, out.node); !bias) {
        return bias;
    }
    out.node.attributes = window_attributes(conv.window, *placed);
    out.node.attributes.emplace_back("dilations", conv.window.dilations());
    out.node.attributes.emplace_back("group", conv.groups);
    out.layout = Layout::kNchw;
    out.shape = {in[0], placed->rows, placed->columns, conv.channels};
    out.activation = conv.activation;
    return c.compute(op, out);
}

template <class Options>
Window convolution_window(const Options& options, const Shape& weights) {
    Window window;
    window.kernel = {weights[1], weights[2]};
    window.stride = {options.stride_h(), options.stride_w()};
    window.dilation = {options.dilation_h_factor(), options.dilation_w_factor()};
    window.padding = options.padding();
    return window;
}

Result<void> write_pool(Conversion& c, const TfliteOperator& op, std::string_view type) {
    const auto* options = op.table->builtin_options_as_Pool2DOptions();
    const Shape& in = c.shape(op.inputs[0]);
    if (options == nullptr || in.size() != 4) {
        return invalid_operator(op, "lacks its options, or its input is not of rank 4");
    }
    Window window;
    window.kernel = {options->filter_height(), options->filter_width()};
    window.stride = {options->stride_h(), options->stride_w()};
    window.padding = options->padding();
    const auto placed = place(window, in[1], in[2]);
    if (!placed) {
        return invalid_operator(op, "has a window that does not fit its input");
    }
    Computed out;
    out.node.type = type;
    // The largest byte stands for the largest value.
    out.moves_bytes = type == "MaxPool" && options->fused_activation_function() == Activation::NONE &&
                      c.same_quantization(op, op.inputs);
    out.node.inputs = {c.operand(op.inputs[0], Layout::kNchw, out.moves_bytes)};
    out.node.attributes = window_attributes(window, *placed);
    out.layout = Layout::kNchw;
    out.shape = {in[0], placed->rows, placed->columns, in[3]};
    out.activation = options->fused_activation_function();
    return c.compute(op, out);
}

}  // namespace

Result<void> convert_conv(Conversion& c, const TfliteOperator& op) {
    const auto* options = op.table->builtin_options_as_Conv2DOptions();
    const Shape& in = c.shape(op.inputs[0]);
    const Shape& weights = c.shape(op.inputs[1]);
    if (options == nullptr || in.size() != 4 || weights.size() != 4) {
        return invalid_operator(op, "lacks its options, or its input or weights are not of rank 4");
    }
    const std::int64_t groups = in[3] / weights[3];
    if (in[3] % weights[3] != 0 || weights[0] % groups != 0) {
        return invalid_operator(op, "has weights that do not fit the channels of its input");
    }
    return write_convolution(c, op,
                             {.window = convolution_window(*options, weights),
                              .weights = Layout::kNchw,
                              .groups = groups,
                              .channels = weights[0],
                              .activation = options->fused_activation_function()});
}

Result<void> convert_depthwise(Conversion& c, const TfliteOperator& op) {
    const auto* options = op.table->builtin_options_as_DepthwiseConv2DOptions();
    const Shape& in = c.shape(op.inputs[0]);
    const Shape& weights = c.shape(op.inputs[1]);
    if (options == nullptr || in.size() != 4 || weights.size() != 4) {
        return invalid_operator(op, "lacks its options, or its input or weights are not of rank 4");
    }
    if (weights[0] != 1 || weights[3] % in[3] != 0) {
        return invalid_operator(op, "has weights that do not fit the channels of its input");
    }
    return write_convolution(c, op,
                             {.window = convolution_window(*options, weights),
                              .weights = Layout::kDepthwise,
                              .groups = in[3],
                              .channels = weights[3],
                              .activation = options->fused_activation_function()});
}

Result<void> convert_max_pool(Conversion& c, const TfliteOperator& op) {
    return write_pool(c, op, "MaxPool");
}

Result<void> convert_average_pool(Conversion& c, const TfliteOperator& op) {
    return write_pool(c, op, "AveragePool");
}

}  // namespace farsight::tflite
