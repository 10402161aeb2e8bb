#include "model/recogniser.h"

#include <algorithm>
#include <array>

#include "farsight/labels.h"
#include "farsight/plain_text.h"
#include "model/head_match.h"

namespace farsight {

tl::unexpected<Error> unknown_network(const std::string& what) {
    return fail(ErrorCode::kUnsupported, what +
                                             " Write a card that says what its input and heads mean "
                                             "(docs/model-cards.md) and pass it with the "
                                             "network.");
}

tl::unexpected<Error> refused_network(const std::string& what) {
    return fail(ErrorCode::kUnsupported, what);
}

std::string list_of(Tensors tensors) {
    std::string list;
    for (const TensorInfo& tensor : tensors.first(std::min<std::size_t>(tensors.size(), 8))) {
        if (!list.empty()) list += ", ";
        list.append(plain_line(tensor.name)).append(" ").append(text_of_shape(tensor.shape));
    }
    if (tensors.size() > 8) list += ", ...";
    return list.empty() ? std::string("none") : list;
}

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

Recogniser::Recogniser(Tensors inputs, Tensors outputs, const OnnxFacts* facts)
    : inputs_(inputs), outputs_(outputs), facts_(facts) {
    if (facts != nullptr) ultralytics_ = read_ultralytics(*facts);
}

void Recogniser::say(std::string subject, std::string value, std::string how, Certainty certainty) {
    result_.findings.push_back({std::move(subject), std::move(value), std::move(how), certainty});
}

void Recogniser::replace(Finding finding) {
    std::erase_if(result_.findings, [&](const Finding& old) { return old.subject == finding.subject; });
    result_.findings.push_back(std::move(finding));
}

Result<void> Recogniser::read_input() {
    if (inputs_.size() != 1 || (inputs_[0].shape.size() != 4 && inputs_[0].shape.size() != 3)) {
        return unknown_network("Its inputs (" + list_of(inputs_) + ") are not one picture.");
    }
    const TensorInfo& tensor = inputs_[0];
    InputSpec& input = card().input;
    input.name = tensor.name;
    input.type = tensor.type;
    const std::size_t first = tensor.shape.size() - 3;
    const bool nchw = tensor.shape[first] == 3;
    if (!nchw && tensor.shape[first + 2] != 3) {
        return unknown_network("Its input (" + list_of(inputs_) + ") does not have three channels.");
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
        return unknown_network("Its input (" + list_of(inputs_) +
                               ") leaves its size free or is over 4096 pixels a side.");
    }
    input.size = {static_cast<int>(width), static_cast<int>(height)};
    return {};
}

bool Recogniser::batched() const {
    return inputs_[0].shape.size() == 4;
}

const TensorInfo* Recogniser::named(std::string_view word) const {
    const auto found = std::find_if(outputs_.begin(), outputs_.end(),
                                    [&](const TensorInfo& output) { return name_has(output, word); });
    return found == outputs_.end() ? nullptr : &*found;
}

const OutputFacts* Recogniser::facts_of(const std::string& output) const {
    return facts_ == nullptr ? nullptr : facts_->output(output);
}

void Recogniser::set_activation(const std::string& scores, ScoreActivation usual) {
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

void Recogniser::expect_minus_one_to_one() {
    say("pixels", "-1 to 1", "usual for such networks", Certainty::kGuessed);
    say("resize", "stretched", "usual for such networks", Certainty::kGuessed);
}

void Recogniser::expect_unit_letterbox(bool said) {
    InputSpec& input = card().input;
    input.mean = {0, 0, 0};
    input.scale = {1 / 255.0F, 1 / 255.0F, 1 / 255.0F};
    input.resize = Resize::kLetterbox;
    input.pad = {114, 114, 114};
    const Certainty certainty = said ? Certainty::kSeen : Certainty::kGuessed;
    say("pixels", "0 to 1", said ? "Ultralytics' exporter wrote the file" : "usual for such networks",
        certainty);
    say("resize", "letterboxed", said ? "Ultralytics' exporter wrote the file" : "usual for such networks",
        certainty);
}

void Recogniser::expect_image_net(Resize resize) {
    InputSpec& input = card().input;
    input.mean = {123.675F, 116.28F, 103.53F};
    input.scale = {1 / 58.395F, 1 / 57.12F, 1 / 57.375F};
    input.resize = resize;
    say("pixels", "ImageNet's mean and deviation", "usual for such networks", Certainty::kGuessed);
    say("resize", resize == Resize::kStretch ? "stretched" : "letterboxed", "usual for such networks",
        Certainty::kGuessed);
}

bool Recogniser::looks_like_boxes(const TensorInfo& boxes, const TensorInfo& scores) {
    const int values = dimension(boxes, 2);
    const int classes = dimension(scores, 2);
    if (boxes.shape.size() != 3 || scores.shape.size() != 3 || classes == 0) return false;
    if (boxes.shape[1] != scores.shape[1]) return false;
    if (values > 4 && values % 2 == 0 && values <= 1024) return classes == 1;
    return values == 4 && (classes != 4 || !name_has(scores, "box"));
}

std::optional<std::pair<const TensorInfo*, const TensorInfo*>> Recogniser::boxes_and_scores() const {
    if (outputs_.size() != 2) return std::nullopt;
    const std::size_t first = looks_like_boxes(outputs_[0], outputs_[1]) ? 0 : 1;
    if (!looks_like_boxes(outputs_[first], outputs_[1 - first])) return std::nullopt;
    return std::pair(&outputs_[first], &outputs_[1 - first]);
}

void Recogniser::label() {
    const HeadSpec& heads = card().heads;
    card().labels = numbered_labels(heads.classes_count, heads.background);
    if (ultralytics_.names.size() == card().labels.size()) {
        for (std::size_t i = 0; i < card().labels.size(); ++i) {
            const std::string name = plain_line(ultralytics_.names[i]);
            card().labels[i] = {name, coco_category(name)};
        }
        say("labels", std::to_string(ultralytics_.names.size()) + " names", "names in the metadata",
            Certainty::kSaid);
        return;
    }
    say("labels", "only numbers", "the file has none; give a list with --labels", Certainty::kGuessed);
}

}  // namespace farsight
