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
    int operators = 0;  ///< TFLite operators read.
    int nodes = 0;      ///< ONNX nodes written.
    std::size_t weight_bytes = 0;
    std::vector<std::string> inputs;
    std::vector<std::string> outputs;
};

struct ImportedModel {
    std::string onnx;  ///< A serialised ONNX ModelProto.
    ImportSummary summary;
};

/// Converts a float TFLite network to ONNX: names kept, weights kept in their stored type
/// (float16 with a Cast), NHWC at the borders, a free batch dimension.
/// Fails with kInvalidModel when the bytes are not a verified TFLite file or contradict themselves,
/// with kUnsupported and each unknown operator's name and count, with kTooLarge over kMaxTfliteBytes.
Result<ImportedModel> import_tflite(std::span<const std::byte> bytes);

}  // namespace farsight
