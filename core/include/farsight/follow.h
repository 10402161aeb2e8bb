// The same object again, in other detections or at another distance: by its class and its place.
#pragma once

#include <cstdint>
#include <span>

#include "farsight/box.h"
#include "farsight/decode.h"
#include "farsight/merge.h"

namespace farsight {

/// IoU from which a box of the same class is the same object.
inline constexpr float kSameObjectIou = 0.5F;

/// Index of the detection of this class that overlaps the box most; -1 when none reaches kSameObjectIou.
int find_object(std::span<const Detection> detections, std::int32_t label, const Box& box);

/// Best score that any candidate gives the object, in [0, 1]; 0 when none is the same object.
float confidence_in(std::span<const Candidate> candidates, std::int32_t label, const Box& box);

}  // namespace farsight
