// What a TFLite file says of the detector it holds, as a card and an account of how it was understood.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "farsight/recognise.h"
#include "farsight/result.h"
#include "import/detection/metadata.h"
#include "import/detection/post_process.h"
#include "import/tflite_graph.h"

namespace farsight::tflite {

/// Names of the network's input and heads in the ONNX file.
struct HeadNames {
    std::string input;
    std::string boxes;
    std::string scores;
};

/// Fails with kUnsupported when the input is no picture of three channels, with kInvalidModel when heads,
/// anchors and classes contradict each other.
Result<Recognition> account_of(const TfliteGraph& graph, const PostProcess& post, const HeadNames& names);

/// Puts labels and the range of pixels into a recognised network's card.
void add_metadata(const Metadata& metadata, Recognition& recognition);

}  // namespace farsight::tflite
