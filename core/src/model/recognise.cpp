// Recognises common detectors: by what their file says, by names and shapes, by how their heads come about.
#include "farsight/recognise.h"

#include <algorithm>
#include <array>
#include <optional>

#include "farsight/labels.h"
#include "model/head_match.h"
#include "model/known_grids.h"
#include "model/ultralytics.h"

namespace farsight {

namespace {

/// End-to-end heads do not say how many classes they tell apart; no common data set has more.
constexpr int kEndToEndClasses = 1000;

using Tensors = std::span<const TensorInfo>;

constexpr const char* kRemedy =
    " Write a card that says what its input and heads mean (docs/model-cards.md) and pass it with the "
    "network.";

tl::unexpected<Error> unknown(const std::string& what) {
    return fail(ErrorCode::kUnsupported, what + kRemedy);
}

tl::unexpected<Error> refused(const std::string& what) {
    return fail(ErrorCode::kUnsupported, what);
}

std::string list_of(Tensors tensors) {
    std::string list;
    for (const TensorInfo& tensor : tensors.first(std::min<std::size_t>(tensors.size(), 8))) {
        if (!list.empty()) list += ", ";
        list.append(tensor.name).append(" ").append(text_of_shape(tensor.shape));
    }
    if (tensors.size() > 8) list += ", ...";
    return list.empty() ? std::string("none") : list;
}

/// Dimension `axis` as a count of boxes or values; 0 when it is free or absurd.
int dimension(const TensorInfo& tensor, std::size_t axis) {
    const std::int64_t value = axis < tensor.shape.size() ? tensor.shape[axis] : 0;
    return value >= 1 && value <= kMaxAnchors ? static_cast<int>(value) : 0;
}

bool name_has(const TensorInfo& tensor, std::string_view word) {
    std::string name = tensor.name;
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return name.find(word) != std::string::npos;
}

/// One network under recognition. Each attempt fills the card and says how, or leaves both alone.
class Recogniser {
public:
    Recogniser(Tensors inputs, Tensors outputs, const OnnxFacts* facts)
        : inputs_(inputs), outputs_(outputs), facts_(facts) {
        if (facts != nullptr) ultralytics_ = read_ultralytics(*facts);
    }

    Result<Recognition> run() {
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

private:
    ModelCard& card() { return result_.card; }
    Size size() const { return result_.card.input.size; }

    void say(std::string subject, std::string value, std::string how, Certainty certainty) {
        result_.findings.push_back({std::move(subject), std::move(value), std::move(how), certainty});
    }

    void replace(Finding finding) {
        std::erase_if(result_.findings, [&](const Finding& old) { return old.subject == finding.subject; });
        result_.findings.push_back(std::move(finding));
    }

    Result<void> read_input() {
        if (inputs_.size() != 1 || (inputs_[0].shape.size() != 4 && inputs_[0].shape.size() != 3)) {
            return unknown("Its inputs (" + list_of(inputs_) + ") are not one picture.");
        }
        const TensorInfo& tensor = inputs_[0];
        InputSpec& input = card().input;
        input.name = tensor.name;
        input.type = tensor.type;
        const std::size_t first = tensor.shape.size() - 3;
        const bool nchw = tensor.shape[first] == 3;
        if (!nchw && tensor.shape[first + 2] != 3) {
            return unknown("Its input (" + list_of(inputs_) + ") does not have three channels.");
        }
        input.layout = nchw ? Layout::kNchw : Layout::kNhwc;
        std::int64_t height = tensor.shape[first + (nchw ? 1 : 0)];
        std::int64_t width = tensor.shape[first + (nchw ? 2 : 1)];
        if ((height < 1 || width < 1) && ultralytics_.image_size.size() == 2) {
            height = ultralytics_.image_size[0];
            width = ultralytics_.image_size[1];
            say("input size", std::to_string(width) + " x " + std::to_string(height), "imgsz in the metadata",
                Certainty::kSaid);
        } else if ((height < 1 || width < 1) && facts_ != nullptr) {
            constexpr int kUsual = 640;
            height = width = nchw ? kUsual : kUsual / 2;
            say("input size", std::to_string(width) + " x " + std::to_string(height),
                "the usual one; the network leaves it free", Certainty::kGuessed);
        }
        if (std::min(width, height) < 1 || std::max(width, height) > kMaxInputSide) {
            return unknown("Its input (" + list_of(inputs_) +
                           ") leaves its size free or is over 4096 pixels a side.");
        }
        input.size = {static_cast<int>(width), static_cast<int>(height)};
        return {};
    }

    /// Networks whose outputs look like a detector's and mean something else.
    Result<void> refuse_by_name() {
        if (ultralytics_.task == "obb") {
            return refused(
                "This is a network for oriented boxes (task obb), whose boxes are rotated; Farsight's "
                "are not. Export the detection version of the network.");
        }
        const bool classes_only = std::all_of(outputs_.begin(), outputs_.end(), [](const TensorInfo& output) {
            return output.shape.size() == 2 ||
                   (output.shape.size() == 4 && output.shape[1] == 1 && output.shape[2] == 1);
        });
        if (ultralytics_.task == "classify" ||
            (!outputs_.empty() && outputs_.size() == 1 && classes_only && batched())) {
            return refused(
                "This is a classifier: its output (" + list_of(outputs_) +
                ") is one list of scores for the whole picture, without boxes. A detector is needed.");
        }
        return {};
    }

    bool batched() const { return inputs_[0].shape.size() == 4; }

    const TensorInfo* named(std::string_view word) const {
        const auto found = std::find_if(outputs_.begin(), outputs_.end(),
                                        [&](const TensorInfo& output) { return name_has(output, word); });
        return found == outputs_.end() ? nullptr : &*found;
    }

    const OutputFacts* facts_of(const std::string& output) const {
        return facts_ == nullptr ? nullptr : facts_->output(output);
    }

    /// From the graph where it is known; else `usual`.
    void set_activation(const std::string& scores, ScoreActivation usual) {
        const OutputFacts* facts = facts_of(scores);
        card().heads.activation = usual;
        if (facts != nullptr && facts->ends_in("Sigmoid")) {
            card().heads.activation = ScoreActivation::kNone;
            say("scores", "probabilities", "their head ends in Sigmoid", Certainty::kSeen);
        } else if (facts != nullptr && facts->ends_in("Softmax")) {
            card().heads.activation = ScoreActivation::kNone;
            say("scores", "probabilities", "their head ends in Softmax", Certainty::kSeen);
        } else if (usual == ScoreActivation::kNone) {
            say("scores", "probabilities", "usual for such heads", Certainty::kGuessed);
        } else {
            const bool soft = usual == ScoreActivation::kSoftmax;
            const bool known = facts != nullptr && !facts->ends.empty();
            say("scores", soft ? "logits, through a softmax" : "logits, each through a sigmoid",
                known ? "their head ends in " + facts->ends.front() + ", so they are no probabilities yet"
                      : "usual for such heads",
                known && !soft ? Certainty::kSeen : Certainty::kGuessed);
        }
    }

    void expect_minus_one_to_one() {
        say("pixels", "-1 to 1", "usual for such networks", Certainty::kGuessed);
        say("resize", "stretched", "usual for such networks", Certainty::kGuessed);
    }

    /// Pixels from 0 to 1 in a letterbox of the grey that YOLO trainers use.
    void expect_unit_letterbox(bool said) {
        InputSpec& input = card().input;
        input.mean = {0, 0, 0};
        input.scale = {1 / 255.0F, 1 / 255.0F, 1 / 255.0F};
        input.resize = Resize::kLetterbox;
        input.pad = {114, 114, 114};
        const Certainty certainty = said ? Certainty::kSeen : Certainty::kGuessed;
        say("pixels", "0 to 1", said ? "Ultralytics' exporter wrote the file" : "usual for such networks",
            certainty);
        say("resize", "letterboxed",
            said ? "Ultralytics' exporter wrote the file" : "usual for such networks", certainty);
    }

    void expect_image_net(Resize resize) {
        InputSpec& input = card().input;
        input.mean = {123.675F, 116.28F, 103.53F};
        input.scale = {1 / 58.395F, 1 / 57.12F, 1 / 57.375F};
        input.resize = resize;
        say("pixels", "ImageNet's mean and deviation", "usual for such networks", Certainty::kGuessed);
        say("resize", resize == Resize::kStretch ? "stretched" : "letterboxed", "usual for such networks",
            Certainty::kGuessed);
    }

    /// DETR and RT-DETR: logits and centre boxes as fractions, by their names.
    bool transformer() {
        const TensorInfo* boxes = named("pred_boxes");
        const TensorInfo* logits = named("logits");
        if (boxes == nullptr || logits == nullptr || dimension(*boxes, 2) != 4 ||
            dimension(*logits, 2) == 0) {
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

    /// TensorFlow's raw_detection_boxes and raw_detection_scores, before its own merging.
    bool raw_tensorflow() {
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

    /// Boxes and scores of as many rows: the scores have the class counts, the boxes 4 values or, with
    /// MediaPipe's key points, more beside a single class.
    static bool looks_like_boxes(const TensorInfo& boxes, const TensorInfo& scores) {
        const int values = dimension(boxes, 2);
        const int classes = dimension(scores, 2);
        if (boxes.shape.size() != 3 || scores.shape.size() != 3 || classes == 0) return false;
        if (boxes.shape[1] != scores.shape[1]) return false;
        if (values > 4 && values % 2 == 0 && values <= 1024) return classes == 1;
        return values == 4 && (classes != 4 || !name_has(scores, "box"));
    }

    /// Two outputs, boxes and scores; nothing else.
    std::optional<std::pair<const TensorInfo*, const TensorInfo*>> boxes_and_scores() const {
        if (outputs_.size() != 2) return std::nullopt;
        const std::size_t first = looks_like_boxes(outputs_[0], outputs_[1]) ? 0 : 1;
        if (!looks_like_boxes(outputs_[first], outputs_[1 - first])) return std::nullopt;
        return std::pair(&outputs_[first], &outputs_[1 - first]);
    }

    bool ssd() {
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
        if (heads.background == 0)
            say("background", "class 0", "usual for such networks", Certainty::kGuessed);
        set_activation(scores->name, ScoreActivation::kSigmoid);
        expect_minus_one_to_one();
        if (media_pipe) {
            card().input.resize = Resize::kLetterbox;
            replace({"resize", "letterboxed", "usual for such networks", Certainty::kGuessed});
        }
        return true;
    }

    /// Cells of the maps where YOLO heads sit; 0 when `rows` fit none of the usual sets of strides.
    int cells_for(int rows) const {
        for (const auto& [first, last] : {std::pair{8, 32}, std::pair{4, 32}, std::pair{8, 64}}) {
            int cells = 0;
            for (int stride = first; stride <= last; stride *= 2) {
                cells += (size().width / stride) * (size().height / stride);
            }
            if (rows == cells || rows == 3 * cells) return cells;
        }
        return 0;
    }

    /// The output of a YOLO head, alone or beside the masks of a segmentation.
    const TensorInfo* yolo_output() const {
        if (outputs_.size() == 1 && outputs_[0].shape.size() == 3) return outputs_.data();
        if (outputs_.size() != 2) return nullptr;
        const std::size_t flat = outputs_[0].shape.size() == 3 ? 0 : 1;
        const bool masks = outputs_[flat].shape.size() == 3 && outputs_[1 - flat].shape.size() == 4;
        return masks ? &outputs_[flat] : nullptr;
    }

    int mask_values() const {
        for (const TensorInfo& output : outputs_) {
            if (output.shape.size() == 4) return dimension(output, 1);
        }
        return 0;
    }

    bool yolo() {
        const TensorInfo* output = yolo_output();
        if (output == nullptr) return false;
        for (const bool transposed : {false, true}) {
            const int rows = dimension(*output, transposed ? 1 : 2);
            const int values = dimension(*output, transposed ? 2 : 1);
            if (rows > 0 && values > 0 && yolo_of(*output, rows, values, transposed)) return true;
        }
        return false;
    }

    bool yolo_of(const TensorInfo& output, int rows, int values, bool transposed) {
        const int cells = cells_for(rows);
        const int extra = mask_values() + ultralytics_.key_point_values;
        const auto names = static_cast<int>(ultralytics_.names.size());
        const bool by_names =
            ultralytics_.found && (values == 4 + names + extra || values == 5 + names + extra);
        if (cells == 0 && !by_names) return false;
        // Three anchors a cell are those of versions 3 to 7, which also tell objects from background.
        const bool three = cells > 0 && rows == 3 * cells;
        const bool objectness =
            by_names ? values == 5 + names + extra : three || (transposed && values == 85);
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
            std::string("YOLO") + (objectness ? " with objectness" : "") + ": " + std::to_string(rows) +
                " boxes",
            by_names ? "names in the metadata, and the output's shape" : "the output's shape",
            by_names ? Certainty::kSaid : Certainty::kSeen);
        if (extra > 0 || heads.extra_values > 0) {
            say("left out", std::to_string(heads.extra_values) + " values a box (key points or masks)",
                ultralytics_.found ? "the metadata's task " + ultralytics_.task : "the output's shape",
                ultralytics_.found ? Certainty::kSaid : Certainty::kGuessed);
        }
        activate_yolo(output, rows, cells);
        return true;
    }

    /// YOLOX can leave its boxes undecoded: the head then ends in a convolution for the boxes and a Sigmoid
    /// for the scores.
    void activate_yolo(const TensorInfo& output, int rows, int cells) {
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
            say("scores", "probabilities",
                facts == nullptr ? "usual for such heads" : "the graph activates them",
                facts == nullptr ? Certainty::kGuessed : Certainty::kSeen);
        }
    }

    HeadSpec& finished(std::string how, Certainty certainty) {
        HeadSpec& heads = card().heads;
        heads.kind = HeadKind::kEndToEnd;
        heads.activation = ScoreActivation::kNone;
        heads.classes_count =
            ultralytics_.names.empty() ? kEndToEndClasses : static_cast<int>(ultralytics_.names.size());
        say("heads", "finished detections", std::move(how), certainty);
        return heads;
    }

    bool one_finished() {
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

    /// Exports for accelerators: num_dets, det_boxes, det_scores, det_classes; rows beyond the count are
    /// padding.
    bool counted_finished() {
        const TensorInfo* count = named("num_det");
        const TensorInfo* boxes = named("det_boxes");
        const TensorInfo* scores = named("det_scores");
        const TensorInfo* classes = named("det_classes");
        if (count == nullptr || boxes == nullptr || scores == nullptr || classes == nullptr) return false;
        HeadSpec& heads =
            finished("outputs num_dets, det_boxes, det_scores and det_classes", Certainty::kSeen);
        heads.boxes = boxes->name;
        heads.scores = scores->name;
        heads.classes = classes->name;
        heads.count = count->name;
        card().title = "A detector with finished boxes, by the names of its outputs";
        expect_unit_letterbox(false);
        return true;
    }

    /// Torchvision: boxes, labels and scores of one picture, without a batch.
    bool torchvision() {
        if (outputs_.size() != 3) return false;
        const TensorInfo* boxes = nullptr;
        std::vector<const TensorInfo*> flat;
        for (const TensorInfo& output : outputs_) {
            if (output.shape.size() == 2 && output.shape[1] == 4) boxes = &output;
            if (output.shape.size() == 1) flat.push_back(&output);
        }
        if (boxes == nullptr || flat.size() != 2) return false;
        // Labels before scores, unless the names say otherwise.
        if (name_has(*flat[0], "score") || name_has(*flat[1], "label")) std::swap(flat[0], flat[1]);
        HeadSpec& heads =
            finished("three outputs without a batch, as torchvision has them", Certainty::kSeen);
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

    /// TFLite's detection post-process: boxes, classes, scores and perhaps a count, in this order unless the
    /// names say otherwise.
    bool separate_finished() {
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

    /// Boxes and scores of as many rows whose graph activates the scores: nothing is left to decode but the
    /// form of the boxes.
    bool decoded() {
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

    Result<Recognition> unrecognised() const {
        const bool maps = outputs_.size() >= 3 &&
                          std::all_of(outputs_.begin(), outputs_.end(),
                                      [](const TensorInfo& output) { return output.shape.size() >= 4; });
        if (maps) {
            return refused(
                "Its outputs (" + list_of(outputs_) +
                ") are feature maps before decoding, and the anchors do not stand in the file. Export the "
                "network with its decoding (for YOLO: one output of boxes and scores).");
        }
        return unknown(
            "Its outputs (" + list_of(outputs_) + ") for an input of " + std::to_string(size().width) + "x" +
            std::to_string(size().height) +
            " are not the heads of a TensorFlow or MediaPipe SSD with the usual anchors, of a YOLO, of a "
            "DETR or of a detector with finished boxes.");
    }

    void label() {
        const HeadSpec& heads = card().heads;
        card().labels = numbered_labels(heads.classes_count, heads.background);
        if (ultralytics_.names.size() == card().labels.size()) {
            for (std::size_t i = 0; i < card().labels.size(); ++i) {
                const std::string& name = ultralytics_.names[i];
                card().labels[i] = {name, coco_category(name)};
            }
            say("labels", std::to_string(ultralytics_.names.size()) + " names", "names in the metadata",
                Certainty::kSaid);
            return;
        }
        say("labels", "only numbers", "the file has none; give a list with --labels", Certainty::kGuessed);
    }

    Tensors inputs_;
    Tensors outputs_;
    const OnnxFacts* facts_;
    UltralyticsMetadata ultralytics_;
    Recognition result_;
};

}  // namespace

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

Result<ModelCard> guess_card(std::span<const TensorInfo> inputs, std::span<const TensorInfo> outputs) {
    auto recognition = recognise(inputs, outputs, nullptr);
    if (!recognition) return tl::unexpected(recognition.error());
    return std::move(recognition->card);
}

}  // namespace farsight
