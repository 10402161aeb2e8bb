// A TFLite detector becomes ONNX bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "farsight/result.h"

namespace farsight {

/// Largest TFLite file taken, in bytes.
inline constexpr std::size_t kMaxTfliteBytes = std::size_t{512} << 20;

struct ImportSummary {
    int operators = 0;             ///< TFLite operators read.
    int nodes = 0;                 ///< ONNX nodes written.
    std::size_t weight_bytes = 0;  ///< Constants written, in their stored type.
    std::vector<std::string> inputs;
    std::vector<std::string> outputs;
};

struct ImportedModel {
    std::string onnx;  ///< A serialised ONNX ModelProto, opset 17.
    ImportSummary summary;
};

/// Converts a float TFLite network to ONNX.
///
/// Names of inputs and outputs are kept (what is not printable ASCII becomes '_'), inner names lose
/// what converters joined to them. Weights keep their stored type: float16 ones get a Cast. Inputs
/// and outputs stay NHWC, with transposes only there and before reshapes. The first dimension becomes
/// a free "batch". Memory is at most four times the file's size and 4 MiB, usually once.
///
/// Fails with kInvalidModel when the bytes are not a verified TFLite file or contradict themselves
/// (indices, shapes, sizes, order), with kUnsupported for quantized networks, for what needs a fixed
/// batch, and for unknown operators, each named with its count, and with kTooLarge over
/// kMaxTfliteBytes.
Result<ImportedModel> import_tflite(std::span<const std::byte> bytes);

}  // namespace farsight
