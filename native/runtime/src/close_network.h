// The network for the levels beyond the full frame, made when a model is loaded.
#pragma once

#include <cstddef>
#include <span>

#include "farsight/runtime/model_file.h"

namespace farsight {

/// Sets model.close and card.free from the network's ONNX bytes, or model.tiles_because where it cannot be
/// freed, or where the freed network gives other heads than the network itself at the card's size, or other
/// heads for a shifted picture on a larger region, as far as its cells do not see the edge that moved.
void add_close_network(std::span<const std::byte> onnx, Model& model);

}  // namespace farsight
