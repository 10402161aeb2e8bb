// Operators that move values: joining, reshaping, reordering, padding.
#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include "import/tflite_rules.h"

namespace farsight::tflite {
namespace {

/// The dimension of NCHW that holds a dimension of NHWC.
constexpr std::array<std::int64_t, 4> kNchwAxis = {0, 2, 3, 1};

/// The wanted shape, from the second input or the options, its one -1 worked out.
std::optional<Shape> reshape_target(const Conversion& c, const TfliteOperator& op) {
    Shape target;
    const auto* options = op.table->builtin_options_as_ReshapeOptions();
    if (op.input(1) >= 0) {
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

/// The batch stays the first dimension and is free.
Result<void> write_reshape(Conversion& c, const TfliteOperator& op, const Shape& target) {
    Computed out;
    out.shape = target;
    if (target.empty() || target[0] != c.shape(op.inputs[0])[0]) {
        return unsupported_operator(op, "folds the batch into another dimension");
    }
    if (element_count(target) != element_count(c.shape(op.inputs[0]))) {
        return invalid_operator(op, "changes how many values there are");
    }
    Shape free_batch = target;
    free_batch[0] = 0;  // ONNX: as in the input.
    out.node.type = "Reshape";
    out.moves_bytes = c.same_quantization(op, std::span(op.inputs).first(1));
    out.node.inputs = {c.operand(op.inputs[0], Layout::kStored, out.moves_bytes),
                       c.parameter(op.outputs[0], "shape", free_batch)};
    return c.compute(op, out);
}

}  // namespace

Result<void> convert_concatenation(Conversion& c, const TfliteOperator& op) {
    const auto* options = op.table->builtin_options_as_ConcatenationOptions();
    Shape shape = c.shape(op.inputs[0]);
    const auto rank = static_cast<std::int64_t>(shape.size());
    if (options == nullptr || options->axis() < -rank || options->axis() >= rank) {
        return invalid_operator(op, "lacks an axis of its inputs");
    }
    const std::int64_t axis = options->axis() < 0 ? options->axis() + rank : options->axis();
    const auto at = static_cast<std::size_t>(axis);
    shape[at] = 0;
    for (const int input : op.inputs) {
        Shape other = c.shape(input);
        if (other.size() != shape.size()) {
            return invalid_operator(op, "has inputs of different ranks");
        }
        shape[at] += other[at];
        other[at] = shape[at];
        if (other != shape) {
            return invalid_operator(op, "has inputs that differ along another axis than its own");
        }
    }
    if (axis == 0) {
        return unsupported_operator(op, "joins along the batch");
    }
    Computed out;
    out.layout = c.common_layout(op.inputs);
    out.node.type = "Concat";
    out.moves_bytes = options->fused_activation_function() == tflite_schema::ActivationFunctionType::NONE &&
                      c.same_quantization(op, op.inputs);
    for (const int input : op.inputs) {
        out.node.inputs.push_back(c.operand(input, out.layout, out.moves_bytes));
    }
    out.node.attributes = {{"axis", out.layout == Layout::kNchw ? kNchwAxis[at] : axis}};
    out.shape = shape;
    out.activation = options->fused_activation_function();
    return c.compute(op, out);
}

Result<void> convert_reshape(Conversion& c, const TfliteOperator& op) {
    if (c.written(op.outputs[0])) {
        return {};  // By the PACK before.
    }
    const auto target = reshape_target(c, op);
    if (!target) {
        return invalid_operator(op, "wants a shape that does not hold as many values as its input");
    }
    return write_reshape(c, op, *target);
}

/// The declared shape says which dimensions of 1 went.
Result<void> convert_squeeze(Conversion& c, const TfliteOperator& op) {
    return write_reshape(c, op, c.shape(op.outputs[0]));
}

Result<void> convert_expand_dims(Conversion& c, const TfliteOperator& op) {
    return write_reshape(c, op, c.shape(op.outputs[0]));
}

Result<void> convert_transpose(Conversion& c, const TfliteOperator& op) {
    const Shape& in = c.shape(op.inputs[0]);
    const std::vector<std::int64_t> order = c.integers(op.inputs[1]);
    std::vector<std::int64_t> sorted = order;
    std::sort(sorted.begin(), sorted.end());
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        if (sorted[i] != static_cast<std::int64_t>(i)) {
            return invalid_operator(op, "has an order that is no order of its dimensions");
        }
    }
    if (order.size() != in.size() || order.empty() || order[0] != 0) {
        return unsupported_operator(op, "moves the batch, or has an order of another length than its input");
    }
    Computed out;
    for (const std::int64_t dimension : order) out.shape.push_back(in[static_cast<std::size_t>(dimension)]);
    out.node.type = "Transpose";
    out.moves_bytes = c.same_quantization(op, std::span(op.inputs).first(1));
    out.node.inputs = {c.operand(op.inputs[0], Layout::kStored, out.moves_bytes)};
    out.node.attributes = {{"perm", order}};
    return c.compute(op, out);
}

Result<void> convert_pad(Conversion& c, const TfliteOperator& op) {
    const Shape& in = c.shape(op.inputs[0]);
    const std::vector<std::int64_t> pads = c.integers(op.inputs[1]);
    if (c.shape(op.inputs[1]) != Shape{static_cast<std::int64_t>(in.size()), 2} ||
        std::any_of(pads.begin(), pads.end(), [](std::int64_t pad) { return pad < 0; })) {
        return invalid_operator(op, "has paddings that do not fit its input");
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
    out.moves_bytes = op.input(2) < 0 && c.same_quantization(op, std::span(op.inputs).first(1));
    out.node.inputs = {c.operand(op.inputs[0], out.layout, out.moves_bytes),
                       c.parameter(op.outputs[0], "pads", all_begins_then_ends)};
    if (out.moves_bytes) {
        out.node.inputs.push_back(c.zero_byte(op.inputs[0]));
    } else if (op.input(2) >= 0) {
        if (element_count(c.shape(op.inputs[2])) != 1) {
            return invalid_operator(op, "has several values to pad with");
        }
        out.node.inputs.push_back(c.value(op.inputs[2], Layout::kStored));
    }
    return c.compute(op, out);
}

}  // namespace farsight::tflite
