// Raw values of score heads become scores.
#pragma once

#include <algorithm>

#include "base/portable_math.h"
#include "farsight/model.h"

namespace farsight {

/// The score of one raw value that stands for itself, that is of any head without softmax.
inline double activated(ScoreActivation activation, float raw) {
    if (activation == ScoreActivation::kSigmoid) return portable::sigmoid(static_cast<double>(raw));
    return std::min(static_cast<double>(raw), 1.0);
}

}  // namespace farsight
