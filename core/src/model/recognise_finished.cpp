// Networks that merge by themselves: YOLO end to end, exports for accelerators, torchvision, TensorFlow.
#include <algorithm>

#include "model/recogniser.h"

namespace farsight {

namespace {

/// End-to-end heads do not say how many classes they tell apart; no common data set has more.
constexpr int kEndToEndClasses = 1000;

}  // namespace

HeadSpec& Recogniser::finished(std::string how, Certainty certainty) {
    HeadSpec& heads = card().heads;
    heads.kind = HeadKind::kEndToEnd;
    heads.activation = ScoreActivation::kNone;
    heads.classes_count =
        ultralytics_.names.empty() ? kEndToEndClasses : static_cast<int>(ultralytics_.names.size());
    say("heads", "finished detections", std::move(how), certainty);
    return heads;
}

bool Recogniser::one_finished() {
    const TensorInfo* output = yolo_output();
    if (output == nullptr) return false;
    const int values = dimension(*output, 2);
    const int extra = ultralytics_.found ? mask_values() + ultralytics_.key_point_values : 0;
    if (values != 6 + extra) return false;
    HeadSpec& heads = finished("one output of x0, y0, x1, y1, score, class", Certainty::kSeen);
    heads.boxes = output->name;
    heads.extra_values = extra;
    card().title = "A detector with finished boxes, by its shapes";
    expect_unit_letterbox(ultralytics_.found);
    return true;
}

bool Recogniser::counted_finished() {
    const TensorInfo* count = named("num_det");
    const TensorInfo* boxes = named("det_boxes");
    const TensorInfo* scores = named("det_scores");
    const TensorInfo* classes = named("det_classes");
    if (count == nullptr || boxes == nullptr || scores == nullptr || classes == nullptr) return false;
    HeadSpec& heads = finished("outputs num_dets, det_boxes, det_scores and det_classes", Certainty::kSeen);
    heads.boxes = boxes->name;
    heads.scores = scores->name;
    heads.classes = classes->name;
    heads.count = count->name;
    card().title = "A detector with finished boxes, by the names of its outputs";
    expect_unit_letterbox(false);
    return true;
}

bool Recogniser::torchvision() {
    if (outputs_.size() != 3) return false;
    const TensorInfo* boxes = nullptr;
    std::vector<const TensorInfo*> flat;
    for (const TensorInfo& output : outputs_) {
        if (output.shape.size() == 2 && output.shape[1] == 4) boxes = &output;
        if (output.shape.size() == 1) flat.push_back(&output);
    }
    if (boxes == nullptr || flat.size() != 2) return false;
    // Labels are whole numbers; where the types do not tell, they come before the scores.
    const auto whole = [](const TensorInfo* output) { return output->type == ElementType::kUint8; };
    const bool by_type = whole(flat[0]) != whole(flat[1]);
    if (by_type ? whole(flat[1]) : name_has(*flat[0], "score") || name_has(*flat[1], "label"))
        std::swap(flat[0], flat[1]);
    HeadSpec& heads = finished("three outputs without a batch, as torchvision has them",
                               by_type ? Certainty::kSeen : Certainty::kGuessed);
    heads.boxes = boxes->name;
    heads.classes = flat[0]->name;
    heads.scores = flat[1]->name;
    heads.batched = false;
    card().title = "A torchvision detector, by its shapes";
    InputSpec& input = card().input;
    input.mean = {0, 0, 0};
    input.scale = {1 / 255.0F, 1 / 255.0F, 1 / 255.0F};
    say("pixels", "0 to 1", "torchvision normalises inside the network", Certainty::kSeen);
    say("resize", "stretched", "torchvision resizes inside the network", Certainty::kGuessed);
    return true;
}

bool Recogniser::separate_finished() {
    if (outputs_.size() != 3 && outputs_.size() != 4) return false;
    std::vector<const TensorInfo*> flat;
    const TensorInfo* boxes = nullptr;
    for (const TensorInfo& output : outputs_) {
        if (output.shape.size() == 3 && output.shape[2] == 4) boxes = &output;
        if (output.shape.size() == 2 && !name_has(output, "num")) flat.push_back(&output);
    }
    if (boxes == nullptr || flat.size() != 2) return false;
    if (name_has(*flat[0], "score") || name_has(*flat[1], "class")) std::swap(flat[0], flat[1]);
    HeadSpec& heads = finished("boxes, classes and scores apart", Certainty::kSeen);
    heads.boxes = boxes->name;
    heads.classes = flat[0]->name;
    heads.scores = flat[1]->name;
    heads.normalized = true;
    card().title = "A TensorFlow detector with finished boxes, by its shapes";
    say("boxes", "y0, x0, y1, x1 as fractions", "TensorFlow's post-processing writes them so",
        Certainty::kGuessed);
    expect_minus_one_to_one();
    return true;
}

}  // namespace farsight
