// What Ultralytics' exporter writes into a network's metadata.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "farsight/onnx_facts.h"

namespace farsight {

struct UltralyticsMetadata {
    bool found = false;
    std::string head;                ///< The class of its head, for example "RTDETRDecoder"; empty: not said.
    std::string task;                ///< "detect", "segment", "pose", "obb", "classify".
    std::vector<std::string> names;  ///< By class.
    std::vector<int> image_size;     ///< Height and width; empty: not said.
    int key_point_values = 0;        ///< Of a pose; 0: none.
};

UltralyticsMetadata read_ultralytics(const OnnxFacts& facts);

}  // namespace farsight
