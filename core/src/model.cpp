#include "farsight/model.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace farsight {

namespace {

tl::unexpected<Error> invalid(const std::string& what) {
    return fail(ErrorCode::kInvalidModel, "The model card's " + what + ".");
}

template <class Array>
bool all_finite(const Array& values) {
    return std::all_of(values.begin(), values.end(), [](float value) { return std::isfinite(value); });
}

Result<void> validate_input(const InputSpec& input) {
    const auto side_fits = [](int side) { return side >= 1 && side <= kMaxInputSide; };
    if (!side_fits(input.size.width)) return invalid("input.width must be 1 to 4096");
    if (!side_fits(input.size.height)) return invalid("input.height must be 1 to 4096");
    if (!all_finite(input.mean)) return invalid("input.mean must be three finite numbers");
    const bool scales = std::all_of(input.scale.begin(), input.scale.end(),
                                    [](float scale) { return std::isfinite(scale) && scale != 0; });
    if (!scales) return invalid("input.scale must be three finite numbers other than 0");
    return {};
}

Result<void> validate_ssd(const HeadSpec& heads) {
    const bool scales = std::all_of(heads.coder_scales.begin(), heads.coder_scales.end(),
                                    [](float scale) { return std::isfinite(scale) && scale > 0; });
    if (!scales) return invalid("heads.coder_scales must be four finite numbers over 0");
    if (heads.values_per_box < 4 || heads.values_per_box > 1024) {
        return invalid("heads.values_per_box must be 4 to 1024");
    }
    return {};
}

Result<void> validate_heads(const HeadSpec& heads) {
    if (heads.classes_count < 1 || heads.classes_count > kMaxClasses) {
        return invalid("heads.classes_count must be 1 to 65536");
    }
    if (heads.background < -1 || heads.background >= heads.classes_count) {
        return invalid("heads.background must be -1 (none) or the index of a class");
    }
    if (heads.background >= 0 && heads.classes_count == 1) {
        return invalid("heads.background leaves no class; a single-class model has background -1");
    }
    if (heads.kind == HeadKind::kSsd) return validate_ssd(heads);
    if (heads.activation == ScoreActivation::kSoftmax) {
        return invalid("heads.activation may be softmax for SSD heads only");
    }
    if (heads.kind == HeadKind::kYolo && (!heads.scores.empty() || !heads.classes.empty())) {
        return invalid("heads.scores and heads.classes must be left out, since a YOLO head is one tensor");
    }
    if (heads.scores.empty() && !heads.classes.empty()) {
        return invalid("heads.classes is named, so heads.scores must be too");
    }
    return {};
}

}  // namespace

Result<void> validate_card(const ModelCard& card) {
    if (auto input = validate_input(card.input); !input) return input;
    if (auto heads = validate_heads(card.heads); !heads) return heads;
    if (!card.labels.empty() && card.labels.size() != static_cast<std::size_t>(card.heads.classes_count)) {
        return invalid("labels are " + std::to_string(card.labels.size()) + ", but heads.classes_count is " +
                       std::to_string(card.heads.classes_count));
    }
    return {};
}

}  // namespace farsight
