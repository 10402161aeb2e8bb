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

bool is_byte(schema::TensorType type) {
    return type == schema::TensorType::UINT8 || type == schema::TensorType::INT8;
}

/// Of the types that constants may have.
onnx::ElementType onnx_type(schema::TensorType type) {
    switch (type) {
        case schema::TensorType::FLOAT16:
            return onnx::ElementType::kFloat16;
        case schema::TensorType::UINT8:
            return onnx::ElementType::kUint8;
        case schema::TensorType::INT8:
            return onnx::ElementType::kInt8;
        case schema::TensorType::INT32:
            return onnx::ElementType::kInt32;
        default:
            return onnx::ElementType::kFloat;
    }
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
    for (std::size_t i = 0; i < graph.operators.size(); ++i) {
        for (const int input : graph.operators[i].inputs) {
            if (input < 0) continue;
            int& reader = slot(input).reader;
            const auto self = static_cast<int>(i);
            reader = reader == kNoReader || reader == self ? self : kSeveralReaders;
        }
    }
    for (const int output : graph.outputs) slot(output).reader = kSeveralReaders;
}

Result<void> Conversion::start() {
    for (const int input : graph_.inputs) {
        if (auto started = start_input(input); !started) return started;
    }
    batch_ = shape(graph_.inputs.front())[0];
    return {};
}

/// Quantized inputs take bytes. Those of INT8 do so too, with the zero point moved: byte b stands for b -
/// 128.
Result<void> Conversion::start_input(int input) {
    const TfliteTensor& tensor = graph_.tensors[static_cast<std::size_t>(input)];
    const bool bytes = tensor.type == schema::TensorType::UINT8 || tensor.type == schema::TensorType::INT8;
    if (tensor.type != schema::TensorType::FLOAT32 && !(bytes && tensor.scales.size() == 1)) {
        return fail(ErrorCode::kUnsupported,
                    "Input " + quoted(tensor.name) + " of the TFLite file is " + name_of(tensor.type) +
                        "; Farsight imports networks whose input is float or quantized bytes.");
    }
    if (bytes) {
        if (auto checked = check_quantization(tensor); !checked) return checked;
    }
    if (tensor.shape.empty() || tensor.shape[0] != shape(graph_.inputs.front())[0]) {
        return fail(ErrorCode::kUnsupported, "Input " + quoted(tensor.name) +
                                                 " of the TFLite file has no batch dimension, "
                                                 "or another one than the first input.");
    }
    Slot& slot = this->slot(input);
    slot.input = true;
    (bytes ? slot.bytes_in : slot.in_layout)[0] = name(input);
    writer_.input(name(input), tensor.shape, bytes ? onnx::ElementType::kUint8 : onnx::ElementType::kFloat);
    return {};
}

Result<void> Conversion::finish() {
    for (const int output : graph_.outputs) {
        if (constant(output)) {
            return fail(ErrorCode::kInvalidModel,
                        "Output " + quoted(name(output)) + " of the TFLite file is a constant.");
        }
        const std::string from = value(output, Layout::kStored);
        // An output that only changes the type of another tensor has a name of its own all the same.
        if (from != name(output)) {
            writer_.node({.type = "Identity", .inputs = {from}, .attributes = {}}, name(output));
        }
        writer_.output(name(output), shape(output));
    }
    return {};
}

const TfliteTensor& Conversion::source(int tensor) const {
    const int from = slot(tensor).source;
    return graph_.tensors[static_cast<std::size_t>(from < 0 ? tensor : from)];
}

const TfliteOperator* Conversion::sole_reader(int tensor) const {
    const int reader = slot(tensor).reader;
    return reader < 0 ? nullptr : &graph_.operators[static_cast<std::size_t>(reader)];
}

bool Conversion::written(int tensor) const {
    const auto any = [](const auto& names) {
        return std::any_of(names.begin(), names.end(), [](const std::string& name) { return !name.empty(); });
    };
    return any(slot(tensor).in_layout) || any(slot(tensor).bytes_in);
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
    const int source_index = slot(tensor).source;
    if (source_index >= 0 && !constant(tensor)) return value(source_index, layout);
    std::string& there = slot(tensor).in_layout[static_cast<std::size_t>(layout)];
    if (!there.empty()) {
        return there;
    }
    there = slot(tensor).input && layout == Layout::kStored ? unique(name(tensor) + "/real", tensor)
                                                            : name_in(tensor, layout);
    if (constant(tensor)) {
        write_constant(tensor, layout, there);
        return there;
    }
    if (source(tensor).quantized()) {
        writer_.node(quantization_node("DequantizeLinear", bytes(tensor, layout), tensor), there);
        return there;
    }
    write_transpose(value(tensor, layout == Layout::kNchw ? Layout::kStored : Layout::kNchw), layout, there);
    return there;
}

std::string Conversion::bytes(int tensor, Layout layout) {
    std::string& there = slot(tensor).bytes_in[static_cast<std::size_t>(layout)];
    if (!there.empty()) {
        return there;
    }
    there = bytes_name(tensor, layout);
    if (constant(tensor)) {
        write_initializer(tensor, layout, there);
        return there;
    }
    write_transpose(bytes(tensor, layout == Layout::kNchw ? Layout::kStored : Layout::kNchw), layout, there);
    return there;
}

std::string Conversion::operand(int tensor, Layout layout, bool bytes) {
    return bytes ? this->bytes(tensor, layout) : value(tensor, layout);
}

void Conversion::write_transpose(const std::string& from, Layout to, const std::string& name) {
    std::vector<std::int64_t> order = {0, 2, 3, 1};
    if (to == Layout::kNchw) {
        order = {0, 3, 1, 2};
    }
    writer_.node({.type = "Transpose", .inputs = {from}, .attributes = {{"perm", order}}}, name);
}

bool Conversion::same_codes(int a, int b) const {
    const TfliteTensor& from = graph_.tensors[static_cast<std::size_t>(a)];
    const TfliteTensor& to = graph_.tensors[static_cast<std::size_t>(b)];
    if (from.scales.size() != 1 || to.scales.size() != 1 || from.scales[0] != to.scales[0]) return false;
    const auto zero = [](const TfliteTensor& tensor) {
        const std::int64_t stored = tensor.zero_points.empty() ? 0 : tensor.zero_points[0];
        return tensor.type == schema::TensorType::INT8 ? stored + 128 : stored;
    };
    return zero(from) == zero(to);
}

bool Conversion::same_quantization(const TfliteOperator& op, std::span<const int> inputs) const {
    const int output = op.outputs.front();
    const auto fits = [&](int input) {
        const auto& tensor = graph_.tensors[static_cast<std::size_t>(input)];
        const bool plain =
            slot(input).source < 0 && !(slot(input).input && tensor.type == schema::TensorType::INT8);
        return plain && tensor.type == graph_.tensors[static_cast<std::size_t>(output)].type &&
               same_codes(input, output);
    };
    return std::all_of(inputs.begin(), inputs.end(), fits);
}

/// Names of the scale and, but for biases, the zero point; scalars, or one value an index of the axis.
void Conversion::name_quantization(int tensor) {
    Slot& slot = this->slot(tensor);
    if (!slot.scale.empty()) return;
    const TfliteTensor& from = source(tensor);
    slot.scale = unique(name(tensor) + "/scale", tensor);
    const Shape shape =
        from.scales.size() == 1 ? Shape{} : Shape{static_cast<std::int64_t>(from.scales.size())};
    scales_.assign(from.scales.begin(), from.scales.end());
    writer_.initializer(slot.scale, onnx::ElementType::kFloat, shape, std::as_bytes(std::span(scales_)));
    if (from.type == schema::TensorType::INT32) return;
    const bool moved = slot.input && from.type == schema::TensorType::INT8;
    permuted_.resize(from.scales.size());
    for (std::size_t i = 0; i < permuted_.size(); ++i) {
        const std::int64_t zero = from.zero_points.empty() ? 0 : from.zero_points[i];
        permuted_[i] = static_cast<std::byte>(zero + (moved ? 128 : 0));
    }
    slot.zero_point = unique(name(tensor) + "/zero", tensor);
    const bool is_signed = from.type == schema::TensorType::INT8 && !moved;
    writer_.initializer(slot.zero_point, is_signed ? onnx::ElementType::kInt8 : onnx::ElementType::kUint8,
                        shape, permuted_);
}

onnx::Node Conversion::quantization_node(std::string_view type, std::string value, int tensor) {
    name_quantization(tensor);
    onnx::Node node{.type = type, .inputs = {std::move(value), slot(tensor).scale}, .attributes = {}};
    if (!slot(tensor).zero_point.empty()) node.inputs.push_back(slot(tensor).zero_point);
    return node;
}

std::string Conversion::zero_byte(int tensor) {
    name_quantization(tensor);
    return slot(tensor).zero_point;
}

void Conversion::write_constant(int tensor, Layout layout, const std::string& name) {
    const TfliteTensor& from = source(tensor);
    if (from.type == schema::TensorType::FLOAT32) return write_initializer(tensor, layout, name);
    if (from.type == schema::TensorType::FLOAT16) {
        const std::string half = unique(name + "/fp16", tensor);
        write_initializer(tensor, layout, half);
        const auto to = static_cast<std::int64_t>(onnx::ElementType::kFloat);
        writer_.node({.type = "Cast", .inputs = {half}, .attributes = {{"to", to}}}, name);
        return;
    }
    onnx::Node node = quantization_node("DequantizeLinear", bytes(tensor, layout), tensor);
    if (from.scales.size() > 1) {
        auto axis = static_cast<std::size_t>(from.scale_axis);
        if (layout != Layout::kStored) {
            const Order order = order_of(layout);
            axis += 4 - std::min<std::size_t>(from.shape.size(), 4);
            axis = static_cast<std::size_t>(std::find(order.begin(), order.end(), axis) - order.begin());
        }
        node.attributes.emplace_back("axis", static_cast<std::int64_t>(axis));
    }
    writer_.node(node, name);
}

void Conversion::write_initializer(int tensor, Layout layout, const std::string& name) {
    const TfliteTensor& from = source(tensor);
    Shape shape = from.shape;
    std::span<const std::byte> data = from.data;
    if (layout != Layout::kStored) {
        const Order order = order_of(layout);
        shape = with_rank_4(shape);
        if (!same_bytes(shape, order)) {
            permuted_.resize(data.size());
            const std::size_t size = element_bytes(from.type);
            (size == 1   ? permute<1>
             : size == 2 ? permute<2>
                         : permute<4>)(data.data(), shape, order, permuted_.data());
            data = permuted_;
        }
        shape = permuted_shape(shape, order);
    }
    weight_bytes_ += data.size();
    writer_.initializer(name, onnx_type(from.type), shape, data);
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

std::string Conversion::inner(int output, std::string_view role, const onnx::Node& node) {
    std::string text = unique(name(output) + "/" + std::string(role), output);
    writer_.node(node, text);
    return text;
}

Result<void> Conversion::compute(const TfliteOperator& op, const Computed& computed) {
    const int output = op.outputs[computed.output];
    if (computed.shape != shape(output)) {
        return invalid_operator(op, "computes the shape " + joined(computed.shape) +
                                        ", but the file declares " + joined(shape(output)));
    }
    if (computed.shape.empty() || computed.shape[0] != batch_) {
        return unsupported_operator(op, "does not keep the batch as its first dimension");
    }
    const TfliteTensor& target = graph_.tensors[static_cast<std::size_t>(output)];
    const auto at = static_cast<std::size_t>(computed.layout);
    if (target.type == schema::TensorType::FLOAT32) {
        slot(output).in_layout[at] = name_in(output, computed.layout);
        return write_real(op, computed, slot(output).in_layout[at]);
    }
    if (!is_byte(target.type) || target.scales.size() != 1) {
        return unsupported_operator(op, "computes values that are neither float nor quantized to 8 bits");
    }
    if (auto checked = check_quantization(target); !checked) return checked;
    const std::string stored = bytes_name(output, computed.layout);
    slot(output).bytes_in[at] = stored;
    if (computed.moves_bytes) {
        writer_.node(computed.node, stored);
        return {};
    }
    std::string real = computed.node.inputs.front();
    if (!computed.node.type.empty()) {
        real = unique(stored + "/real", output);
        Computed plain = computed;
        if (activation_idle(output, computed.activation)) {
            plain.activation = schema::ActivationFunctionType::NONE;
        }
        if (auto wrote = write_real(op, plain, real); !wrote) return wrote;
    }
    writer_.node(quantization_node("QuantizeLinear", real, output), stored);
    return {};
}

/// Writes the node and its activation.
Result<void> Conversion::write_real(const TfliteOperator& op, const Computed& computed,
                                    const std::string& name) {
    if (computed.activation == schema::ActivationFunctionType::NONE) {
        writer_.node(computed.node, name);
        return {};
    }
    const std::string linear = unique(name + "/linear", op.outputs[computed.output]);
    const auto activation = activation_node(op, computed.activation, linear);
    if (!activation) {
        return tl::unexpected(activation.error());
    }
    writer_.node(computed.node, linear);
    writer_.node(*activation, name);
    return {};
}

/// Whether a quantized tensor can hold no value that the activation would change.
bool Conversion::activation_idle(int tensor, schema::ActivationFunctionType activation) const {
    using Function = schema::ActivationFunctionType;
    const TfliteTensor& target = graph_.tensors[static_cast<std::size_t>(tensor)];
    const double scale = target.scales[0];
    const auto zero = static_cast<double>(target.zero_points.empty() ? 0 : target.zero_points[0]);
    const double first = target.type == schema::TensorType::INT8 ? -128 : 0;
    const double low = (first - zero) * scale + scale / 2;
    const double high = (first + 255 - zero) * scale - scale / 2;
    switch (activation) {
        case Function::RELU:
            return low >= 0;
        case Function::RELU6:
            return low >= 0 && high <= 6;
        case Function::RELU_N1_TO_1:
            return low >= -1 && high <= 1;
        default:
            return false;
    }
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

std::string Conversion::bytes_name(int tensor, Layout layout) {
    return unique(name(tensor) + std::string(suffix_of(layout)) + "/bytes", tensor);
}

std::string Conversion::name_in(int tensor, Layout layout) {
    if (layout == Layout::kStored) {
        return name(tensor);
    }
    return unique(name(tensor) + std::string(suffix_of(layout)), tensor);
}

}  // namespace farsight::tflite
