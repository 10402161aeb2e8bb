// The effective receptive field of an object that the full frame finds, measured by occlusion.
#pragma once

#include <optional>

#include "farsight/onnx_fields.h"
#include "sweep/sweep_run.h"

namespace farsight::cli {

/// All in network pixels of the full frame.
struct MeasuredField {
    Size input;
    Box object;
    Box anchor;       ///< The one whose score was followed.
    Box effective;    ///< Hiding it costs nine tenths of what hiding everything piece by piece does.
    Box theoretical;  ///< Of that anchor's cell; empty when the graph does not say. May reach beyond the
                      ///< input.
    double score = 0;
    double distance = 0;  ///< Of the object, in the source's unit.
};

/// Follows the object of median height among those of the category that the full frame found, by some hundred
/// runs of the network. Nothing when it found none, or the network has no anchors of a size.
Result<std::optional<MeasuredField>> measure_field(const SweepSource& source, const Model& model,
                                                   const SweepArguments& arguments,
                                                   const SweepResults& results, std::int32_t category,
                                                   const std::vector<HeadFields>& fields);

}  // namespace farsight::cli
