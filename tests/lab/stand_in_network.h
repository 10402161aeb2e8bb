// A network for tests: one class, 4 by 4 anchors that tile its input, and heads that a test writes by hand.
#pragma once

#include <cstdint>
#include <vector>

#include "farsight/decode.h"
#include "farsight/model.h"

namespace farsight::tests {

inline constexpr std::size_t kStandInAnchors = 16;

/// An input of 64 by 64; each anchor is a quarter of it wide and high. Class 1 is "car".
inline ModelCard stand_in_card() {
    ModelCard card;
    card.name = "stand-in";
    card.input.size = {64, 64};
    card.heads.boxes = "boxes";
    card.heads.scores = "scores";
    card.heads.activation = ScoreActivation::kNone;
    card.heads.classes_count = 2;
    card.heads.background = 0;
    card.heads.anchors = GridAnchorSpec{{{4, 4, {{0.25, 0.25}}}}};
    card.labels = {{"background", ""}, {"car", ""}};
    return card;
}

/// Heads of one tile, in which the anchors have these scores and their own boxes.
class StandInHeads {
public:
    StandInHeads() : boxes_(kStandInAnchors * 4, 0.0F), scores_(kStandInAnchors * 2, 0.0F) {}

    StandInHeads& score(std::size_t anchor, float score) {
        scores_[2 * anchor + 1] = score;
        return *this;
    }
    std::vector<HeadView> views() const {
        return {{"boxes", boxes_, box_shape_}, {"scores", scores_, score_shape_}};
    }

private:
    std::vector<float> boxes_;
    std::vector<float> scores_;
    std::vector<std::int64_t> box_shape_ = {1, kStandInAnchors, 4};
    std::vector<std::int64_t> score_shape_ = {1, kStandInAnchors, 2};
};

}  // namespace farsight::tests
