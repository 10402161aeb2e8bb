// A detector of a few bytes, for tests: its boxes are constants, its scores follow the brightness it sees.
#pragma once

#include <string>
#include <vector>

#include "farsight/model.h"
#include "farsight/result.h"
#include "farsight/runtime/model_file.h"

namespace farsight::tests {

/// Four anchors of a quarter of the 8 x 8 input each, one class.
inline constexpr int kTinyAnchors = 4;

struct TinyNetwork {
    /// Added to the anchors' offsets: 4 x (ty, tx, th, tw).
    std::vector<float> boxes = std::vector<float>(4 * kTinyAnchors, 0.0F);
    /// Scores are gain * (mean of the input) + bias, without an activation.
    std::vector<float> gains = std::vector<float>(kTinyAnchors, 0.0F);
    std::vector<float> biases = {0.9F, 0.8F, 0.7F, 0.6F};
    /// Where the mean comes from; "scores" makes the graph a cycle.
    std::string mean_source = "mean4";
    /// Shape claimed for a constant that has 16 values.
    std::vector<std::int64_t> claimed_shape = {1, kTinyAnchors, 4};

    /// The network takes any number of pictures at once.
    bool free_batch = false;

    /// A serialised ONNX model.
    std::string onnx() const;
};

ModelCard tiny_card();
Result<Model> tiny_model(const TinyNetwork& network);

}  // namespace farsight::tests
