#include "onnx_writer.h"

#include <array>
#include <bit>

namespace farsight::onnx {
namespace {

static_assert(std::endian::native == std::endian::little, "TensorProto.raw_data is little-endian");

using protozero::pbf_tag_type;
using protozero::pbf_writer;

// Field numbers of onnx/onnx.proto.
namespace model_proto {
constexpr pbf_tag_type kIrVersion = 1;
constexpr pbf_tag_type kProducerName = 2;
constexpr pbf_tag_type kGraph = 7;
constexpr pbf_tag_type kOpsetImport = 8;
}  // namespace model_proto
namespace opset_proto {
constexpr pbf_tag_type kDomain = 1;
constexpr pbf_tag_type kVersion = 2;
}  // namespace opset_proto
namespace graph_proto {
constexpr pbf_tag_type kNode = 1;
constexpr pbf_tag_type kName = 2;
constexpr pbf_tag_type kInitializer = 5;
constexpr pbf_tag_type kInput = 11;
constexpr pbf_tag_type kOutput = 12;
}  // namespace graph_proto
namespace node_proto {
constexpr pbf_tag_type kInput = 1;
constexpr pbf_tag_type kOutput = 2;
constexpr pbf_tag_type kName = 3;
constexpr pbf_tag_type kOpType = 4;
constexpr pbf_tag_type kAttribute = 5;
}  // namespace node_proto
namespace attribute_proto {
constexpr pbf_tag_type kName = 1;
constexpr pbf_tag_type kInt = 3;
constexpr pbf_tag_type kString = 4;
constexpr pbf_tag_type kInts = 8;
constexpr pbf_tag_type kType = 20;
constexpr std::int32_t kTypeInt = 2;
constexpr std::int32_t kTypeString = 3;
constexpr std::int32_t kTypeInts = 7;
}  // namespace attribute_proto
namespace tensor_proto {
constexpr pbf_tag_type kDims = 1;
constexpr pbf_tag_type kDataType = 2;
constexpr pbf_tag_type kName = 8;
constexpr pbf_tag_type kRawData = 9;
}  // namespace tensor_proto
namespace value_info_proto {
constexpr pbf_tag_type kName = 1;
constexpr pbf_tag_type kType = 2;
}  // namespace value_info_proto
namespace type_proto {
constexpr pbf_tag_type kTensorType = 1;
constexpr pbf_tag_type kElementType = 1;
constexpr pbf_tag_type kShape = 2;
constexpr pbf_tag_type kDim = 1;
constexpr pbf_tag_type kDimValue = 1;
constexpr pbf_tag_type kDimParam = 2;
}  // namespace type_proto

// The IR version that came with opset 17 (onnx/docs/Versioning.md).
constexpr std::int64_t kIrVersion = 8;

void add_text(pbf_writer& writer, pbf_tag_type tag, std::string_view text) {
    writer.add_string(tag, text.data(), text.size());
}

void add_value(pbf_writer& attribute, std::int64_t value) {
    attribute.add_int64(attribute_proto::kInt, value);
    attribute.add_enum(attribute_proto::kType, attribute_proto::kTypeInt);
}

void add_value(pbf_writer& attribute, std::string_view value) {
    add_text(attribute, attribute_proto::kString, value);
    attribute.add_enum(attribute_proto::kType, attribute_proto::kTypeString);
}

void add_value(pbf_writer& attribute, const std::vector<std::int64_t>& values) {
    for (const std::int64_t value : values) {
        attribute.add_int64(attribute_proto::kInts, value);
    }
    attribute.add_enum(attribute_proto::kType, attribute_proto::kTypeInts);
}

}  // namespace

Writer::Writer(std::size_t expected_bytes)
    : model_(bytes_), graph_(start_model(model_), model_proto::kGraph) {
    bytes_.reserve(expected_bytes);
    add_text(graph_, graph_proto::kName, "tflite");
}

pbf_writer& Writer::start_model(pbf_writer& model) {
    model.add_int64(model_proto::kIrVersion, kIrVersion);
    add_text(model, model_proto::kProducerName, "farsight");
    pbf_writer opset(model, model_proto::kOpsetImport);
    add_text(opset, opset_proto::kDomain, "");
    opset.add_int64(opset_proto::kVersion, kOpset);
    return model;
}

void Writer::initializer(std::string_view name, ElementType type, std::span<const std::int64_t> shape,
                         std::span<const std::byte> values) {
    pbf_writer tensor(graph_, graph_proto::kInitializer);
    for (const std::int64_t dimension : shape) {
        tensor.add_int64(tensor_proto::kDims, dimension);
    }
    tensor.add_enum(tensor_proto::kDataType, static_cast<std::int32_t>(type));
    add_text(tensor, tensor_proto::kName, name);
    tensor.add_bytes(tensor_proto::kRawData, reinterpret_cast<const char*>(values.data()), values.size());
}

void Writer::initializer(std::string_view name, std::span<const std::int64_t> values) {
    const std::array shape{static_cast<std::int64_t>(values.size())};
    initializer(name, ElementType::kInt64, shape, std::as_bytes(values));
}

void Writer::initializer(std::string_view name, std::span<const float> values) {
    const std::array shape{static_cast<std::int64_t>(values.size())};
    initializer(name, ElementType::kFloat, shape, std::as_bytes(values));
}

void Writer::node(const Node& node, std::string_view output) {
    pbf_writer writer(graph_, graph_proto::kNode);
    for (const std::string& input : node.inputs) {
        add_text(writer, node_proto::kInput, input);
    }
    add_text(writer, node_proto::kOutput, output);
    add_text(writer, node_proto::kName, output);
    add_text(writer, node_proto::kOpType, node.type);
    for (const Attribute& from : node.attributes) {
        pbf_writer attribute(writer, node_proto::kAttribute);
        add_text(attribute, attribute_proto::kName, from.name);
        std::visit([&](const auto& value) { add_value(attribute, value); }, from.value);
    }
    ++nodes_;
}

void Writer::input(std::string_view name, std::span<const std::int64_t> shape) {
    value_info(graph_proto::kInput, name, shape);
}

void Writer::output(std::string_view name, std::span<const std::int64_t> shape) {
    value_info(graph_proto::kOutput, name, shape);
}

void Writer::value_info(pbf_tag_type tag, std::string_view name, std::span<const std::int64_t> shape) {
    pbf_writer info(graph_, tag);
    add_text(info, value_info_proto::kName, name);
    pbf_writer type(info, value_info_proto::kType);
    pbf_writer tensor(type, type_proto::kTensorType);
    tensor.add_enum(type_proto::kElementType, static_cast<std::int32_t>(ElementType::kFloat));
    pbf_writer dimensions(tensor, type_proto::kShape);
    for (std::size_t i = 0; i < shape.size(); ++i) {
        pbf_writer dimension(dimensions, type_proto::kDim);
        if (i == 0) {
            add_text(dimension, type_proto::kDimParam, "batch");
        } else {
            dimension.add_int64(type_proto::kDimValue, shape[i]);
        }
    }
}

std::string Writer::finish() {
    graph_.commit();
    return std::move(bytes_);
}

}  // namespace farsight::onnx
