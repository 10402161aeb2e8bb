// Photos moved away, step by step, as frames of a sweep.
#pragma once

#include <string>

#include "dataset/dataset.h"
#include "farsight/lab/sweep_source.h"

namespace farsight::cli {

/// Annotated photos moved away, to 1 to `farthest` times their distance in `steps` steps, evenly in the
/// logarithm. Objects of classes that the model does not know are ignored.
Result<lab::SweepSource> photo_source(const std::string& folder, Dataset dataset, double farthest, int steps,
                                      const ModelCard& card);

/// The same for one photo with one object: its box x0, y0, x1, y1 and its class.
Result<lab::SweepSource> photo_source(const std::string& photo, const std::string& box,
                                      const std::string& class_name, double farthest, int steps,
                                      const ModelCard& card);

}  // namespace farsight::cli
