// Recognises common detectors by the shapes of their tensors alone.
#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "farsight/model.h"
#include "model/head_match.h"

namespace farsight {

namespace {

/// End-to-end heads do not say how many classes they tell apart; no common data set has more.
constexpr int kEndToEndClasses = 1000;

using Tensors = std::span<const TensorInfo>;

tl::unexpected<Error> unknown(const std::string& what) {
    return fail(ErrorCode::kUnsupported,
                what +
                    " Write a card that says what its input and heads mean (docs/model-cards.md) and pass it "
                    "with the network.");
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

Result<InputSpec> guess_input(Tensors inputs) {
    if (inputs.size() != 1 || inputs[0].shape.size() != 4) {
        return unknown("Its inputs (" + list_of(inputs) + ") are not one picture.");
    }
    const TensorInfo& tensor = inputs[0];
    InputSpec input;
    input.name = tensor.name;
    input.type = tensor.type;
    const bool nchw = tensor.shape[1] == 3;
    if (!nchw && tensor.shape[3] != 3) {
        return unknown("Its input (" + list_of(inputs) + ") does not have three channels.");
    }
    input.layout = nchw ? Layout::kNchw : Layout::kNhwc;
    const std::int64_t height = tensor.shape[nchw ? 2 : 1];
    const std::int64_t width = tensor.shape[nchw ? 3 : 2];
    if (std::min(width, height) < 1 || std::max(width, height) > kMaxInputSide) {
        return unknown("Its input (" + list_of(inputs) +
                       ") leaves its size free or is over 4096 pixels a side.");
    }
    input.size = {static_cast<int>(width), static_cast<int>(height)};
    return input;
}

/// Pixels from 0 to 1 in a letterbox of the grey that YOLO trainers use.
void expect_unit_range(InputSpec& input) {
    input.mean = {0, 0, 0};
    input.scale = {1 / 255.0F, 1 / 255.0F, 1 / 255.0F};
    input.resize = Resize::kLetterbox;
    input.pad = {114, 114, 114};
}

/// Dimension `axis` as a count of boxes or values; 0 when it is free or absurd.
int dimension(const TensorInfo& tensor, std::size_t axis) {
    const std::int64_t value = axis < tensor.shape.size() ? tensor.shape[axis] : 0;
    return value >= 1 && value <= kMaxAnchors ? static_cast<int>(value) : 0;
}

MediaPipeAnchorSpec media_pipe_spec(std::vector<int> strides, double interpolated) {
    MediaPipeAnchorSpec spec;
    spec.strides = std::move(strides);
    spec.interpolated_scale_aspect_ratio = interpolated;
    return spec;
}

/// The grid with this many anchors among those that published networks use.
std::optional<AnchorSpec> known_grid(Size input, int anchors, bool media_pipe) {
    std::vector<AnchorSpec> specs;
    if (media_pipe) {
        specs = {media_pipe_spec({8, 16, 16, 16}, 1), media_pipe_spec({16, 32, 32, 32}, 1),
                 media_pipe_spec({4}, 0)};
    } else {
        specs = {TfSsdAnchorSpec{}};
    }
    for (const AnchorSpec& spec : specs) {
        const auto grid = make_anchors(spec, input);
        if (grid && grid->anchors.size() == static_cast<std::size_t>(anchors)) return spec;
    }
    return std::nullopt;
}

bool name_has(const TensorInfo& tensor, std::string_view word) {
    return tensor.name.find(word) != std::string::npos;
}

/// Boxes and scores of as many rows: the scores have the class counts, the boxes 4 values or, with
/// MediaPipe's key points, more beside a single class.
bool looks_like_boxes(const TensorInfo& boxes, const TensorInfo& scores) {
    const int values = dimension(boxes, 2);
    const int classes = dimension(scores, 2);
    if (boxes.shape.size() != 3 || scores.shape.size() != 3 || classes == 0) return false;
    if (dimension(boxes, 1) == 0 || dimension(boxes, 1) != dimension(scores, 1)) return false;
    if (values > 4 && values % 2 == 0 && values <= 1024) return classes == 1;
    return values == 4 && (classes != 4 || !name_has(scores, "box"));
}

std::optional<HeadSpec> guess_ssd(Size input, Tensors outputs) {
    if (outputs.size() != 2) return std::nullopt;
    const std::size_t first = looks_like_boxes(outputs[0], outputs[1]) ? 0 : 1;
    const TensorInfo& boxes = outputs[first];
    const TensorInfo& scores = outputs[1 - first];
    if (!looks_like_boxes(boxes, scores)) return std::nullopt;
    HeadSpec heads;
    heads.boxes = boxes.name;
    heads.scores = scores.name;
    heads.values_per_box = dimension(boxes, 2);
    heads.classes_count = dimension(scores, 2);
    const bool media_pipe = heads.values_per_box > 4;
    const auto grid = known_grid(input, dimension(boxes, 1), media_pipe);
    if (!grid || heads.classes_count > kMaxClasses) return std::nullopt;
    heads.anchors = *grid;
    if (media_pipe) heads.coder = BoxCoder::kMediaPipe;
    if (heads.classes_count > 1) heads.background = 0;
    return heads;
}

/// Cells of the three maps of strides 8, 16 and 32, where YOLO heads sit.
int yolo_cells(Size input) {
    int cells = 0;
    for (const int stride : {8, 16, 32}) cells += (input.width / stride) * (input.height / stride);
    return cells;
}

std::optional<HeadSpec> guess_yolo(Size input, Tensors outputs) {
    if (outputs.size() != 1 || outputs[0].shape.size() != 3) return std::nullopt;
    const int cells = yolo_cells(input);
    HeadSpec heads;
    heads.kind = HeadKind::kYolo;
    heads.boxes = outputs[0].name;
    heads.activation = ScoreActivation::kNone;
    for (const bool transposed : {false, true}) {
        const int rows = dimension(outputs[0], transposed ? 1 : 2);
        const int values = dimension(outputs[0], transposed ? 2 : 1);
        if (rows == 0 || (rows != cells && rows != 3 * cells)) continue;
        heads.transposed = transposed;
        // Three anchors a cell are those of version 5, which also tells objects from background.
        heads.has_objectness = rows == 3 * cells;
        heads.classes_count = values - (heads.has_objectness ? 5 : 4);
        if (heads.classes_count >= 1 && heads.classes_count <= kMaxClasses) return heads;
    }
    return std::nullopt;
}

HeadSpec end_to_end() {
    HeadSpec heads;
    heads.kind = HeadKind::kEndToEnd;
    heads.activation = ScoreActivation::kNone;
    heads.classes_count = kEndToEndClasses;
    return heads;
}

std::optional<HeadSpec> guess_one_finished(Tensors outputs) {
    if (outputs.size() != 1 || outputs[0].shape.size() != 3 || outputs[0].shape[2] != 6) return std::nullopt;
    HeadSpec heads = end_to_end();
    heads.boxes = outputs[0].name;
    return heads;
}

/// TFLite's detection post-process: boxes, classes, scores and perhaps a count, in this order unless
/// the names say otherwise.
std::optional<HeadSpec> guess_separate_finished(Tensors outputs) {
    if (outputs.size() != 3 && outputs.size() != 4) return std::nullopt;
    std::vector<const TensorInfo*> flat;
    HeadSpec heads = end_to_end();
    heads.normalized = true;
    for (const TensorInfo& output : outputs) {
        if (output.shape.size() == 3 && output.shape[2] == 4) heads.boxes = output.name;
        if (output.shape.size() == 2) flat.push_back(&output);
    }
    if (heads.boxes.empty() || flat.size() != 2) return std::nullopt;
    if (name_has(*flat[0], "score") || name_has(*flat[1], "class")) std::swap(flat[0], flat[1]);
    heads.classes = flat[0]->name;
    heads.scores = flat[1]->name;
    return heads;
}

std::vector<Label> numbered_labels(const HeadSpec& heads) {
    std::vector<Label> labels;
    for (int i = 0; i < heads.classes_count; ++i) {
        std::string name = "class ";
        name += std::to_string(i);
        labels.push_back({i == heads.background ? std::string("background") : std::move(name), {}});
    }
    return labels;
}

}  // namespace

Result<ModelCard> guess_card(std::span<const TensorInfo> inputs, std::span<const TensorInfo> outputs) {
    auto input = guess_input(inputs);
    if (!input) return tl::unexpected<Error>(input.error());
    ModelCard card;
    std::optional<HeadSpec> heads;
    if ((heads = guess_ssd(input->size, outputs))) {
        const bool faces = heads->coder == BoxCoder::kMediaPipe;
        card.title = faces ? "A MediaPipe SSD, by its shapes" : "A TensorFlow SSD, by its shapes";
        if (faces) input->resize = Resize::kLetterbox;
    } else if ((heads = guess_yolo(input->size, outputs))) {
        card.title = "A YOLO, by its shapes";
        expect_unit_range(*input);
    } else if ((heads = guess_one_finished(outputs))) {
        card.title = "A detector with finished boxes, by its shapes";
        expect_unit_range(*input);
    } else if ((heads = guess_separate_finished(outputs))) {
        card.title = "A TensorFlow detector with finished boxes, by its shapes";
    } else {
        return unknown(
            "Its outputs (" + list_of(outputs) + ") for an input of " + std::to_string(input->size.width) +
            "x" + std::to_string(input->size.height) +
            " are not the heads of a TensorFlow or MediaPipe SSD with the usual anchors, of a YOLO or of a "
            "detector with finished boxes.");
    }
    if (input->type == ElementType::kUint8) {
        input->mean = {0, 0, 0};
        input->scale = {1, 1, 1};
    }
    card.input = *input;
    card.heads = *heads;
    card.labels = numbered_labels(card.heads);
    return card;
}

}  // namespace farsight
