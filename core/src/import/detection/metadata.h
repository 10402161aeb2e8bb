// TFLite's own metadata: labels and the range of pixels.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "import/tflite_graph.h"

namespace farsight::tflite {

struct Metadata {
    std::string name;  ///< As its maker calls the network.
    /// value = (pixel - mean) / deviation, of one number or three; empty: not said.
    std::vector<float> mean;
    std::vector<float> deviation;
    std::string labels_file;  ///< Name in the archive; empty: none.
    std::string labels;       ///< Its text.
    std::vector<std::string> warnings;
};

/// Reads the metadata and, from the zip archive behind the network, the list of labels. What is damaged is
/// left out with a warning: the network itself needs none of it.
Metadata read_metadata(const TfliteGraph& graph, std::span<const std::byte> file);

}  // namespace farsight::tflite
