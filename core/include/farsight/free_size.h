// Networks of free size: an SSD is a convolution, so it runs on a large region as well as on a tile.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "farsight/model.h"
#include "farsight/result.h"

namespace farsight {

/// The network that looks at regions of the levels beyond the full frame.
struct CloseNetwork {
    /// A serialised ONNX ModelProto: the same names and weights, height and width free, and of the heads only
    /// the finest anchor layers. What only the others need is gone.
    std::string onnx;
    FreeSize free;  ///< The sizes that it takes.
};

/// Makes the close network of an SSD, or of a network whose file already leaves height and width free.
/// Reshapes to constants, which bake the input's size in, get a free dimension instead. Kept are the anchor
/// layers that have an anchor of at most four times the smallest one's side: a finer level owns no larger
/// objects. Memory is twice the bytes given.
///
/// Fails with kInvalidModel when the bytes are no ONNX model, and with kUnsupported and the reason when the
/// network cannot be freed: a layer that sees the whole picture, a map or a size that is a constant, an
/// operator that is not known to be local, anchors whose strides the graph does not give.
Result<CloseNetwork> close_network(std::span<const std::byte> onnx, const ModelCard& card);

/// The same network with height and width free and all its heads, for any runtime. Fails as close_network.
Result<std::string> free_network(std::span<const std::byte> onnx);

}  // namespace farsight
