#include "model/onnx_graph.h"

#include <algorithm>

#include "base/onnx_proto.h"
#include "base/protobuf_reader.h"

namespace farsight::onnx {

namespace {

/// A file has one external file or two; a hostile one may name a million.
constexpr std::size_t kMostExternalFiles = 16;
constexpr std::size_t kMostMetadata = 256;

void read_attribute(ProtobufReader from, GraphNode& node) {
    std::string_view name;
    std::string_view value;
    std::vector<std::int64_t> list;
    while (from.next()) {
        if (from.field() == attribute_proto::kName) {
            name = from.view();
        } else if (from.field() == attribute_proto::kString) {
            value = from.view();
        } else if (from.field() == attribute_proto::kInts) {
            from.integers([&](std::int64_t number) { list.push_back(number); });
        } else {
            from.skip();
        }
    }
    if (name == "auto_pad") node.auto_pad = value;
    node.lists[name] = std::move(list);
}

GraphNode read_node(ProtobufReader from) {
    GraphNode node;
    while (from.next()) {
        if (from.field() == node_proto::kInput) {
            node.inputs.push_back(from.view());
        } else if (from.field() == node_proto::kOutput) {
            node.outputs.push_back(from.view());
        } else if (from.field() == node_proto::kOpType) {
            node.type = from.view();
        } else if (from.field() == node_proto::kAttribute) {
            read_attribute(from.message(), node);
        } else {
            from.skip();
        }
    }
    return node;
}

std::pair<std::string_view, std::string_view> read_entry(ProtobufReader from) {
    std::pair<std::string_view, std::string_view> entry;
    while (from.next()) {
        if (from.field() == string_entry_proto::kKey) {
            entry.first = from.view();
        } else if (from.field() == string_entry_proto::kValue) {
            entry.second = from.view();
        } else {
            from.skip();
        }
    }
    return entry;
}

void read_initializer(ProtobufReader from, Graph& graph) {
    std::string_view name;
    std::vector<std::int64_t> shape;
    while (from.next()) {
        if (from.field() == tensor_proto::kName) {
            name = from.view();
        } else if (from.field() == tensor_proto::kDims) {
            from.integers([&](std::int64_t side) { shape.push_back(side); });
        } else if (from.field() == tensor_proto::kExternalData) {
            const auto [key, value] = read_entry(from.message());
            auto& files = graph.external_files;
            const bool known = std::find(files.begin(), files.end(), value) != files.end();
            if (key == "location" && !known && files.size() < kMostExternalFiles) files.push_back(value);
        } else {
            from.skip();
        }
    }
    graph.shapes[name] = std::move(shape);
}

std::string_view read_name(ProtobufReader from) {
    std::string_view name;
    while (from.next()) {
        if (from.field() == value_info_proto::kName) {
            name = from.view();
        } else {
            from.skip();
        }
    }
    return name;
}

void read_graph_message(ProtobufReader from, Graph& graph) {
    while (from.next()) {
        if (from.field() == graph_proto::kNode) {
            graph.nodes.push_back(read_node(from.message()));
        } else if (from.field() == graph_proto::kInitializer) {
            read_initializer(from.message(), graph);
        } else if (from.field() == graph_proto::kInput) {
            graph.inputs.push_back(read_name(from.message()));
        } else if (from.field() == graph_proto::kOutput) {
            graph.outputs.push_back(read_name(from.message()));
        } else {
            from.skip();
        }
    }
}

}  // namespace

Result<Graph> read_graph(std::span<const std::byte> file) {
    bool damaged = false;
    ProtobufReader model({reinterpret_cast<const char*>(file.data()), file.size()}, damaged);
    Graph graph;
    while (model.next()) {
        if (model.field() == model_proto::kGraph) {
            read_graph_message(model.message(), graph);
        } else if (model.field() == model_proto::kMetadata && graph.metadata.size() < kMostMetadata) {
            graph.metadata.push_back(read_entry(model.message()));
        } else {
            model.skip();
        }
    }
    if (damaged) {
        return fail(ErrorCode::kInvalidModel, "The ONNX file is damaged; fetch or export it again.");
    }
    if (graph.nodes.empty()) {
        return fail(ErrorCode::kInvalidModel, "These bytes hold no ONNX graph; give an .onnx file.");
    }
    return graph;
}

}  // namespace farsight::onnx
