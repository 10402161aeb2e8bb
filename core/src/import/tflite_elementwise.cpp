// Operators that treat each value alone: sums, products, activations, types.
#include <algorithm>
#include <optional>

#include "import/tflite_rules.h"

namespace farsight::tflite {
namespace {

using Activation = tflite_schema::ActivationFunctionType;

/// Dimensions of two shapes laid over each other from the right, as NumPy does it.
std::optional<Shape> broadcast(const Shape& a, const Shape& b) {
    const Shape& longer = a.size() >= b.size() ? a : b;
    const Shape& shorter = a.size() >= b.size() ? b : a;
    Shape result = longer;
    const std::size_t shift = longer.size() - shorter.size();
    for (std::size_t i = 0; i < shorter.size(); ++i) {
        std::int64_t& dimension = result[i + shift];
        if (dimension != shorter[i] && dimension != 1 && shorter[i] != 1) {
            return std::nullopt;
        }
        dimension = std::max(dimension, shorter[i]);
    }
    return result;
}

/// True when an operand keeps its meaning for any batch.
bool batch_is_free(const Conversion& c, int operand, std::size_t rank) {
    const Shape& shape = c.shape(operand);
    if (!c.constant(operand)) {
        return shape.size() == rank;
    }
    return shape.size() < rank || (shape.size() == rank && shape[0] == 1);
}

Result<void> write_binary(Conversion& c, const TfliteOperator& op, std::string_view type,
                          Activation activation) {
    const auto shape = broadcast(c.shape(op.inputs[0]), c.shape(op.inputs[1]));
    if (!shape) {
        return invalid_operator(op, "has inputs whose shapes do not go together");
    }
    if (c.constant(op.inputs[0]) && c.constant(op.inputs[1])) {
        return unsupported_operator(op, "has no input that depends on the network's");
    }
    for (const int input : op.inputs) {
        if (!batch_is_free(c, input, shape->size())) {
            return unsupported_operator(op, "has an input that does not keep the batch apart");
        }
    }
    Computed out;
    out.layout = c.common_layout(op.inputs);
    out.node.type = type;
    for (const int input : op.inputs) {
        out.node.inputs.push_back(c.value(input, out.layout));
    }
    out.shape = *shape;
    out.activation = activation;
    return c.compute(op, out);
}

Result<void> write_unary(Conversion& c, const TfliteOperator& op, onnx::Node node, Layout layout) {
    Computed out;
    out.node = std::move(node);
    out.layout = layout;
    out.shape = c.shape(op.inputs[0]);
    return c.compute(op, out);
}

Result<void> write_function(Conversion& c, const TfliteOperator& op, std::string_view type,
                            std::vector<onnx::Attribute> attributes) {
    const Layout layout = c.common_layout(op.inputs);
    onnx::Node node{
        .type = type, .inputs = {c.value(op.inputs[0], layout)}, .attributes = std::move(attributes)};
    return write_unary(c, op, std::move(node), layout);
}

Result<void> write_activation(Conversion& c, const TfliteOperator& op, Activation activation) {
    const Layout layout = c.common_layout(op.inputs);
    auto node = c.activation_node(op, activation, c.value(op.inputs[0], layout));
    if (!node) {
        return tl::unexpected(node.error());
    }
    return write_unary(c, op, std::move(*node), layout);
}

}  // namespace

Result<void> convert_add(Conversion& c, const TfliteOperator& op) {
    const auto* options = op.table->builtin_options_as_AddOptions();
    return write_binary(c, op, "Add", options ? options->fused_activation_function() : Activation::NONE);
}

Result<void> convert_sub(Conversion& c, const TfliteOperator& op) {
    const auto* options = op.table->builtin_options_as_SubOptions();
    return write_binary(c, op, "Sub", options ? options->fused_activation_function() : Activation::NONE);
}

Result<void> convert_div(Conversion& c, const TfliteOperator& op) {
    const auto* options = op.table->builtin_options_as_DivOptions();
    return write_binary(c, op, "Div", options ? options->fused_activation_function() : Activation::NONE);
}

Result<void> convert_maximum(Conversion& c, const TfliteOperator& op) {
    return write_binary(c, op, "Max", Activation::NONE);
}

Result<void> convert_minimum(Conversion& c, const TfliteOperator& op) {
    return write_binary(c, op, "Min", Activation::NONE);
}

Result<void> convert_mul(Conversion& c, const TfliteOperator& op) {
    const auto* options = op.table->builtin_options_as_MulOptions();
    return write_binary(c, op, "Mul", options ? options->fused_activation_function() : Activation::NONE);
}

Result<void> convert_prelu(Conversion& c, const TfliteOperator& op) {
    if (c.shape(op.inputs[1]).size() >= c.shape(op.inputs[0]).size() && c.shape(op.inputs[1])[0] != 1) {
        return invalid_operator(op, "has a slope for each batch entry");
    }
    return write_binary(c, op, "PRelu", Activation::NONE);
}

Result<void> convert_logistic(Conversion& c, const TfliteOperator& op) {
    return write_function(c, op, "Sigmoid", {});
}

Result<void> convert_tanh(Conversion& c, const TfliteOperator& op) {
    return write_function(c, op, "Tanh", {});
}

Result<void> convert_hard_swish(Conversion& c, const TfliteOperator& op) {
    return write_function(c, op, "HardSwish", {});
}

Result<void> convert_leaky_relu(Conversion& c, const TfliteOperator& op) {
    const auto* options = op.table->builtin_options_as_LeakyReluOptions();
    if (options == nullptr) {
        return invalid_operator(op, "lacks its options");
    }
    return write_function(c, op, "LeakyRelu", {{"alpha", options->alpha()}});
}

Result<void> convert_softmax(Conversion& c, const TfliteOperator& op) {
    const auto* options = op.table->builtin_options_as_SoftmaxOptions();
    if (options == nullptr || options->beta() != 1) {
        return unsupported_operator(op, "has another beta than 1");
    }
    onnx::Node node{.type = "Softmax",
                    .inputs = {c.value(op.inputs[0], Layout::kStored)},
                    .attributes = {{"axis", std::int64_t{-1}}}};
    return write_unary(c, op, std::move(node), Layout::kStored);
}

Result<void> convert_relu(Conversion& c, const TfliteOperator& op) {
    return write_activation(c, op, Activation::RELU);
}

Result<void> convert_relu6(Conversion& c, const TfliteOperator& op) {
    return write_activation(c, op, Activation::RELU6);
}

Result<void> convert_relu_n1_to_1(Conversion& c, const TfliteOperator& op) {
    return write_activation(c, op, Activation::RELU_N1_TO_1);
}

/// Weights stored as float16 or in 8 bits keep that type in the ONNX file; a Cast or a DequantizeLinear
/// stands where they are used.
Result<void> convert_dequantize(Conversion& c, const TfliteOperator& op) {
    const int input = op.inputs[0];
    const int output = op.outputs[0];
    if (c.type(output) != tflite_schema::TensorType::FLOAT32 || c.shape(output) != c.shape(input)) {
        return invalid_operator(op, "changes more than the type of its input");
    }
    c.alias(output, input);
    return {};
}

/// From float to bytes, or from one kind of byte to another. UINT8 to INT8 with the zero point moved by as
/// much changes no value.
Result<void> convert_quantize(Conversion& c, const TfliteOperator& op) {
    const int input = op.inputs[0];
    const int output = op.outputs[0];
    if (c.same_codes(input, output) && c.shape(output) == c.shape(input) && c.type(output) != c.type(input)) {
        c.alias(output, input);
        return {};
    }
    const Layout layout = c.common_layout(op.inputs);
    onnx::Node real;
    real.inputs = {c.value(input, layout)};
    return write_unary(c, op, std::move(real), layout);
}

}  // namespace farsight::tflite
