#include "tflite_operators.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>

#include "tflite_window.h"

namespace farsight {
namespace {

using tflite_schema::BuiltinOperator;
using Activation = tflite_schema::ActivationFunctionType;
using tflite_schema::TensorType;

tl::unexpected<Error> invalid(const TfliteOperator& op, std::string_view what) {
    return operator_error(ErrorCode::kInvalidModel, op, what);
}

tl::unexpected<Error> unsupported(const TfliteOperator& op, std::string_view what) {
    return operator_error(ErrorCode::kUnsupported, op, what);
}

/// The tensor of an optional input; -1 when it is left out.
int optional_input(const TfliteOperator& op, std::size_t index) {
    return index < op.inputs.size() ? op.inputs[index] : -1;
}

// ---- Convolutions and pools ----

/// Appends the weights' bias, when there is one.
Result<void> add_bias(Conversion& c, const TfliteOperator& op, std::int64_t channels, onnx::Node& node) {
    const int bias = optional_input(op, 2);
    if (bias < 0) {
        return {};
    }
    if (c.shape(bias) != Shape{channels}) {
        return invalid(op, "has a bias that does not have one value a channel");
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
        return invalid(op, "has a window that does not fit its input");
    }
    Computed out;
    out.node.type = "Conv";
    out.node.inputs = {c.value(op.inputs[0], Layout::kNchw), c.value(op.inputs[1], conv.weights)};
    if (auto bias = add_bias(c, op, conv.channels, out.node); !bias) {
        return bias;
    }
    out.node.attributes = window_attributes(conv.window, *placed);
    out.node.attributes.push_back({"dilations", conv.window.dilations()});
    out.node.attributes.push_back({"group", conv.groups});
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

Result<void> convert_conv(Conversion& c, const TfliteOperator& op) {
    const auto* options = op.table->builtin_options_as_Conv2DOptions();
    const Shape& in = c.shape(op.inputs[0]);
    const Shape& weights = c.shape(op.inputs[1]);
    if (options == nullptr || in.size() != 4 || weights.size() != 4) {
        return invalid(op, "lacks its options, or its input or weights are not of rank 4");
    }
    const std::int64_t groups = in[3] / weights[3];
    if (in[3] % weights[3] != 0 || weights[0] % groups != 0) {
        return invalid(op, "has weights that do not fit the channels of its input");
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
        return invalid(op, "lacks its options, or its input or weights are not of rank 4");
    }
    if (weights[0] != 1 || weights[3] % in[3] != 0) {
        return invalid(op, "has weights that do not fit the channels of its input");
    }
    return write_convolution(c, op,
                             {.window = convolution_window(*options, weights),
                              .weights = Layout::kDepthwise,
                              .groups = in[3],
                              .channels = weights[3],
                              .activation = options->fused_activation_function()});
}

Result<void> write_pool(Conversion& c, const TfliteOperator& op, std::string_view type) {
    const auto* options = op.table->builtin_options_as_Pool2DOptions();
    const Shape& in = c.shape(op.inputs[0]);
    if (options == nullptr || in.size() != 4) {
        return invalid(op, "lacks its options, or its input is not of rank 4");
    }
    Window window;
    window.kernel = {options->filter_height(), options->filter_width()};
    window.stride = {options->stride_h(), options->stride_w()};
    window.padding = options->padding();
    const auto placed = place(window, in[1], in[2]);
    if (!placed) {
        return invalid(op, "has a window that does not fit its input");
    }
    Computed out;
    out.node.type = type;
    out.node.inputs = {c.value(op.inputs[0], Layout::kNchw)};
    out.node.attributes = window_attributes(window, *placed);
    out.layout = Layout::kNchw;
    out.shape = {in[0], placed->rows, placed->columns, in[3]};
    out.activation = options->fused_activation_function();
    return c.compute(op, out);
}

// ---- Element by element ----

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
        return invalid(op, "has inputs whose shapes do not go together");
    }
    if (c.constant(op.inputs[0]) && c.constant(op.inputs[1])) {
        return unsupported(op, "has no input that depends on the network's");
    }
    for (const int input : op.inputs) {
        if (!batch_is_free(c, input, shape->size())) {
            return unsupported(op, "has an input that does not keep the batch apart");
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
        return invalid(op, "has a slope for each batch entry");
    }
    return write_binary(c, op, "PRelu", Activation::NONE);
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

Result<void> convert_logistic(Conversion& c, const TfliteOperator& op) {
    const Layout layout = c.common_layout(op.inputs);
    onnx::Node node{.type = "Sigmoid", .inputs = {c.value(op.inputs[0], layout)}, .attributes = {}};
    return write_unary(c, op, std::move(node), layout);
}

// ---- Shapes ----

/// The dimension of NCHW that holds a dimension of NHWC.
constexpr std::array<std::int64_t, 4> kNchwAxis = {0, 2, 3, 1};

Result<void> convert_concatenation(Conversion& c, const TfliteOperator& op) {
    const auto* options = op.table->builtin_options_as_ConcatenationOptions();
    Shape shape = c.shape(op.inputs[0]);
    const auto rank = static_cast<std::int64_t>(shape.size());
    if (options == nullptr || options->axis() < -rank || options->axis() >= rank) {
        return invalid(op, "lacks an axis of its inputs");
    }
    const std::int64_t axis = options->axis() < 0 ? options->axis() + rank : options->axis();
    const auto at = static_cast<std::size_t>(axis);
    shape[at] = 0;
    for (const int input : op.inputs) {
        Shape other = c.shape(input);
        if (other.size() != shape.size()) {
            return invalid(op, "has inputs of different ranks");
        }
        shape[at] += other[at];
        other[at] = shape[at];
        if (other != shape) {
            return invalid(op, "has inputs that differ along another axis than its own");
        }
    }
    if (axis == 0) {
        return unsupported(op, "joins along the batch");
    }
    Computed out;
    out.layout = c.common_layout(op.inputs);
    out.node.type = "Concat";
    for (const int input : op.inputs) {
        out.node.inputs.push_back(c.value(input, out.layout));
    }
    out.node.attributes = {{"axis", out.layout == Layout::kNchw ? kNchwAxis[at] : axis}};
    out.shape = shape;
    out.activation = options->fused_activation_function();
    return c.compute(op, out);
}

/// The wanted shape, from the second input or the options, its one -1 worked out.
std::optional<Shape> reshape_target(const Conversion& c, const TfliteOperator& op) {
    Shape target;
    const auto* options = op.table->builtin_options_as_ReshapeOptions();
    if (optional_input(op, 1) >= 0) {
        target = c.integers(op.inputs[1]);
    } else if (options != nullptr && options->new_shape() != nullptr && options->new_shape()->size() <= 8) {
        target.assign(options->new_shape()->begin(), options->new_shape()->end());
    }
    const auto free = std::find(target.begin(), target.end(), -1);
    const std::int64_t total = element_count(c.shape(op.inputs[0]));
    if (free != target.end()) {
        *free = 1;
        const std::int64_t rest = element_count(target);
        *free = rest > 0 ? total / rest : 0;
    }
    return element_count(target) == total ? std::optional(target) : std::nullopt;
}

Result<void> convert_reshape(Conversion& c, const TfliteOperator& op) {
    const auto target = reshape_target(c, op);
    if (!target) {
        return invalid(op, "wants a shape that does not hold as many values as its input");
    }
    Computed out;
    out.shape = *target;
    if (target->empty() || (*target)[0] != c.shape(op.inputs[0])[0]) {
        return unsupported(op, "folds the batch into another dimension");
    }
    Shape free_batch = *target;
    free_batch[0] = 0;  // ONNX: as in the input.
    out.node.type = "Reshape";
    out.node.inputs = {c.value(op.inputs[0], Layout::kStored),
                       c.parameter(op.outputs[0], "shape", free_batch)};
    return c.compute(op, out);
}

Result<void> convert_pad(Conversion& c, const TfliteOperator& op) {
    const Shape& in = c.shape(op.inputs[0]);
    const std::vector<std::int64_t> pads = c.integers(op.inputs[1]);
    if (c.shape(op.inputs[1]) != Shape{static_cast<std::int64_t>(in.size()), 2} ||
        std::any_of(pads.begin(), pads.end(), [](std::int64_t pad) { return pad < 0; })) {
        return invalid(op, "has paddings that do not fit its input");
    }
    Computed out;
    out.layout = c.common_layout(op.inputs);
    std::vector<std::int64_t> all_begins_then_ends(pads.size());
    for (std::size_t i = 0; i < in.size(); ++i) {
        out.shape.push_back(in[i] + pads[2 * i] + pads[2 * i + 1]);
        const std::size_t at = out.layout == Layout::kNchw ? static_cast<std::size_t>(kNchwAxis[i]) : i;
        all_begins_then_ends[at] = pads[2 * i];
        all_begins_then_ends[at + in.size()] = pads[2 * i + 1];
    }
    out.node.type = "Pad";
    out.node.inputs = {c.value(op.inputs[0], out.layout),
                       c.parameter(op.outputs[0], "pads", all_begins_then_ends)};
    return c.compute(op, out);
}

/// ONNX rounds size * scale down, so the scale must not fall short of the wanted size.
float scale_to(std::int64_t from, std::int64_t to) {
    const auto size = static_cast<float>(from);
    float scale = static_cast<float>(to) / size;
    while (static_cast<std::int64_t>(scale * size) < to) {
        scale = std::nextafter(scale, 2 * scale);
    }
    return scale;
}

Result<void> convert_resize_bilinear(Conversion& c, const TfliteOperator& op) {
    const auto* options = op.table->builtin_options_as_ResizeBilinearOptions();
    const Shape& in = c.shape(op.inputs[0]);
    const std::vector<std::int64_t> size = c.integers(op.inputs[1]);
    if (options == nullptr || in.size() != 4 || size.size() != 2 || size[0] < 1 || size[1] < 1 ||
        (options->align_corners() && options->half_pixel_centers())) {
        return invalid(op, "lacks its options or a size, or its input is not of rank 4");
    }
    constexpr std::int64_t kExactInFloat = 1 << 20;
    if (std::max({in[1], in[2], size[0], size[1]}) > kExactInFloat) {
        return invalid(op, "has a side over a million pixels");
    }
    const std::array<float, 4> scales = {1, 1, scale_to(in[1], size[0]), scale_to(in[2], size[1])};
    Computed out;
    out.node.type = "Resize";
    out.node.inputs = {c.value(op.inputs[0], Layout::kNchw), "",
                       c.parameter(op.outputs[0], "scales", scales)};
    const std::string_view mode = options->half_pixel_centers() ? "half_pixel"
                                  : options->align_corners()    ? "align_corners"
                                                                : "asymmetric";
    out.node.attributes = {{"mode", "linear"}, {"coordinate_transformation_mode", mode}};
    out.layout = Layout::kNchw;
    out.shape = {in[0], size[0], size[1], in[3]};
    return c.compute(op, out);
}

// ---- Types ----

/// Weights stored as float16 keep that type in the ONNX file; a Cast stands where they are used.
Result<void> convert_dequantize(Conversion& c, const TfliteOperator& op) {
    const int input = op.inputs[0];
    const int output = op.outputs[0];
    if (c.type(output) != TensorType::FLOAT32 || c.shape(output) != c.shape(input)) {
        return invalid(op, "changes more than the type of its input");
    }
    c.alias(output, input);
    return {};
}

// ---- The table ----

enum class Operand : std::uint8_t {
    kNone,
    kComputed,  ///< Float values that depend on the network's input.
    kFloats,    ///< The same, or a constant.
    kWeights,   ///< A float constant.
    kOptionalWeights,
    kIntegers,  ///< An INT32 constant.
    kOptionalIntegers,
};

struct Rule {
    BuiltinOperator code;
    /// The last kind holds for all further inputs of an operator that takes any number.
    std::array<Operand, 3> operands;
    bool any_number;
    Result<void> (*convert)(Conversion&, const TfliteOperator&);
};

using enum Operand;

// To teach Farsight an operator, add its code and options to tflite.fbs, a function above and a row here.
constexpr Rule kRules[] = {
    {BuiltinOperator::ADD, {kFloats, kFloats}, false, convert_add},
    {BuiltinOperator::AVERAGE_POOL_2D,
     {kComputed},
     false,
     [](Conversion& c, const TfliteOperator& op) { return write_pool(c, op, "AveragePool"); }},
    {BuiltinOperator::CONCATENATION, {kComputed}, true, convert_concatenation},
    {BuiltinOperator::CONV_2D, {kComputed, kWeights, kOptionalWeights}, false, convert_conv},
    {BuiltinOperator::DEPTHWISE_CONV_2D, {kComputed, kWeights, kOptionalWeights}, false, convert_depthwise},
    {BuiltinOperator::DEQUANTIZE, {kWeights}, false, convert_dequantize},
    {BuiltinOperator::LOGISTIC, {kComputed}, false, convert_logistic},
    {BuiltinOperator::MAX_POOL_2D,
     {kComputed},
     false,
     [](Conversion& c, const TfliteOperator& op) { return write_pool(c, op, "MaxPool"); }},
    {BuiltinOperator::MUL, {kFloats, kFloats}, false, convert_mul},
    {BuiltinOperator::PAD, {kComputed, kIntegers}, false, convert_pad},
    {BuiltinOperator::PRELU, {kComputed, kWeights}, false, convert_prelu},
    {BuiltinOperator::RELU,
     {kComputed},
     false,
     [](Conversion& c, const TfliteOperator& op) { return write_activation(c, op, Activation::RELU); }},
    {BuiltinOperator::RELU_N1_TO_1,
     {kComputed},
     false,
     [](Conversion& c, const TfliteOperator& op) {
         return write_activation(c, op, Activation::RELU_N1_TO_1);
     }},
    {BuiltinOperator::RELU6,
     {kComputed},
     false,
     [](Conversion& c, const TfliteOperator& op) { return write_activation(c, op, Activation::RELU6); }},
    {BuiltinOperator::RESHAPE, {kComputed, kOptionalIntegers}, false, convert_reshape},
    {BuiltinOperator::RESIZE_BILINEAR, {kComputed, kIntegers}, false, convert_resize_bilinear},
};

const Rule* rule_for(BuiltinOperator code) {
    const auto* found = std::find_if(std::begin(kRules), std::end(kRules),
                                     [&](const Rule& rule) { return rule.code == code; });
    return found == std::end(kRules) ? nullptr : found;
}

Result<void> check_operand(const Conversion& c, const TfliteOperator& op, std::size_t index, Operand kind) {
    const int tensor = optional_input(op, index);
    const bool optional = kind == kOptionalWeights || kind == kOptionalIntegers;
    if (tensor < 0) {
        return optional ? Result<void>{} : invalid(op, "lacks input " + std::to_string(index));
    }
    const TfliteTensor& source = c.source(tensor);
    const std::string who = "has input " + std::to_string(index) + ", " + quoted(source.name);
    const bool integers = kind == kIntegers || kind == kOptionalIntegers;
    const bool half_constant = source.constant() && source.type == TensorType::FLOAT16;
    if (integers ? source.type != TensorType::INT32 : source.type != TensorType::FLOAT32 && !half_constant) {
        return unsupported(op, who + ", of type " + tflite_schema::EnumNameTensorType(source.type) +
                                   ", but Farsight imports float networks");
    }
    if (source.sparse) {
        return unsupported(op, who + ", which is stored sparsely");
    }
    const bool must_be_constant = integers || kind == kWeights || kind == kOptionalWeights;
    if (must_be_constant && !source.constant()) {
        return unsupported(op, who + ", which is not a constant");
    }
    if (kind == kComputed && source.constant()) {
        return unsupported(op, who + ", which is a constant");
    }
    return {};
}

Result<void> check_operands(const Conversion& c, const TfliteOperator& op, const Rule& rule) {
    const auto named = static_cast<std::size_t>(std::find(rule.operands.begin(), rule.operands.end(), kNone) -
                                                rule.operands.begin());
    const std::size_t count = std::max(op.inputs.size(), named);
    if (op.outputs.size() != 1 || (count > named && !rule.any_number)) {
        return invalid(op, "has too many inputs, or not exactly one output");
    }
    for (std::size_t i = 0; i < count; ++i) {
        if (auto checked = check_operand(c, op, i, rule.operands[std::min(i, named - 1)]); !checked) {
            return checked;
        }
    }
    return {};
}

}  // namespace

Result<void> check_operators_known(const TfliteGraph& graph) {
    std::map<std::string, int> unknown;
    for (const TfliteOperator& op : graph.operators) {
        if (rule_for(op.code) == nullptr) {
            ++unknown[op.name()];
        }
    }
    if (unknown.empty()) {
        return {};
    }
    constexpr int kMostNamed = 32;
    std::string list;
    int named = 0;
    for (const auto& [name, count] : unknown) {
        if (++named > kMostNamed) {
            list += ", and " + std::to_string(unknown.size() - kMostNamed) + " more kinds";
            break;
        }
        list += (list.empty() ? "" : ", ") + name + " (" + std::to_string(count) + ")";
    }
    return fail(ErrorCode::kUnsupported,
                "The TFLite file uses operators that Farsight cannot import: " + list +
                    ". Export the network to ONNX with its own tools instead.");
}

Result<void> convert_operator(Conversion& conversion, const TfliteOperator& op) {
    const Rule& rule = *rule_for(op.code);
    if (auto checked = check_operands(conversion, op, rule); !checked) {
        return checked;
    }
    return rule.convert(conversion, op);
}

}  // namespace farsight
