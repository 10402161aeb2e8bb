// TFLite_Detection_PostProcess: the operator that ends an SSD, and all that it knows of the network.
#pragma once

#include <optional>
#include <vector>

#include "farsight/anchors.h"
#include "farsight/result.h"
#include "import/tflite_graph.h"

namespace farsight::tflite {

/// tensorflow/lite/kernels/detection_postprocess.cc.
struct PostProcess {
    int boxes = 0;   ///< Tensor of the box encodings: ty, tx, th, tw an anchor.
    int scores = 0;  ///< Tensor of the scores, activated already.
    std::vector<Anchor> anchors;
    float y_scale = 10;
    float x_scale = 10;
    float h_scale = 5;
    float w_scale = 5;
    int classes = 0;  ///< Without the background.
    int max_detections = 0;
    float score_threshold = 0;
    float iou_threshold = 0;
    /// True: each class is merged for itself. False: all together, an anchor's best class counting.
    bool regular_nms = false;
};

/// Takes the operator off the graph's end: its box encodings and scores become the graph's outputs. Nothing
/// when the graph has none. Fails with kInvalidModel when its options or anchors cannot be read, and with
/// kUnsupported when there are several.
Result<std::optional<PostProcess>> take_post_process(TfliteGraph& graph);

}  // namespace farsight::tflite
