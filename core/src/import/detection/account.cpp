#include "import/detection/account.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "farsight/labels.h"

namespace farsight::tflite {
namespace {

const TfliteTensor& tensor_at(const TfliteGraph& graph, int index) {
    return graph.tensors[static_cast<std::size_t>(index)];
}

tl::unexpected<Error> contradiction(const std::string& what) {
    return fail(ErrorCode::kInvalidModel,
                "The TFLite file's detection heads contradict each other: " + what + ".");
}

std::string text_of(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%g", value);
    return text;
}

/// Rows of a head [1, N, ...] whose last dimension is `values`; -1 when it is no such head.
std::int64_t rows_of(const Shape& shape, std::int64_t values) {
    return shape.size() >= 3 && shape.back() == values ? element_count(shape) / values : -1;
}

Result<InputSpec> picture_input(const TfliteTensor& tensor, const std::string& name) {
    const Shape& shape = tensor.shape;
    if (shape.size() != 4 || shape[3] != 3 || std::max(shape[1], shape[2]) > kMaxInputSide) {
        return fail(ErrorCode::kUnsupported,
                    "The TFLite file's input " + quoted(tensor.name) + " is no picture of three channels.");
    }
    InputSpec input;
    input.name = name;
    input.size = {static_cast<int>(shape[2]), static_cast<int>(shape[1])};
    if (tensor.quantized()) {
        input.type = ElementType::kUint8;
        input.mean = {0, 0, 0};
        input.scale = {1, 1, 1};
    }
    return input;
}

void say_input(const InputSpec& input, Recognition& result) {
    if (input.type == ElementType::kUint8) {
        result.findings.push_back(
            {"pixels", "bytes, as they are",
             "the input is quantized, and its scale and zero point stand in the network", Certainty::kSaid});
    } else {
        result.findings.push_back({"pixels", "-1 to 1",
                                   "what TensorFlow's detection training does; the file does not say",
                                   Certainty::kGuessed});
    }
    result.findings.push_back({"resize", "stretched",
                               "what TensorFlow's detection training does; the file does not say",
                               Certainty::kGuessed});
}

void say_post_process(const PostProcess& post, const HeadSpec& heads, Recognition& result) {
    const std::string how = "TFLite_Detection_PostProcess";
    result.findings.push_back({"heads", "SSD: box encodings and scores before the file's own post-processing",
                               "inputs of " + how, Certainty::kSaid});
    result.findings.push_back({"scores", "probabilities", how + " takes them so", Certainty::kSaid});
    result.findings.push_back(
        {"anchors", std::to_string(post.anchors.size()), "third input of " + how, Certainty::kSaid});
    result.findings.push_back({"box coder",
                               text_of(static_cast<double>(post.y_scale)) + ", " +
                                   text_of(static_cast<double>(post.x_scale)) + ", " +
                                   text_of(static_cast<double>(post.h_scale)) + ", " +
                                   text_of(static_cast<double>(post.w_scale)),
                               "scales in the options of " + how, Certainty::kSaid});
    result.findings.push_back({"classes", std::to_string(post.classes),
                               heads.background < 0
                                   ? "num_classes, and as many columns of scores"
                                   : "num_classes; the first column of scores is the background",
                               Certainty::kSaid});
    result.findings.push_back(
        {"post-processing of the file",
         "IoU " + text_of(static_cast<double>(post.iou_threshold)) + ", score " +
             text_of(static_cast<double>(post.score_threshold)) + ", at most " +
             std::to_string(post.max_detections) + ", " +
             (post.regular_nms ? "class by class" : "all classes together"),
         "options of " + how + "; --iou, --score, --max-detections and --class-agnostic set ours",
         Certainty::kSaid});
}

/// One number is used for all channels.
std::array<float, 3> three(const std::vector<float>& numbers) {
    return numbers.size() == 3 ? std::array{numbers[0], numbers[1], numbers[2]}
                               : std::array{numbers[0], numbers[0], numbers[0]};
}

}  // namespace

Result<Recognition> account_of(const TfliteGraph& graph, const PostProcess& post, const HeadNames& names) {
    if (graph.inputs.size() != 1) {
        return fail(ErrorCode::kUnsupported,
                    "The TFLite file has several inputs; a detector has one picture.");
    }
    const auto input = picture_input(tensor_at(graph, graph.inputs[0]), names.input);
    if (!input) return tl::unexpected(input.error());
    const Shape& boxes = tensor_at(graph, post.boxes).shape;
    const Shape& scores = tensor_at(graph, post.scores).shape;
    const auto anchors = static_cast<std::int64_t>(post.anchors.size());
    const std::int64_t columns = scores.empty() ? 0 : scores.back();
    if (boxes.empty() || boxes.back() < 4 || boxes.back() > 1024 || rows_of(boxes, boxes.back()) != anchors ||
        rows_of(scores, columns) != anchors) {
        return contradiction(std::to_string(anchors) + " anchors do not fit the box encodings or the scores");
    }
    if (columns > kMaxClasses || (columns != post.classes && columns != post.classes + 1)) {
        return contradiction(std::to_string(columns) + " columns of scores for " +
                             std::to_string(post.classes) + " classes");
    }
    Recognition result;
    ModelCard& card = result.card;
    card.title = "A TensorFlow SSD";
    card.input = *input;
    HeadSpec& heads = card.heads;
    heads.boxes = names.boxes;
    heads.scores = names.scores;
    heads.activation = ScoreActivation::kNone;
    heads.classes_count = static_cast<int>(columns);
    heads.background = columns == post.classes ? -1 : 0;
    heads.coder_scales = {post.y_scale, post.x_scale, post.h_scale, post.w_scale};
    heads.values_per_box = static_cast<int>(boxes.back());
    heads.anchors = AnchorSpec(ExplicitAnchorSpec{post.anchors, {}});
    card.labels = numbered_labels(heads.classes_count, heads.background);
    if (auto grid = make_anchors(heads.anchors, card.input.size); !grid) {
        return fail(ErrorCode::kInvalidModel, grid.error().message);
    }
    say_post_process(post, heads, result);
    say_input(card.input, result);
    return result;
}

void add_metadata(const Metadata& metadata, Recognition& recognition) {
    ModelCard& card = recognition.card;
    recognition.warnings.insert(recognition.warnings.end(), metadata.warnings.begin(),
                                metadata.warnings.end());
    if (!metadata.mean.empty() && card.input.type == ElementType::kFloat32) {
        const std::array<float, 3> mean = three(metadata.mean);
        const std::array<float, 3> deviation = three(metadata.deviation);
        const bool usable =
            std::all_of(mean.begin(), mean.end(), [](float value) { return std::isfinite(value); }) &&
            std::all_of(deviation.begin(), deviation.end(),
                        [](float value) { return std::isfinite(1 / value) && value > 0; });
        if (usable) {
            card.input.mean = mean;
            for (std::size_t i = 0; i < 3; ++i) card.input.scale[i] = 1 / deviation[i];
            std::erase_if(recognition.findings,
                          [](const Finding& finding) { return finding.subject == "pixels"; });
            recognition.findings.push_back({"pixels",
                                            "(pixel - " + text_of(static_cast<double>(mean[0])) + ") / " +
                                                text_of(static_cast<double>(deviation[0])),
                                            "the file's metadata", Certainty::kSaid});
        } else {
            recognition.warnings.emplace_back(
                "The TFLite file's metadata have a mean or a deviation that is no range of pixels.");
        }
    }
    std::erase_if(recognition.findings, [](const Finding& finding) { return finding.subject == "labels"; });
    if (metadata.labels_file.empty()) {
        recognition.findings.push_back(
            {"labels", "only numbers", "the file has none; give a list with --labels", Certainty::kGuessed});
        return;
    }
    auto fitted = fit_labels(metadata.labels, card.heads);
    if (!fitted) {
        recognition.warnings.push_back(quoted(metadata.labels_file) + " in the TFLite file was not used. " +
                                       fitted.error().message);
        return;
    }
    card.labels = std::move(fitted->labels);
    recognition.findings.push_back(
        {"labels", fitted->how, quoted(metadata.labels_file) + " in the file", Certainty::kSaid});
    recognition.warnings.insert(recognition.warnings.end(), fitted->warnings.begin(), fitted->warnings.end());
}

}  // namespace farsight::tflite
