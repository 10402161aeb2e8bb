// Where the labels of many boxes go, so that each can be read and none hides another.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "farsight/box.h"
#include "farsight/image.h"

namespace farsight {

struct ChipRequest {
    Box box;  ///< The object, in canvas pixels.
    float width = 0;
    float height = 0;
};

/// For each request its chip, or nothing where there is no free place. Earlier requests choose first.
std::vector<std::optional<Box>> place_chips(std::span<const ChipRequest> requests, Size canvas);

}  // namespace farsight
