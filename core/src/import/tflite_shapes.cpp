// Operators that move values or make more of them: joining, reshaping, padding, resizing.
#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

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

/// ONNX rounds size * scale down, so the scale must not fall short of the wanted size.
float scale_to(std::int64_t from, std::int64_t to) {
    const auto size = static_cast<float>(from);
    float scale = static_cast<float>(to) / size;
    while (static_cast<std::int64_t>(scale * size) < to) {
        scale = std::nextafter(scale, 2 * scale);
    }
    return scale;
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
    for (const int input : op.inputs) {
        out.node.inputs.push_back(c.value(input, out.layout));
    }
    out.node.attributes = {{"axis", out.layout == Layout::kNchw ? kNchwAxis[at] : axis}};
    out.shape = shape;
    out.activation = options->fused_activation_function();
    return c.compute(op, out);
}

Result<void> convert_reshape(Conversion& c, const TfliteOperator& op) {
    const auto target = reshape_target(c, op);
    if (!target) {
        return invalid_operator(op, "wants a shape that does not hold as many values as its input");
    }
    Computed out;
    out.shape = *target;
    if (target->empty() || (*target)[0] != c.shape(op.inputs[0])[0]) {
        return unsupported_operator(op, "folds the batch into another dimension");
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
    out.node.inputs = {c.value(op.inputs[0], out.layout),
                       c.parameter(op.outputs[0], "pads", all_begins_then_ends)};
    return c.compute(op, out);
}

Result<void> convert_resize_bilinear(Conversion& c, const TfliteOperator& op) {
    const auto* options = op.table->builtin_options_as_ResizeBilinearOptions();
    const Shape& in = c.shape(op.inputs[0]);
    const std::vector<std::int64_t> size = c.integers(op.inputs[1]);
    if (options == nullptr || in.size() != 4 || size.size() != 2 || size[0] < 1 || size[1] < 1 ||
        (options->align_corners() && options->half_pixel_centers())) {
        return invalid_operator(op, "lacks its options or a size, or its input is not of rank 4");
    }
    constexpr std::int64_t kExactInFloat = 1 << 20;
    if (std::max({in[1], in[2], size[0], size[1]}) > kExactInFloat) {
        return invalid_operator(op, "has a side over a million pixels");
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

}  // namespace farsight::tflite
