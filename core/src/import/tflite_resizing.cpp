// Operators that enlarge or shrink feature maps: resizing, repeating, averaging.
#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <span>

#include "import/tflite_rules.h"

namespace farsight::tflite {
namespace {

/// ONNX rounds size * scale down, so the scale must not fall short of the wanted size.
float scale_to(std::int64_t from, std::int64_t to) {
    const auto size = static_cast<float>(from);
    float scale = static_cast<float>(to) / size;
    while (static_cast<std::int64_t>(scale * size) < to) {
        scale = std::nextafter(scale, 2 * scale);
    }
    return scale;
}

struct Resizing {
    std::string_view mode;
    std::string_view coordinates;
    std::string_view rounding;  ///< Empty: none, for the linear mode.
    bool moves_bytes = false;
};

/// Writes a Resize of tensor `input` to `rows` by `columns` as the result of `op`.
Result<void> write_resize(Conversion& c, const TfliteOperator& op, int input, const Resizing& how,
                          std::array<std::int64_t, 2> size) {
    const Shape& in = c.shape(input);
    constexpr std::int64_t kExactInFloat = 1 << 20;
    if (std::max({in[1], in[2], size[0], size[1]}) > kExactInFloat) {
        return invalid_operator(op, "has a side over a million pixels");
    }
    const std::array<float, 4> scales = {1, 1, scale_to(in[1], size[0]), scale_to(in[2], size[1])};
    Computed out;
    out.moves_bytes = how.moves_bytes;
    out.node.type = "Resize";
    out.node.inputs = {c.operand(input, Layout::kNchw, how.moves_bytes), "",
                       c.parameter(op.outputs[0], "scales", scales)};
    out.node.attributes = {{"mode", how.mode}, {"coordinate_transformation_mode", how.coordinates}};
    if (!how.rounding.empty()) out.node.attributes.emplace_back("nearest_mode", how.rounding);
    out.layout = Layout::kNchw;
    out.shape = {in[0], size[0], size[1], in[3]};
    return c.compute(op, out);
}

/// The size that the second input asks for.
std::optional<std::array<std::int64_t, 2>> wanted_size(const Conversion& c, const TfliteOperator& op) {
    const std::vector<std::int64_t> size = c.integers(op.inputs[1]);
    if (c.shape(op.inputs[0]).size() != 4 || size.size() != 2 || size[0] < 1 || size[1] < 1) {
        return std::nullopt;
    }
    return std::array{size[0], size[1]};
}

/// Upsampling by nearest neighbour, as TensorFlow's feature pyramids write it: a PACK of `n` times the same
/// map after its rows or columns, and a RESHAPE that makes one dimension of the two.
Result<bool> write_repetition(Conversion& c, const TfliteOperator& op, std::int64_t axis) {
    const int input = op.inputs[0];
    const Shape& in = c.shape(input);
    const bool same =
        std::all_of(op.inputs.begin(), op.inputs.end(), [&](int other) { return other == input; });
    const TfliteOperator* reader = c.sole_reader(op.outputs[0]);
    if (!same || in.size() != 4 || (axis != 2 && axis != 3) || reader == nullptr ||
        reader->code != tflite_schema::BuiltinOperator::RESHAPE || reader->outputs.size() != 1 ||
        reader->input(0) != op.outputs[0]) {
        return false;
    }
    Shape repeated = in;
    repeated[static_cast<std::size_t>(axis) - 1] *= static_cast<std::int64_t>(op.inputs.size());
    if (c.shape(reader->outputs[0]) != repeated) return false;
    const Resizing how = {"nearest", "asymmetric", "floor",
                          c.same_quantization(*reader, std::span(op.inputs).first(1))};
    if (auto wrote = write_resize(c, *reader, input, how, {repeated[1], repeated[2]}); !wrote) {
        return tl::unexpected(wrote.error());
    }
    return true;
}

}  // namespace

Result<void> convert_resize_bilinear(Conversion& c, const TfliteOperator& op) {
    const auto* options = op.table->builtin_options_as_ResizeBilinearOptions();
    const auto size = wanted_size(c, op);
    if (options == nullptr || !size || (options->align_corners() && options->half_pixel_centers())) {
        return invalid_operator(op, "lacks its options or a size, or its input is not of rank 4");
    }
    const std::string_view coordinates = options->half_pixel_centers() ? "half_pixel"
                                         : options->align_corners()    ? "align_corners"
                                                                       : "asymmetric";
    return write_resize(c, op, op.inputs[0], {"linear", coordinates, "", false}, *size);
}

/// TensorFlow takes the pixel that floor((x + 0.5) * scale), floor(x * scale) or, with aligned corners,
/// round(x * scale) names; ONNX's half pixel subtracts 0.5 again, so that its rounding half up is the floor.
Result<void> convert_resize_nearest(Conversion& c, const TfliteOperator& op) {
    const auto* options = op.table->builtin_options_as_ResizeNearestNeighborOptions();
    const auto size = wanted_size(c, op);
    if (options == nullptr || !size || (options->align_corners() && options->half_pixel_centers())) {
        return invalid_operator(op, "lacks its options or a size, or its input is not of rank 4");
    }
    const bool bytes = c.same_quantization(op, std::span(op.inputs).first(1));
    const Resizing how =
        options->half_pixel_centers() ? Resizing{"nearest", "half_pixel", "round_prefer_ceil", bytes}
        : options->align_corners()    ? Resizing{"nearest", "align_corners", "round_prefer_ceil", bytes}
                                      : Resizing{"nearest", "asymmetric", "floor", bytes};
    return write_resize(c, op, op.inputs[0], how, *size);
}

Result<void> convert_pack(Conversion& c, const TfliteOperator& op) {
    const auto* options = op.table->builtin_options_as_PackOptions();
    const Shape in = c.shape(op.inputs[0]);
    const auto rank = static_cast<std::int64_t>(in.size()) + 1;
    if (options == nullptr || options->axis() < -rank || options->axis() >= rank) {
        return invalid_operator(op, "lacks an axis of its output");
    }
    const std::int64_t axis = options->axis() < 0 ? options->axis() + rank : options->axis();
    for (const int input : op.inputs) {
        if (c.shape(input) != in) {
            return invalid_operator(op, "has inputs of different shapes");
        }
    }
    if (axis == 0) {
        return unsupported_operator(op, "joins along the batch");
    }
    const auto repeated = write_repetition(c, op, axis);
    if (!repeated) {
        return tl::unexpected(repeated.error());
    }
    if (*repeated) {
        return {};
    }
    Computed out;
    out.shape = in;
    out.shape.insert(out.shape.begin() + static_cast<std::ptrdiff_t>(axis),
                     static_cast<std::int64_t>(op.inputs.size()));
    out.node.type = "Concat";
    out.node.attributes = {{"axis", axis}};
    out.moves_bytes = c.same_quantization(op, op.inputs);
    const std::string where = c.parameter(op.outputs[0], "axis", std::array{axis});
    for (const int input : op.inputs) {
        out.node.inputs.push_back(
            c.inner(op.outputs[0], "unsqueezed",
                    {.type = "Unsqueeze",
                     .inputs = {c.operand(input, Layout::kStored, out.moves_bytes), where},
                     .attributes = {}}));
    }
    return c.compute(op, out);
}

/// Means of rows and columns stay in the order that convolutions want; other axes are taken as stored.
Result<void> convert_mean(Conversion& c, const TfliteOperator& op) {
    const auto* options = op.table->builtin_options_as_ReducerOptions();
    const Shape& in = c.shape(op.inputs[0]);
    const auto rank = static_cast<std::int64_t>(in.size());
    std::vector<std::int64_t> axes = c.integers(op.inputs[1]);
    for (std::int64_t& axis : axes) axis += axis < 0 ? rank : 0;
    std::sort(axes.begin(), axes.end());
    axes.erase(std::unique(axes.begin(), axes.end()), axes.end());
    if (options == nullptr || axes.empty() || axes.front() < 0 || axes.back() >= rank) {
        return invalid_operator(op, "lacks its options, or axes of its input");
    }
    if (axes.front() == 0) {
        return unsupported_operator(op, "takes the mean over the batch");
    }
    Computed out;
    out.shape = in;
    const bool maps = rank == 4 && axes == std::vector<std::int64_t>{1, 2};
    // From the last one, so that an erased axis moves no other.
    for (std::size_t i = axes.size(); i-- > 0;) {
        const auto at = out.shape.begin() + static_cast<std::ptrdiff_t>(axes[i]);
        if (options->keep_dims()) {
            *at = 1;
        } else {
            out.shape.erase(at);
        }
    }
    if (maps) axes = {2, 3};
    out.layout = maps && options->keep_dims() ? Layout::kNchw : Layout::kStored;
    out.node.type = "ReduceMean";
    out.node.inputs = {c.value(op.inputs[0], maps ? Layout::kNchw : Layout::kStored)};
    out.node.attributes = {{"axes", axes}, {"keepdims", std::int64_t{options->keep_dims() ? 1 : 0}}};
    return c.compute(op, out);
}

}  // namespace farsight::tflite
