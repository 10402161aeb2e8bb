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
    std::string name;
    /// Types of the operators that compute its values, found by going back from the output through all that
    /// only moves values (reshapes, transposes, slices, casts); sorted, each once. A Concat gives those of
    /// its parts.
    std::vector<std::string> ends;

    bool ends_in(std::string_view type) const;
};

struct OnnxFacts {
    std::vector<std::pair<std::string, std::string>> metadata;
    std::vector<OutputFacts> outputs;
    std::vector<std::string> external_files;  ///< Files with weights that must stand beside it.
    std::vector<std::string> operators;       ///< Types of all its operators; sorted, each once.

    /// A metadata value; null when there is none of this key.
    const std::string* find(std::string_view key) const;
    const OutputFacts* output(std::string_view name) const;
    bool has_operator(std::string_view type) const;
};

/// Fails with kInvalidModel when the bytes are damaged or hold no ONNX graph.
Result<OnnxFacts> read_onnx_facts(std::span<const std::byte> onnx);

}  // namespace farsight
