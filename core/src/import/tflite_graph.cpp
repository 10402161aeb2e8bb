#include "import/tflite_graph.h"

#include <algorithm>
#include <cmath>

#include "import/tflite_operator_names.h"

namespace farsight::tflite {
namespace {

namespace schema = tflite_schema;

// Every TFLite table counts as one: tensors, buffers, operators, options.
constexpr flatbuffers::uoffset_t kMaxTables = 1 << 18;
// Model, subgraph, operator, options, and what hangs on them.
constexpr flatbuffers::uoffset_t kMaxDepth = 16;
// Vectors may be shared between tables, so that a small file could ask for much work without these.
constexpr flatbuffers::uoffset_t kMaxRank = 8;
constexpr flatbuffers::uoffset_t kMaxOperands = 1024;
constexpr std::int64_t kMaxElements = std::int64_t{1} << 28;
constexpr std::uint32_t kSchemaVersion = 3;

template <class Vector>
flatbuffers::uoffset_t length(const Vector* vector) {
    return vector == nullptr ? 0 : vector->size();
}

std::string_view view(const flatbuffers::String* text) {
    return text == nullptr ? std::string_view{} : std::string_view{text->c_str(), text->size()};
}

tl::unexpected<Error> invalid(std::string message) {
    return fail(ErrorCode::kInvalidModel, "Not a usable TFLite file: " + std::move(message));
}

Result<const schema::Model*> verified_model(std::span<const std::byte> bytes) {
    constexpr std::size_t kIdentifierEnd = 8;
    const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
    if (bytes.size() < kIdentifierEnd || !schema::ModelBufferHasIdentifier(data)) {
        return invalid("it does not carry the mark TFL3. Is it another kind of file?");
    }
    flatbuffers::Verifier::Options limits;
    limits.max_depth = kMaxDepth;
    limits.max_tables = kMaxTables;
    flatbuffers::Verifier verifier(data, bytes.size(), limits);
    if (!schema::VerifyModelBuffer(verifier)) {
        return invalid("its tables point outside it. It is truncated or corrupt; fetch it again.");
    }
    return schema::GetModel(data);
}

/// The values of a buffer: inside the FlatBuffer, or after it in the file.
Result<std::span<const std::byte>> buffer_data(const schema::Buffer* buffer,
                                               std::span<const std::byte> file) {
    if (buffer == nullptr) {
        return invalid("a buffer is missing.");
    }
    if (buffer->offset() > 1) {
        if (buffer->offset() > file.size() || buffer->size() > file.size() - buffer->offset()) {
            return invalid("a buffer lies outside the file.");
        }
        return file.subspan(static_cast<std::size_t>(buffer->offset()),
                            static_cast<std::size_t>(buffer->size()));
    }
    const auto* data = buffer->data();
    if (data == nullptr) {
        return std::span<const std::byte>{};
    }
    return std::as_bytes(std::span(data->data(), data->size()));
}

Result<TfliteTensor> read_tensor(const schema::Tensor* from, const schema::Model& model,
                                 std::span<const std::byte> file, std::size_t index) {
    const std::string who = "tensor " + std::to_string(index);
    if (from == nullptr) {
        return invalid(who + " is missing.");
    }
    if (length(from->shape()) > kMaxRank) {
        return invalid(who + " has more than " + std::to_string(kMaxRank) + " dimensions.");
    }
    if (from->buffer() >= length(model.buffers())) {
        return invalid(who + " names a buffer that does not exist.");
    }
    const auto data = buffer_data(model.buffers()->Get(from->buffer()), file);
    if (!data) {
        return tl::unexpected(data.error());
    }
    TfliteTensor tensor;
    tensor.name = view(from->name());
    tensor.type = from->type();
    if (from->shape() != nullptr) {
        tensor.shape.assign(from->shape()->begin(), from->shape()->end());
    }
    tensor.data = *data;
    tensor.sparse = from->sparsity() != nullptr;
    tensor.variable = from->is_variable();
    if (const auto* quantization = from->quantization(); quantization != nullptr) {
        if (const auto* scales = quantization->scale(); scales != nullptr) {
            tensor.scales = {scales->data(), scales->size()};
        }
        if (const auto* zeros = quantization->zero_point(); zeros != nullptr) {
            tensor.zero_points = {zeros->data(), zeros->size()};
        }
        tensor.scale_axis = quantization->quantized_dimension();
    }
    return tensor;
}

/// Copies tensor indices that must lie in [lowest, tensors).
bool copy_indices(const flatbuffers::Vector<std::int32_t>* from, int lowest, std::size_t tensors,
                  std::vector<int>& to) {
    if (length(from) > kMaxOperands) {
        return false;
    }
    if (from != nullptr) {
        to.assign(from->begin(), from->end());
    }
    return std::all_of(to.begin(), to.end(), [&](int index) {
        return index >= lowest && (index < 0 || static_cast<std::size_t>(index) < tensors);
    });
}

/// Files older than the 128th operator keep the code in a byte of its own.
schema::BuiltinOperator builtin_code(const schema::OperatorCode& code) {
    return std::max(code.builtin_code(),
                    static_cast<schema::BuiltinOperator>(code.deprecated_builtin_code()));
}

Result<TfliteOperator> read_operator(const schema::Operator* from, const schema::Model& model,
                                     std::size_t tensors, std::size_t index) {
    const std::string who = "operator " + std::to_string(index);
    if (from == nullptr || from->opcode_index() >= length(model.operator_codes()) ||
        model.operator_codes()->Get(from->opcode_index()) == nullptr) {
        return invalid(who + " has no operator code.");
    }
    const schema::OperatorCode& code = *model.operator_codes()->Get(from->opcode_index());
    TfliteOperator result;
    result.index = static_cast<int>(index);
    result.code = builtin_code(code);
    result.custom_code = view(code.custom_code());
    result.table = from;
    constexpr int kOptional = -1;
    if (!copy_indices(from->inputs(), kOptional, tensors, result.inputs) ||
        !copy_indices(from->outputs(), 0, tensors, result.outputs)) {
        return invalid(who + " names a tensor that does not exist, or more than " +
                       std::to_string(kMaxOperands) + " of them.");
    }
    return result;
}

Result<void> check_tensor(const TfliteTensor& tensor) {
    if (element_count(tensor.shape) < 0) {
        return invalid("tensor " + quoted(tensor.name) +
                       " has a dimension that is not positive, or over 2^28 values.");
    }
    const std::size_t expected =
        static_cast<std::size_t>(element_count(tensor.shape)) * element_bytes(tensor.type);
    if (tensor.constant() && !tensor.sparse && expected > 0 && tensor.data.size() != expected) {
        return invalid("tensor " + quoted(tensor.name) + " needs " + std::to_string(expected) +
                       " bytes by its shape, but its buffer has " + std::to_string(tensor.data.size()) + ".");
    }
    if (tensor.variable) {
        return fail(ErrorCode::kUnsupported, "Tensor " + quoted(tensor.name) +
                                                 " keeps state between runs; Farsight imports "
                                                 "networks without state.");
    }
    return {};
}

struct StoredRange {
    std::int64_t least = 0;
    std::int64_t most = 0;
};

StoredRange stored_range(schema::TensorType type) {
    switch (type) {
        case schema::TensorType::UINT8:
            return {0, 255};
        case schema::TensorType::INT8:
            return {-128, 127};
        case schema::TensorType::INT16:
            return {-32768, 32767};
        default:
            return {0, 0};  // Biases have no zero point.
    }
}

/// The buffer of the metadata entry called TFLITE_METADATA.
Result<std::span<const std::byte>> metadata_of(const schema::Model& model, std::span<const std::byte> file) {
    constexpr flatbuffers::uoffset_t kMost = 256;
    const auto* entries = model.metadata();
    for (flatbuffers::uoffset_t i = 0; i < std::min(length(entries), kMost); ++i) {
        const schema::Metadata* entry = entries->Get(i);
        if (entry == nullptr || view(entry->name()) != "TFLITE_METADATA") continue;
        if (entry->buffer() >= length(model.buffers())) {
            return invalid("its metadata name a buffer that does not exist.");
        }
        return buffer_data(model.buffers()->Get(entry->buffer()), file);
    }
    return std::span<const std::byte>{};
}

/// Marks who has a value; a tensor gets one once.
class Origins {
public:
    explicit Origins(const TfliteGraph& graph) : graph_(graph), known_(graph.tensors.size()) {
        for (std::size_t i = 0; i < known_.size(); ++i) {
            known_[i] = graph.tensors[i].constant();
        }
    }

    bool known(int tensor) const { return known_[static_cast<std::size_t>(tensor)]; }

    Result<void> define(int tensor) {
        const auto index = static_cast<std::size_t>(tensor);
        if (known_[index]) {
            return invalid("tensor " + quoted(graph_.tensors[index].name) + " gets its values twice.");
        }
        known_[index] = true;
        return {};
    }

private:
    const TfliteGraph& graph_;
    std::vector<bool> known_;
};

Result<void> check_order(const TfliteGraph& graph) {
    Origins origins(graph);
    for (const int input : graph.inputs) {
        if (auto defined = origins.define(input); !defined) {
            return defined;
        }
    }
    std::vector<bool> computed(graph.tensors.size());
    for (const TfliteOperator& op : graph.operators) {
        for (const int input : op.inputs) {
            if (input >= 0 && !origins.known(input)) {
                return invalid("operator " + std::to_string(op.index) + " (" + op.name() +
                               ") reads a tensor that nothing before it computes.");
            }
        }
        for (const int output : op.outputs) {
            if (auto defined = origins.define(output); !defined) {
                return defined;
            }
            computed[static_cast<std::size_t>(output)] = true;
        }
    }
    for (const int output : graph.outputs) {
        const auto index = static_cast<std::size_t>(output);
        if (!computed[index]) {
            return invalid("output " + quoted(graph.tensors[index].name) +
                           " is computed by no operator, or named twice.");
        }
        computed[index] = false;
    }
    return {};
}

}  // namespace

std::string TfliteOperator::name() const {
    const std::string builtin = builtin_operator_name(static_cast<std::int32_t>(code));
    return code == schema::BuiltinOperator::CUSTOM ? builtin + " " + quoted(custom_code) : builtin;
}

Result<TfliteGraph> read_tflite(std::span<const std::byte> bytes) {
    const auto verified = verified_model(bytes);
    if (!verified) {
        return tl::unexpected(verified.error());
    }
    const schema::Model& model = **verified;
    if (model.version() != kSchemaVersion) {
        return fail(ErrorCode::kUnsupported, "The TFLite file has schema version " +
                                                 std::to_string(model.version()) +
                                                 "; Farsight knows version 3.");
    }
    if (length(model.subgraphs()) != 1 || model.subgraphs()->Get(0) == nullptr) {
        return fail(ErrorCode::kUnsupported, "The TFLite file has " +
                                                 std::to_string(length(model.subgraphs())) +
                                                 " subgraphs; Farsight imports exactly one.");
    }
    const schema::SubGraph& subgraph = *model.subgraphs()->Get(0);
    TfliteGraph graph;
    graph.tensors.reserve(length(subgraph.tensors()));
    for (flatbuffers::uoffset_t i = 0; i < length(subgraph.tensors()); ++i) {
        auto tensor = read_tensor(subgraph.tensors()->Get(i), model, bytes, i);
        if (!tensor) {
            return tl::unexpected(tensor.error());
        }
        graph.tensors.push_back(std::move(*tensor));
    }
    graph.operators.reserve(length(subgraph.operators()));
    for (flatbuffers::uoffset_t i = 0; i < length(subgraph.operators()); ++i) {
        auto op = read_operator(subgraph.operators()->Get(i), model, graph.tensors.size(), i);
        if (!op) {
            return tl::unexpected(op.error());
        }
        graph.operators.push_back(std::move(*op));
    }
    if (!copy_indices(subgraph.inputs(), 0, graph.tensors.size(), graph.inputs) ||
        !copy_indices(subgraph.outputs(), 0, graph.tensors.size(), graph.outputs) || graph.inputs.empty() ||
        graph.outputs.empty()) {
        return invalid("its inputs or outputs are missing or name tensors that do not exist.");
    }
    const auto metadata = metadata_of(model, bytes);
    if (!metadata) {
        return tl::unexpected(metadata.error());
    }
    graph.metadata = *metadata;
    return graph;
}

Result<void> check_tflite(const TfliteGraph& graph) {
    for (const TfliteTensor& tensor : graph.tensors) {
        if (auto checked = check_tensor(tensor); !checked) {
            return checked;
        }
    }
    return check_order(graph);
}

Result<void> check_quantization(const TfliteTensor& tensor) {
    const auto count = tensor.scales.size();
    const bool by_axis = count > 1;
    const auto axis = static_cast<std::size_t>(tensor.scale_axis);
    if (by_axis && (tensor.scale_axis < 0 || axis >= tensor.shape.size() ||
                    static_cast<std::int64_t>(count) != tensor.shape[axis])) {
        return invalid("tensor " + quoted(tensor.name) + " has " + std::to_string(count) +
                       " quantization scales, which fit none of its dimensions.");
    }
    const StoredRange range = stored_range(tensor.type);
    const bool zeros_fit =
        (tensor.zero_points.empty() || tensor.zero_points.size() == count) &&
        std::all_of(tensor.zero_points.begin(), tensor.zero_points.end(),
                    [&](std::int64_t zero) { return zero >= range.least && zero <= range.most; });
    const bool scales_fit = std::all_of(tensor.scales.begin(), tensor.scales.end(), [&](float scale) {
        return std::isfinite(scale) && (tensor.constant() ? scale >= 0 : scale > 0);
    });
    if (!zeros_fit || !scales_fit) {
        return invalid("tensor " + quoted(tensor.name) +
                       " has quantization scales or zero points that its type cannot have.");
    }
    return {};
}

std::int64_t element_count(const Shape& shape) {
    std::int64_t count = 1;
    for (const std::int64_t dimension : shape) {
        if (dimension < 1 || dimension > kMaxElements / count) {
            return -1;
        }
        count *= dimension;
    }
    return count;
}

std::size_t element_bytes(tflite_schema::TensorType type) {
    switch (type) {
        case schema::TensorType::UINT8:
        case schema::TensorType::INT8:
        case schema::TensorType::BOOL:
            return 1;
        case schema::TensorType::FLOAT16:
        case schema::TensorType::BFLOAT16:
        case schema::TensorType::INT16:
        case schema::TensorType::UINT16:
            return 2;
        case schema::TensorType::FLOAT32:
        case schema::TensorType::INT32:
        case schema::TensorType::UINT32:
            return 4;
        case schema::TensorType::INT64:
        case schema::TensorType::UINT64:
        case schema::TensorType::FLOAT64:
        case schema::TensorType::COMPLEX64:
            return 8;
        default:
            return 0;
    }
}

std::string name_of(tflite_schema::TensorType type) {
    const std::string name = schema::EnumNameTensorType(type);
    return name.empty() ? "type " + std::to_string(static_cast<int>(type)) : name;
}

std::string quoted(std::string_view name) {
    constexpr std::size_t kLongest = 80;
    std::string text = "'";
    for (const char c : name.substr(0, kLongest)) {
        text += c >= ' ' && c <= '~' ? c : '_';
    }
    return text + (name.size() > kLongest ? "...'" : "'");
}

}  // namespace farsight::tflite
