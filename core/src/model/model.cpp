#include "farsight/model.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "model/head_match.h"

namespace farsight {

namespace {

tl::unexpected<Error> invalid_card(const std::string& what) {
    return fail(ErrorCode::kInvalidModel, "The model card's " + what + ".");
}

template <class Array>
bool all_finite(const Array& values) {
    return std::all_of(values.begin(), values.end(), [](float value) { return std::isfinite(value); });
}

Result<void> validate_input(const InputSpec& input) {
    const auto side_fits = [](int side) { return side >= 1 && side <= kMaxInputSide; };
    if (!side_fits(input.size.width)) return invalid_card("input.width must be 1 to 4096");
    if (!side_fits(input.size.height)) return invalid_card("input.height must be 1 to 4096");
    if (!all_finite(input.mean)) return invalid_card("input.mean must be three finite numbers");
    const bool scales = std::all_of(input.scale.begin(), input.scale.end(),
                                    [](float scale) { return std::isfinite(scale) && scale != 0; });
    if (!scales) return invalid_card("input.scale must be three finite numbers other than 0");
    return {};
}

Result<void> validate_ssd(const HeadSpec& heads) {
    const bool scales = std::all_of(heads.coder_scales.begin(), heads.coder_scales.end(),
                                    [](float scale) { return std::isfinite(scale) && scale > 0; });
    if (!scales) return invalid_card("heads.coder_scales must be four finite numbers over 0");
    if (heads.values_per_box < 4 || heads.values_per_box > 1024) {
        return invalid_card("heads.values_per_box must be 4 to 1024");
    }
    return {};
}

Result<void> validate_heads(const HeadSpec& heads) {
    if (heads.classes_count < 1 || heads.classes_count > kMaxClasses) {
        return invalid_card("heads.classes_count must be 1 to 65536");
    }
    if (heads.background < -1 || heads.background >= heads.classes_count) {
        return invalid_card("heads.background must be -1 (none) or the index of a class");
    }
    if (heads.background >= 0 && heads.classes_count == 1) {
        return invalid_card("heads.background leaves no class; a single-class model has background -1");
    }
    if (heads.extra_values < 0 || heads.extra_values > 1024) {
        return invalid_card("heads.extra_values must be 0 to 1024");
    }
    if (heads.kind == HeadKind::kSsd) return validate_ssd(heads);
    if (heads.kind == HeadKind::kDecoded) {
        if (heads.boxes.empty() || heads.scores.empty()) {
            return invalid_card("heads.boxes and heads.scores must name the outputs of decoded heads");
        }
        return {};
    }
    if (heads.activation == ScoreActivation::kSoftmax) {
        return invalid_card("heads.activation may be softmax for SSD and decoded heads only");
    }
    if (!heads.count.empty() && (heads.kind != HeadKind::kEndToEnd || heads.scores.empty())) {
        return invalid_card("heads.count is named, so heads.scores of end-to-end heads must be too");
    }
    if (heads.kind == HeadKind::kYolo && (!heads.scores.empty() || !heads.classes.empty())) {
        return invalid_card(
            "heads.scores and heads.classes must be left out, since a YOLO head is one tensor");
    }
    if (heads.scores.empty() && !heads.classes.empty()) {
        return invalid_card("heads.classes is named, so heads.scores must be too");
    }
    return {};
}

tl::unexpected<Error> mismatch(const std::string& message) {
    return fail(ErrorCode::kMismatch, message + "; check that card and network belong together.");
}

std::string_view name_of(ElementType type) {
    return type == ElementType::kUint8 ? "uint8" : "float32";
}

Result<const TensorInfo*> find_input(const InputSpec& input, std::span<const TensorInfo> tensors) {
    if (input.name.empty()) {
        if (tensors.size() == 1) return tensors.data();
        return mismatch("The network has " + std::to_string(tensors.size()) +
                        " inputs and the card's input.name says none of them");
    }
    for (const TensorInfo& tensor : tensors) {
        if (tensor.name == input.name) return &tensor;
    }
    return mismatch("The network has no input \"" + input.name + "\", which the card's input.name says");
}

Result<void> check_input(const InputSpec& input, std::span<const TensorInfo> tensors) {
    const auto found = find_input(input, tensors);
    if (!found) return tl::unexpected<Error>(found.error());
    const TensorInfo& tensor = **found;
    if (tensor.type != input.type) {
        return mismatch("The network's input \"" + tensor.name + "\" is " +
                        std::string(name_of(tensor.type)) + ", but the card's input.type is " +
                        std::string(name_of(input.type)));
    }
    const std::int64_t width = input.size.width;
    const std::int64_t height = input.size.height;
    const bool nhwc = input.layout == Layout::kNhwc;
    const std::array<std::int64_t, 3> wanted =
        nhwc ? std::array<std::int64_t, 3>{height, width, 3} : std::array<std::int64_t, 3>{3, height, width};
    // A network without a batch takes one picture a run.
    bool fits = tensor.shape.size() == 4 || tensor.shape.size() == 3;
    for (std::size_t i = 0; fits && i < 3; ++i) {
        const std::int64_t side = tensor.shape[tensor.shape.size() - 3 + i];
        fits = side == wanted[i] || side == -1;
    }
    if (fits) return {};
    return mismatch("The network's input \"" + tensor.name + "\" has shape " + text_of_shape(tensor.shape) +
                    ", but the card's input is " + text_of_shape(wanted) + " after the batch, " +
                    (nhwc ? "nhwc" : "nchw"));
}

}  // namespace

Result<void> check_card(const ModelCard& card, std::span<const TensorInfo> inputs,
                        std::span<const TensorInfo> outputs) {
    if (auto valid = validate_card(card); !valid) return valid;
    if (auto input = check_input(card.input, inputs); !input) return input;
    int anchors = 0;
    if (card.heads.kind == HeadKind::kSsd) {
        const auto grid = make_anchors(card.heads.anchors, card.input.size);
        if (!grid) return tl::unexpected<Error>(grid.error());
        anchors = static_cast<int>(grid->anchors.size());
    }
    std::vector<TensorInfo> batched;
    if (!card.heads.batched) {
        batched.assign(outputs.begin(), outputs.end());
        for (TensorInfo& output : batched) output.shape.insert(output.shape.begin(), 1);
        outputs = batched;
    }
    const auto match = match_heads(card.heads, anchors, outputs);
    if (!match) return tl::unexpected<Error>(match.error());
    for (const int position : {match->boxes, match->scores}) {
        if (position < 0) continue;
        const TensorInfo& head = outputs[static_cast<std::size_t>(position)];
        if (head.type != ElementType::kFloat32) {
            return mismatch("The network's output \"" + head.name + "\" is not float32, as heads must be");
        }
    }
    return {};
}

Result<void> validate_card(const ModelCard& card) {
    if (auto input = validate_input(card.input); !input) return input;
    if (auto heads = validate_heads(card.heads); !heads) return heads;
    if (!card.labels.empty() && card.labels.size() != static_cast<std::size_t>(card.heads.classes_count)) {
        return invalid_card("labels are " + std::to_string(card.labels.size()) +
                            ", but heads.classes_count is " + std::to_string(card.heads.classes_count));
    }
    return {};
}

}  // namespace farsight
