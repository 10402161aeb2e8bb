// Receptive fields of a network's heads, read from its ONNX graph.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "farsight/receptive_field.h"
#include "farsight/result.h"

namespace farsight {

/// What one cell of a feature map sees of the picture, by axis.
struct MapField {
    ReceptiveField x;  ///< Along a row.
    ReceptiveField y;  ///< Down a column.
};

/// The feature maps that one output of the network is made of, in the order in which it strings them
/// together: for an SSD one a layer of anchors.
struct HeadFields {
    std::string output;          ///< Name of the output.
    std::vector<MapField> maps;  ///< In the order of its rows.
};

/// Follows the picture from the network's input through convolutions, poolings, sums and concatenations to
/// every output. Theoretical fields: the picture's edge does not end them, and what a network makes of them
/// is smaller (Luo et al. 2016, arXiv:1701.04128). Where an enlarged map meets a finer one, the finer one's
/// stride counts. Outputs that the picture does not reach are left out.
/// Fails with kInvalidModel when the bytes are no ONNX model, and with kUnsupported and the operator's name
/// when a cell sees the whole picture (global pooling, dense layers), or when there is no picture or no head.
Result<std::vector<HeadFields>> onnx_receptive_fields(std::span<const std::byte> onnx);

}  // namespace farsight
