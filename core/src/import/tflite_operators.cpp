#include "import/tflite_operators.h"

#include <algorithm>
#include <array>
#include <map>

#include "import/tflite_rules.h"

namespace farsight::tflite {
namespace {

using tflite_schema::BuiltinOperator;
using tflite_schema::TensorType;

enum class Operand : std::uint8_t {
    kNone,
    kComputed,  ///< Real values, in float or quantized to 8 bits, that depend on the network's input.
    kFloats,    ///< The same, or a constant.
    kWeights,   ///< A constant of real values.
    kOptionalWeights,
    kIntegers,  ///< An INT32 constant.
    kOptionalIntegers,
};

struct Rule {
    BuiltinOperator code;
    /// The last kind holds for all further inputs of an operator that takes any number.
    std::array<Operand, 4> operands;
    bool any_number;
    Result<void> (*convert)(Conversion&, const TfliteOperator&);
};

using enum Operand;

// To teach Farsight an operator, add its code and options to tflite.fbs, a function to tflite_rules.h and a
// row here.
constexpr Rule kRules[] = {
    {BuiltinOperator::ADD, {kFloats, kFloats}, false, convert_add},
    {BuiltinOperator::AVERAGE_POOL_2D, {kComputed}, false, convert_average_pool},
    {BuiltinOperator::CONCATENATION, {kComputed}, true, convert_concatenation},
    {BuiltinOperator::CONV_2D, {kComputed, kWeights, kOptionalWeights}, false, convert_conv},
    {BuiltinOperator::DEPTHWISE_CONV_2D, {kComputed, kWeights, kOptionalWeights}, false, convert_depthwise},
    {BuiltinOperator::DEQUANTIZE, {kFloats}, false, convert_dequantize},
    {BuiltinOperator::DIV, {kFloats, kFloats}, false, convert_div},
    {BuiltinOperator::EXPAND_DIMS, {kComputed, kIntegers}, false, convert_expand_dims},
    {BuiltinOperator::HARD_SWISH, {kComputed}, false, convert_hard_swish},
    {BuiltinOperator::LEAKY_RELU, {kComputed}, false, convert_leaky_relu},
    {BuiltinOperator::LOGISTIC, {kComputed}, false, convert_logistic},
    {BuiltinOperator::MAX_POOL_2D, {kComputed}, false, convert_max_pool},
    {BuiltinOperator::MAXIMUM, {kFloats, kFloats}, false, convert_maximum},
    {BuiltinOperator::MEAN, {kComputed, kIntegers}, false, convert_mean},
    {BuiltinOperator::MINIMUM, {kFloats, kFloats}, false, convert_minimum},
    {BuiltinOperator::MUL, {kFloats, kFloats}, false, convert_mul},
    {BuiltinOperator::PACK, {kComputed}, true, convert_pack},
    {BuiltinOperator::PAD, {kComputed, kIntegers}, false, convert_pad},
    {BuiltinOperator::PADV2, {kComputed, kIntegers, kWeights}, false, convert_pad},
    {BuiltinOperator::PRELU, {kComputed, kWeights}, false, convert_prelu},
    {BuiltinOperator::QUANTIZE, {kComputed}, false, convert_quantize},
    {BuiltinOperator::RELU, {kComputed}, false, convert_relu},
    {BuiltinOperator::RELU_N1_TO_1, {kComputed}, false, convert_relu_n1_to_1},
    {BuiltinOperator::RELU6, {kComputed}, false, convert_relu6},
    {BuiltinOperator::RESHAPE, {kComputed, kOptionalIntegers}, false, convert_reshape},
    {BuiltinOperator::RESIZE_BILINEAR, {kComputed, kIntegers}, false, convert_resize_bilinear},
    {BuiltinOperator::RESIZE_NEAREST_NEIGHBOR, {kComputed, kIntegers}, false, convert_resize_nearest},
    {BuiltinOperator::SLICE, {kComputed, kIntegers, kIntegers}, false, convert_slice},
    {BuiltinOperator::SOFTMAX, {kComputed}, false, convert_softmax},
    {BuiltinOperator::SPLIT, {kIntegers, kComputed}, false, convert_split},
    {BuiltinOperator::SQUEEZE, {kComputed}, false, convert_squeeze},
    {BuiltinOperator::STRIDED_SLICE,
     {kComputed, kIntegers, kIntegers, kIntegers},
     false,
     convert_strided_slice},
    {BuiltinOperator::SUB, {kFloats, kFloats}, false, convert_sub},
    {BuiltinOperator::TANH, {kComputed}, false, convert_tanh},
    {BuiltinOperator::TRANSPOSE, {kComputed, kIntegers}, false, convert_transpose},
};

const Rule* rule_for(BuiltinOperator code) {
    const auto* found = std::find_if(std::begin(kRules), std::end(kRules),
                                     [&](const Rule& rule) { return rule.code == code; });
    return found == std::end(kRules) ? nullptr : found;
}

/// Float, constants stored as float16 or 8 bits, biases in 32 bits, and what is computed in 8 bits.
bool holds_real_values(const TfliteTensor& tensor) {
    switch (tensor.type) {
        case TensorType::FLOAT32:
            return true;
        case TensorType::FLOAT16:
            return tensor.constant();
        case TensorType::INT32:
            return tensor.constant() && tensor.quantized();
        case TensorType::UINT8:
        case TensorType::INT8:
            return tensor.quantized() && (tensor.constant() || tensor.scales.size() == 1);
        default:
            return false;
    }
}

Result<void> check_operand(const Conversion& c, const TfliteOperator& op, std::size_t index, Operand kind) {
    const int tensor = op.input(index);
    const bool optional = kind == kOptionalWeights || kind == kOptionalIntegers;
    if (tensor < 0) {
        return optional ? Result<void>{} : invalid_operator(op, "lacks input " + std::to_string(index));
    }
    const TfliteTensor& source = c.source(tensor);
    const std::string who = "has input " + std::to_string(index) + ", " + quoted(source.name);
    const bool integers = kind == kIntegers || kind == kOptionalIntegers;
    if (integers ? source.type != TensorType::INT32 : !holds_real_values(source)) {
        return unsupported_operator(op, who + ", of " + name_of(source.type) +
                                            " values, but Farsight imports networks in float or 8 bits");
    }
    if (!integers && source.quantized()) {
        if (auto checked = check_quantization(source); !checked) return checked;
    }
    if (source.sparse) {
        return unsupported_operator(op, who + ", which is stored sparsely");
    }
    const bool must_be_constant = integers || kind == kWeights || kind == kOptionalWeights;
    if (must_be_constant && !source.constant()) {
        return unsupported_operator(op, who + ", which is not a constant");
    }
    if (kind == kComputed && source.constant()) {
        return unsupported_operator(op, who + ", which is a constant");
    }
    return {};
}

Result<void> check_operands(const Conversion& c, const TfliteOperator& op, const Rule& rule) {
    const auto named = static_cast<std::size_t>(std::find(rule.operands.begin(), rule.operands.end(), kNone) -
                                                rule.operands.begin());
    const std::size_t count = std::max(op.inputs.size(), named);
    const bool outputs_fit =
        rule.code == BuiltinOperator::SPLIT ? !op.outputs.empty() : op.outputs.size() == 1;
    if (!outputs_fit || (count > named && !rule.any_number)) {
        return invalid_operator(op, "has too many inputs, or not exactly one output");
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

}  // namespace farsight::tflite
