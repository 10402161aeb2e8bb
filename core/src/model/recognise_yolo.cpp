// Networks with boxes and scores in one output: the YOLOs.
#include <algorithm>

#include "model/recogniser.h"

namespace farsight {

int Recogniser::cells_for(int rows) const {
    for (const auto& [first, last] : {std::pair{8, 32}, std::pair{4, 32}, std::pair{8, 64}}) {
        int cells = 0;
        for (int stride = first; stride <= last; stride *= 2) {
            cells += (size().width / stride) * (size().height / stride);
        }
        if (rows == cells || rows == 3 * cells) return cells;
    }
    return 0;
}

const TensorInfo* Recogniser::yolo_output() const {
    if (outputs_.size() == 1 && outputs_[0].shape.size() == 3) return outputs_.data();
    if (outputs_.size() != 2) return nullptr;
    const std::size_t flat = outputs_[0].shape.size() == 3 ? 0 : 1;
    const bool masks = outputs_[flat].shape.size() == 3 && outputs_[1 - flat].shape.size() == 4;
    return masks ? &outputs_[flat] : nullptr;
}

int Recogniser::mask_values() const {
    for (const TensorInfo& output : outputs_) {
        if (output.shape.size() == 4) return dimension(output, 1);
    }
    return 0;
}

bool Recogniser::is_nano_det(const TensorInfo& output) const {
    const OutputFacts* facts = facts_of(output.name);
    const bool raw = facts != nullptr && facts->ends == std::vector<std::string>{"Conv", "Sigmoid"};
    if (!raw) return false;
    int cells = 0;
    for (int stride = 8; stride <= 64; stride *= 2) {
        cells += ((size().width + stride - 1) / stride) * ((size().height + stride - 1) / stride);
    }
    return dimension(output, 1) == cells || dimension(output, 2) == cells;
}

bool Recogniser::yolo() {
    const TensorInfo* output = yolo_output();
    if (output == nullptr) return false;
    for (const bool transposed : {false, true}) {
        const int rows = dimension(*output, transposed ? 1 : 2);
        const int values = dimension(*output, transposed ? 2 : 1);
        if (rows > 0 && values > 0 && yolo_of(*output, rows, values, transposed)) return true;
    }
    return false;
}

bool Recogniser::yolo_of(const TensorInfo& output, int rows, int values, bool transposed) {
    const int cells = cells_for(rows);
    const int extra = mask_values() + ultralytics_.key_point_values;
    const auto names = static_cast<int>(ultralytics_.names.size());
    const bool by_names = ultralytics_.found && (values == 4 + names + extra || values == 5 + names + extra);
    if (cells == 0 && !by_names) return false;
    // With two classes a row of finished detections has as many values as one of raw scores, but not as many
    // rows.
    constexpr int kFinishedRow = 6;
    if (transposed && cells == 0 && values == kFinishedRow + extra) return false;
    // Three anchors a cell are those of versions 3 to 7, which also tell objects from background.
    const bool three = cells > 0 && rows == 3 * cells;
    // Rows of all values are those of versions 5 to 7, of YOLOX and of version 6, which have objectness, too.
    constexpr int kCocoWithout = 4 + 80;
    const bool rows_of_values = transposed && cells > 0 && values != kCocoWithout;
    const bool objectness = by_names ? values == 5 + names + extra : three || rows_of_values;
    const int classes = values - (objectness ? 5 : 4) - extra;
    if (classes < 1 || classes > kMaxClasses) return false;
    constexpr int kPersonPose = 4 + 1 + 17 * 3;
    HeadSpec& heads = card().heads;
    heads.kind = HeadKind::kYolo;
    heads.boxes = output.name;
    heads.transposed = transposed;
    heads.has_objectness = objectness;
    heads.classes_count = classes;
    heads.extra_values = extra;
    if (!ultralytics_.found && !objectness && values == kPersonPose) {
        heads.classes_count = 1;
        heads.extra_values = 17 * 3;
        result_.warnings.emplace_back(
            "56 values a box are read as a person with 17 key points, not as 52 classes; a card can say "
            "otherwise.");
    }
    // Ultralytics' RT-DETR: boxes are fractions.
    heads.normalized = by_names && cells == 0 && transposed;
    card().title = "A YOLO, by its shapes";
    say("heads",
        std::string("YOLO") + (objectness ? " with objectness" : "") + ": " + std::to_string(rows) + " boxes",
        by_names ? "names in the metadata, and the output's shape" : "the output's shape",
        by_names ? Certainty::kSaid : Certainty::kSeen);
    if (extra > 0 || heads.extra_values > 0) {
        say("left out", std::to_string(heads.extra_values) + " values a box (key points or masks)",
            ultralytics_.found ? "the metadata's task " + ultralytics_.task : "the output's shape",
            ultralytics_.found ? Certainty::kSaid : Certainty::kGuessed);
    }
    constexpr int kCocoWith = 5 + 80;
    if (!by_names && objectness && !three && values != kCocoWith) {
        result_.warnings.push_back(
            "The fifth of " + std::to_string(values) +
            " values a box is read as the score for any object, as YOLOX and YOLO 6 have it; a card can say "
            "otherwise (has_objectness).");
    }
    activate_yolo(output, rows, cells);
    return true;
}

void Recogniser::activate_yolo(const TensorInfo& output, int rows, int cells) {
    HeadSpec& heads = card().heads;
    const OutputFacts* facts = facts_of(output.name);
    heads.activation = ScoreActivation::kNone;
    const bool activated = facts == nullptr || facts->ends_in("Sigmoid") || facts->ends_in("Softmax");
    const bool raw_boxes =
        facts != nullptr && facts->ends_in("Conv") && heads.has_objectness && rows == cells;
    if (raw_boxes) {
        heads.undecoded = true;
        card().title = "A YOLOX, by its graph";
        card().input.resize = Resize::kLetterbox;
        card().input.mean = {0, 0, 0};
        card().input.scale = {1, 1, 1};
        card().input.pad = {114, 114, 114};
        card().input.order = ChannelOrder::kBgr;
        say("boxes", "counted in strides from their cell, sizes as logarithms (YOLOX)",
            "the head's boxes end in a convolution", Certainty::kSeen);
        say("pixels", "0 to 255, blue first", "usual for YOLOX", Certainty::kGuessed);
        say("resize", "letterboxed", "usual for YOLOX", Certainty::kGuessed);
    } else {
        expect_unit_letterbox(ultralytics_.found);
    }
    if (!activated && facts->ends == std::vector<std::string>{"Conv"}) {
        heads.activation = ScoreActivation::kSigmoid;
        say("scores", "logits, each through a sigmoid", "the head ends in Conv", Certainty::kSeen);
    } else {
        say("scores", "probabilities", facts == nullptr ? "usual for such heads" : "the graph activates them",
            facts == nullptr ? Certainty::kGuessed : Certainty::kSeen);
    }
}

}  // namespace farsight
