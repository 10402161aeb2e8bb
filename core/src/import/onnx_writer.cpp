#include "import/onnx_writer.h"

#include <array>
#include <bit>
#include <protozero/buffer_string.hpp>
#include <protozero/types.hpp>
#include <protozero/varint.hpp>

#include "base/onnx_proto.h"

namespace farsight::onnx {
namespace {

static_assert(std::endian::native == std::endian::little, "TensorProto.raw_data is little-endian");

using protozero::pbf_wire_type;

// The IR version that came with opset 17 (onnx/docs/Versioning.md).
constexpr std::int64_t kIrVersion = 8;

/// Appends protobuf fields to a string. protozero's own pbf_writer does the same, but its destructor
/// may call std::terminate, which the core promises not to.
class Fields {
public:
    explicit Fields(std::string& bytes) : bytes_(bytes) {}

    void integer(pbf_tag_type tag, std::int64_t value) {
        key(tag, pbf_wire_type::varint);
        protozero::add_varint_to_buffer(&bytes_, static_cast<std::uint64_t>(value));
    }

    void real(pbf_tag_type tag, float value) {
        key(tag, pbf_wire_type::fixed32);
        bytes_.append(reinterpret_cast<const char*>(&value), sizeof value);
    }

    void text(pbf_tag_type tag, std::string_view value) {
        key(tag, pbf_wire_type::length_delimited);
        protozero::add_varint_to_buffer(&bytes_, value.size());
        bytes_.append(value);
    }

    /// Begins a message within; what is appended until close() is its own.
    std::size_t open(pbf_tag_type tag) {
        key(tag, pbf_wire_type::length_delimited);
        bytes_.append(kLengthBytes, '\0');
        return bytes_.size();
    }

    void close(std::size_t begin) {
        char* length = bytes_.data() + begin - kLengthBytes;
        const int used = protozero::add_varint_to_buffer(length, bytes_.size() - begin);
        const auto unused = kLengthBytes - static_cast<std::size_t>(used);
        bytes_.erase(begin - unused, unused);
    }

    template <class Fill>
    void message(pbf_tag_type tag, const Fill& fill) {
        const std::size_t begin = open(tag);
        fill();
        close(begin);
    }

private:
    /// A varint of 32 bits takes at most five bytes.
    static constexpr std::size_t kLengthBytes = 5;

    void key(pbf_tag_type tag, pbf_wire_type type) {
        constexpr unsigned kTypeBits = 3;
        protozero::add_varint_to_buffer(&bytes_, (tag << kTypeBits) | static_cast<std::uint32_t>(type));
    }

    std::string& bytes_;
};

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
