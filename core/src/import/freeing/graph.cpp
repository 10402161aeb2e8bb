#include "import/freeing/graph.h"

#include <cstring>
#include <utility>

#include "base/onnx_proto.h"
#include "base/protobuf_reader.h"

namespace farsight::freeing {

namespace {

namespace attribute_proto = onnx::attribute_proto;
namespace graph_proto = onnx::graph_proto;
namespace model_proto = onnx::model_proto;
namespace node_proto = onnx::node_proto;
namespace tensor_proto = onnx::tensor_proto;
namespace type_proto = onnx::type_proto;
namespace value_info_proto = onnx::value_info_proto;

constexpr std::size_t kMostIntegers = 8;
constexpr std::int64_t kInt64Type = 7;

/// Calls `on` with a reader at each field of the message; `on` takes the value or leaves it.
template <class On>
void each_field(std::string_view message, bool& damaged, On&& on) {
    ProtobufReader from(message, damaged);
    while (from.next()) on(from);
}

std::pair<std::string_view, GraphConstant> read_tensor(std::string_view message, bool& damaged) {
    std::string_view name;
    std::string_view raw;
    std::int64_t type = 0;
    GraphConstant constant;
    each_field(message, damaged, [&](ProtobufReader& from) {
        switch (from.field()) {
            case tensor_proto::kName:
                name = from.view();
                break;
            case tensor_proto::kDataType:
                type = from.integer();
                break;
            case tensor_proto::kRawData:
                raw = from.view();
                break;
            case tensor_proto::kDims:
                from.integers([&](std::int64_t side) { constant.dims.push_back(side); });
                break;
            case tensor_proto::kInt64Data:
                from.integers([&](std::int64_t value) { constant.integers.push_back(value); });
                break;
            default:
                from.skip();
        }
    });
    if (type != kInt64Type) constant.integers.clear();
    if (type == kInt64Type && raw.size() <= kMostIntegers * sizeof(std::int64_t)) {
        for (std::size_t at = 0; at + sizeof(std::int64_t) <= raw.size(); at += sizeof(std::int64_t)) {
            std::int64_t value = 0;
            std::memcpy(&value, raw.data() + at, sizeof value);
            constant.integers.push_back(value);
        }
    }
    return {name, std::move(constant)};
}

GraphNode read_node(std::string_view message, bool& damaged) {
    GraphNode node;
    node.message = message;
    each_field(message, damaged, [&](ProtobufReader& from) {
        switch (from.field()) {
            case node_proto::kInput:
                node.inputs.push_back(from.view());
                break;
            case node_proto::kOutput:
                node.outputs.push_back(from.view());
                break;
            case node_proto::kOpType:
                node.type = from.view();
                break;
            default:
                from.skip();
        }
    });
    return node;
}

/// The tensor of a Constant node; nothing when it holds something else.
std::string_view constant_tensor(std::string_view node, bool& damaged) {
    std::string_view tensor;
    each_field(node, damaged, [&](ProtobufReader& from) {
        if (from.field() != node_proto::kAttribute) return from.skip();
        each_field(from.view(), damaged, [&](ProtobufReader& attribute) {
            if (attribute.field() == attribute_proto::kTensor) {
                tensor = attribute.view();
            } else {
                attribute.skip();
            }
        });
    });
    return tensor;
}

/// A Constant, or a node that hands a constant on.
void note_constant(const GraphNode& node, Graph& graph, bool& damaged) {
    if (node.outputs.empty()) return;
    if (node.type == "Constant") {
        graph.constants[node.outputs.front()] =
            read_tensor(constant_tensor(node.message, damaged), damaged).second;
    } else if ((node.type == "Cast" || node.type == "DequantizeLinear" || node.type == "Identity") &&
               !node.inputs.empty()) {
        const auto found = graph.constants.find(node.inputs.front());
        if (found == graph.constants.end()) return;
        GraphConstant copy = found->second;
        graph.constants[node.outputs.front()] = std::move(copy);
    }
}

}  // namespace

Result<Graph> read_graph(std::string_view model) {
    bool damaged = false;
    std::string_view message;
    each_field(model, damaged, [&](ProtobufReader& from) {
        if (from.field() == model_proto::kGraph) {
            message = from.view();
        } else {
            from.skip();
        }
    });
    Graph graph;
    each_field(message, damaged, [&](ProtobufReader& from) {
        switch (from.field()) {
            case graph_proto::kNode:
                graph.nodes.push_back(read_node(from.view(), damaged));
                break;
            case graph_proto::kInitializer: {
                auto [name, constant] = read_tensor(from.view(), damaged);
                graph.constants[name] = std::move(constant);
                break;
            }
            case graph_proto::kInput:
                graph.inputs.push_back(from.view());
                break;
            case graph_proto::kOutput:
                graph.outputs.push_back(from.view());
                break;
            default:
                from.skip();
        }
    });
    // After all initializers are known, which may stand behind the nodes.
    for (const GraphNode& node : graph.nodes) note_constant(node, graph, damaged);
    if (damaged || graph.nodes.empty()) {
        return fail(ErrorCode::kInvalidModel,
                    "The ONNX file is damaged or holds no graph; fetch or export it again.");
    }
    return graph;
}

std::string_view value_name(std::string_view value_info) {
    std::string_view name;
    bool damaged = false;
    each_field(value_info, damaged, [&](ProtobufReader& from) {
        if (from.field() == value_info_proto::kName) {
            name = from.view();
        } else {
            from.skip();
        }
    });
    return name;
}

std::vector<std::int64_t> value_dims(std::string_view value_info) {
    std::vector<std::int64_t> dims;
    bool damaged = false;
    // ValueInfoProto.type.tensor_type.shape.dim.dim_value
    const auto inner = [&](std::string_view message, protozero::pbf_tag_type tag, auto&& on) {
        each_field(message, damaged, [&](ProtobufReader& from) {
            if (from.field() != tag) return from.skip();
            on(from.view());
        });
    };
    inner(value_info, value_info_proto::kType, [&](std::string_view type) {
        inner(type, type_proto::kTensorType, [&](std::string_view tensor) {
            inner(tensor, type_proto::kShape, [&](std::string_view shape) {
                inner(shape, type_proto::kDim, [&](std::string_view dim) {
                    std::int64_t value = -1;
                    each_field(dim, damaged, [&](ProtobufReader& from) {
                        if (from.field() == type_proto::kDimValue) {
                            value = from.integer();
                        } else {
                            from.skip();
                        }
                    });
                    dims.push_back(value);
                });
            });
        });
    });
    return dims;
}

}  // namespace farsight::freeing
