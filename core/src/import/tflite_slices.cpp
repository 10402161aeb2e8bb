// Operators that take parts of a tensor.
#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

#include "import/tflite_rules.h"

namespace farsight::tflite {
namespace {

/// One dimension of a part: from `begin` (counted) to before `end`, every `step`th.
struct Span {
    std::int64_t begin = 0;
    std::int64_t end = 0;
    std::int64_t step = 1;
};

/// Writes the part as output `output` of the operator.
Result<void> write_part(Conversion& c, const TfliteOperator& op, int input, std::span<const Span> part,
                        std::size_t output) {
    std::vector<std::int64_t> begins;
    std::vector<std::int64_t> ends;
    std::vector<std::int64_t> axes;
    std::vector<std::int64_t> steps;
    Computed out;
    out.output = output;
    for (std::size_t i = 0; i < part.size(); ++i) {
        const auto& [begin, end, step] = part[i];
        if (begin < 0 || end <= begin || step < 1 || end > c.shape(input)[i]) {
            return invalid_operator(op, "takes a part that its input does not have");
        }
        out.shape.push_back((end - begin + step - 1) / step);
        if (out.shape.back() == c.shape(input)[i]) continue;
        if (i == 0) {
            return unsupported_operator(op, "takes a part of the batch");
        }
        begins.push_back(begin);
        ends.push_back(end);
        axes.push_back(static_cast<std::int64_t>(i));
        steps.push_back(step);
    }
    out.moves_bytes = c.same_quantization(op, std::array{input});
    out.node.inputs = {c.operand(input, Layout::kStored, out.moves_bytes)};
    out.node.type = "Identity";
    if (!axes.empty()) {
        const int tensor = op.outputs[output];
        out.node.type = "Slice";
        out.node.inputs.insert(out.node.inputs.end(),
                               {c.parameter(tensor, "begins", begins), c.parameter(tensor, "ends", ends),
                                c.parameter(tensor, "axes", axes), c.parameter(tensor, "steps", steps)});
    }
    return c.compute(op, out);
}

}  // namespace

Result<void> convert_slice(Conversion& c, const TfliteOperator& op) {
    const Shape& in = c.shape(op.inputs[0]);
    const std::vector<std::int64_t> begins = c.integers(op.inputs[1]);
    const std::vector<std::int64_t> sizes = c.integers(op.inputs[2]);
    if (begins.size() != in.size() || sizes.size() != in.size()) {
        return invalid_operator(op, "has begins or sizes that are not one a dimension");
    }
    std::vector<Span> part;
    for (std::size_t i = 0; i < in.size(); ++i) {
        part.push_back({begins[i], sizes[i] < 0 ? in[i] : begins[i] + sizes[i], 1});
    }
    return write_part(c, op, op.inputs[0], part, 0);
}

Result<void> convert_strided_slice(Conversion& c, const TfliteOperator& op) {
    const auto* options = op.table->builtin_options_as_StridedSliceOptions();
    const Shape& in = c.shape(op.inputs[0]);
    std::array<std::vector<std::int64_t>, 3> numbers;
    for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = c.integers(op.inputs[i + 1]);
    const auto& [begins, ends, steps] = numbers;
    if (options == nullptr || begins.size() > in.size() || ends.size() != begins.size() ||
        steps.size() != begins.size()) {
        return invalid_operator(op, "lacks its options, or has begins, ends and steps that do not fit");
    }
    if (options->ellipsis_mask() != 0 || options->new_axis_mask() != 0 || options->shrink_axis_mask() != 0) {
        return unsupported_operator(op, "drops, adds or skips dimensions");
    }
    std::vector<Span> part;
    for (std::size_t i = 0; i < in.size(); ++i) {
        Span span{0, in[i], 1};
        if (i < begins.size()) {
            const bool from_start = ((options->begin_mask() >> i) & 1) != 0;
            const bool to_end = ((options->end_mask() >> i) & 1) != 0;
            const auto counted = [&](std::int64_t at) {
                return std::clamp<std::int64_t>(at < 0 ? at + in[i] : at, 0, in[i]);
            };
            span = {from_start ? 0 : counted(begins[i]), to_end ? in[i] : counted(ends[i]), steps[i]};
        }
        part.push_back(span);
    }
    return write_part(c, op, op.inputs[0], part, 0);
}

/// Equal parts along the axis that the first input names.
Result<void> convert_split(Conversion& c, const TfliteOperator& op) {
    const std::vector<std::int64_t> axes = c.integers(op.inputs[0]);
    const int input = op.inputs[1];
    const Shape& in = c.shape(input);
    const auto rank = static_cast<std::int64_t>(in.size());
    if (axes.size() != 1 || axes[0] < -rank || axes[0] >= rank) {
        return invalid_operator(op, "lacks an axis of its input");
    }
    const auto axis = static_cast<std::size_t>(axes[0] < 0 ? axes[0] + rank : axes[0]);
    const auto parts = static_cast<std::int64_t>(op.outputs.size());
    if (in[axis] % parts != 0) {
        return invalid_operator(op, "has an axis that does not divide into its parts");
    }
    const std::int64_t size = in[axis] / parts;
    for (std::size_t output = 0; output < op.outputs.size(); ++output) {
        std::vector<Span> part;
        for (const std::int64_t dimension : in) part.push_back({0, dimension, 1});
        part[axis].begin = size * static_cast<std::int64_t>(output);
        part[axis].end = part[axis].begin + size;
        if (auto wrote = write_part(c, op, input, part, output); !wrote) return wrote;
    }
    return {};
}

}  // namespace farsight::tflite
