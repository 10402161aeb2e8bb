// One network under recognition, and what its kinds share. The attempts stand by kind in recognise_*.cpp.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "farsight/recognise.h"
#include "model/ultralytics.h"

namespace farsight {

using Tensors = std::span<const TensorInfo>;

/// kUnsupported with the advice to write a card, and without it.
tl::unexpected<Error> unknown_network(const std::string& what);
tl::unexpected<Error> refused_network(const std::string& what);

/// Names and shapes of the first eight.
std::string list_of(Tensors tensors);

/// Dimension `axis` as a count of boxes or values; 0 when it is free or absurd.
int dimension(const TensorInfo& tensor, std::size_t axis);

/// Whether the name contains `word`, which is in small letters.
bool name_has(const TensorInfo& tensor, std::string_view word);

/// Each attempt fills the card and says how, or leaves both alone.
class Recogniser {
public:
    Recogniser(Tensors inputs, Tensors outputs, const OnnxFacts* facts);

    Result<Recognition> run();
    /// Of the card, without looking at the outputs.
    Result<InputSpec> run_input();

private:
    ModelCard& card() { return result_.card; }
    Size size() const { return result_.card.input.size; }

    // What all kinds share (recogniser.cpp).
    void say(std::string subject, std::string value, std::string how, Certainty certainty);
    void replace(Finding finding);
    Result<void> read_input();
    bool batched() const;
    const TensorInfo* named(std::string_view word) const;
    const OutputFacts* facts_of(const std::string& output) const;
    /// From the graph where it is known; else `usual`.
    void set_activation(const std::string& scores, ScoreActivation usual);
    void expect_minus_one_to_one();
    /// Pixels from 0 to 1 in a letterbox of the grey that YOLO trainers use.
    void expect_unit_letterbox(bool said);
    void expect_image_net(Resize resize);
    /// Boxes and scores of as many rows: the scores have the class counts, the boxes 4 values or, with
    /// MediaPipe's key points, more beside a single class.
    static bool looks_like_boxes(const TensorInfo& boxes, const TensorInfo& scores);
    /// Two outputs, boxes and scores; nothing else.
    std::optional<std::pair<const TensorInfo*, const TensorInfo*>> boxes_and_scores() const;
    void label();

    // The whole (recognise.cpp).
    /// Networks whose outputs look like a detector's and mean something else.
    Result<void> refuse_by_name();
    Result<Recognition> unrecognised() const;

    // Boxes and scores apart (recognise_ssd.cpp).
    /// DETR and RT-DETR: logits and centre boxes as fractions, by their names.
    bool transformer();
    /// TensorFlow's raw_detection_boxes and raw_detection_scores, before its own merging.
    bool raw_tensorflow();
    bool ssd();
    /// Boxes and scores of as many rows whose graph activates the scores: nothing is left to decode but the
    /// form of the boxes.
    bool decoded();

    // One output of all (recognise_yolo.cpp).
    /// Cells of the maps where YOLO heads sit; 0 when `rows` fit none of the usual sets of strides.
    int cells_for(int rows) const;
    /// The output of a YOLO head, alone or beside the masks of a segmentation.
    const TensorInfo* yolo_output() const;
    int mask_values() const;
    /// NanoDet: a Sigmoid a class and, undecoded, a distribution of distances for each side of a box.
    bool is_nano_det(const TensorInfo& output) const;
    bool yolo();
    bool yolo_of(const TensorInfo& output, int rows, int values, bool transposed);
    /// YOLOX can leave its boxes undecoded: the head then ends in a convolution for the boxes and a Sigmoid
    /// for the scores.
    void activate_yolo(const TensorInfo& output, int rows, int cells);

    // Finished detections (recognise_finished.cpp).
    HeadSpec& finished(std::string how, Certainty certainty);
    bool one_finished();
    /// Exports for accelerators: num_dets, det_boxes, det_scores, det_classes; rows beyond the count are
    /// padding.
    bool counted_finished();
    /// Torchvision: boxes, labels and scores of one picture, without a batch.
    bool torchvision();
    /// TFLite's detection post-process: boxes, classes, scores and perhaps a count, in this order unless the
    /// names say otherwise.
    bool separate_finished();

    Tensors inputs_;
    Tensors outputs_;
    const OnnxFacts* facts_;
    UltralyticsMetadata ultralytics_;
    Recognition result_;
};

}  // namespace farsight
