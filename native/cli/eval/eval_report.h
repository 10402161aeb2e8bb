// The figures of an evaluation, and how they are printed.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "eval/eval_record.h"
#include "farsight/range.h"

namespace farsight::cli {

struct EvalReport {
    EvalTerms terms;
    std::int64_t images = 0;
    /// How many were to be looked at; more than `images` where the run was interrupted.
    std::int64_t images_asked = 0;
    std::int64_t unreadable = 0;  ///< Of these, pictures that could not be read.
    std::int64_t truths = 0;
    std::int64_t detections = 0;
    int resamples = 0;
    /// Mean over the pictures of network pixels run over the full frame's; none: no model was run.
    std::optional<double> pixel_ratio;
    CocoFigures coco;
    std::vector<BinFigures> by_size;   ///< The terms' size bins, then all.
    std::vector<BinFigures> by_class;  ///< All sizes, by category.
    /// By size bin as in `by_size`, then by MissCause.
    std::vector<std::array<std::int64_t, kMissCauses>> causes;
    RangeCurve size_curve;                     ///< Against the square root of the area, in pixels.
    std::optional<RangeCurve> distance_curve;  ///< When annotations tell distances.
};

/// Measures a whole run. `images` stand by ascending id; their detections are taken out of them on the way.
/// Fails as the core's evaluation does.
Result<EvalReport> make_report(const EvalTerms& terms, std::vector<EvalImage> images);

/// Columns for people.
std::string report_table(const EvalReport& report);

/// Schema "farsight.evaluation/1" (docs/evaluation.md).
std::string report_json(const EvalReport& report);

}  // namespace farsight::cli
