#include "farsight/onnx_fields.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <string_view>

#include "model/onnx_graph.h"

namespace farsight {

namespace {

using onnx::Graph;
using Node = onnx::GraphNode;

/// What is known of a tensor: the maps it holds.
struct Flow {
    std::vector<MapField> maps;
    bool flat = false;  ///< Reshaped: its maps stand one after the other.
};

bool is_any_of(std::string_view type, std::initializer_list<std::string_view> types) {
    return std::find(types.begin(), types.end(), type) != types.end();
}

/// An entry of a list, or what stands where the list is missing.
int entry(const Node& node, std::string_view name, std::size_t place, int otherwise) {
    const auto found = node.lists.find(name);
    if (found == node.lists.end() || found->second.size() <= place) return otherwise;
    return static_cast<int>(std::clamp<std::int64_t>(found->second[place], 0, 1 << 20));
}

/// One axis of a convolution or pooling; axis 0 is y, 1 is x.
ConvLayer layer_of(const Node& node, const Graph& graph, std::size_t axis) {
    ConvLayer layer;
    layer.kernel = entry(node, "kernel_shape", axis, 0);
    if (layer.kernel == 0 && node.inputs.size() > 1) {
        const auto weights = graph.shapes.find(node.inputs[1]);
        if (weights != graph.shapes.end() && weights->second.size() == 4) {
            layer.kernel = static_cast<int>(std::clamp<std::int64_t>(weights->second[2 + axis], 1, 1 << 20));
        }
    }
    layer.kernel = std::max(1, layer.kernel);
    layer.stride = std::max(1, entry(node, "strides", axis, 1));
    layer.dilation = std::max(1, entry(node, "dilations", axis, 1));
    layer.padding_begin = entry(node, "pads", axis, 0);
    if (node.auto_pad == "SAME_UPPER" || node.auto_pad == "SAME_LOWER") {
        // Exact where the stride divides the side.
        const int total = std::max(0, (layer.kernel - 1) * layer.dilation + 1 - layer.stride);
        layer.padding_begin = node.auto_pad == "SAME_UPPER" ? total / 2 : total - total / 2;
    }
    return layer;
}

/// A transposed convolution makes cells finer and lets each see its neighbours' fields.
ReceptiveField enlarged(const ReceptiveField& before, const ConvLayer& layer) {
    const int neighbours = (layer.kernel + layer.stride - 1) / layer.stride - 1;
    return {before.size_px + neighbours * before.stride_px, before.stride_px / layer.stride,
            before.centre_px};
}

void convolve(Flow& flow, const Node& node, const Graph& graph) {
    const ConvLayer down = layer_of(node, graph, 0);
    const ConvLayer across = layer_of(node, graph, 1);
    const bool transposed = node.type == "ConvTranspose";
    for (MapField& map : flow.maps) {
        map.y = transposed ? enlarged(map.y, down) : after(map.y, down);
        map.x = transposed ? enlarged(map.x, across) : after(map.x, across);
    }
}

ReceptiveField met(const ReceptiveField& a, const ReceptiveField& b) {
    ReceptiveField both = joined(a, b);
    both.stride_px = std::min(a.stride_px, b.stride_px);
    return both;
}

/// Map by map; what has fewer maps takes part in none but its own.
void join(Flow& flow, const Flow& other) {
    flow.flat = flow.flat || other.flat;
    for (std::size_t i = 0; i < other.maps.size(); ++i) {
        if (i >= flow.maps.size()) {
            flow.maps.push_back(other.maps[i]);
        } else {
            flow.maps[i] = {met(flow.maps[i].x, other.maps[i].x), met(flow.maps[i].y, other.maps[i].y)};
        }
    }
}

Flow through(const Node& node, const Graph& graph, const std::vector<const Flow*>& inputs) {
    Flow flow = *inputs.front();
    const bool strings_together =
        node.type == "Concat" &&
        std::any_of(inputs.begin(), inputs.end(), [](const Flow* input) { return input->flat; });
    for (std::size_t i = 1; i < inputs.size(); ++i) {
        if (strings_together) {
            flow.maps.insert(flow.maps.end(), inputs[i]->maps.begin(), inputs[i]->maps.end());
        } else {
            join(flow, *inputs[i]);
        }
    }
    if (is_any_of(node.type, {"Conv", "ConvTranspose", "MaxPool", "AveragePool", "LpPool"})) {
        convolve(flow, node, graph);
    }
    if (is_any_of(node.type, {"Reshape", "Flatten", "Squeeze"}) || strings_together) flow.flat = true;
    return flow;
}

Result<std::vector<HeadFields>> follow(Graph& graph) {
    std::map<std::string_view, Flow> flows;
    for (const std::string_view input : graph.inputs) {
        if (graph.shapes.count(input) == 0) flows[input] = {{MapField{}}, false};
    }
    for (const Node& node : graph.nodes) {
        if (is_any_of(node.type, {"Cast", "DequantizeLinear"}) && !node.inputs.empty() &&
            graph.shapes.count(node.inputs[0]) > 0) {
            for (const std::string_view output : node.outputs)
                graph.shapes[output] = graph.shapes[node.inputs[0]];
        }
        std::vector<const Flow*> inputs;
        for (const std::string_view input : node.inputs) {
            const auto found = flows.find(input);
            if (found != flows.end()) inputs.push_back(&found->second);
        }
        if (inputs.empty()) continue;
        if (is_any_of(node.type, {"GlobalAveragePool", "GlobalMaxPool", "Gemm", "MatMul", "ReduceMean"})) {
            return fail(ErrorCode::kUnsupported, "A cell sees the whole picture after " +
                                                     std::string(node.type) +
                                                     ", so its receptive field has no size.");
        }
        const Flow flow = through(node, graph, inputs);
        for (const std::string_view output : node.outputs) flows[output] = flow;
    }
    std::vector<HeadFields> heads;
    for (const std::string_view output : graph.outputs) {
        const auto found = flows.find(output);
        if (found != flows.end()) heads.push_back({std::string(output), found->second.maps});
    }
    if (heads.empty()) {
        return fail(ErrorCode::kUnsupported, "The picture reaches none of the network's outputs.");
    }
    return heads;
}

}  // namespace

Result<std::vector<HeadFields>> onnx_receptive_fields(std::span<const std::byte> onnx) {
    auto graph = onnx::read_graph(onnx);
    if (!graph) return tl::unexpected(graph.error());
    return follow(*graph);
}

}  // namespace farsight
