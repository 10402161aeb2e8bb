// The figures of a diagnosis, each an SVG element.
#pragma once

#include <string>

#include "farsight/lab/diagnosis.h"

namespace farsight::cli {

/// Training's sizes over the field's, a panel for all objects and one a class. Empty without objects.
std::string sizes_figure(const lab::Diagnosis& diagnosis);
/// Recall of the probes over size, and over detail at a large size. Empty without probes.
std::string probes_figure(const lab::Diagnosis& diagnosis);
/// Recall of the photos over size, and over distance where it is known. Empty without photos.
std::string range_figure(const lab::Diagnosis& diagnosis);
/// What became of every object, full frame over pyramid. Empty without photos.
std::string misses_figure(const lab::Diagnosis& diagnosis);
/// The cures' gains. Empty without photos.
std::string cures_figure(const lab::Diagnosis& diagnosis);
/// By layer the sizes of its anchors and what its cells see, over the sizes of the objects. Empty where the
/// network's layers are not known.
std::string fields_figure(const lab::Diagnosis& diagnosis);

}  // namespace farsight::cli
