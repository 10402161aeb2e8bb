#include "import/tflite_conversion.h"

#include <algorithm>
#include <cstring>

namespace farsight::tflite {
namespace {

namespace schema = tflite_schema;

using Order = std::array<std::size_t, 4>;

/// Dimension i of the result is dimension order[i] of TFLite's.
constexpr Order order_of(Layout layout) {
    switch (layout) {
        case Layout::kNchw:
            return {0, 3, 1, 2};
        case Layout::kDepthwise:
            return {3, 0, 1, 2};
        case Layout::kStored:
            break;
    }
    return {0, 1, 2, 3};
}

std::string_view suffix_of(Layout layout) {
    return layout == Layout::kNchw ? "/nchw" : layout == Layout::kDepthwise ? "/depthwise" : "";
}

Shape with_rank_4(const Shape& shape) {
    Shape result(4 - std::min<std::size_t>(shape.size(), 4), 1);
    result.insert(result.end(), shape.begin(), shape.end());
    return result;
}

Shape permuted_shape(const Shape& shape, const Order& order) {
    return {shape[order[0]], shape[order[1]], shape[order[2]], shape[order[3]]};
}

/// Dimensions of size 1 do not count: a 1 by 1 kernel is the same bytes in either order.
bool same_bytes(const Shape& shape, const Order& order) {
    std::size_t last = 0;
    for (const std::size_t dimension : order) {
        if (shape[dimension] == 1) {
            continue;
        }
        if (dimension < last) {
            return false;
        }
        last = dimension;
    }
    return true;
}

template <std::size_t kBytes>
void permute(const std::byte* from, const Shape& shape, const Order& order, std::byte* to) {
    std::array<std::size_t, 4> stride{};
    std::array<std::size_t, 4> count{};
    for (std::size_t i = 0; i < 4; ++i) {
        count[i] = static_cast<std::size_t>(shape[order[i]]);
        stride[i] = kBytes;
        for (std::size_t d = order[i] + 1; d < 4; ++d) {
            stride[i] *= static_cast<std::size_t>(shape[d]);
        }
    }
    for (std::size_t a = 0; a < count[0]; ++a) {
        for (std::size_t b = 0; b < count[1]; ++b) {
            for (std::size_t c = 0; c < count[2]; ++c) {
                const std::byte* row = from + a * stride[0] + b * stride[1] + c * stride[2];
                for (std::size_t d = 0; d < count[3]; ++d, to += kBytes) {
                    std::memcpy(to, row + d * stride[3], kBytes);
                }
            }
        }
    }
}

/// ONNX names are protobuf strings, so what is not printable ASCII is replaced.
std::string printable(std::string_view name, std::size_t longest) {
    std::string text(name.substr(0, longest));
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c < ' ' || c > '~'; }, '_');
    return text;
}

std::string joined(const Shape& shape) {
    std::string text;
    for (const std::int64_t dimension : shape) {
        text.append(text.empty() ? "" : "x").append(std::to_string(dimension));
    }
    return text.empty() ? "scalar" : text;
}

std::string sentence(const TfliteOperator& op, std::string_view what) {
    return "TFLite operator " + std::to_string(op.index) + " (" + op.name() + ") " + std::string(what) + ".";
}

}  // namespace

tl::unexpected<Error> invalid_operator(const TfliteOperator& op, std::string_view what) {
    return fail(ErrorCode::kInvalidModel, sentence(op, what));
}

tl::unexpected<Error> unsupported_operator(const TfliteOperator& op, std::string_view what) {
    return fail(ErrorCode::kUnsupported, sentence(op, what));
}

Conversion::Conversion(const TfliteGraph& graph, onnx::Writer& writer)
    : graph_(graph), writer_(writer), slots_(graph.tensors.size()) {
    // The names that others rely on go first; what collides with them gives way.
    constexpr std::size_t kLongest = 1024;
    for (const auto& borders : {graph.inputs, graph.outputs}) {
        for (const int tensor : borders) {
            const auto& from = graph.tensors[static_cast<std::size_t>(tensor)].name;
            slot(tensor).name = unique(printable(from, kLongest), tensor);
        }
    }
}

Result<void> Conversion::start() {
    for (const int input : graph_.inputs) {
        const TfliteTensor& tensor = graph_.tensors[static_cast<std::size_t>(input)];
        if (tensor.type != schema::TensorType::FLOAT32) {
            return fail(ErrorCode::kUnsupported,
                        "Input " + quoted(tensor.name) + " of the TFLite file is " + name_of(tensor.type) +
                            "; Farsight imports float networks, so take the unquantized version.");
        }
        if (tensor.shape.empty() || tensor.shape[0] != shape(graph_.inputs.front())[0]) {
            return fail(ErrorCode::kUnsupported, "Input " + quoted(tensor.name) +
                                                     " of the TFLite file has no batch dimension, "
                                                     "or another one than the first input.");
        }
        slot(input).in_layout[0] = name(input);
        writer_.input(name(input), tensor.shape);
    }
    batch_ = shape(graph_.inputs.front())[0];
    return {};
}

Result<void> Conversion::finish() {
    for (const int output : graph_.outputs) {
        if (constant(output)) {
            return fail(ErrorCode::kInvalidModel,
                        "Output " + quoted(name(output)) + " of the TFLite file is a constant.");
        }
        writer_.output(value(output, Layout::kStored), shape(output));
    }
    return {};
}

const TfliteTensor& Conversion::source(int tensor) const {
    const int from = slot(tensor).source;
    return graph_.tensors[static_cast<std::size_t>(from < 0 ? tensor : from)];
}

std::vector<std::int64_t> Conversion::integers(int tensor) const {
    constexpr std::size_t kMost = 16;
    const std::span<const std::byte> data = source(tensor).data;
    std::vector<std::int64_t> values;
    if (data.size() > kMost * sizeof(std::int32_t)) {
        return values;
    }
    for (std::size_t at = 0; at + sizeof(std::int32_t) <= data.size(); at += sizeof(std::int32_t)) {
        std::int32_t value = 0;
        std::memcpy(&value, data.data() + at, sizeof value);
        values.push_back(value);
    }
    return values;
}

Layout Conversion::common_layout(std::span<const int> inputs) const {
    Layout layout = Layout::kStored;
    for (const int input : inputs) {
        if (constant(input)) {
            continue;
        }
        if (shape(input).size() != 4) {
            return Layout::kStored;
        }
        if (!slot(input).in_layout[static_cast<std::size_t>(Layout::kNchw)].empty()) {
            layout = Layout::kNchw;
        }
    }
    return layout;
}

std::string Conversion::value(int tensor, Layout layout) {
    std::string& there = slot(tensor).in_layout[static_cast<std::size_t>(layout)];
    if (!there.empty()) {
        return there;
    }
    there = name_in(tensor, layout);
    if (constant(tensor)) {
        write_constant(tensor, layout, there);
        return there;
    }
    const bool to_nchw = layout == Layout::kNchw;
    const std::string from = value(tensor, to_nchw ? Layout::kStored : Layout::kNchw);
    std::vector<std::int64_t> order = {0, 2, 3, 1};
    if (to_nchw) {
        order = {0, 3, 1, 2};
    }
    writer_.node({.type = "Transpose", .inputs = {from}, .attributes = {{"perm", order}}}, there);
    return there;
}

void Conversion::write_constant(int tensor, Layout layout, const std::string& name) {
    const TfliteTensor& from = source(tensor);
    Shape shape = from.shape;
    std::span<const std::byte> data = from.data;
    if (layout != Layout::kStored) {
        const Order order = order_of(layout);
        shape = with_rank_4(shape);
        if (!same_bytes(shape, order)) {
            permuted_.resize(data.size());
            const bool half = from.type == schema::TensorType::FLOAT16;
            (half ? permute<2> : permute<4>)(data.data(), shape, order, permuted_.data());
            data = permuted_;
        }
        shape = permuted_shape(shape, order);
    }
    weight_bytes_ += data.size();
    if (from.type != schema::TensorType::FLOAT16) {
        writer_.initializer(name, onnx::ElementType::kFloat, shape, data);
        return;
    }
    const std::string half = unique(name + "/fp16", tensor);
    writer_.initializer(half, onnx::ElementType::kFloat16, shape, data);
    const auto to = static_cast<std::int64_t>(onnx::ElementType::kFloat);
    writer_.node({.type = "Cast", .inputs = {half}, .attributes = {{"to", to}}}, name);
}

std::string Conversion::parameter(int output, std::string_view role, std::span<const std::int64_t> values) {
    std::string text = unique(name(output) + "/" + std::string(role), output);
    writer_.initializer(text, values);
    return text;
}

std::string Conversion::parameter(int output, std::string_view role, std::span<const float> values) {
    std::string text = unique(name(output) + "/" + std::string(role), output);
    writer_.initializer(text, values);
    return text;
}

Result<void> Conversion::compute(const TfliteOperator& op, const Computed& computed) {
    const int output = op.outputs.front();
    if (computed.shape != shape(output)) {
        return invalid_operator(op, "computes the shape " + joined(computed.shape) +
                                        ", but the file declares " + joined(shape(output)));
    }
    if (computed.shape.empty() || computed.shape[0] != batch_) {
        return unsupported_operator(op, "does not keep the batch as its first dimension");
    }
    if (graph_.tensors[static_cast<std::size_t>(output)].type != schema::TensorType::FLOAT32) {
        return unsupported_operator(op, "computes values that are not float");
    }
    const std::string result = name_in(output, computed.layout);
    if (computed.activation == schema::ActivationFunctionType::NONE) {
        writer_.node(computed.node, result);
    } else {
        const std::string linear = unique(result + "/linear", output);
        const auto activation = activation_node(op, computed.activation, linear);
        if (!activation) {
            return tl::unexpected(activation.error());
        }
        writer_.node(computed.node, linear);
        writer_.node(*activation, result);
    }
    slot(output).in_layout[static_cast<std::size_t>(computed.layout)] = result;
    return {};
}

void Conversion::alias(int output, int input) {
    const int further = slot(input).source;
    slot(output).source = further < 0 ? input : further;
}

Result<onnx::Node> Conversion::activation_node(const TfliteOperator& op,
                                               schema::ActivationFunctionType activation, std::string input) {
    using Function = schema::ActivationFunctionType;
    onnx::Node node;
    node.inputs = {std::move(input)};
    switch (activation) {
        case Function::RELU:
            node.type = "Relu";
            return node;
        case Function::TANH:
            node.type = "Tanh";
            return node;
        case Function::RELU_N1_TO_1:
            node.type = "Clip";
            node.inputs.insert(node.inputs.end(), {clip_bound(-1), clip_bound(1)});
            return node;
        case Function::RELU6:
            node.type = "Clip";
            node.inputs.insert(node.inputs.end(), {clip_bound(0), clip_bound(6)});
            return node;
        default:
            return unsupported_operator(op, "has the fused activation " +
                                                std::to_string(static_cast<int>(activation)) +
                                                ", which Farsight does not know");
    }
}

/// A scalar that all nodes share.
std::string Conversion::clip_bound(float bound) {
    const std::string text = std::to_string(static_cast<int>(bound));
    const auto [entry, fresh] = clip_bounds_.try_emplace(text);
    if (fresh) {
        entry->second = unique("clip/" + text, 0);
        writer_.initializer(entry->second, onnx::ElementType::kFloat, {},
                            std::as_bytes(std::span(&bound, 1)));
    }
    return entry->second;
}

std::vector<std::string> Conversion::names(std::span<const int> tensors) const {
    std::vector<std::string> result;
    result.reserve(tensors.size());
    for (const int tensor : tensors) {
        result.push_back(slot(tensor).name);
    }
    return result;
}

std::string Conversion::unique(std::string_view wanted, int tensor) {
    std::string text(wanted);
    if (text.empty()) {
        text.append("tensor_").append(std::to_string(tensor));
    } else if (taken_.contains(text)) {
        text.append("_").append(std::to_string(tensor));
    }
    while (!taken_.insert(text).second) {
        text += '_';
    }
    return text;
}

/// Converters join the names of fused operators with semicolons; the first says enough.
const std::string& Conversion::name(int tensor) {
    constexpr std::size_t kLongest = 128;
    std::string& known = slot(tensor).name;
    if (known.empty()) {
        const auto& full = graph_.tensors[static_cast<std::size_t>(tensor)].name;
        known = unique(printable(full.substr(0, full.find(';')), kLongest), tensor);
    }
    return known;
}

std::string Conversion::name_in(int tensor, Layout layout) {
    if (layout == Layout::kStored) {
        return name(tensor);
    }
    return unique(name(tensor) + std::string(suffix_of(layout)), tensor);
}

}  // namespace farsight::tflite
