// Recognises common detectors: by what their file says, by names and shapes, by how their heads come about.
#include "farsight/recognise.h"

#include <algorithm>

#include "model/recogniser.h"

namespace farsight {

Result<Recognition> Recogniser::run() {
    if (auto input = read_input(); !input) return tl::unexpected(input.error());
    if (auto other = refuse_by_name(); !other) return tl::unexpected(other.error());
    const bool found = transformer() || raw_tensorflow() || ssd() || yolo() || one_finished() ||
                       counted_finished() || torchvision() || separate_finished() || decoded();
    if (!found) return unrecognised();
    if (card().input.type == ElementType::kUint8) {
        card().input.mean = {0, 0, 0};
        card().input.scale = {1, 1, 1};
        replace({"pixels", "bytes, as they are", "the input takes bytes", Certainty::kSeen});
    }
    label();
    return std::move(result_);
}

Result<void> Recogniser::refuse_by_name() {
    if (ultralytics_.task == "obb") {
        return refused_network(
            "This is a network for oriented boxes (task obb), whose boxes are rotated; Farsight's "
            "are not. Export the detection version of the network.");
    }
    if (ultralytics_.head == "RTDETRDecoder" && outputs_.size() == 1 && outputs_[0].shape.size() == 3 &&
        outputs_[0].shape[2] == 6) {
        return refused_network(
            "This is an RT-DETR whose finished rows hold centres and sizes as fractions (" +
            list_of(outputs_) +
            "), which Farsight does not read. Export it with its own exporter, as logits and pred_boxes.");
    }
    constexpr std::int64_t kNumberedRow = 7;
    if (outputs_.size() == 1 && outputs_[0].shape.size() == 2 && outputs_[0].shape[1] == kNumberedRow) {
        return refused_network("Its output (" + list_of(outputs_) +
                               ") has a batch number in each row, as some YOLO 7 exports with their own "
                               "merging write it. Export "
                               "the network without merging (no --max-wh, no --end2end).");
    }
    const bool classes_only = std::all_of(outputs_.begin(), outputs_.end(), [](const TensorInfo& output) {
        return output.shape.size() == 2 ||
               (output.shape.size() == 4 && output.shape[1] == 1 && output.shape[2] == 1);
    });
    if (ultralytics_.task == "classify" ||
        (!outputs_.empty() && outputs_.size() == 1 && classes_only && batched())) {
        return refused_network(
            "This is a classifier: its output (" + list_of(outputs_) +
            ") is one list of scores for the whole picture, without boxes. A detector is needed.");
    }
    if (const TensorInfo* output = yolo_output(); output != nullptr && is_nano_det(*output)) {
        return refused_network(
            "This is a NanoDet: its output (" + list_of(outputs_) +
            ") has distributions of distances, which Farsight does not decode. Export the network with "
            "its decoding in the graph, as boxes and scores.");
    }
    return {};
}

Result<Recognition> Recogniser::unrecognised() const {
    const bool maps = outputs_.size() >= 3 &&
                      std::all_of(outputs_.begin(), outputs_.end(),
                                  [](const TensorInfo& output) { return output.shape.size() >= 4; });
    if (maps) {
        return refused_network(
            "Its outputs (" + list_of(outputs_) +
            ") are feature maps before decoding, and the anchors do not stand in the file. Export the "
            "network with its decoding (for YOLO: one output of boxes and scores).");
    }
    return unknown_network(
        "Its outputs (" + list_of(outputs_) + ") for an input of " + std::to_string(size().width) + "x" +
        std::to_string(size().height) +
        " are not the heads of a TensorFlow or MediaPipe SSD with the usual anchors, of a YOLO, of a "
        "DETR or of a detector with finished boxes.");
}

Result<InputSpec> Recogniser::run_input() {
    if (auto input = read_input(); !input) return tl::unexpected(input.error());
    return card().input;
}

const char* name_of(Certainty certainty) {
    switch (certainty) {
        case Certainty::kSaid:
            return "said";
        case Certainty::kSeen:
            return "seen";
        case Certainty::kGuessed:
            break;
    }
    return "guessed";
}

Result<Recognition> recognise(std::span<const TensorInfo> inputs, std::span<const TensorInfo> outputs,
                              const OnnxFacts* facts) {
    return Recogniser(inputs, outputs, facts).run();
}

Result<InputSpec> recognise_input(std::span<const TensorInfo> inputs, const OnnxFacts* facts) {
    return Recogniser(inputs, {}, facts).run_input();
}

Result<ModelCard> guess_card(std::span<const TensorInfo> inputs, std::span<const TensorInfo> outputs) {
    auto recognition = recognise(inputs, outputs, nullptr);
    if (!recognition) return tl::unexpected(recognition.error());
    return std::move(recognition->card);
}

}  // namespace farsight
