// A TFLite detector becomes ONNX bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "farsight/recognise.h"
#include "farsight/result.h"

namespace farsight {

/// Largest TFLite file taken, in bytes.
inline constexpr std::size_t kMaxTfliteBytes = std::size_t{512} << 20;

/// What was converted.
struct ImportSummary {
    int operators = 0;                 ///< TFLite operators read.
    int nodes = 0;                     ///< ONNX nodes written.
    std::size_t weight_bytes = 0;      ///< Constants written, in their stored type.
    std::vector<std::string> inputs;   ///< Names.
    std::vector<std::string> outputs;  ///< Names.
};

/// A network as ONNX, and what is known of it.
struct ImportedModel {
    std::string onnx;       ///< A serialised ONNX ModelProto, opset 17.
    ImportSummary summary;  ///< What was converted.
    /// What the file says of its heads, input and labels; nothing when it does not look like a detector that
    /// is known. It also stands in the ONNX file, as a card in the metadata entry kCardKey.
    std::optional<Recognition> recognition;
};

/// What the file itself does not say.
struct ImportOptions {
    std::string name;  ///< Of the card; for example the file's stem. Empty: "network".
};

/// Converts a TFLite network, in float or quantized to 8 bits, to ONNX.
///
/// TFLite_Detection_PostProcess is left off: the network ends in its box encodings and scores, and its
/// anchors, box coder, classes and background become the card. Names of inputs and outputs are kept (what is
/// not printable ASCII becomes '_'), inner names lose what converters joined to them. Weights keep their
/// stored type: float16 ones get a Cast, 8-bit ones a DequantizeLinear. What is computed in 8 bits has
/// QuantizeLinear and DequantizeLinear around it, which ONNX Runtime turns into 8-bit kernels. Quantized
/// inputs take bytes; outputs are float. Inputs and outputs stay NHWC, with transposes only there and before
/// reshapes. The first dimension becomes a free "batch". Memory is at most four times the file's size and 4
/// MiB, usually once.
///
/// Fails with kInvalidModel when the bytes are not a verified TFLite file or contradict themselves
/// (indices, shapes, sizes, order), with kUnsupported for what needs a fixed batch, for unknown operators,
/// each named with its count, and, by name, for classifiers and networks compiled for the Edge TPU, and with
/// kTooLarge over kMaxTfliteBytes.
Result<ImportedModel> import_tflite(std::span<const std::byte> bytes, const ImportOptions& options = {});

}  // namespace farsight
