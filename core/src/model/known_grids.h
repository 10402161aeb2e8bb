// Anchors of published networks, told by how many there are.
#pragma once

#include <array>
#include <optional>
#include <string>

#include "farsight/anchors.h"

namespace farsight {

struct KnownGrid {
    std::string name;  ///< For people.
    AnchorSpec anchors;
    std::array<float, 4> coder_scales = {10, 10, 5, 5};
    bool background = true;  ///< Such networks keep class 0 for it.
};

/// The grid with this many anchors for an input of this size; of MediaPipe's where `media_pipe`, else of
/// TensorFlow's SSDs and of EfficientDet.
std::optional<KnownGrid> known_grid(Size input, int anchors, bool media_pipe);

}  // namespace farsight
