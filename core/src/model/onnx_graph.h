// An ONNX file as the graph that it is: nodes, shapes of constants, names, metadata.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "farsight/result.h"

namespace farsight::onnx {

struct GraphNode {
    std::string_view type;
    std::vector<std::string_view> inputs;
    std::vector<std::string_view> outputs;
    std::map<std::string_view, std::vector<std::int64_t>> lists;
    std::string_view auto_pad;
};

/// Views into the file's bytes, which must outlive it.
struct Graph {
    std::vector<GraphNode> nodes;
    std::map<std::string_view, std::vector<std::int64_t>> shapes;  ///< Of initializers.
    std::vector<std::string_view> inputs;
    std::vector<std::string_view> outputs;
    std::vector<std::pair<std::string_view, std::string_view>> metadata;  ///< Keys and values.
    std::vector<std::string_view> external_files;  ///< Where initializers outside the file stand; each once.
};

/// Fails with kInvalidModel when the bytes are damaged or hold no graph.
Result<Graph> read_graph(std::span<const std::byte> file);

}  // namespace farsight::onnx
