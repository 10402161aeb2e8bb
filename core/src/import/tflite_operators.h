// The TFLite operators that Farsight can write as ONNX.
#pragma once

#include "farsight/result.h"
#include "import/tflite_conversion.h"
#include "import/tflite_graph.h"

namespace farsight::tflite {

/// Fails with kUnsupported and each unknown operator's name and count.
Result<void> check_operators_known(const TfliteGraph& graph);

/// Writes one operator of a checked graph. Fails with kInvalidModel or kUnsupported, naming it.
Result<void> convert_operator(Conversion& conversion, const TfliteOperator& op);

}  // namespace farsight::tflite
