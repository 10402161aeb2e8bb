#include "farsight/onnx_facts.h"

#include <algorithm>
#include <map>
#include <set>

#include "model/onnx_graph.h"

namespace farsight {

namespace {

/// Operators that move, cut or join values, or change only their type.
constexpr std::string_view kMovers[] = {
    "Cast",   "Concat",   "DequantizeLinear", "Expand",         "Flatten",
    "Gather", "GatherND", "Identity",         "QuantizeLinear", "Reshape",
    "Slice",  "Split",    "Squeeze",          "Transpose",      "Unsqueeze"};

bool contains(std::span<const std::string_view> list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

/// The operators behind one output. Each node is looked at once.
class Ends {
public:
    explicit Ends(const onnx::Graph& graph) : graph_(graph) {
        for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
            for (const std::string_view output : graph.nodes[i].outputs) producers_[output] = i;
        }
    }

    std::vector<std::string> of(std::string_view output) const {
        std::set<std::string> found;
        std::set<std::size_t> seen;
        std::vector<std::string_view> open = {output};
        while (!open.empty()) {
            const auto producer = producers_.find(open.back());
            open.pop_back();
            if (producer == producers_.end() || !seen.insert(producer->second).second) continue;
            const onnx::GraphNode& node = graph_.nodes[producer->second];
            if (!contains(kMovers, node.type)) {
                found.insert(std::string(node.type));
            } else if (node.type == "Concat") {
                open.insert(open.end(), node.inputs.begin(), node.inputs.end());
            } else if (!node.inputs.empty()) {
                open.push_back(node.inputs.front());
            }
        }
        return {found.begin(), found.end()};
    }

private:
    const onnx::Graph& graph_;
    std::map<std::string_view, std::size_t> producers_;
};

bool has(const std::vector<std::string>& sorted, std::string_view word) {
    return std::binary_search(sorted.begin(), sorted.end(), word);
}

}  // namespace

bool OutputFacts::ends_in(std::string_view type) const {
    return has(ends, type);
}

const std::string* OnnxFacts::find(std::string_view key) const {
    const auto found =
        std::find_if(metadata.begin(), metadata.end(), [&](const auto& entry) { return entry.first == key; });
    return found == metadata.end() ? nullptr : &found->second;
}

const OutputFacts* OnnxFacts::output(std::string_view name) const {
    const auto found =
        std::find_if(outputs.begin(), outputs.end(), [&](const auto& output) { return output.name == name; });
    return found == outputs.end() ? nullptr : &*found;
}

bool OnnxFacts::has_operator(std::string_view type) const {
    return has(operators, type);
}

Result<OnnxFacts> read_onnx_facts(std::span<const std::byte> onnx) {
    const auto graph = onnx::read_graph(onnx);
    if (!graph) return tl::unexpected(graph.error());
    OnnxFacts facts;
    for (const auto& [key, value] : graph->metadata) facts.metadata.emplace_back(key, value);
    facts.external_files.assign(graph->external_files.begin(), graph->external_files.end());
    std::set<std::string_view> types;
    for (const onnx::GraphNode& node : graph->nodes) types.insert(node.type);
    facts.operators.assign(types.begin(), types.end());
    const Ends ends(*graph);
    // Each output is followed back on its own; a detector has a dozen.
    constexpr std::size_t kMostOutputs = 64;
    for (std::size_t i = 0; i < graph->outputs.size() && i < kMostOutputs; ++i) {
        facts.outputs.push_back({std::string(graph->outputs[i]), ends.of(graph->outputs[i])});
    }
    return facts;
}

}  // namespace farsight
