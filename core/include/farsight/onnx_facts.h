// What an ONNX file says of itself beside the shapes of its tensors.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "farsight/result.h"

namespace farsight {

/// How the values of one output come about.
struct OutputFacts {
    std::string name;  ///< As the graph writes it.
    /// Types of the operators that compute its values, found by going back from the output through all that
    /// only moves values (reshapes, transposes, slices, casts); sorted, each once. A Concat gives those of
    /// its parts.
    std::vector<std::string> ends;

    bool ends_in(std::string_view type) const;  ///< Whether `ends` has this type.
};

/// What was read of an ONNX file.
struct OnnxFacts {
    std::vector<std::pair<std::string, std::string>> metadata;  ///< Keys and values, in the file's order.
    std::vector<OutputFacts> outputs;                           ///< In the graph's order.
    std::vector<std::string> external_files;  ///< Files with weights that must stand beside it.
    std::vector<std::string> operators;       ///< Types of all its operators; sorted, each once.

    /// A metadata value; null when there is none of this key.
    const std::string* find(std::string_view key) const;
    const OutputFacts* output(std::string_view name) const;  ///< Null when there is none.
    bool has_operator(std::string_view type) const;          ///< Whether some node has this type.
};

/// Fails with kInvalidModel when the bytes are damaged or hold no ONNX graph.
Result<OnnxFacts> read_onnx_facts(std::span<const std::byte> onnx);

}  // namespace farsight
