// Networks with boxes and scores in outputs of their own: SSDs, DETRs, and heads that are decoded already.
#include "model/known_grids.h"
#include "model/recogniser.h"

namespace farsight {

bool Recogniser::transformer() {
    const TensorInfo* boxes = named("pred_boxes");
    const TensorInfo* logits = named("logits");
    if (boxes == nullptr || logits == nullptr || dimension(*boxes, 2) != 4 || dimension(*logits, 2) == 0) {
        return false;
    }
    HeadSpec& heads = card().heads;
    heads.kind = HeadKind::kDecoded;
    heads.boxes = boxes->name;
    heads.scores = logits->name;
    heads.normalized = true;
    heads.classes_count = dimension(*logits, 2);
    // DETR has a hundred queries and the class "no object" at the end; its successors have neither.
    const bool classic = dimension(*logits, 1) == 100;
    if (classic) heads.background = heads.classes_count - 1;
    card().title = "A DETR, by the names of its outputs";
    say("heads",
        classic ? "DETR: boxes and a softmax with \"no object\" last"
                : "RT-DETR: boxes and a sigmoid a class",
        "outputs pred_boxes and logits, " + std::to_string(dimension(*logits, 1)) + " queries",
        Certainty::kSeen);
    set_activation(logits->name, classic ? ScoreActivation::kSoftmax : ScoreActivation::kSigmoid);
    if (classic) {
        expect_image_net(Resize::kStretch);
    } else {
        expect_unit_letterbox(false);
        card().input.resize = Resize::kStretch;
        replace({"resize", "stretched", "usual for such networks", Certainty::kGuessed});
    }
    return true;
}

bool Recogniser::raw_tensorflow() {
    const TensorInfo* boxes = named("raw_detection_boxes");
    const TensorInfo* scores = named("raw_detection_scores");
    if (boxes == nullptr || scores == nullptr || dimension(*scores, 2) == 0) return false;
    HeadSpec& heads = card().heads;
    heads.kind = HeadKind::kDecoded;
    heads.form = BoxForm::kCornersYx;
    heads.normalized = true;
    heads.boxes = boxes->name;
    heads.scores = scores->name;
    heads.classes_count = dimension(*scores, 2);
    heads.background = heads.classes_count > 1 ? 0 : -1;
    card().title = "A TensorFlow detector, by the names of its outputs";
    say("heads", "decoded boxes and scores before TensorFlow's own merging", "outputs raw_detection_*",
        Certainty::kSeen);
    set_activation(scores->name, ScoreActivation::kNone);
    expect_minus_one_to_one();
    return true;
}

bool Recogniser::ssd() {
    const auto pair = boxes_and_scores();
    if (!pair) return false;
    const auto [boxes, scores] = *pair;
    const bool media_pipe = dimension(*boxes, 2) > 4;
    const auto grid = known_grid(size(), dimension(*boxes, 1), media_pipe);
    const int classes = dimension(*scores, 2);
    if (!grid || classes > kMaxClasses) return false;
    HeadSpec& heads = card().heads;
    heads.boxes = boxes->name;
    heads.scores = scores->name;
    heads.values_per_box = dimension(*boxes, 2);
    heads.classes_count = classes;
    heads.anchors = grid->anchors;
    heads.coder_scales = grid->coder_scales;
    if (media_pipe) heads.coder = BoxCoder::kMediaPipe;
    if (classes > 1 && grid->background) heads.background = 0;
    card().title = media_pipe ? "A MediaPipe SSD, by its shapes" : "A TensorFlow SSD, by its shapes";
    say("heads", "SSD: " + std::to_string(dimension(*boxes, 1)) + " rows, the anchors of " + grid->name,
        "shapes of the outputs", Certainty::kSeen);
    if (heads.background == 0) say("background", "class 0", "usual for such networks", Certainty::kGuessed);
    set_activation(scores->name, ScoreActivation::kSigmoid);
    expect_minus_one_to_one();
    if (media_pipe) {
        card().input.resize = Resize::kLetterbox;
        replace({"resize", "letterboxed", "usual for such networks", Certainty::kGuessed});
    }
    return true;
}

bool Recogniser::decoded() {
    const auto pair = boxes_and_scores();
    if (!pair) return false;
    const auto [boxes, scores] = *pair;
    const OutputFacts* facts = facts_of(scores->name);
    const bool activated = facts != nullptr && (facts->ends_in("Sigmoid") || facts->ends_in("Softmax"));
    const bool yolo_rows = dimension(*boxes, 1) > 0 && cells_for(dimension(*boxes, 1)) > 0;
    if (dimension(*boxes, 2) != 4 || (!activated && !yolo_rows) ||
        (facts_of(boxes->name) != nullptr &&
         facts_of(boxes->name)->ends == std::vector<std::string>{"Conv"})) {
        return false;
    }
    HeadSpec& heads = card().heads;
    heads.kind = HeadKind::kDecoded;
    heads.form = BoxForm::kCorners;
    heads.boxes = boxes->name;
    heads.scores = scores->name;
    heads.classes_count = dimension(*scores, 2);
    card().title = "A detector with decoded boxes, by its graph";
    say("heads", "decoded boxes and one score a class", "two outputs of as many rows", Certainty::kSeen);
    say("boxes", "x0, y0, x1, y1 in pixels of the input", "usual for such heads", Certainty::kGuessed);
    set_activation(scores->name, ScoreActivation::kNone);
    expect_unit_letterbox(false);
    return true;
}

}  // namespace farsight
