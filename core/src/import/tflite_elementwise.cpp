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
    const Layout layout = c.common_layout(op.inputs);
    onnx::Node node{.type = "Sigmoid", .inputs = {c.value(op.inputs[0], layout)}, .attributes = {}};
    return write_unary(c, op, std::move(node), layout);
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

/// Weights stored as float16 keep that type in the ONNX file; a Cast stands where they are used.
Result<void> convert_dequantize(Conversion& c, const TfliteOperator& op) {
    const int input = op.inputs[0];
    const int output = op.outputs[0];
    if (c.type(output) != tflite_schema::TensorType::FLOAT32 || c.shape(output) != c.shape(input)) {
        return invalid_operator(op, "changes more than the type of its input");
    }
    c.alias(output, input);
    return {};
}

}  // namespace farsight::tflite
