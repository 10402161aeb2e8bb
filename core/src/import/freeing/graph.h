// The parts of an ONNX graph that freeing its size looks at. Views point into the model's bytes.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string_view>
#include <vector>

#include "farsight/result.h"

namespace farsight::freeing {

struct GraphNode {
    std::string_view message;  ///< The NodeProto.
    std::string_view type;
    std::vector<std::string_view> inputs;
    std::vector<std::string_view> outputs;
};

/// An initializer, or what a Constant node gives.
struct GraphConstant {
    std::vector<std::int64_t> dims;
    /// Of int64 constants of at most 8 values: enough for every shape.
    std::vector<std::int64_t> integers;
};

struct Graph {
    std::vector<GraphNode> nodes;
    std::map<std::string_view, GraphConstant> constants;  ///< Casts and copies of constants too.
    std::vector<std::string_view> inputs;                 ///< ValueInfoProto of each.
    std::vector<std::string_view> outputs;
};

/// Fails with kInvalidModel when the bytes are no ONNX model.
Result<Graph> read_graph(std::string_view model);

/// Name of a ValueInfoProto, and its dimensions with -1 for a free one.
std::string_view value_name(std::string_view value_info);
std::vector<std::int64_t> value_dims(std::string_view value_info);

}  // namespace farsight::freeing
