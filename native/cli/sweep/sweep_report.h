// The figures of a sweep, and how they are printed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "farsight/onnx_fields.h"
#include "farsight/range.h"
#include "sweep/sweep_field.h"
#include "sweep/sweep_run.h"

namespace farsight::cli {

/// How one configuration fares on one class.
struct SweepCurves {
    RangeCurve by_distance;
    RangeCurve by_height;  ///< Apparent height in pixels.
    /// Mean score at each distance of a dolly, a missed object as 0; empty for scenes.
    struct Step {
        double distance = 0;
        double height_px = 0;  ///< Mean.
        double score = 0;      ///< Mean.
    };
    std::vector<Step> steps;
};

/// The best IoU that any anchor can have with an object of the class' mean aspect ratio.
struct AnchorLimit {
    std::vector<double> heights_px;  ///< Rising.
    std::array<std::vector<double>, kSweepConfigurations> iou;
};

struct SweepClass {
    std::string name;  ///< "all" for all classes together.
    std::int64_t objects = 0;
    double aspect = 0;                   ///< Mean width / height.
    std::optional<double> height_m;      ///< Mean real height; none where metres are unknown or for "all".
    std::optional<AnchorLimit> limit;    ///< None without sized anchors, or for "all".
    std::optional<MeasuredField> field;  ///< None for "all", or where the full frame found no object.
    std::array<SweepCurves, kSweepConfigurations> curves;
};

struct SweepReport {
    SweepKind kind = SweepKind::kScenes;
    std::string terms;  ///< A JSON object.
    std::string model;
    std::int64_t frames = 0;
    std::int64_t frames_asked = 0;  ///< More than `frames` where the sweep was interrupted.
    double focal_px = 0;            ///< 0: unknown.
    double score = 0.3;
    int resamples = 1000;
    std::array<double, kSweepConfigurations> tiles{};            ///< Mean a frame.
    std::array<double, kSweepConfigurations> false_positives{};  ///< Mean a frame, at the score.
    std::vector<SweepClass> classes;  ///< Those that occur; with more than one, "all" first.
    std::vector<HeadFields> fields;   ///< Theoretical receptive fields; empty when the graph does not say.

    const char* distance_unit() const { return kind == SweepKind::kPhotoDolly ? "x" : "m"; }
};

struct SweepFigures {
    int resamples = 1000;
    std::uint64_t seed = 1;
};

/// Fails as range_curve and measure_field do. Of an interrupted sweep it holds no effective receptive fields,
/// for which the network would have to run on.
Result<SweepReport> make_sweep_report(const SweepSource& source, const Model& model,
                                      const SweepArguments& arguments, const SweepFigures& figures,
                                      const SweepResults& results);

std::string sweep_table(const SweepReport& report);
std::string sweep_json(const SweepReport& report);
/// A line a bin: class, configuration, axis, low, high, place, objects, found, recall, its interval and fit.
std::string sweep_csv(const SweepReport& report);

/// The boxes of one or two classes' MeasuredField in the network's input, side by side: SVG elements for a
/// panel of the picture below.
std::string field_panel_svg(const std::vector<const SweepClass*>& classes, const char* unit);

/// A picture that stands alone, for light and dark pages.
std::string sweep_svg(const SweepReport& report);
/// The same with the table under it.
std::string sweep_html(const SweepReport& report);

}  // namespace farsight::cli
