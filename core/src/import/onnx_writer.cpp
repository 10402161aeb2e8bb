#include "import/onnx_writer.h"

#include <array>
#include <bit>

#include "base/onnx_proto.h"
#include "base/protobuf_writer.h"

namespace farsight::onnx {
namespace {

static_assert(std::endian::native == std::endian::little, "TensorProto.raw_data is little-endian");

using Fields = ProtobufWriter;

// The IR version that came with opset 17 (onnx/docs/Versioning.md).
constexpr std::int64_t kIrVersion = 8;

void write_attribute(Fields fields, const Attribute& from) {
    fields.text(attribute_proto::kName, from.name);
    switch (from.kind) {
        case Attribute::Kind::kFloat:
            fields.real(attribute_proto::kFloat, from.real);
            break;
        case Attribute::Kind::kInt:
            fields.integer(attribute_proto::kInt, from.number);
            break;
        case Attribute::Kind::kString:
            fields.text(attribute_proto::kString, from.text);
            break;
        case Attribute::Kind::kInts:
            for (const std::int64_t number : from.numbers) {
                fields.integer(attribute_proto::kInts, number);
            }
            break;
    }
    fields.integer(attribute_proto::kType, static_cast<std::int32_t>(from.kind));
}

void write_shape(Fields fields, std::span<const std::int64_t> shape) {
    for (std::size_t i = 0; i < shape.size(); ++i) {
        fields.message(type_proto::kDim, [&] {
            if (i == 0) {
                fields.text(type_proto::kDimParam, "batch");
            } else {
                fields.integer(type_proto::kDimValue, shape[i]);
            }
        });
    }
}

void write_value_info(Fields fields, std::string_view name, ElementType type,
                      std::span<const std::int64_t> shape) {
    fields.text(value_info_proto::kName, name);
    fields.message(value_info_proto::kType, [&] {
        fields.message(type_proto::kTensorType, [&] {
            fields.integer(type_proto::kElementType, static_cast<std::int32_t>(type));
            fields.message(type_proto::kShape, [&] { write_shape(fields, shape); });
        });
    });
}

}  // namespace

Writer::Writer(std::size_t expected_bytes) {
    bytes_.reserve(expected_bytes);
    Fields fields(bytes_);
    fields.integer(model_proto::kIrVersion, kIrVersion);
    fields.text(model_proto::kProducerName, "farsight");
    fields.message(model_proto::kOpsetImport, [&] {
        fields.text(opset_proto::kDomain, "");
        fields.integer(opset_proto::kVersion, kOpset);
    });
    graph_ = fields.open(model_proto::kGraph);
    fields.text(graph_proto::kName, "tflite");
}

void Writer::initializer(std::string_view name, ElementType type, std::span<const std::int64_t> shape,
                         std::span<const std::byte> values) {
    Fields fields(bytes_);
    fields.message(graph_proto::kInitializer, [&] {
        for (const std::int64_t dimension : shape) {
            fields.integer(tensor_proto::kDims, dimension);
        }
        fields.integer(tensor_proto::kDataType, static_cast<std::int32_t>(type));
        fields.text(tensor_proto::kName, name);
        fields.text(tensor_proto::kRawData, {reinterpret_cast<const char*>(values.data()), values.size()});
    });
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
    Fields fields(bytes_);
    fields.message(graph_proto::kNode, [&] {
        for (const std::string& input : node.inputs) {
            fields.text(node_proto::kInput, input);
        }
        fields.text(node_proto::kOutput, output);
        fields.text(node_proto::kName, output);
        fields.text(node_proto::kOpType, node.type);
        for (const Attribute& attribute : node.attributes) {
            fields.message(node_proto::kAttribute, [&] { write_attribute(fields, attribute); });
        }
    });
    ++nodes_;
}

void Writer::input(std::string_view name, std::span<const std::int64_t> shape, ElementType type) {
    Fields fields(bytes_);
    fields.message(graph_proto::kInput, [&] { write_value_info(fields, name, type, shape); });
}

void Writer::output(std::string_view name, std::span<const std::int64_t> shape) {
    Fields fields(bytes_);
    fields.message(graph_proto::kOutput, [&] { write_value_info(fields, name, ElementType::kFloat, shape); });
}

void Writer::close_graph() {
    if (graph_ != 0) Fields(bytes_).close(graph_);
    graph_ = 0;
}

void Writer::metadata(std::string_view key, std::string_view value) {
    close_graph();
    Fields fields(bytes_);
    fields.message(model_proto::kMetadata, [&] {
        fields.text(string_entry_proto::kKey, key);
        fields.text(string_entry_proto::kValue, value);
    });
}

std::string Writer::finish() {
    close_graph();
    return std::move(bytes_);
}

}  // namespace farsight::onnx
